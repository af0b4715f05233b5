import type { Pulse } from "../../insight/pulse.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { FitOptions } from "../value/fit.ts"
import type { ValuedCustomer } from "../value/list.ts"
import type { ValueModel } from "../value/model.ts"

/** What the house knows of itself, each figure with its uncertainty. */
export interface InsightsDoor {
  /** Volume, feeling and unanswered over the last `hours` (1 to 8,784), by hour up to three days and by day beyond. */
  readonly pulse: (options?: { readonly hours?: number }) => Promise<Pulse>
  /**
   * Learns from all buyers how people buy, spend and leave, and keeps what was learned: numbers alone. Call it now and then, once a day,
   * say. Read the cautions of what it gives.
   */
  readonly fitValue: (options?: FitOptions) => Promise<ValueModel>
  /** Buyers, who spent most first, each with what is expected of them; before a model was learned, with what they bought alone. */
  readonly value: (options?: { readonly page?: Partial<PageRequest> }) => Promise<Page<ValuedCustomer>>
}
