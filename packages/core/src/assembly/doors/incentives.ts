import type { RefusedBecause } from "../../survey/incentive-use.ts"
import type { Localized } from "../../kernel/localized.ts"

/** What became of redeeming: `duplicate`, the same call was made before; or why it is refused. */
export type Redeemed =
  | { readonly status: "redeemed" | "duplicate"; readonly incentive: string }
  | { readonly status: "refused"; readonly because: RefusedBecause }

/** How somebody redeems what they were given. */
export interface RedeemOptions {
  /** Your id of this redemption: the number of the order, say. The same id again changes nothing. */
  readonly id?: string
  /** Who took it: the till, a colleague; `app`, where it is left out. */
  readonly by?: string
}

/** Something that a customer was given. */
export interface GiftView {
  readonly incentive: string
  readonly survey: string
  readonly givenAt: number
  /** Until when it can be redeemed; for ever, where it is left out. */
  readonly until?: number
  readonly redeemedAt?: number
}

/** How an incentive stands, over all customers. */
export interface IncentiveView {
  readonly name: string
  readonly text: Localized
  readonly code?: string
  /** How many were given and redeemed, of how many at most. */
  readonly given: number
  readonly redeemed: number
  readonly atMost: number
}

/** What is given for the time that answering takes. */
export interface IncentivesDoor {
  /** Redeems what a customer was given, once, by its name or its code. What cannot be redeemed is refused, with why. */
  readonly redeem: (nameOrCode: string, customer: string, options?: RedeemOptions) => Promise<Redeemed>
  /** What a customer was given, and whether they used it; given first first. */
  readonly of: (customer: string) => Promise<readonly GiftView[]>
  /** How each incentive stands. */
  readonly list: () => Promise<readonly IncentiveView[]>
}
