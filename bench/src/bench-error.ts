/** The bench cannot say anything true: something is not installed, not built, or the variants have not done the same work. */
export class BenchError extends Error {
  readonly _tag = "BenchError"
}
