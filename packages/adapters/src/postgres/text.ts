// PostgreSQL keeps every sign in a text but one, U+0000. It is written as U+0001 U+0001, and U+0001 as U+0001 U+0002: by their bytes the
// texts are in the same order as before. JSON writes both as escapes, so data has none of them.

const [none, escape, doubled] = ["\0", "\u0001", "\u0002"]

/** A text as it lies in a table. */
export const written = (text: string): string =>
  text.includes(none) || text.includes(escape)
    ? text.replaceAll(escape, `${escape}${doubled}`).replaceAll(none, `${escape}${escape}`)
    : text

/** The text that was written. */
export const read = <Text extends string>(text: Text): Text =>
  text.includes(escape)
    ? (text.replaceAll(`${escape}${escape}`, none).replaceAll(`${escape}${doubled}`, escape) as Text) // a name comes back as it was
    : text
