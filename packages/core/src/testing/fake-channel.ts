import { capabilitiesOf } from "../channel/capability.ts"
import { longestText } from "../channel/content.ts"
import type { Channel, Connection, ConnectionHost, Outgoing, Sent } from "../channel/channel.ts"
import type { Inbound } from "../channel/inbound.ts"
import { DeliveryError } from "../kernel/errors.ts"

/** What goes wrong with one call. Calls take the faults of the script one by one; after the last, everything works. */
export type Fault =
  /** Works as it should: a place in the script. */
  | { readonly kind: "none" }
  /** The provider says no; nothing was delivered. */
  | {
      readonly kind: "fail"
      readonly reason: DeliveryError["reason"]
      readonly retryable: boolean
      readonly retryAfter?: number
    }
  /** Delivered, but the answer never came: the caller sees a timeout with `sent: "unknown"`. */
  | { readonly kind: "answer-lost" }
  /** Never answers: ends only by the caller's signal, with nothing delivered. */
  | { readonly kind: "hang" }
  /** Delivered at once, answered when this resolves: the test owns the time. */
  | { readonly kind: "late"; readonly until: Promise<unknown> }

/** How a fake channel behaves. */
export interface FakeChannelOptions {
  readonly scheme?: string
  readonly faults?: readonly Fault[]
  /** Whether a message that was delivered before is taken again without effect, as providers with idempotency keys do. */
  readonly deduplicates?: boolean
}

/** What a test sees of a fake channel. */
export interface FakeChannel {
  /** Every call, in order, those that failed included. */
  readonly calls: readonly Outgoing[]
  /** What reached a person, doubles included. */
  readonly delivered: readonly Outgoing[]
  /** Brings something in, as if a customer had written; resolves when it is safe. Rejects with TypeError before the channel is open. */
  readonly receive: (...inbound: readonly Inbound[]) => Promise<void>
}

type Details = ConstructorParameters<typeof DeliveryError>[2]
const failed = (reason: DeliveryError["reason"], details: Details): Sent => ({
  status: "failed",
  error: new DeliveryError("fake", reason, details),
})

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener("abort", () => resolve(), { once: true })
  })

/**
 * A channel in memory that fails by script.
 *
 * @example
 * const channel = fakeChannel({ faults: [{ kind: "answer-lost" }], deduplicates: true })
 * channel.delivered.length
 */
export const fakeChannel = ({ scheme = "fake", faults = [], deduplicates = false }: FakeChannelOptions = {}): Channel &
  FakeChannel => {
  const calls: Outgoing[] = []
  const delivered: Outgoing[] = []
  let opened: ConnectionHost | undefined
  const deliver = (message: Outgoing): Sent => {
    if (!deduplicates || !delivered.some(({ id }) => id === message.id)) delivered.push(message)
    return { status: "sent", provider: `fake-${message.id}` }
  }
  const answer = async (message: Outgoing, fault: Fault, signal: AbortSignal): Promise<Sent> => {
    if (fault.kind === "none") return deliver(message)
    if (fault.kind === "fail") {
      const { reason, retryable, retryAfter } = fault
      return failed(reason, { retryable, sent: "no", ...(retryAfter !== undefined && { retryAfter }) })
    }
    if (fault.kind === "hang") {
      await aborted(signal)
      return failed("timeout", { retryable: true, sent: "unknown" })
    }
    const sent = deliver(message)
    if (fault.kind === "answer-lost") return failed("timeout", { retryable: true, sent: "unknown" })
    const isIn = await Promise.race([fault.until.then(() => true), aborted(signal).then(() => false)])
    return isIn ? sent : failed("timeout", { retryable: true, sent: "unknown" })
  }
  const open = async (host: ConnectionHost): Promise<Connection> => {
    opened = host
    let isOpen = true
    return {
      send: async (message, signal) => {
        if (!isOpen || signal.aborted) return failed("unavailable", { retryable: true, sent: "no" })
        const fault = faults[calls.length] ?? { kind: "none" }
        calls.push(message)
        return answer(message, fault, signal)
      },
      close: async () => {
        isOpen = false
      },
    }
  }
  return {
    id: "fake",
    kind: "chat",
    scheme,
    shape: "connection",
    open,
    calls,
    delivered,
    capabilities: capabilitiesOf({
      parts: { subject: "full", choices: "full" },
      text: { max: longestText, unit: "bytes" },
      inbound: true,
      receipts: ["delivered", "read"],
      idempotency: deduplicates ? { kind: "key", window: 86_400_000 } : { kind: "none" },
    }),
    receive: async (...inbound) => {
      if (!opened) throw new TypeError("the fake channel is not open yet: give it to createEscucha first")
      return opened.receive(inbound)
    },
  }
}
