// One of several processes that are killed: the database, the provider, and the name of a planted bug. Says where it serves.
import { killedBugs } from "../../../../tests/support/killed-bugs.ts"
import { open } from "../../../../tests/support/planted.ts"
import { servedOptions } from "../../../../tests/support/served-options.ts"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { postgresEngine } from "../../src/engines/postgres.ts"
import { serve } from "../../src/servers/node.ts"
import { postgres } from "../../src/stores/postgres.ts"

const [, , url = "", provider = "", bug = ""] = process.argv
const escucha = open(
  {
    ...servedOptions(provider),
    store: postgres<Stored>({ url, connections: 4 }),
    engine: postgresEngine({ url, connections: 3 }),
  },
  killedBugs[bug],
)
await escucha.start()
const serving = await serve(escucha)
process.stdout.write(`${serving.url}\n`)

process.once("SIGTERM", async () => {
  await serving.close()
  await escucha.close()
  process.exit()
})

// Whoever started it is gone: a campaign that was broken off leaves nothing running.
process.stdin.once("end", () => process.exit()).resume()
process.stdin.unref()
