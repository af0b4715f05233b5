import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly validateRequest: (token: string, signature: string, url: string, form: { [name: string]: string }) => boolean
}
interface Signer {
  readonly getExpectedTwilioSignature: (token: string, url: string, form: { [name: string]: string }) => string
}

const authToken = "12345678901234567890123456789012"
const signature = "x-twilio-signature"

judged("twilio", "twilio", { authToken }, ({ validateRequest, ...others }: Library & Signer) => ({
  covers: ["body", "url", signature],
  sign: (text) => {
    const form = { MessageSid: `SM${"0".repeat(32)}`, From: "+34600333444", To: "+34600111222", Body: text }
    const url = hookOf("twilio")
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
  accepts: ({ url, body, headers }) =>
    validateRequest(authToken, headers[signature] ?? "", url, Object.fromEntries(new URLSearchParams(body))),
}))
