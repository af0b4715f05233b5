/** What a customer has bought, in the words of the models. Several purchases on one day are one. */
export interface PurchaseHistory {
  /** On how many days they bought again after the first one. */
  readonly repeats: number
  /** Weeks between the first purchase and the last; 0 where there was one. */
  readonly lastWeek: number
  /** Weeks between the first purchase and now. */
  readonly weeks: number
  /** What a repeat purchase is worth on average; left out where there was none, or where amounts are not known. */
  readonly average?: number
}

/** Why a history cannot be. */
export interface HistoryProblem {
  readonly index: number
  readonly field: keyof PurchaseHistory
  readonly remedy: string
}

const problemOf = ({
  repeats,
  lastWeek,
  weeks,
  average,
}: PurchaseHistory): Omit<HistoryProblem, "index"> | undefined => {
  if (!Number.isSafeInteger(repeats) || repeats < 0 || repeats > 100_000)
    return { field: "repeats", remedy: "give a whole number from 0 to 100,000" }
  if (!Number.isFinite(weeks) || weeks < 0 || weeks > 10_000)
    return { field: "weeks", remedy: "give 0 to 10,000 weeks" }
  if (!(lastWeek >= 0 && lastWeek <= weeks))
    return { field: "lastWeek", remedy: "give 0 weeks up to the weeks until now" }
  if (repeats === 0 && lastWeek !== 0)
    return { field: "lastWeek", remedy: "give 0 where nothing was bought again: the last purchase is the first" }
  if (repeats > 0 && lastWeek === 0)
    return {
      field: "lastWeek",
      remedy: "give more than 0 weeks where something was bought again: purchases of one day are one",
    }
  if (average !== undefined && !(Number.isFinite(average) && average >= 0))
    return { field: "average", remedy: "give an amount of 0 or more, or leave it out" }
  return undefined
}

/** The first history that cannot be, with what to do about it. */
export const historyProblem = (histories: readonly PurchaseHistory[]): HistoryProblem | undefined => {
  for (const [index, history] of histories.entries()) {
    const problem = problemOf(history)
    if (problem) return { index, ...problem }
  }
  return undefined
}
