import type { Pulse } from "../../insight/pulse.ts"

/** What the house knows of itself, each figure with its uncertainty. */
export interface InsightsDoor {
  /** Volume, feeling and unanswered over the last `hours` (1 to 8,784), by hour up to three days and by day beyond. */
  readonly pulse: (options?: { readonly hours?: number }) => Promise<Pulse>
}
