// Apple Push Notification service: https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns, its
// tokens: https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
import { type Access, defineChannel, DeliveryError, failureOf, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf } from "../json.ts"
import { providerUrl } from "../provider-url.ts"
import { privateKeyOption } from "../push/private-key.ts"
import { pathPart } from "../url.ts"

const tenSigns = /^[A-Z0-9]{10}$/
const config = z.strictObject({
  /** The id of the team, ten letters and digits. */
  teamId: z.string().regex(tenSigns, "must be the id of the team, ten letters and digits"),
  /** The id of the key, ten letters and digits. */
  keyId: z.string().regex(tenSigns, "must be the id of the key, ten letters and digits"),
  /** What is in the `.p8` file. */
  privateKey: privateKeyOption,
  /** The bundle id of the app. */
  topic: z.string().regex(/^[\w.-]{3,200}$/, "must be the bundle id of the app, such as com.example.shop"),
  /** What stands above a message that has no subject. */
  title: z.string().min(1).max(100),
  /** `https://api.sandbox.push.apple.com` for apps under development. */
  baseUrl: providerUrl("https://api.push.apple.com"),
})
type Config = z.output<typeof config>

/** Apple wants a new token every 20 to 60 minutes. */
const lasts = 50 * 60_000

const access = ({ teamId, keyId, privateKey }: Config): Access => ({
  assertion: (now) => ({
    algorithm: "ES256",
    key: privateKey,
    header: { kid: keyId },
    claims: { iss: teamId, iat: Math.floor(now / 1000) },
  }),
  lasts,
})

const gone: ReadonlySet<unknown> = new Set(["BadDeviceToken", "DeviceTokenNotForTopic", "Unregistered", "ExpiredToken"])

const receipt = (response: HttpResponse): Sent => {
  const provider = response.headers["apns-id"]
  if (response.status === 200 && provider) return { status: "sent", provider }
  const isGone = [400, 410].includes(response.status) && gone.has(bodyOf(response.body)["reason"])
  return {
    status: "failed",
    error: isGone
      ? new DeliveryError("apns", "invalid-recipient", { retryable: false, sent: "no" })
      : failureOf("apns", response),
  }
}

/**
 * Notifications in apps for iPhone, iPad and Mac. The address is the device token that the app got, in hexadecimal: link `apns:` and the
 * token to the person. Apple speaks HTTP/2 alone: give `createEscucha` the transport of `@escucha/adapters/transports/node`. Nobody can
 * answer here, and Apple tells nobody whether a message was shown. What is larger than 4,096 bytes it refuses.
 *
 * @example
 * apns({ teamId: "A1B2C3D4E5", keyId: "F6G7H8I9J0", privateKey: env.APNS_KEY, topic: "com.example.shop", title: "Shop" })
 */
export const apns = defineChannel({
  id: "apns",
  kind: "push",
  scheme: "apns",
  config,
  capabilities: {
    parts: { subject: "full", links: { level: "partial", max: 1 } },
    text: { max: 1_500, unit: "bytes", overflow: "cut" },
    together: true,
    inbound: false,
    receipts: [],
    idempotency: { kind: "none" },
  },
  access,
  request: ({ id, address, content: { subject, text, links = [] } }, options, context) => {
    const [link] = links
    const aps = { alert: { title: subject ?? options.title, body: text }, sound: "default" }
    return {
      method: "POST",
      url: `${options.baseUrl}/3/device/${pathPart(address)}`,
      headers: {
        authorization: `bearer ${context.access}`,
        "apns-topic": options.topic,
        "apns-push-type": "alert",
        "content-type": "application/json",
      },
      body: JSON.stringify({ aps, id, ...(link && { url: link.url, label: link.label }) }),
      http2: true,
    }
  },
  receipt,
})
