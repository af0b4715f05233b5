// The application that is killed: file, address of the provider, and the name of a planted bug. Says where it serves.
import { setTimeout as sleep } from "node:timers/promises"
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

/** Whether a message waits for its turn at the provider: a moment that is not waited for by `settled`. */
const isSending = async () => (await escucha.store.jobs({ limit: 1000 })).items.some(({ type }) => type === "send")

process.once("SIGTERM", async () => {
  await serving.close()
  do await escucha.settled()
  while ((await isSending()) && (await sleep(50, true)))
  await escucha.close()
})

// Whoever started it is gone: a campaign that was broken off leaves nothing running.
process.stdin.once("end", () => process.exit()).resume()
process.stdin.unref()
