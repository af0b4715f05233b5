/** The bench cannot say anything true: something is not installed, not built, or the variants have not done the same work. */
export class BenchError extends Error {
  readonly _tag = "BenchError"
}

/** What to tell whoever called: of a failure of ours, and of options that do not exist; `undefined` of anything else. */
export const remedyOf = (failure: unknown): string | undefined => {
  const isUsage = failure instanceof TypeError && "code" in failure && String(failure.code).startsWith("ERR_PARSE_ARGS")
  return failure instanceof BenchError || isUsage ? failure.message : undefined
}
