// What every Graph API of Meta shares: https://developers.facebook.com/docs/graph-api/guides/error-handling,
// https://developers.facebook.com/docs/graph-api/webhooks/getting-started
import {
  type Answer,
  type Check,
  DeliveryError,
  failureOf,
  type HttpRequest,
  type HttpResponse,
  type WebhookRequest,
} from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, integerOf, textOf } from "../json.ts"
import { queryOf } from "../url.ts"

const secret = z.string().min(1, "must be the app secret, from the basic settings of the app")

/** The options of a channel of Meta, beside the account. */
export const metaOptions = {
  /** A token of a system user that does not end; pages and numbers have their own. */
  accessToken: z.string().min(1, "must be an access token of this account"),
  /** Signs what Meta sends. Two of them, while one follows another. */
  appSecret: z.union([secret, z.array(secret).min(1)]),
  /** The word that you give to Meta where you write down the address of the webhook. */
  verifyToken: z.string().min(8, "must have at least 8 characters; the same word as in the settings of the webhook"),
  /** The version of the API. */
  version: z
    .string()
    .regex(/^v\d{2}\.\d$/, "must be a version such as v23.0")
    .default("v23.0"),
}

interface MetaConfig {
  readonly accessToken: string
  readonly appSecret: string | readonly string[]
  readonly verifyToken: string
  readonly version: string
  readonly baseUrl: string
}

/** Meta signs the raw body: https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads */
export const verifyMeta = ({ headers, body }: WebhookRequest, { appSecret }: MetaConfig): Check => {
  const given = headers["x-hub-signature-256"]
  return {
    scheme: "hmac-sha256",
    key: appSecret,
    signed: body,
    given: given?.startsWith("sha256=") ? given.slice(7) : undefined,
    encoding: "hex",
  }
}

/** The question of Meta whether the address is ours, asked once when it is written down. */
export const challengeMeta = (
  { method, url }: WebhookRequest,
  { verifyToken }: MetaConfig,
): { readonly check: Check; readonly answer: Answer } | undefined => {
  if (method !== "GET") return undefined
  const query = queryOf(url)
  const challenge = query.get("hub.challenge") ?? ""
  const isAsked = query.get("hub.mode") === "subscribe" && /^[\w.-]{1,256}$/.test(challenge)
  const given = isAsked ? (query.get("hub.verify_token") ?? undefined) : undefined
  return {
    check: { scheme: "token", given, expected: verifyToken },
    answer: { type: "text/plain; charset=utf-8", body: challenge },
  }
}

/** A call of the Graph API. */
export const graphCall = (
  { accessToken, version, baseUrl }: MetaConfig,
  path: string,
  body?: object,
  method: HttpRequest["method"] = body ? "POST" : "GET",
): HttpRequest => ({
  method,
  url: `${baseUrl}/${version}/${path}`,
  headers: { authorization: `Bearer ${accessToken}`, ...(body && { "content-type": "application/json" }) },
  ...(body && { body: JSON.stringify(body) }),
})

const refused = { retryable: false, sent: "no" } as const
const later = { retryable: true, sent: "no" } as const

// https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes and
// https://developers.facebook.com/docs/messenger-platform/error-codes
const reasons: readonly (readonly [
  codes: readonly number[],
  reason: DeliveryError["reason"],
  details: typeof refused | typeof later,
])[] = [
  [[4, 17, 32, 613, 80007, 130429, 131048, 131056], "rate-limit", later],
  [[131047, 2018278, 2534022], "window-closed", refused],
  [[551, 131026, 131030, 133010, 2018001, 2018218], "invalid-recipient", refused],
  [[3, 10, 190, 200, 131005, 131031], "auth", refused],
  [[131049, 131050, 130472, 368], "rejected", refused],
]

/** Which of its errors an answer of Meta is; what it does not name is read by its status. */
export const graphFailure = (channel: string, response: HttpResponse): DeliveryError => {
  const { code, error_subcode: subcode } = fieldsOf(bodyOf(response.body)["error"])
  const [known] = [integerOf(subcode), integerOf(code)].flatMap((each) =>
    reasons.filter(([codes]) => each !== undefined && codes.includes(each)),
  )
  if (!known) return failureOf(channel, response)
  const [, reason, details] = known
  const { retryAfter } = failureOf(channel, { ...response, status: 429 })
  return new DeliveryError(channel, reason, { ...details, ...(retryAfter !== undefined && { retryAfter }) })
}

/** The moment of a webhook, in milliseconds; WhatsApp writes seconds, the others milliseconds. */
export const metaInstant = (value: unknown): number | undefined => {
  const at = integerOf(value)
  return at === undefined ? undefined : at < 100_000_000_000 ? at * 1000 : at
}

/** The code of a failure that a receipt tells: numbers only, never Meta's words about a person. */
export const metaErrorCode = (errors: unknown): string => {
  const { code } = fieldsOf(Array.isArray(errors) ? errors[0] : errors)
  return textOf(String(integerOf(code) ?? "")) ?? "unknown"
}
