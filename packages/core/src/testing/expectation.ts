/** A promise that an implementation of one of our ports does not keep. `promise` is the sentence, the message adds what was found. */
export class ConformanceError extends Error {
  readonly _tag = "ConformanceError"
  readonly retryable = false
  readonly reason = "broken-promise"
  readonly promise: string
  constructor(promise: string, detail: string, options?: ErrorOptions) {
    super(`${promise}: ${detail}`, options)
    this.name = "ConformanceError"
    this.promise = promise
  }
}

/** Map, set and object alike in one form that can be compared as text; keys in order, absent and undefined alike. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part instanceof Map
      ? { map: [...part].map(([key, its]) => [key, shown(its)]).sort() }
      : part instanceof Set
        ? { set: [...part].map(shown).sort() }
        : typeof part === "object" && part !== null && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).sort(([one], [two]) => (one < two ? -1 : 1)))
          : part,
  ) ?? "undefined"

/** Throws `ConformanceError` unless both come to the same data. */
export const expectSame = (promise: string, found: unknown, expected: unknown): void => {
  if (shown(found) !== shown(expected))
    throw new ConformanceError(promise, `expected ${shown(expected)}, found ${shown(found)}`)
}

/** Throws `ConformanceError` unless it holds. */
export const expectThat: (promise: string, holds: boolean) => asserts holds = (promise, holds) => {
  if (!holds) throw new ConformanceError(promise, "it does not hold")
}

/** Throws `ConformanceError` unless the call rejects with an error of this tag that has these fields. */
export const expectRejection = async (
  promise: string,
  call: () => Promise<unknown>,
  tag: string,
  fields: { readonly [field: string]: unknown } = {},
): Promise<void> => {
  const failure: unknown = await call().then(
    () => undefined,
    (reason: unknown) => reason ?? "undefined",
  )
  if (typeof failure !== "object" || failure === null)
    throw new ConformanceError(promise, `expected ${tag}, but the call resolved or rejected with no error`)
  expectSame(
    promise,
    {
      _tag: Reflect.get(failure, "_tag"),
      ...Object.fromEntries(Object.keys(fields).map((field) => [field, Reflect.get(failure, field)])),
    },
    { _tag: tag, ...fields },
  )
}
