import { createHmac } from "node:crypto"
import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Bolt {
  readonly isValidSlackRequest: (options: {
    readonly signingSecret: string
    readonly body: string
    readonly headers: { readonly "x-slack-signature": string; readonly "x-slack-request-timestamp": number }
  }) => boolean
}

const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5"

judged("slack", "@slack/bolt", { signingSecret }, ({ isValidSlackRequest }: Bolt) => ({
  covers: ["body", "x-slack-signature", "x-slack-request-timestamp"],
  sign: (text, now) => {
    const body = JSON.stringify({ type: "event_callback", event: { type: "message", text } })
    const seconds = String(Math.floor(now / 1000))
    const signature = createHmac("sha256", signingSecret).update(`v0:${seconds}:${body}`).digest("hex")
    return {
      method: "POST",
      url: hookOf("slack"),
      headers: { "x-slack-request-timestamp": seconds, "x-slack-signature": `v0=${signature}` },
      body,
    }
  },
  generate: (text, now) =>
    signedWebhook.slack({ secret: signingSecret, body: { type: "event_callback", event: { text } }, at: now }),
  accepts: ({ body, headers }) =>
    isValidSlackRequest({
      signingSecret,
      body,
      headers: {
        "x-slack-signature": headers["x-slack-signature"] ?? "",
        "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
      },
    }),
}))
