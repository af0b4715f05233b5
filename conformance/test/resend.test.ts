import { randomUUID } from "node:crypto"
import type { Judge } from "../src/judge.ts"
import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly Webhook: new (secret: string) => {
    readonly sign: (id: string, at: Date, body: string) => string
    readonly verify: (body: string, headers: { readonly [name: string]: string }) => unknown
  }
}

const webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// Svix, which Resend has its webhooks from, and the library of the standard that came of it: the headers alone have other names.
const judgeBy =
  (prefix: "svix" | "webhook") =>
  ({ Webhook }: Library): Judge => {
    const webhook = new Webhook(webhookSecret)
    const nameOf = (name: string): string => name.replace("svix", prefix)
    return {
      covers: ["body", "svix-id", "svix-timestamp", "svix-signature"],
      sign: (text, now) => {
        const body = JSON.stringify({ type: "email.delivered", data: { subject: text } })
        const [id, at] = [`msg_${randomUUID()}`, new Date(now)]
        const seconds = String(Math.floor(now / 1000))
        const headers = { "svix-id": id, "svix-timestamp": seconds, "svix-signature": webhook.sign(id, at, body) }
        return { method: "POST", url: hookOf("resend"), headers, body }
      },
      generate: (text, now) =>
        signedWebhook.resend({ secret: webhookSecret, body: { type: "email.delivered", data: { text } }, at: now }),
      accepts: ({ body, headers }) => {
        try {
          const sent = Object.entries(headers).map(([name, value = ""]) => [nameOf(name), value] as const)
          webhook.verify(body, Object.fromEntries(sent))
          return true
        } catch {
          return false // how both libraries say no
        }
      },
    }
  }

judged("resend", "svix", { webhookSecret }, judgeBy("svix"))
judged("resend", "standardwebhooks", { webhookSecret }, judgeBy("webhook"))
