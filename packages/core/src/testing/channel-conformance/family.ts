/**
 * What a channel is looked at for. Every channel gives at least one check of each family, or says by its declaration why there is
 * nothing to check.
 */
export const families = [
  "capabilities",
  "render",
  "signature",
  "faults",
  "rate-limits",
  "refusals",
  "delivery-order",
  "crash",
  "opt-out",
  "window",
  "echo",
  "attachments",
  "discretion",
  "edge",
  "schema",
] as const

/** One of the fifteen things that a channel is looked at for. */
export type Family = (typeof families)[number]
