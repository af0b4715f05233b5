// Web Push: https://www.rfc-editor.org/rfc/rfc8030, encrypted by RFC 8291 and signed by RFC 8292 through the library web-push
import {
  type Connection,
  type ConnectionHost,
  defineChannel,
  DeliveryError,
  type Duration,
  failureOf,
  parseDuration,
  type Sent,
} from "@escucha/core"
import * as z from "zod"
import { notificationOf } from "../push/notification.ts"
import { isAtService, subscriptionOf } from "../push/subscription.ts"

export { subscriptionAddress } from "../push/subscription.ts"

const duration = z.custom<Duration>().transform((given, context) => {
  const read = parseDuration(given, "timeToLive")
  if ("value" in read) return read.value
  context.issues.push({ code: "custom", message: read.problem.message, input: given })
  return z.NEVER
})

const config = z.strictObject({
  /** The key that the page gives to `pushManager.subscribe`: `npx web-push generate-vapid-keys` makes a pair. */
  publicKey: z.string().regex(/^[\w-]{87}$/, "must be the public key of the pair, 87 letters"),
  privateKey: z.string().regex(/^[\w-]{43}$/, "must be the private key of the pair, 43 letters"),
  /** Whom the push services ask when something is wrong: `mailto:help@shop.example`, or a page. */
  subject: z.string().regex(/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, "must be mailto:… or https://…"),
  /** What stands above a message that has no subject. */
  title: z.string().min(1).max(100),
  /** How long a push service keeps what a browser does not fetch: `"1 day"` unless told. */
  timeToLive: duration.prefault("1 day"),
  /** How much of a battery it is worth (RFC 8030 §5.3). */
  urgency: z.enum(["very-low", "low", "normal", "high"]).default("normal"),
  /** A browser that was away gets the last message alone, and not all that it missed. */
  collapse: z.boolean().default(false),
  /** Push services beside those of the usual browsers, by their origins. */
  services: z
    .array(
      z
        .url({ protocol: /^https?$/ })
        .regex(/^(?:https:|http:\/\/127\.0\.0\.1[:/])/, "must be https")
        .transform((url) => new URL(url).origin),
    )
    .default([]),
})
type Config = z.output<typeof config>

const failed = (reason: DeliveryError["reason"], retryable = false): Extract<Sent, { readonly status: "failed" }> => ({
  status: "failed",
  error: new DeliveryError("web-push", reason, { retryable, sent: "no" }),
})

const open = async (host: ConnectionHost, options: Config): Promise<Connection> => {
  const { default: library } = await import("web-push")
  const { publicKey, privateKey, subject, title, urgency, collapse, services } = options
  const settings = {
    vapidDetails: { subject, publicKey, privateKey },
    TTL: Math.floor(options.timeToLive / 1000),
    urgency,
    ...(collapse && { topic: "escucha" }),
  }
  /** The browser is gone for good: its address is held, so that nobody writes there again. */
  const forget = (address: string, id: string): Promise<void> => {
    const gone = { type: "receipt", id: `gone:${id}`, address, message: id, reference: id, status: "failed" } as const
    return host.receive([{ ...gone, error: "gone", suppress: "bounce" }]).catch(host.report)
  }
  let isOpen = true
  const send: Connection["send"] = async ({ id, address, content }, signal) => {
    if (!isOpen || signal.aborted) return failed("unavailable", true)
    const subscription = subscriptionOf(address)
    if (!subscription || !isAtService(subscription, services)) return failed("invalid-recipient")
    const notification = notificationOf(id, content, title)
    if ("error" in notification) return { status: "failed", error: notification.error }
    const details = encrypted(() => library.generateRequestDetails(subscription, notification.payload, settings))
    if (!details) return failed("invalid-recipient")
    const called = await host.call({ method: "POST", url: subscription.endpoint, ...details }, signal)
    if ("error" in called) return { status: "failed", error: called.error }
    if (called.response.status === 201) return { status: "sent" }
    if ([404, 410].includes(called.response.status)) await forget(address, id)
    return { status: "failed", error: failureOf("web-push", called.response) }
  }
  return {
    send,
    close: async () => {
      isOpen = false
    },
  }
}

/** What goes over the line; `undefined` where the keys of the browser are none. */
const encrypted = (make: () => { readonly headers: object; readonly body: unknown }) => {
  try {
    const { headers, body } = make()
    const own = Object.entries(headers).filter(([name]) => name !== "Content-Length") // the transport counts
    return body instanceof Uint8Array
      ? { headers: Object.fromEntries(own.map(([name, value]) => [name, String(value)])), body }
      : undefined
  } catch {
    return undefined // Error: a key that is no point of the curve
  }
}

/**
 * Notifications in the browsers of people who let your pages notify them, closed pages included. The page subscribes with `publicKey`
 * and hands its subscription to your server, which links `web-push:` and `subscriptionAddress(subscription)` to the person. A service
 * worker of yours shows what comes. Nobody can answer here, and push services tell nobody whether a message was shown or read. It runs
 * on Node.
 *
 * @example
 * webPush({ publicKey: env.VAPID_PUBLIC, privateKey: env.VAPID_PRIVATE, subject: "mailto:help@shop.example", title: "Shop" })
 */
export const webPush = defineChannel({
  id: "web-push",
  kind: "push",
  scheme: "web-push",
  config,
  capabilities: {
    parts: { subject: "full", links: { level: "partial", max: 1 }, image: "full" },
    // twice as long where every letter has to be escaped, and there is room for the rest
    text: { max: 1_500, unit: "bytes", overflow: "cut" },
    together: true,
    inbound: false,
    receipts: [],
    idempotency: { kind: "none" },
  },
  open,
})
