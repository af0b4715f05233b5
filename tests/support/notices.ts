import * as fc from "fast-check"

/** The first failure ends the search, so that a long breath costs nothing; and a bug that hides well is not missed by bad luck. */
const breath = 10

/** Whether the law fails under a planted bug, by an assertion of its own and not because something broke. */
export const isNoticed = async <Given>(law: fc.IAsyncProperty<Given>, runs: number): Promise<boolean> => {
  const { failed, errorInstance } = await fc.check(law, { numRuns: breath * runs, endOnFailure: true })
  if (failed && !(errorInstance instanceof Error && errorInstance.name === "AssertionError")) throw errorInstance
  return failed
}
