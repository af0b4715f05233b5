import { defineEntry } from "../timeline/entry.ts"

/** A person who was erased is known again because the application says why; what they forbade then holds still. */
export const customerReadmitted = defineEntry<{
  readonly by: string
  readonly reason: string
  /** When they were erased. */
  readonly erasedAt: number
}>()("customer-readmitted", 1)

/** What was known of a customer was put right: which traits, who did it and why. The values are in the `traits-set` beside it. */
export const traitsRectified = defineEntry<{
  readonly traits: readonly string[]
  readonly by: string
  readonly reason: string
}>()("traits-rectified", 1)

/** All that is held of a customer was given out, to whom and in which form. */
export const customerExported = defineEntry<{ readonly by: string; readonly format: "json" | "csv" }>()(
  "customer-exported",
  1,
)
