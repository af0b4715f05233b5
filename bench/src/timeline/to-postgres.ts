// Moves what a file holds into a database: so both are asked the same, and nobody has to tell it twice.
import { postgres } from "@escucha/adapters/stores/postgres"
import { moveStore } from "@escucha/core/move"
import { sqlite } from "@escucha/core/sqlite"
import { Client } from "pg"

const [file = "", url = ""] = process.argv.slice(2)
const [from, to] = [sqlite<unknown>(file), postgres<unknown>(url)]
await from.migrate()
await to.migrate()
await moveStore(from, to)
await Promise.all([from.close(), to.close()])
const client = new Client(url)
await client.connect()
await client.query("VACUUM ANALYZE") // as a database is that has been there for a while
await client.end()
process.on("message", () => {}) // stays until the bench lets go
process.send?.("moved")
