/** What came of one thing that was looked at. */
export type Verdict = "passed" | "failed" | "skipped" | "not applicable"

/** One thing that was looked at, of one adapter. */
export interface Outcome {
  readonly adapter: string
  readonly family: string
  readonly name: string
  readonly verdict: Verdict
  /** Why it failed, was skipped or is not applicable. */
  readonly reason?: string
}

/** The family of an adapter that the kit could not even begin with. */
export const withoutSubject = "subject"

/** How many of each. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly notApplicable: number
}

/** The line of an adapter: its name, and a tally of each family. */
export interface Row {
  readonly case: string
  readonly families: { readonly [family: string]: Tally }
}

/** Counts outcomes. */
export const tallyOf = (outcomes: readonly Outcome[]): Tally => {
  const count = (wanted: Verdict): number => outcomes.filter(({ verdict }) => verdict === wanted).length
  return {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    notApplicable: count("not applicable"),
  }
}

/** A line for each adapter; families and adapters in the order in which they come. */
export const rowsOf = (outcomes: readonly Outcome[]): readonly Row[] => {
  const byAdapter = Map.groupBy(outcomes, ({ adapter }) => adapter)
  return [...byAdapter].map(([adapter, its]) => ({
    case: adapter,
    families: Object.fromEntries(
      [...Map.groupBy(its, ({ family }) => family)].map(([family, some]) => [family, tallyOf(some)]),
    ),
  }))
}

/**
 * What is neither proven nor ruled out: a family of the kit that other adapters have and this one does not even mention. Silence is no
 * proof, so it fails.
 */
export const silentFamilies = (outcomes: readonly Outcome[]): readonly Outcome[] => {
  const families = [...new Set(outcomes.map(({ family }) => family))].filter((family) => family !== withoutSubject)
  return [...Map.groupBy(outcomes, ({ adapter }) => adapter)].flatMap(([adapter, its]) => {
    const looked = new Set(its.map(({ family }) => family))
    if (looked.has(withoutSubject)) return []
    const reason = "nothing was looked at, and the adapter does not declare why"
    return families
      .filter((family) => !looked.has(family))
      .map((family) => ({ adapter, family, name: "is looked at", verdict: "failed", reason }) as const)
  })
}
