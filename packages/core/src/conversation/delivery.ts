/** Why a message will never leave. */
export type WithheldBecause =
  "no-consent" | "opted-out" | "suppressed" | "capped" | "expired" | "window-closed" | "no-address" | "historic"

/** What to do with a message of which nobody knows whether it left: ask a person, send again with the same key, or ask the provider. */
export type UncertainPolicy = "hold" | "resend" | "reconcile"

/** Where a message of ours stands; every reader handles every case. Instants are milliseconds. */
export type Delivery =
  | { readonly status: "queued"; readonly opensAt?: number }
  | { readonly status: "sending" }
  | { readonly status: "sent" }
  | { readonly status: "delivered" }
  | { readonly status: "read" }
  | { readonly status: "replied" }
  | { readonly status: "failed"; readonly error: string }
  | { readonly status: "uncertain"; readonly policy: UncertainPolicy }
  | { readonly status: "withheld"; readonly because: WithheldBecause }

/**
 * From the first to the last. What a provider took (`sent`) may still fail on its way, and what arrived did not fail, whatever another
 * report says.
 */
const order = ["queued", "sending", "uncertain", "sent", "failed", "delivered", "read", "replied"] as const

/** A stage that a message can reach once it was handed over. */
export type Stage = "sent" | "failed" | "delivered" | "read" | "replied"

/** Whether a message stands at this stage or beyond it. A message that failed has reached nothing. */
export const hasReached = ({ status }: Delivery, stage: Exclude<Stage, "failed">): boolean =>
  status !== "failed" && status !== "withheld" && order.indexOf(status) >= order.indexOf(stage)

/** Whether one stage comes after another. */
export const isLater = (one: Stage, two: Stage): boolean => order.indexOf(one) > order.indexOf(two)

/**
 * Whether one word on a message says more than another: that it got further or, of two failures, the one whose word comes first, so that it
 * does not depend on which came first.
 */
export const saysMore = (
  one: { readonly status: Stage; readonly error?: string },
  two: { readonly status: Stage; readonly error?: string },
): boolean => isLater(one.status, two.status) || (one.status === two.status && (one.error ?? "") < (two.error ?? ""))

/** Whether nothing more is expected from us: the provider has it, or it will never leave. */
export const isSettled = (delivery: Delivery): boolean =>
  delivery.status === "uncertain" ? delivery.policy !== "reconcile" : !["queued", "sending"].includes(delivery.status)

/** Whether the message reached the provider. */
export const hasLeft = ({ status }: Delivery): boolean =>
  status === "sent" || status === "delivered" || status === "read" || status === "replied"
