import type { Outcome } from "../../runtime/turn.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { AsOf } from "../own-data/as-of.ts"
import type { CustomerView } from "../customer-view.ts"
import type { AnyEntry } from "../entries.ts"
import type { Found } from "../reader.ts"
import type { CallOptions } from "./call-options.ts"
import type { MembershipsDoor } from "./memberships.ts"
import type { OwnDataDoor } from "./own-data.ts"

export type { CallOptions } from "./call-options.ts"

/** What `identify` may carry. */
export interface IdentifyOptions extends CallOptions {
  /** Further identifiers that you know to be the same person's: `telegram:123`, `visitor:…`. */
  readonly also?: readonly string[]
  /** Who says so, one of the `sources` of the application; the app itself, where it is left out. */
  readonly source?: string
}

/** What we know of customers, and how it gets there. */
export interface CustomersDoor extends MembershipsDoor, OwnDataDoor {
  /**
   * Tells what is known of a customer; names and values are checked against the declared traits. An `email` or `phone` is
   * linked as an identifier.
   */
  readonly identify: (customer: string, traits: object, options?: IdentifyOptions) => Promise<Outcome["status"]>
  /** Tells what a customer did; the properties are checked against the declared event. */
  readonly track: (
    customer: string,
    event: string,
    properties: unknown,
    options?: CallOptions,
  ) => Promise<Outcome["status"]>
  /**
   * One current picture of a customer, from one read; `undefined` where nobody has this name. With `asOf`, the picture as it was: what
   * had been received by then, joined with whom they were joined then.
   */
  readonly get: (customer: string, options?: AsOf) => Promise<CustomerView | undefined>
  /** Everything that ever passed between us, newest first; with `asOf`, what had been received by then. */
  readonly timeline: (customer: string, page?: Partial<PageRequest> & AsOf) => Promise<Page<AnyEntry>>
  /** Messages and names that hold these words, each with the customer whom it belongs to now. */
  readonly search: (text: string, page?: Partial<PageRequest>) => Promise<Page<Found>>
  /** Records that the customer agreed to be contacted for a purpose, or took it back; `evidence` says how we know. */
  readonly consent: (
    customer: string,
    purpose: string,
    given: boolean,
    options: CallOptions & { readonly evidence: string },
  ) => Promise<Outcome["status"]>
  /** Records that the customer wants to hear no more from us. */
  readonly optOut: (customer: string, options?: CallOptions) => Promise<Outcome["status"]>
  /** Records that the customer wants to hear from us again. */
  readonly optIn: (customer: string, options?: CallOptions) => Promise<Outcome["status"]>
  /**
   * Lets an address be written to again that bounced, or whose owner complained: that address alone, or all of a customer's who is named
   * otherwise. `reason` says how we know that it takes messages again.
   */
  readonly liftSuppression: (
    customer: string,
    options: CallOptions & { readonly reason: string; readonly by?: string },
  ) => Promise<Outcome["status"]>
}
