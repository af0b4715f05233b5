/** An event as Segment's clients send it: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
export interface SegmentEvent {
  readonly type: "track" | "identify"
  readonly messageId: string
  readonly userId: string
  readonly timestamp: string
  readonly event?: string
  readonly properties?: { readonly [name: string]: unknown }
  readonly traits?: { readonly [name: string]: unknown }
  readonly context: { readonly [name: string]: unknown }
}

/** So few that most of them come back within a round: then a state is read, parsed and written again. */
const users = 5_000
const plans = ["free", "pro", "team", "enterprise"] as const
const begin = Date.UTC(2025, 0, 1)

const context = {
  ip: "192.0.2.1",
  locale: "es-ES",
  library: { name: "a-client", version: "1.0.0" },
  page: { path: "/checkout", url: "https://shop.example/checkout", title: "Checkout" },
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
}

/**
 * The event of this number, about 600 bytes as JSON: the same number gives the same event. One in five tells traits; none of them is an
 * address, which would be linked as an identifier too: that is work of its own, which `bench identity` measures. Nor does it say when it
 * was sent: times that are corrected by the clock of this
 * machine could not be compared.
 */
export const eventOf = (number: number): SegmentEvent => {
  const base = {
    messageId: `message-${number.toString(36)}-${((number * 2_654_435_761) >>> 0).toString(16)}`,
    userId: `user-${(number * 7919) % users}`,
    timestamp: new Date(begin + number * 1000).toISOString(),
    context,
  }
  if (number % 5 === 0)
    return {
      ...base,
      type: "identify",
      traits: { company: `Company ${number} and sons`, plan: plans[number % 4], locale: "es-ES" },
    }
  const products = [
    { sku: `A${number % 50}`, quantity: 1 + (number % 3) },
    { sku: `B${number % 50}`, quantity: 1 },
  ]
  return {
    ...base,
    type: "track",
    event: "Order Completed",
    properties: { order: `order-${number}`, total: (number % 1000) / 10, currency: "EUR", products },
  }
}

/** The write key that every client sends and every server checks. */
export const writeKey = "a-write-key-of-the-bench"

/** What every request carries. */
export const requestHeaders = {
  "content-type": "application/json",
  authorization: `Basic ${btoa(`${writeKey}:`)}`,
} as const
