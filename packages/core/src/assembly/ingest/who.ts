import { isNobody } from "../../profile/identifier.ts"
import { type Fields, idIn, longestName, type Problem, refused, textIn, type Who } from "./event.ts"
import { contentName } from "./fingerprint.ts"

/** What was looked for, or why it is not there. */
export type Found<Value> = { readonly value: Value } | { readonly problem: Problem }

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== ""

/** An id that may be left out. What is there but is none is a problem, so that an event is never filed under somebody else. */
export const optionalId = (fields: Fields, field: string): Found<string | undefined> => {
  const value = idIn(fields, field)
  if (value !== undefined && isNobody(value))
    return refused(field, "this is what programs write where they know nobody; leave it out")
  return value === undefined && isGiven(fields[field])
    ? refused(field, `an id is a text of 1 to ${longestName} characters`)
    : { value }
}

/** The two fields in which a dialect says whom an event names. */
export const whoIn = (fields: Fields, [user, stranger]: readonly [user: string, stranger: string]): Found<Who> => {
  const [known, unknown] = [optionalId(fields, user), optionalId(fields, stranger)]
  if ("problem" in known) return known
  if ("problem" in unknown) return unknown
  if (known.value === undefined && unknown.value === undefined)
    return refused(user, `name the user with ${user}, or the stranger with ${stranger}`)
  return {
    value: {
      ...(known.value !== undefined && { user: known.value }),
      ...(unknown.value !== undefined && { stranger: unknown.value }),
    },
  }
}

/**
 * The id of an event. One without an id of its own is known by what is in it, if it says when it happened: otherwise two that are
 * alike would be one.
 */
export const eventIdIn = (fields: Fields, field: string, times: readonly string[]): Found<string> => {
  const value = textIn(fields, field)
  if (value !== undefined) return { value }
  const isDated = times.some((time) => textIn(fields, time) !== undefined)
  if (isGiven(fields[field]) || !isDated)
    return refused(
      field,
      `give each event its own id of 1 to ${longestName} characters, the same in a retry, or at least its ${times[0] ?? "time"}`,
    )
  return { value: `content:${contentName(fields)}` }
}
