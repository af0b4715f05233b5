import { channelConformance } from "@escucha/core/testing"
import { subjectFileOf, subjectOf } from "./adapter.ts"
import { type Outcome, withoutSubject } from "./outcome.ts"

/** A check as the kit gives it. */
interface Check {
  readonly family?: string
  readonly name: string
  readonly notApplicable?: string
  readonly run: () => Promise<void>
}

const reasonOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure))

const verdictOf = async ({ run, notApplicable }: Check): Promise<Pick<Outcome, "verdict" | "reason">> => {
  if (notApplicable !== undefined) return { verdict: "not applicable", reason: notApplicable }
  try {
    await run()
    return { verdict: "passed" }
  } catch (failure) {
    return { verdict: "failed", reason: reasonOf(failure) }
  }
}

/** Runs every check of the kit on an adapter. An adapter of which nobody says what it is has proven nothing: it fails. */
export const kitOutcomes = async (adapter: string): Promise<readonly Outcome[]> => {
  const broken = (reason: string): readonly Outcome[] => [
    { adapter, family: withoutSubject, name: "has a subject", verdict: "failed", reason },
  ]
  try {
    const subject = await subjectOf(adapter)
    if (!subject) return broken(`${subjectFileOf(adapter)} is not there: nothing is proven of this adapter.`)
    const outcomes: Outcome[] = []
    const checks: readonly Check[] = channelConformance(subject)
    for (const check of checks)
      outcomes.push({ adapter, family: check.family ?? "promises", name: check.name, ...(await verdictOf(check)) })
    return outcomes
  } catch (failure) {
    return broken(`${subjectFileOf(adapter)} could not be used: ${reasonOf(failure)}`)
  }
}
