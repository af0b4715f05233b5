import { createHmac } from "node:crypto"
import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly validateSignature: (body: string, channelSecret: string, signature: string) => boolean
}

const channelSecret = "8c570fa6dd201bb328f1c1eac23a96d8"

judged("line", "@line/bot-sdk", { channelSecret }, ({ validateSignature }: Library) => ({
  covers: ["body", "x-line-signature"],
  sign: (text) => {
    const body = JSON.stringify({ destination: "U1", events: [{ type: "message", message: { type: "text", text } }] })
    const signature = createHmac("sha256", channelSecret).update(body).digest("base64")
    return { method: "POST", url: hookOf("line"), headers: { "x-line-signature": signature }, body }
  },
  generate: (text) => signedWebhook.line({ secret: channelSecret, body: { destination: "U1", events: [{ text }] } }),
  accepts: ({ body, headers }) => validateSignature(body, channelSecret, headers["x-line-signature"] ?? ""),
}))
