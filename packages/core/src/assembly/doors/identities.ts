import type { CustomerId, StreamId } from "../../kernel/ids.ts"
import type { RefusedBecause } from "../../profile/identity/graph.ts"
import type { Weighed } from "../../profile/identity/links.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { Known } from "../customer-view.ts"
import type { IdentityExplanation } from "../identity/view.ts"
import type { SuggestOptions, SuggestReport } from "../matching/suggest.ts"

/** Why, by your word, and your id of the call. */
export interface BecauseOptions {
  /** A retry with the same id changes nothing. */
  readonly id?: string
  readonly reason: string
}

/** Who of yours says so, and your id of the call. */
export interface ByOptions {
  /** A retry with the same id changes nothing. */
  readonly id?: string
  readonly by: string
}

/** What may be said with a link. */
export interface LinkOptions {
  /** A retry with the same id changes nothing. */
  readonly id?: string
  /** Who says so; the app, where it is left out. */
  readonly source?: string
  /**
   * `manual`: a person of yours; `stated`: the app knows it, the usual one; `claimed`: the customer typed the second identifier;
   * `suggested`: a guess of a matcher of yours, which joins nobody until it is accepted.
   */
  readonly trust?: "manual" | "stated" | "claimed" | "suggested"
  /** Of a guess: how sure it is; the highest is listed first. */
  readonly score?: number
  /** Of a guess: what each field adds. */
  readonly explanation?: readonly Weighed[]
  /** What shows it, in a sentence. */
  readonly evidence?: string
}

/** What became of a link: its id, by which it can be taken back, and the rule that forbids it, where one does. */
export interface LinkOutcome {
  readonly status: Outcome["status"]
  readonly link: string
  readonly refused?: RefusedBecause
}

/** What a link would come to: the customer that would be, with nothing written. */
export interface JoinPreview {
  readonly result: "joined" | "already" | "refused"
  readonly because?: RefusedBecause
  readonly customer: CustomerId
  readonly name: string
  readonly traits: { readonly [name: string]: unknown }
  readonly known: readonly Pick<Known, "stream" | "scheme" | "value">[]
  readonly optedOut: boolean
}

/** One end of a guess. */
export interface SuggestedEnd {
  readonly stream: StreamId
  readonly customer: CustomerId
  readonly name: string
  readonly scheme: string
  /** The address, masked. */
  readonly value: string
}

/** A guess that two customers are one person. It joins nobody until somebody accepts it. */
export interface Suggestion {
  readonly id: string
  readonly ends: readonly [SuggestedEnd, SuggestedEnd]
  readonly score: number
  /** What each field adds, in bits. */
  readonly explanation: readonly Weighed[]
  readonly source: string
  readonly at: number
}

/** Which identifiers are one person's. */
export interface IdentitiesDoor {
  /** Says that two identifiers are one person's. A rule may refuse to join them; then it is written down all the same, and says why. */
  readonly link: (one: string, two: string, options?: LinkOptions) => Promise<LinkOutcome>
  /** Takes one link back, or the word that two are kept apart, exactly; it is as if it had never been said. */
  readonly retract: (one: string, two: string, link: string, options: BecauseOptions) => Promise<Outcome["status"]>
  /** Takes back every link that holds this identifier; what was joined only through it comes apart too. */
  readonly unlink: (one: string, options: BecauseOptions) => Promise<Outcome["status"]>
  /** Says that two identifiers are never one person's, whatever links say; gives the id by which it can be taken back. */
  readonly keepApart: (
    one: string,
    two: string,
    options: BecauseOptions & ByOptions,
  ) => Promise<{ readonly status: Outcome["status"]; readonly id: string }>
  /** Why a customer is who they are: the links that join, those that a rule refuses, guesses, and from whom they are kept apart. */
  readonly explain: (customer: string) => Promise<IdentityExplanation | undefined>
  /** What a link between two customers would come to, with nothing written. */
  readonly preview: (one: string, two: string) => Promise<JoinPreview>
  /**
   * Compares all customers and writes down who may be one person, with how sure that is and why. Call it now and then, at night, say. Where
   * the option `matching` is given, those who change afterwards are compared as well, until the house closes.
   */
  readonly suggest: (options?: SuggestOptions) => Promise<SuggestReport>
  /** Guesses that nobody has answered, the best first. */
  readonly suggestions: (page?: Partial<PageRequest>) => Promise<Page<Suggestion>>
  /** Accepts a guess: a link by the word of a person. */
  readonly accept: (suggestion: string, options: ByOptions) => Promise<LinkOutcome>
  /** Refuses a guess: the two are kept apart, and not guessed again. */
  readonly refuse: (
    suggestion: string,
    options: ByOptions & { readonly reason: string },
  ) => Promise<{ readonly status: Outcome["status"]; readonly id: string }>
}
