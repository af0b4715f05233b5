// A process with an engine, for tests of jobs that end their process: the database, and the schema. Says each job that has ended, and
// in the end that nothing is left.
import { unitOf } from "../../../core/src/timeline/unit.ts"
import { postgresEngine } from "../../src/engines/postgres.ts"
import { createDatabase, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createPostgresStore } from "../../src/postgres/store.ts"

// Whoever started it is gone: nothing is left running.
process.stdin.once("end", () => process.exit()).resume()

const [, , url = "", schema = ""] = process.argv
const store = createPostgresStore<unknown>(createDatabase(postgresOptionsOf({ url, schema, connections: 3 })))
const engine = postgresEngine({ url, schema, connections: 3 })
const running = await engine.run(
  async ({ id, type }) => {
    await new Promise((resolve) => setTimeout(resolve, 2)) // others begin meanwhile
    if (type === "deadly") process.kill(process.pid, "SIGKILL")
    await store.commit([unitOf({ acks: [id] })])
    process.stdout.write(`${id}\n`)
  },
  { concurrency: 32, attempts: 3 },
)
await running.settled()
await running.drain()
await store.close()
process.exit()
