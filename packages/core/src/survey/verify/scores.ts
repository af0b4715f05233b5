import { compileTimeless, type Condition, type Truth } from "../../kernel/condition.ts"
import type { Question } from "../question.ts"
import { scaleOf } from "../question-scale.ts"
import type { Look } from "./look.ts"
import type { Outline } from "./outline.ts"
import { partsOf, rootOf, rootsOf } from "./reads.ts"

const longest = 11

/** The scores of a question, where it is a scale that people see whole. */
export const scoresOf = (question: Question): readonly number[] | undefined => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider": {
      const { low, high, step } = scaleOf(question)
      const count = Math.floor((high - low) / step + 1e-9) + 1
      return count <= longest ? Array.from({ length: count }, (_, place) => low + place * step) : undefined
    }
    default:
      return undefined
  }
}

/** The questions that a fact comes from, through values. */
const sourcesOf = (outline: Outline, name: string, seen: ReadonlySet<string> = new Set()): readonly string[] => {
  const value = outline.valueOf.get(name)?.value
  if (!value || seen.has(name)) return [name]
  const { uses, conditions } = partsOf(value.is)
  const names = new Set([...uses.map(({ path }) => rootOf(path)), ...conditions.flatMap((each) => [...rootsOf(each)])])
  return [...names].flatMap((each) => sourcesOf(outline, each, new Set([...seen, name])))
}

/** What a condition says at each score of one question. */
export interface AtScores {
  /** It asks about this score, and about nothing else. */
  readonly isAlone: boolean
  /** Whether it holds; `undefined` where that depends on other answers. */
  readonly holds: readonly Truth[]
}

const both = (one: Truth, other: Truth): Truth =>
  one === false || other === false ? false : one === undefined || other === undefined ? undefined : true

// What may be true, may be false, and may be unknown, is `undefined` here: other answers decide.
const mayHold = (condition: Condition, isKnown: (condition: Condition) => boolean, facts: object): Truth => {
  if (isKnown(condition)) return compileTimeless(condition)(facts) === true
  switch (condition.op) {
    case "all":
      return condition.of.map((part) => mayHold(part, isKnown, facts)).reduce(both, true)
    case "any": {
      const parts = new Set(condition.of.map((part) => mayHold(part, isKnown, facts)))
      return parts.has(true) ? true : parts.has(undefined) ? undefined : false
    }
    default:
      return undefined
  }
}

/** Of a condition that asks about this question, what it says at each of its scores; `undefined` where it does not, or nobody knows. */
export const atScores = (
  { outline, broken }: Look,
  condition: Condition,
  { id }: Question,
  scores: readonly number[],
): AtScores | undefined => {
  if (broken.has(condition)) return undefined
  const isSound = (name: string) => !broken.has(outline.valueOf.get(name)?.value ?? outline)
  if (![...rootsOf(condition)].every(isSound)) return undefined
  const sources = new Map([...rootsOf(condition)].map((name) => [name, sourcesOf(outline, name)]))
  if (![...sources.values()].some((names) => names.includes(id))) return undefined
  const isFromHere = (name: string) => sources.get(name)?.every((source) => source === id) === true
  const isKnown = (part: Condition) => [...rootsOf(part)].every(isFromHere)
  const holds = scores.map((score) => {
    const facts: Record<string, unknown> = { [id]: score }
    for (const { value, work } of outline.valueOf.values()) {
      if (!isFromHere(value.name)) continue
      const worked = work(facts)
      if (worked !== undefined) facts[value.name] = worked
    }
    return mayHold(condition, isKnown, facts)
  })
  return { isAlone: isKnown(condition), holds }
}

/** Scores in a sentence: `0–6, 9`. */
export const spans = (scores: readonly number[]): string => {
  const runs: number[][] = []
  for (const score of scores) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last !== undefined && score === last + 1) run.push(score)
    else runs.push([score])
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}–${run.at(-1)}` : `${run[0]}`)).join(", ")
}
