import { createHash, createHmac } from "node:crypto"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly verifySignature: (token: string, secret: string) => boolean
}

const [apiKey, signatureSecret] = ["cccc3333", "a-signature-secret-of-thirty-two"]

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")

/** The token of a webhook, as https://developer.vonage.com/en/getting-started/concepts/webhooks says: the library only verifies. */
const tokenFor = (body: string, now: number): string => {
  const iat = Math.floor(now / 1000)
  const claims = {
    iat,
    nbf: iat,
    exp: iat + 300,
    jti: "11111111-2222-4333-8444-555555555555",
    iss: "Vonage",
    api_key: apiKey,
    payload_hash: createHash("sha256").update(body).digest("hex"),
  }
  const signed = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`
  return `${signed}.${createHmac("sha256", signatureSecret).update(signed).digest("base64url")}`
}

judged("vonage", "@vonage/jwt", { apiKey, signatureSecret }, ({ verifySignature }: Library) => ({
  // the library looks at the token alone; that it is the token of this very body is for whoever uses it, and ours does
  covers: ["authorization", "body"],
  sign: (text, now) => {
    const body = JSON.stringify({ channel: "sms", from: "34600333444", to: "34600111222", message_type: "text", text })
    return {
      method: "POST",
      url: hookOf("vonage"),
      headers: { "content-type": "application/json", authorization: `Bearer ${tokenFor(body, now)}` },
      body,
    }
  },
  accepts: ({ headers }) => verifySignature((headers["authorization"] ?? "").replace(/^Bearer /, ""), signatureSecret),
}))
