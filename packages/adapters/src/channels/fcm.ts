// Firebase Cloud Messaging: https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send, its errors:
// https://firebase.google.com/docs/cloud-messaging/error-codes
import { type Access, defineChannel, DeliveryError, failureOf, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, integerOf, objectsOf, textOf } from "../json.ts"
import { privateKeyOption } from "../push/private-key.ts"
import { providerUrl } from "../provider-url.ts"

const config = z.strictObject({
  /** `project_id` of the service account. */
  projectId: z.string().regex(/^[a-z][a-z0-9-]{4,40}$/, "must be project_id of the service account, such as my-shop"),
  /** `client_email` of the service account. */
  clientEmail: z.string().regex(/^[^\s@]+@[^\s@]+$/, "must be client_email of the service account"),
  /** `private_key` of the service account. */
  privateKey: privateKeyOption,
  /** What stands above a message that has no subject. */
  title: z.string().min(1).max(100),
  baseUrl: providerUrl("https://fcm.googleapis.com"),
  tokenUrl: providerUrl("https://oauth2.googleapis.com/token"),
})
type Config = z.output<typeof config>

// https://developers.google.com/identity/protocols/oauth2/service-account#httprest
const access = ({ clientEmail, privateKey, tokenUrl }: Config): Access => ({
  assertion: (now) => ({
    algorithm: "RS256",
    key: privateKey,
    claims: {
      iss: clientEmail,
      scope: "https://www.googleapis.com/auth/firebase.messaging",
      aud: "https://oauth2.googleapis.com/token",
      iat: Math.floor(now / 1000),
      exp: Math.floor(now / 1000) + 3_600,
    },
  }),
  request: (_now, assertion = "") => ({
    method: "POST",
    url: tokenUrl,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }).toString(),
  }),
  read: (response) => {
    const { access_token: given, expires_in: seconds } = bodyOf(response.body)
    const [token, lasts] = [textOf(given), integerOf(seconds)]
    return response.status !== 200 || token === undefined || lasts === undefined || lasts <= 0
      ? { error: failureOf("fcm", { ...response, status: response.status === 400 ? 401 : response.status }) }
      : { token, lasts: lasts * 1000 }
  },
})

const receipt = (response: HttpResponse): Sent => {
  const { name, error } = bodyOf(response.body)
  const provider = textOf(name)
  if (response.status === 200 && provider !== undefined) return { status: "sent", provider }
  const code = objectsOf(fieldsOf(error)["details"]).find(({ errorCode }) => errorCode !== undefined)?.["errorCode"]
  // a token that is gone, or of another project: nothing arrives there
  const isGone = [403, 404].includes(response.status) && (code === "UNREGISTERED" || code === "SENDER_ID_MISMATCH")
  return {
    status: "failed",
    error: isGone
      ? new DeliveryError("fcm", "invalid-recipient", { retryable: false, sent: "no" })
      : failureOf("fcm", response),
  }
}

/**
 * Notifications in Android apps (and in whatever else speaks Firebase Cloud Messaging). The address is the registration token that the
 * app got: link `fcm:` and the token to the person. Nobody can answer here, and Firebase tells nobody whether a message was shown. What
 * is larger than 4,096 bytes it refuses.
 *
 * @example
 * fcm({ projectId: "my-shop", clientEmail: env.FCM_EMAIL, privateKey: env.FCM_KEY, title: "Shop" })
 */
export const fcm = defineChannel({
  id: "fcm",
  kind: "push",
  scheme: "fcm",
  config,
  capabilities: {
    parts: { subject: "full", links: { level: "partial", max: 1 }, image: "full" },
    text: { max: 1_500, unit: "bytes", overflow: "cut" },
    together: true,
    inbound: false,
    receipts: [],
    idempotency: { kind: "none" },
  },
  access,
  request: ({ id, address, content: { subject, text, links = [], image } }, options, context) => {
    const [link] = links
    const notification = { title: subject ?? options.title, body: text, ...(image && { image: image.url }) }
    const data = { id, ...(link && { url: link.url, label: link.label }) }
    return {
      method: "POST",
      url: `${options.baseUrl}/v1/projects/${options.projectId}/messages:send`,
      headers: { authorization: `Bearer ${context.access}`, "content-type": "application/json" },
      body: JSON.stringify({ message: { token: address, notification, data } }),
    }
  },
  receipt,
})
