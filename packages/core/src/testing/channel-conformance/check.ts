/** One thing that every channel has to do. `run` rejects with `ConformanceFailure` when it does not. */
export interface ConformanceCheck {
  readonly name: string
  readonly run: () => Promise<void>
}

/** A channel does not do what every channel does; the message says what was expected of it. */
export class ConformanceFailure extends Error {
  readonly _tag = "ConformanceFailure"
  readonly retryable = false
  constructor(expected: string, options?: ErrorOptions) {
    super(expected, options)
    this.name = "ConformanceFailure"
  }
}

/** Throws `ConformanceFailure` unless the condition holds. */
export const expectThat: (condition: boolean, expected: string) => asserts condition = (condition, expected) => {
  if (!condition) throw new ConformanceFailure(expected)
}

/** What the function gives; where it throws, a failure that says which promise it broke. */
export const withoutThrowing = <Value>(promise: string, give: () => Value): Value => {
  try {
    return give()
  } catch (cause) {
    throw new ConformanceFailure(`${promise}, and never throws`, { cause })
  }
}

/** A check from a name and what it does. */
export const check = (name: string, run: () => void | Promise<void>): ConformanceCheck => ({
  name,
  run: async () => run(),
})
