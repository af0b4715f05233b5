import { channelConformance, type ChannelSubject } from "@escucha/core/testing"
import { subjectFileOf, subjectOf } from "./adapter.ts"
import { type Outcome, withoutSubject } from "./outcome.ts"

/** A check as the kit gives it. */
type Check = ReturnType<typeof channelConformance>[number]

/** What the kit is told of an adapter, or why it is told nothing. */
export type Loaded = { readonly adapter: string } & (
  { readonly subject: ChannelSubject<object> } | { readonly problem: string }
)

const reasonOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure))

/** Loads what the kit has to know of an adapter. */
export const loaded = async (adapter: string): Promise<Loaded> => {
  try {
    const subject = await subjectOf(adapter)
    if (subject) return { adapter, subject }
    return { adapter, problem: `${subjectFileOf(adapter)} is not there: nothing is proven of this adapter.` }
  } catch (failure) {
    return { adapter, problem: `${subjectFileOf(adapter)} could not be loaded: ${reasonOf(failure)}` }
  }
}

const verdictOf = async ({ run, notApplicable }: Check): Promise<Pick<Outcome, "verdict" | "reason">> => {
  if (notApplicable !== undefined) return { verdict: "not applicable", reason: notApplicable }
  try {
    await run()
    return { verdict: "passed" }
  } catch (failure) {
    return { verdict: "failed", reason: reasonOf(failure) }
  }
}

const checksOf = (subject: ChannelSubject<object>): readonly Check[] | { readonly problem: string } => {
  try {
    return channelConformance(subject)
  } catch (failure) {
    return { problem: `the kit could not begin: ${reasonOf(failure)}` }
  }
}

/** Runs every check of the kit on an adapter. An adapter of which nobody says what it is has proven nothing: it fails. */
export const kitOutcomes = async (told: Loaded): Promise<readonly Outcome[]> => {
  const { adapter } = told
  const checks = "subject" in told ? checksOf(told.subject) : told
  if ("problem" in checks)
    return [{ adapter, family: withoutSubject, name: "has a subject", verdict: "failed", reason: checks.problem }]
  const outcomes: Outcome[] = []
  for (const check of checks)
    outcomes.push({ adapter, family: check.family, name: check.name, ...(await verdictOf(check)) })
  return outcomes
}
