import type { WebhookRequest } from "@escucha/core"
import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { form } from "../../src/channels/form.ts"

const at = Date.UTC(2026, 0, 1)
const config = { secret: "whsec_Zm9ybXMtb2Ytb25lLWhvdXNl" }
const newer = "whsec_Zm9ybXMtb2Ytb25lLWhvdXNlLW5ld2Vy"

/** A form that the server of this house hands on. */
export const filled = (body: object, id = "f_1", when = at): Promise<WebhookRequest> =>
  signedWebhook.standard({ secret: config.secret, id, at: when, body, url: "http://localhost/hooks/form" })

export const subject: ChannelSubject<Parameters<typeof form>[0]> = {
  make: form,
  config,
  otherConfig: { secret: "whsec_Zm9ybXMtb2YtYW5vdGhlci1ob3VzZQ==" },
  rotated: { secret: [newer, config.secret] },
  secrets: ["secret"],
  address: "ana@example.com",
  source: new URL("../../src/channels/form.ts", import.meta.url),
  wrong: [
    { option: "secret", config: {} },
    { option: "secret", config: { secret: "short" } },
  ],
  webhooks: {
    valid: await filled({
      name: "Ana",
      email: "ana@example.com",
      phone: "+34 600 000 001",
      message: "¿Abrís los domingos?",
      page: "https://shop.example/contact",
      language: "es",
      at: "2026-01-01T00:00:00Z",
    }),
    signedAt: at,
  },
}
