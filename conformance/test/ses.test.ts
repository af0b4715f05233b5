import { generateKeyPairSync, randomUUID, sign } from "node:crypto"
import https from "node:https"
import { afterAll } from "vitest"
import type { WebhookRequest } from "@escucha/core"
import { certificateOf, utcTime } from "../../packages/core/test/channel/certificate.ts"
import { hookOf, judged } from "./judged.ts"

type Library = new () => {
  readonly validate: (envelope: object, done: (error: Error | null) => void) => void
}

const topic = "arn:aws:sns:eu-west-1:123456789012:mail"
const SigningCertURL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem"
const day = 86_400_000
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
const certificate = certificateOf(
  publicKey.export({ type: "spki", format: "der" }),
  utcTime(Date.now() - day),
  utcTime(Date.now() + day),
)
const published = (url: string): string | undefined => (url === SigningCertURL ? certificate : undefined)

// The library fetches the certificate by itself and lets nobody hand it one. Amazon's host is not there, so its call is answered here.
const { get } = https
const answerInstead = (url: string, hear: (response: object) => void): object => {
  const text = published(url)
  const response = {
    statusCode: text === undefined ? 404 : 200,
    on: (event: string, tell: (chunk?: string) => void) => {
      if (event === "data") tell(text)
      if (event === "end") tell()
      return response
    },
  }
  hear(response)
  return response
}
Object.assign(https, { get: answerInstead })
afterAll(() => void Object.assign(https, { get }))

const fieldsOf = (body: string): object => {
  try {
    const fields: unknown = JSON.parse(body)
    return typeof fields === "object" && fields !== null ? fields : {}
  } catch {
    return {} // no JSON: no field of it is signed
  }
}
// Where the certificate lies is not signed: written in another way it is the same place.
const saidBy = ({ body }: WebhookRequest): string =>
  JSON.stringify(fieldsOf(body), (name, value: unknown) =>
    name === "SigningCertURL" ? (URL.parse(String(value))?.href ?? value) : value,
  )

judged("ses", "sns-validator", { topics: [topic] }, (Validator: Library) => {
  const validator = new Validator()
  return {
    covers: ["body"],
    published,
    isSame: (one, other) => saidBy(one) === saidBy(other),
    sign: (text, now) => {
      const fields = {
        Message: text,
        MessageId: randomUUID(),
        Subject: "Amazon SES Email Event Notification",
        Timestamp: new Date(now).toISOString(),
        TopicArn: topic,
        Type: "Notification",
      }
      const signed = Object.entries(fields).map(([name, value]) => `${name}\n${value}\n`)
      const Signature = sign("sha256", Buffer.from(signed.join("")), privateKey).toString("base64")
      const body = JSON.stringify({ ...fields, SignatureVersion: "2", Signature, SigningCertURL })
      return { method: "POST", url: hookOf("ses"), headers: { "content-type": "text/plain; charset=UTF-8" }, body }
    },
    accepts: ({ body }) =>
      new Promise((resolve) => {
        validator.validate(fieldsOf(body), (error) => resolve(error === null))
      }),
  }
})
