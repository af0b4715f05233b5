/** A stream's id: random behind its time of birth, so it sorts by age and says nothing about the person. */
export type StreamId = `s_${string}`

/** What a person is known by at one place, `scheme:value` (`email:ana@example.com`). Never a key in an engine, a log or a metric. */
export type Identifier = `${string}:${string}`

/** Where an input comes in: an identifier not yet looked up, or the stream itself. */
export type Endpoint = Identifier | StreamId

/** A customer is named by the oldest of their streams, so that names come back after an undo. */
export type CustomerId = StreamId

/** The identity of an input, kept for ever by the store: the same id twice takes effect once. */
export type InputId = string & { readonly _id: "input" }

/** The input that made the entry and its place in that decision: stable when a fenced unit is decided again. */
export type EntryId = `${string}#${number}`

/**
 * Names an input; the only place where text becomes an input id. A text that was cut within a letter is written out, because a
 * database would give two of them the same sign.
 */
export const inputId = (text: string): InputId => {
  const plain = text.isWellFormed() ? text : JSON.stringify(text)
  return plain as InputId // the brand is made here and nowhere else
}

/** Whether an endpoint is a stream rather than an identifier that has to be looked up. */
export const isStream = (endpoint: string): endpoint is StreamId => endpoint.startsWith("s_") && !endpoint.includes(":")

/** A fresh stream id. `now` is in milliseconds; `random` gives [0, 1): both are arguments, so that tests own them. */
export const streamId = (now: number, random: () => number): StreamId =>
  `s_${now.toString(36).padStart(9, "0")}${Math.floor(random() * 2 ** 52)
    .toString(36)
    .padStart(11, "0")}`

/**
 * The identifier of `scheme` and `value`, in the one form that we compare: e-mail addresses in lower case, everything trimmed, and a
 * letter that was cut in two replaced by the sign that databases put there.
 *
 * @example
 * identifier("email", " Ana@Example.com ") // "email:ana@example.com"
 */
export const identifier = (scheme: string, value: string): Identifier => {
  const plain = value.trim().toWellFormed()
  return `${scheme.toWellFormed()}:${scheme === "email" ? plain.toLowerCase() : plain}`
}

/** The scheme and the value of an identifier. */
export const partsOf = (known: Identifier): { readonly scheme: string; readonly value: string } => {
  const colon = known.indexOf(":")
  return { scheme: known.slice(0, colon), value: known.slice(colon + 1) }
}

/**
 * What a developer may call a customer: their own user id (`user-42`), an identifier (`email:ana@example.com`) or our id (`s_…`).
 *
 * @example
 * endpointOf("user-42") // "user:user-42"
 */
export const endpointOf = (reference: string): Endpoint => {
  if (isStream(reference)) return reference
  const colon = reference.indexOf(":")
  return colon > 0 ? identifier(reference.slice(0, colon), reference.slice(colon + 1)) : identifier("user", reference)
}
