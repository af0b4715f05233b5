import type { Capabilities } from "../../channel/capability.ts"
import type { ChannelKind } from "../../channel/channel.ts"
import type { DeliveryError } from "../../kernel/errors.ts"

/** How a channel does. What is counted is of this process, since it started. */
export interface ChannelView {
  /** The name that the application gave it. */
  readonly name: string
  /** What it is: `telegram`, `smtp`. */
  readonly id: string
  readonly kind: ChannelKind
  /**
   * `paused`: the provider asked for a pause; `broken`: it cannot be had, and is tried again at `until`; `closed`: its connection is not
   * open.
   */
  readonly status: "open" | "paused" | "broken" | "closed"
  /** When it is tried again, in milliseconds. */
  readonly until?: number
  readonly lastError?: { readonly reason: DeliveryError["reason"]; readonly at: number }
  /** Calls that the provider took. */
  readonly sent: number
  /** Calls that failed. A pause that the provider asked for is no call. */
  readonly failed: number
  /** What it carries, and within which limits. */
  readonly capabilities: Capabilities
}

/** The channels by which customers are reached. */
export interface ChannelsDoor {
  /** All of them, in the order of `createEscucha`. */
  readonly list: () => Promise<readonly ChannelView[]>
}
