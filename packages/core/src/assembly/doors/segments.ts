import type { Condition } from "../../kernel/condition.ts"
import type { Fields } from "../../kernel/condition-fields.ts"
import type { CustomerId } from "../../kernel/ids.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { App } from "../app.ts"
import type { SegmentView } from "../customer-view.ts"
import type { SegmentFacts } from "../segment/segments.ts"

/** Somebody in a segment. */
export interface SegmentMember {
  readonly customer: CustomerId
  readonly since: number
}

/** How many customers a condition fits, of how many. */
export interface SegmentCount {
  readonly members: number
  readonly customers: number
}

/** Groups of customers by what is known of them. */
export interface SegmentsDoor<A extends App = App> {
  /** The segments that a customer is in, each since when; none where nobody has this name. */
  readonly of: (customer: string) => Promise<readonly SegmentView[]>
  /** Who is in a segment, who came first first. */
  readonly members: (segment: string, page?: Partial<PageRequest>) => Promise<Page<SegmentMember>>
  /**
   * How many customers fit a condition now, whether a segment has it or not: to look before one is declared. It reads every customer,
   * page by page; `signal` ends it.
   */
  readonly count: (
    condition: Condition | ((customer: Fields<SegmentFacts<A>>) => Condition),
    options?: { readonly signal?: AbortSignal },
  ) => Promise<SegmentCount>
}
