import type { WebhookRequest } from "@escucha/core"
import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { place } from "../../src/channels/place.ts"

const at = Date.UTC(2026, 0, 1)
const config = { secret: "whsec_cGxhY2VzLW9mLW9uZS1ob3VzZQ==" }
const newer = "whsec_cGxhY2VzLW9mLW9uZS1ob3VzZS1uZXdlcg=="

/** A check-in that the server of this house tells of. */
export const checkIn = (body: object, id = "c_1", when = at): Promise<WebhookRequest> =>
  signedWebhook.standard({ secret: config.secret, id, at: when, body, url: "http://localhost/hooks/place" })

export const subject: ChannelSubject<Parameters<typeof place>[0]> = {
  make: place,
  config,
  otherConfig: { secret: "whsec_cGxhY2VzLW9mLWFub3RoZXItaG91c2U=" },
  rotated: { secret: [newer, config.secret] },
  secrets: ["secret"],
  address: "42",
  source: new URL("../../src/channels/place.ts", import.meta.url),
  wrong: [
    { option: "secret", config: {} },
    { option: "secret", config: { secret: "short" } },
    { option: "secret", config: { secret: [] } },
  ],
  webhooks: {
    valid: await checkIn({
      who: "user:42",
      where: "madrid-centro",
      by: "qr",
      at: "2026-01-01T00:00:00Z",
      position: { latitude: 40.4168, longitude: -3.7038 },
    }),
    signedAt: at,
  },
}
