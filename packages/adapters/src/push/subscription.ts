// Where a browser is reached: https://www.w3.org/TR/push-api/#dom-pushsubscription, keys by
// https://www.rfc-editor.org/rfc/rfc8291#section-2
import { InputError } from "@escucha/core"
import { bodyOf, fieldsOf, textOf } from "../json.ts"

/** A browser that takes messages: where, and the keys without which nobody can write to it. */
export interface Subscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

const longestEndpoint = 800
/** 65 and 16 bytes, in base64url. */
const written = /^(https?:\/\/[^#\s]+)#([\w-]{87})\.([\w-]{22})$/

/** The subscription that an address stands for; `undefined` where it is none. */
export const subscriptionOf = (address: string): Subscription | undefined => {
  const [, endpoint = "", p256dh = "", auth = ""] = written.exec(address) ?? []
  const isGood = endpoint.length <= longestEndpoint && URL.canParse(endpoint)
  return isGood ? { endpoint, keys: { p256dh, auth } } : undefined
}

const bare = (key: unknown): string => (textOf(key) ?? "").replace(/=+$/, "")

/**
 * The address of a browser, out of what `pushManager.subscribe` gave the page: `JSON.stringify(subscription)`, or what that was parsed
 * to. Whoever has it and the keys of this application can write there: it is kept as other addresses are. Throws `InputError` where it
 * is no subscription.
 *
 * @example
 * import { subscriptionAddress } from "@escucha/adapters/channels/web-push"
 *
 * const keys = { p256dh: `B${"A".repeat(86)}`, auth: "A".repeat(22) }
 * const customer = `web-push:${subscriptionAddress({ endpoint: "https://push.example.com/send/1", keys })}`
 */
export const subscriptionAddress = (subscription: unknown): string => {
  const { endpoint, keys } = typeof subscription === "string" ? bodyOf(subscription) : fieldsOf(subscription)
  const { p256dh, auth } = fieldsOf(keys)
  const address = `${textOf(endpoint) ?? ""}#${bare(p256dh)}.${bare(auth)}`
  if (subscriptionOf(address)) return address
  throw new InputError(
    "invalid",
    "subscription",
    "give what pushManager.subscribe gave: endpoint, keys.p256dh, keys.auth",
  )
}

/** The push services of the browsers that people use. */
const knownServices: readonly string[] = [
  "fcm.googleapis.com",
  "*.push.services.mozilla.com",
  "web.push.apple.com",
  "*.push.apple.com",
  "*.notify.windows.com",
]

/** Whether the endpoint lies at a push service: a page may name any address, and ours must not be made to call it. */
export const isAtService = ({ endpoint }: Subscription, origins: readonly string[]): boolean => {
  const { protocol, hostname, port, origin } = new URL(endpoint)
  if (origins.includes(origin)) return true
  const isKnown = knownServices.some((host) =>
    host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host,
  )
  return protocol === "https:" && port === "" && isKnown
}
