import type { DeliveryError } from "../kernel/errors.ts"
import type { CallContext } from "./call-context.ts"
import type { HttpRequest, HttpResponse } from "./http.ts"

/** A poll as a network shows it to everybody. */
export interface PublicPoll {
  /** Our id of it: the idempotency key where the provider takes one. */
  readonly id: string
  /** Where it is published, in the words of the network: a chat, a channel; the account's own page, where it is left out. */
  readonly to?: string
  readonly question: string
  readonly options: readonly string[]
  /** Until when people vote, in milliseconds since 1970. */
  readonly closesAt: number
}

/** How a poll stands, option by option in the order in which it was published. */
export interface PollTally {
  readonly votes: readonly number[]
  readonly isClosed: boolean
}

/** What a network takes of a poll. Lengths are in UTF-16 code units, times in milliseconds. */
export interface PublicPollLimits {
  readonly options: number
  readonly label: number
  readonly question: number
  readonly shortest: number
  readonly longest: number
}

/**
 * Polls of the network's own, which everybody sees. Only of a network that tells nobody who voted for what: elsewhere a poll would
 * break its promise.
 */
export interface PublicPolls {
  readonly limits: PublicPollLimits
  /** Whether it has to be said where it is published. */
  readonly needsPlace: boolean
  readonly publish: (poll: PublicPoll, context: CallContext) => HttpRequest
  /** What came of it: the provider's id of the post, and its id of the poll where that is another. */
  readonly published: (
    response: HttpResponse,
  ) => { readonly provider: string; readonly poll?: string } | { readonly error: DeliveryError }
  /** Asks how it stands. `isLast`: its time is over. `undefined` where the network tells by itself. */
  readonly tally: (
    of: { readonly provider: string; readonly poll: string; readonly isLast: boolean },
    context: CallContext,
  ) => HttpRequest | undefined
  readonly read: (response: HttpResponse) => PollTally | { readonly error: DeliveryError }
}
