import { generateKeyPairSync, sign } from "node:crypto"
import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly EventWebhook: new () => {
    readonly convertPublicKeyToECDSA: (key: string) => unknown
    readonly verifySignature: (key: unknown, body: string, signature: string, timestamp: string) => boolean
  }
}

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
const webhookKey = publicKey.export({ format: "der", type: "spki" }).toString("base64")
const [signature, timestamp] = [
  "x-twilio-email-event-webhook-signature",
  "x-twilio-email-event-webhook-timestamp",
] as const

judged("sendgrid", "@sendgrid/eventwebhook", { webhookKey }, ({ EventWebhook }: Library) => {
  const webhook = new EventWebhook()
  const key = webhook.convertPublicKeyToECDSA(webhookKey)
  return {
    covers: ["body", signature, timestamp],
    sign: (text, now) => {
      const body = JSON.stringify([{ event: "delivered", email: "ana@mail.example", subject: text }])
      const seconds = String(Math.floor(now / 1000))
      const headers = {
        [timestamp]: seconds,
        [signature]: sign("sha256", Buffer.from(`${seconds}${body}`), privateKey).toString("base64"),
      }
      return { method: "POST", url: hookOf("sendgrid"), headers, body }
    },
    generate: (text, now) =>
      signedWebhook.sendgrid({
        keys: {
          public: webhookKey,
          info: new Uint8Array(publicKey.export({ format: "der", type: "spki" })),
          sign: async (signed) =>
            new Uint8Array(sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" })),
        },
        body: [{ event: "delivered", subject: text }],
        at: now,
      }),
    accepts: ({ body, headers }) =>
      webhook.verifySignature(key, body, headers[signature] ?? "", headers[timestamp] ?? ""),
  }
})
