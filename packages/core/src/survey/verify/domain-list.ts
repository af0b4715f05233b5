import type { QuestionOf } from "../question.ts"
import { operandsOf, type Reading } from "./reads.ts"

const mostTold = 12
const mostLists = 5_000

// The options that somebody asks about; the rest are alike.
const told = (options: readonly { readonly value: string }[], { comparisons, uses }: Reading): ReadonlySet<string> => {
  const asked = new Set<unknown>([
    ...comparisons.flatMap(operandsOf),
    ...uses.flatMap((use) => {
      if (use.op === "place") return [use.value]
      return use.op === "points" ? Object.keys(use.table).filter((value) => use.table[value] !== 0) : []
    }),
  ])
  return new Set(options.map(({ value }) => value).filter((value) => asked.has(value)))
}

/** What can be chosen of several options: of all selections that differ in what is asked about, one. `undefined`: too many. */
export const selections = (
  { options, least, most }: Pick<QuestionOf<"choices">, "options" | "least" | "most">,
  reading: Reading,
): readonly (readonly string[])[] | undefined => {
  const asked = told(options, reading)
  if (asked.size > mostTold) return undefined
  const together = options.filter(({ alone }) => !alone).map(({ value }) => value)
  const named = together.filter((value) => asked.has(value))
  const others = together.filter((value) => !asked.has(value))
  const isCounted = reading.uses.some(({ op }) => op === "count")
  const made: (readonly string[])[] = options.filter(({ alone }) => alone).map(({ value }) => [value])
  for (let set = 0; set < 2 ** named.length; set++) {
    const chosen = named.filter((_, place) => Math.floor(set / 2 ** place) % 2 === 1)
    const fewest = Math.max(0, least - chosen.length)
    const greatest = Math.min(others.length, most - chosen.length)
    for (let more = fewest; more <= (isCounted ? greatest : Math.min(fewest, greatest)); more++)
      made.push([...chosen, ...others.slice(0, more)])
    if (made.length > mostLists) return undefined
  }
  return made
}

/** How options can be ranked: of all orders that differ in what is asked about, one. `undefined`: too many. */
export const arrangements = (
  { options, top }: Pick<QuestionOf<"ranking">, "options" | "top">,
  reading: Reading,
): readonly (readonly string[])[] | undefined => {
  const asked = told(options, reading)
  const values = options.map(({ value }) => value)
  const named = values.filter((value) => asked.has(value))
  const others = values.filter((value) => !asked.has(value))
  const wanted = Math.min(top, values.length)
  const isPlaced = reading.uses.some(({ op }) => op === "place")
  let partial: readonly (readonly (string | undefined)[])[] = [Array.from({ length: wanted }, () => undefined)]
  for (const value of named) {
    partial = partial.flatMap((places) => {
      const free = places.flatMap((taken, place) => (taken === undefined ? [place] : []))
      return [places, ...(isPlaced ? free : free.slice(0, 1)).map((place) => places.with(place, value))]
    })
    if (partial.length > mostLists) return undefined
  }
  return partial.flatMap((places) => {
    const rest = [...others]
    const whole = places.map((value) => value ?? rest.shift())
    return whole.includes(undefined) ? [] : [whole.filter((value) => value !== undefined)]
  })
}
