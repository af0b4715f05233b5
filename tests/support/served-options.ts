import { telegram } from "../../packages/adapters/src/channels/telegram.ts"
import type { AnyOptions } from "./planted.ts"

/** What the clients of the served application know. */
export const bot = { token: "42:test", webhookSecret: "webhook-secret", id: "42" } as const
/** The write key of its ingest. */
export const writeKey = "write-key"

/** The application that is killed: it answers every message by Telegram, and opens a case for each message and each lost order. */
export const servedOptions = (provider: string): AnyOptions => ({
  channels: { telegram: telegram({ token: bot.token, webhookSecret: bot.webhookSecret, baseUrl: provider }) },
  ingest: { writeKeys: [writeKey] },
  contact: { answerWithin: "1 hour" },
  // what may have left is not sent again: then nothing may be handed over twice
  delivery: { answer: { uncertain: "hold" } },
  rules: [
    {
      name: "echo",
      on: "message-received",
      do: async ({ text }, act) => {
        await act.openCase({ kind: "message", owner: "support" })
        await act.reply(`heard ${text}`)
      },
    },
    { name: "lost", on: "event-tracked", do: (_, act) => act.openCase({ kind: "order", owner: "support" }) },
  ],
})
