import type { WebhookRequest } from "@escucha/core"
import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly validateRequest: (token: string, signature: string, url: string, form: { [name: string]: string }) => boolean
  readonly getExpectedTwilioSignature: (token: string, url: string, form: { [name: string]: string }) => string
}

const webhookUrl = hookOf("twilio-whatsapp")
const authToken = "abcdefabcdefabcdefabcdefabcdef12"
const signature = "x-twilio-signature"
const [theirs, ours] = ["whatsapp:+34600333444", "whatsapp:+34600111222"]

// the fields are signed, not the way in which they are written
const saidBy = ({ body, headers }: WebhookRequest): string =>
  JSON.stringify([[...new URLSearchParams(body)], headers[signature]])

judged("twilio-whatsapp", "twilio", { authToken, webhookUrl }, (library: Library) => ({
  covers: ["body", signature],
  isSame: (one, other) => saidBy(one) === saidBy(other),
  sign: (text) => {
    const form = { MessageSid: `SM${"1".repeat(32)}`, From: theirs, To: ours, ProfileName: text, Body: text }
    return {
      method: "POST",
      url: webhookUrl,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        [signature]: library.getExpectedTwilioSignature(authToken, webhookUrl, form),
      },
      body: new URLSearchParams(form).toString(),
    }
  },
  generate: (text) => signedWebhook.twilio({ authToken, url: webhookUrl, form: { Body: text, From: theirs } }),
  accepts: ({ body, headers }) =>
    library.validateRequest(
      authToken,
      headers[signature] ?? "",
      webhookUrl,
      Object.fromEntries(new URLSearchParams(body)),
    ),
}))
