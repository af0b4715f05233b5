import { refusedNames } from "./condition.ts"
import type { Problem } from "./standard-schema.ts"

/** The longest value that is kept, in characters of JSON. */
export const longestJson = 32_768

const deepest = 32

/** A value as JSON gives it back, or why it cannot be kept. */
export type PlainJson = { readonly value: unknown } | { readonly problem: Problem }

interface Walk {
  /** How many characters of JSON it is so far: at least and at most. */
  least: number
  most: number
  problem: Problem | undefined
}

const measure = (walk: Walk, least: number, most: number): void => {
  walk.least += least
  walk.most += most
}

const refuse = (walk: Walk, path: readonly string[], message: string): undefined => {
  walk.problem ??= { path, message }
  return undefined
}

const strangeRemedies: { readonly [type: string]: string } = {
  bigint: "give a number, or a text for one that is too long",
  function: "give data: a function cannot be kept",
  symbol: "give data: a symbol cannot be kept",
  undefined: "give null for nothing",
}

const plainObject = (value: object, path: readonly string[], walk: Walk): unknown => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (value instanceof Date)
    return refuse(walk, path, "give a date as a text (ISO 8601) or as milliseconds: what is kept is JSON")
  if (prototype !== Object.prototype && prototype !== null)
    return refuse(walk, path, "give plain data: objects, lists, texts, numbers, true, false and null")
  const members: [string, unknown][] = []
  for (const [name, member] of Object.entries(value)) {
    if (refusedNames.has(name)) return refuse(walk, path, `take out ${name}: it is no name for data`)
    if (member !== undefined) measure(walk, name.length + 4, 6 * name.length + 4)
    if (member !== undefined) members.push([name, plain(member, [...path, name], walk)])
    if (walk.problem) return undefined
  }
  return Object.fromEntries(members)
}

const plainList = (list: readonly unknown[], path: readonly string[], walk: Walk): unknown => {
  const items: unknown[] = []
  for (const [place, item] of list.entries()) {
    items.push(plain(item, [...path, String(place)], walk))
    if (walk.problem) return undefined
  }
  return items
}

const plain = (value: unknown, path: readonly string[], walk: Walk): unknown => {
  if (path.length > deepest) return refuse(walk, path.slice(0, 1), `is nested too deep; at most ${deepest} levels`)
  if (walk.least > longestJson) return refuse(walk, path.slice(0, 1), `is too long; at most ${longestJson} characters`)
  switch (typeof value) {
    case "string":
      measure(walk, value.length + 2, 6 * value.length + 3) // a sign may be written as \u and four digits
      return value
    case "boolean":
      measure(walk, 4, 6)
      return value
    case "number":
      measure(walk, 1, 26)
      return Number.isFinite(value) ? value + 0 : refuse(walk, path, "give a number that is finite") // no -0: JSON has none
    case "object":
      measure(walk, 2, 5)
      if (value === null) return value
      return Array.isArray(value) ? plainList(value, path, walk) : plainObject(value, path, walk)
    default:
      return refuse(walk, path, strangeRemedies[typeof value] ?? "give data")
  }
}

/**
 * The value as JSON gives it back, so that what is kept in memory and what is read again are one: a copy without members that are
 * `undefined`. Refused are values that JSON cannot hold, names that would reach what objects inherit, at any depth, and what is deeper
 * than 32 levels or longer than 32,768 characters.
 *
 * @example
 * plainJson({ total: 40, gift: undefined }) // { value: { total: 40 } }
 * plainJson({ at: new Date() }) // { problem: { path: ["at"], message: "give a date as a text (ISO 8601) …" } }
 */
export const plainJson = (value: unknown): PlainJson => {
  const walk: Walk = { least: 0, most: 0, problem: undefined }
  const copy = plain(value, [], walk)
  if (!walk.problem && walk.most > longestJson && JSON.stringify(copy).length > longestJson)
    refuse(walk, [], `is too long; at most ${longestJson} characters`)
  return walk.problem ? { problem: walk.problem } : { value: copy }
}
