import * as fc from "fast-check"

/** Whether the law fails under a planted bug, by an assertion of its own and not because something broke. */
export const isNoticed = async <Given>(law: fc.IAsyncProperty<Given>, runs: number): Promise<boolean> => {
  const { failed, errorInstance } = await fc.check(law, { numRuns: runs, endOnFailure: true })
  if (failed && !(errorInstance instanceof Error && errorInstance.name === "AssertionError")) throw errorInstance
  return failed
}
