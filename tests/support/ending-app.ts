// The application that is told to end: a file, and the milliseconds that a rule takes. Says where it serves.
import { setTimeout as sleep } from "node:timers/promises"
import { serve } from "../../packages/adapters/src/servers/node.ts"
import { telegram } from "../../packages/adapters/src/channels/telegram.ts"
import { createEscucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { bot } from "./served-options.ts"

const [, , file = "", slow = "0", within = "20 seconds"] = process.argv
const escucha = createEscucha({
  store: sqliteStore<Stored>(file),
  channels: {
    telegram: telegram({ token: bot.token, webhookSecret: bot.webhookSecret, baseUrl: "http://127.0.0.1:1" }),
  },
  rules: [{ name: "slow", on: "message-received", do: () => sleep(Number(slow)) }],
})
await escucha.start()
const serving = await serve(escucha, { shutdown: { after: "0.3 seconds", within: within as "20 seconds" } })
process.stdout.write(`${serving.url}\n`)

// Whoever started it is gone: a test that was broken off leaves nothing running.
process.stdin.once("end", () => process.exit(3)).resume()
process.stdin.unref()
