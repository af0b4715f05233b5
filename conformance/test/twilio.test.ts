import type { WebhookRequest } from "@escucha/core"
import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly validateRequest: (token: string, signature: string, url: string, form: { [name: string]: string }) => boolean
}
interface Signer {
  readonly getExpectedTwilioSignature: (token: string, url: string, form: { [name: string]: string }) => string
}

// Behind a proxy a request does not know by which address it came: Twilio's is told, and the path of the request is not looked at.
const webhookUrl = hookOf("twilio")
const authToken = "12345678901234567890123456789012"
const signature = "x-twilio-signature"

const saidBy = ({ body, headers }: WebhookRequest): string =>
  JSON.stringify([[...new URLSearchParams(body)], headers[signature]])

judged("twilio", "twilio", { authToken, webhookUrl }, ({ validateRequest, ...others }: Library & Signer) => ({
  covers: ["body", signature],
  // the fields are signed, not the way in which they are written: %F0 is %f0
  isSame: (one, other) => saidBy(one) === saidBy(other),
  sign: (text) => {
    const form = { MessageSid: `SM${"0".repeat(32)}`, From: "+34600333444", To: "+34600111222", Body: text }
    const url = `${webhookUrl}?shop=1`
    return {
      method: "POST",
      url,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        [signature]: others.getExpectedTwilioSignature(authToken, url, form),
      },
      body: new URLSearchParams(form).toString(),
    }
  },
  generate: (text) => signedWebhook.twilio({ authToken, url: webhookUrl, form: { Body: text, From: "+34600333444" } }),
  accepts: ({ url, body, headers }) =>
    validateRequest(authToken, headers[signature] ?? "", url, Object.fromEntries(new URLSearchParams(body))),
}))
