/** A question of the survey that is measured: plain facts, from which each variant makes its own definition. */
export interface Asked {
  readonly id: string
  readonly kind: "score" | "one" | "several" | "number" | "words" | "mail"
  /** It is asked if the score at `score` is at most 6 and the choice at `one` is "a" or "b". */
  readonly under?: { readonly score: string; readonly one: string }
}

/** What was answered; a question that may be passed over and was has `null`. */
export interface Given {
  readonly [question: string]: number | string | readonly string[] | null
}

const kinds: readonly Asked["kind"][] = ["score", "one", "several", "number", "words", "mail"]

export const single = ["a", "b", "c", "d"] as const
export const multiple = ["x", "y", "z", "w"] as const
export const largest = 120
export const longest = 500

/** Which kinds have to be answered. */
export const isRequired = ({ kind }: Asked): boolean => kind === "score" || kind === "one"

const idOf = (number: number): string => `q${number}`

const underOf = (number: number): Asked["under"] => {
  if (number <= 6 || number % 3 !== 0) return undefined
  const score = Math.floor((number - 1) / 6) * 6 - 5
  return { score: idOf(score), one: idOf(score + 1) }
}

/** Thirty questions, eight of them asked only of some. */
export const questions: readonly Asked[] = Array.from({ length: 30 }, (_, index) => {
  const under = underOf(index + 1)
  return { id: idOf(index + 1), kind: kinds[index % kinds.length] ?? "words", ...(under && { under }) }
})

// A generator of its own (https://en.wikipedia.org/wiki/Linear_congruential_generator), so that each run has the same inputs.
const drawing = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const answerTo = ({ kind, id }: Asked, draw: () => number): Given[string] => {
  const at = (count: number) => Math.floor(draw() * count)
  switch (kind) {
    case "score":
      return at(11)
    case "one":
      return single[at(single.length)] ?? null
    case "several": {
      const chosen = multiple.filter(() => draw() < 0.5)
      return chosen.length > 0 ? chosen : null
    }
    case "number":
      return at(150)
    case "words":
      return `some words about ${id}`
    case "mail":
      return draw() < 0.9 ? "somebody@example.com" : "nobody"
  }
}

const responseOf = (draw: () => number): Given => {
  const given: Record<string, Given[string]> = {}
  for (const asked of questions) {
    const isLeftOut = draw() < 0.05
    if (!isLeftOut) given[asked.id] = answerTo(asked, draw)
    else if (!isRequired(asked)) given[asked.id] = null
  }
  return given
}

const draw = drawing(42)

/** Responses, some of them with answers that are not allowed or missing. */
export const responses: readonly Given[] = Array.from({ length: 2_000 }, () => responseOf(draw))

/** What is found of a response: whether it may be taken as it is, and how many of its answers count. */
export interface Found {
  readonly isValid: boolean
  readonly counts: number
}

/** A customer, as one condition of four comparisons asks about them. */
export interface Person {
  readonly age: number
  readonly plan: string
  readonly score: number
}

export const people: readonly Person[] = Array.from({ length: 1_000 }, () => ({
  age: Math.floor(draw() * 60),
  plan: ["free", "pro", "team"][Math.floor(draw() * 3)] ?? "free",
  score: Math.floor(draw() * 11),
}))
