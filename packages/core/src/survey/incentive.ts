import type { Localized } from "../kernel/localized.ts"
import { defineEntry } from "../timeline/entry.ts"

/** Something given for the time that answering takes. */
export interface Incentive {
  /** What the person is told: the code, where they get it. */
  readonly text: Localized
  /** How many are given in all; then no more are. */
  readonly atMost: number
}

/** An incentive was given to somebody, for one response: before they answered, or after. */
export const incentiveGiven = defineEntry<{
  readonly incentive: string
  readonly response: string
  readonly survey: string
  readonly give: "before" | "after"
}>()("incentive-given", 1)
