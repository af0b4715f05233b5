import type { Reason } from "./contact-policy.ts"

/** What a list of exclusions said against a message: that the address is on it, or nothing at all, because it failed. */
export type Exclusion = "listed" | "silent"

/** What becomes of a message that a list holds: it is never sent, or asked about again. `times` is how often the list was silent so far. */
export type HeldBack =
  | { readonly verdict: "refuse"; readonly reason: Reason }
  | { readonly verdict: "ask again"; readonly times: number; readonly reason: Reason }

/** How often a list is asked before the message is withheld: nobody is written to because a list broke. */
const mostQuestions = 4

/** What becomes of a message of which the list said this. */
export const holdBack = (exclusion: Exclusion, times: number): HeldBack => {
  const reason = (detail: string): Reason => ({ rule: "exclusion", passed: false, detail })
  if (exclusion === "listed") return { verdict: "refuse", reason: reason("the address is on your list of exclusions") }
  return times + 1 < mostQuestions
    ? {
        verdict: "ask again",
        times: times + 1,
        reason: reason("your list of exclusions did not answer; it is asked again"),
      }
    : { verdict: "refuse", reason: reason(`your list of exclusions did not answer ${mostQuestions} times`) }
}
