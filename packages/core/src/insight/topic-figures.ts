import type { Question } from "../survey/question.ts"
import { type Bounds, type Estimate, within } from "./estimate.ts"
import { mean, type Moments, noMoments, withNumber } from "./mean.ts"
import { share } from "./proportion.ts"
import { type Figure, figuresOf } from "./question-figures.ts"
import { createQuestionCounter, noTally } from "./question-tally.ts"

/** An answer in own words, as far as its topics are counted. */
export interface TopicAnswer {
  /** What it speaks of, each once. */
  readonly topics: readonly string[]
  /** How it feels, from -1 to 1. */
  readonly feeling: number
  /** What the same response says to the question for a score; left out where it says nothing. */
  readonly score?: unknown
}

/** What is said of a topic. */
export interface TopicFigures {
  readonly topic: string
  /** Fewer speak of it than may be told: nothing is. */
  readonly withheld: boolean
  /** How many answers speak of it. */
  readonly n: number | null
  /** Of all answers in own words, those that speak of it; an answer can speak of several. */
  readonly share: Estimate | null
  /** How they feel in the mean, from -1 to 1. */
  readonly feeling: Estimate | null
  /**
   * The score of those who speak of it. `null` where no question gives one, and where it would tell what few have said, who are named
   * by what they wrote.
   */
  readonly score: Figure | null
}

/** Counts answers by their topics. */
export interface TopicCounter {
  readonly count: (answer: TopicAnswer) => void
  readonly figures: (options: { readonly confidence: number; readonly minimum: number }) => {
    /** The topics that somebody speaks of, that of which most do first. */
    readonly topics: readonly TopicFigures[]
    /** Those answers that speak of no topic. */
    readonly none: Estimate
  }
}

/** One topic, as it is counted. */
interface Cell {
  readonly topic: string
  n: number
  feeling: Moments
  /** The answers among it that have a score, by their number, and those scores. */
  readonly scored: Map<number, unknown>
}

const feelings: Bounds = { low: -1, high: 1 }

/** How many of one are not in the other. */
const besides = (one: Cell["scored"], other: Cell["scored"]): number => {
  let n = 0
  for (const answer of one.keys()) if (!other.has(answer)) n++
  return n
}

/** Whether the scores of two topics, one taken from the other, tell of nobody or of so many. */
const areFarApart = (one: Cell, other: Cell, minimum: number): boolean =>
  [besides(one.scored, other.scored), besides(other.scored, one.scored)].every((n) => n === 0 || n >= minimum)

/**
 * The topics whose score may be told: who wrote what can be read, so no two scores, and none with that of all, may differ by the answers
 * of a few. Larger topics go first.
 */
const safeScores = (cells: readonly Cell[], scored: number, minimum: number): ReadonlySet<Cell> => {
  const shown = new Set<Cell>()
  for (const cell of cells) {
    const { size } = cell.scored
    const isSafe =
      minimum <= 1 ||
      (size >= minimum && scored - size >= minimum && [...shown].every((other) => areFarApart(cell, other, minimum)))
    if (isSafe) shown.add(cell)
  }
  return shown
}

/** The question whose first figure is the score, from its answers. */
const scoreOf = (question: Question, cell: Cell, confidence: number): Figure | null => {
  const [reader] = figuresOf(question)
  if (!reader || cell.scored.size === 0) return null
  const counter = createQuestionCounter(question)
  for (const value of cell.scored.values()) counter.count(value)
  const tally = { ...noTally, answered: cell.scored.size, ...counter.tally() }
  return { ...reader.name, ...reader.estimate(tally, { confidence }) }
}

/** A counter of topics; `question` is the one that gives a score. */
export const createTopicCounter = (question?: Question): TopicCounter => {
  const cells = new Map<string, Cell>()
  let [n, none, scored] = [0, 0, 0]
  const cellOf = (topic: string): Cell => {
    const found = cells.get(topic) ?? { topic, n: 0, feeling: noMoments, scored: new Map<number, unknown>() }
    cells.set(topic, found)
    return found
  }
  return {
    count: ({ topics, feeling, score }) => {
      const answer = n++
      if (score !== undefined) scored++
      if (topics.length === 0) none++
      for (const topic of new Set(topics)) {
        const cell = cellOf(topic)
        cell.n++
        cell.feeling = withNumber(cell.feeling, feeling)
        if (score !== undefined) cell.scored.set(answer, score)
      }
    },
    figures: ({ confidence, minimum }) => {
      const sorted = [...cells.values()].toSorted((one, two) => two.n - one.n || (one.topic < two.topic ? -1 : 1))
      const enough = sorted.filter((cell) => cell.n >= minimum)
      const safe = question ? safeScores(enough, scored, minimum) : new Set<Cell>()
      const told = (cell: Cell): TopicFigures => {
        const { topic, n: size } = cell
        if (size < minimum) return { topic, withheld: true, n: null, share: null, feeling: null, score: null }
        return {
          topic,
          withheld: false,
          n: size,
          share: share({ count: size, n }, { confidence }),
          feeling: within(feelings, mean(cell.feeling, { confidence })),
          score: question && safe.has(cell) ? scoreOf(question, cell, confidence) : null,
        }
      }
      return { topics: sorted.map(told), none: share({ count: none, n }, { confidence }) }
    },
  }
}
