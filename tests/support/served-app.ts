// The application that is killed: file, address of the provider, and the name of a planted bug. Says where it serves.
import { serve } from "../../packages/adapters/src/servers/node.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { killedBugs } from "./killed-bugs.ts"
import { open } from "./planted.ts"
import { servedOptions } from "./served-options.ts"

const [, , file = "", provider = "", bug = ""] = process.argv
const escucha = open({ ...servedOptions(provider), store: sqliteStore<Stored>(file) }, killedBugs[bug])
await escucha.start()
const serving = await serve(escucha)
process.stdout.write(`${serving.url}\n`)

process.once("SIGTERM", async () => {
  await serving.close()
  await escucha.settled()
  await escucha.close()
})

// Whoever started it is gone: a campaign that was broken off leaves nothing running.
process.stdin.once("end", () => process.exit()).resume()
process.stdin.unref()
