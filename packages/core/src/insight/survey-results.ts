import type { Localized } from "../kernel/localized.ts"
import type { AnyDefinition, Confidentiality } from "../survey/definition.ts"
import type { Question, QuestionKind } from "../survey/question.ts"
import { type Estimate, nothingOf, usualConfidence } from "./estimate.ts"
import { holm } from "./holm.ts"
import { medianOf } from "./median.ts"
import { share } from "./proportion.ts"
import { distributionOf, type Figure, type FigureReader, figuresOf } from "./question-figures.ts"
import { mergedTally, noTally, type QuestionTally } from "./question-tally.ts"
import type { GroupName, ResponseCounts, SurveyTally } from "./survey-tally.ts"
import { usualMinimum, withheld } from "./withheld.ts"

/** A figure of one group, and how it differs from that of all others. */
export interface GroupFigure extends Figure {
  /** The figure of the group less that of all others, in the unit of the figure. */
  readonly difference: number | null
  /** How probable so large a difference is by chance, from 0 to 1: held by Holm's method over all that are compared of this question. */
  readonly p: number | null
}

/** What one group said to a question. `null`: those of whom nothing is known. */
export interface GroupResult {
  readonly group: GroupName
  /** Nothing is said of it: it is small, or another one that is small could be told from it. */
  readonly withheld: boolean
  readonly n: number | null
  readonly figures: readonly GroupFigure[]
}

/** What a question came to. */
export interface QuestionResult {
  readonly id: string
  readonly kind: QuestionKind
  readonly text: Localized
  /** Whoever came as far as this: `asked` = `answered` + `skipped` + `stopped`. */
  readonly asked: number
  readonly answered: number
  readonly skipped: number
  /** It waits for them. */
  readonly stopped: number
  /** Answers that the profile knew: they were not asked, and are in the figures. */
  readonly known: number
  /** The share of those who were asked and went no further. */
  readonly dropOff: Estimate
  /** Fewer than the minimum have answered: there are no figures. */
  readonly withheld: boolean
  /** How many chose each point of a scale or each option. */
  readonly distribution: readonly { readonly value: string; readonly n: number }[]
  readonly figures: readonly Figure[]
  /** By what the results were asked for, the largest group first. */
  readonly groups: readonly GroupResult[]
}

/** What a survey came to, each figure with how far it may be off. */
export interface SurveyResults {
  readonly survey: string
  readonly version: string
  readonly confidentiality: Confidentiality
  readonly confidence: number
  /** Nothing is said of fewer than so many. */
  readonly minimum: number
  readonly responses: ResponseCounts
  /** The share of those who were asked and answered to the end. */
  readonly completion: Estimate
  /** The median time from being asked to the last answer, in seconds. */
  readonly seconds: Estimate
  readonly questions: readonly QuestionResult[]
}

/** How results are given. */
export interface ResultOptions {
  readonly confidence?: number
  /** Of fewer nothing is said: 1 where answers are identified, 5 otherwise. */
  readonly minimum?: number
}

/** The least of which something may be said. */
export const leastOf = ({ confidentiality = "identified" }: Pick<AnyDefinition, "confidentiality">): number =>
  confidentiality === "identified" ? 1 : usualMinimum

interface Said {
  readonly confidence: number
  readonly minimum: number
  /** Groups that are withheld as a whole. */
  readonly hidden: ReadonlySet<GroupName>
}

const heardIn = ({ answered, known }: QuestionTally): number => answered + known

const figureOf = ({ name, estimate }: FigureReader, tally: QuestionTally, { confidence }: Said): Figure => ({
  ...name,
  ...estimate(tally, { confidence }),
})

/** The figures of each group beside all others together. */
const comparedGroups = (
  readers: readonly FigureReader[],
  groups: ReadonlyMap<GroupName, QuestionTally>,
  shown: readonly GroupName[],
  said: Said,
): ReadonlyMap<GroupName, readonly GroupFigure[]> => {
  const { confidence } = said
  const some = [...groups].filter(([, tally]) => heardIn(tally) > 0)
  const found = shown.map((group) => {
    const own = groups.get(group) ?? noTally
    const others = mergedTally(some.filter(([name]) => name !== group).map(([, tally]) => tally))
    const compared = readers.map((reader) => reader.compare(others, own, { confidence }))
    return { group, own, compared }
  })
  // of two groups, each is the rest of the other: that is one comparison and not two
  const counted = some.length === 2 ? found.slice(0, 1) : found
  const adjusted = holm(counted.flatMap(({ compared }) => compared.map(({ p }) => p)))
  return new Map(
    found.map(({ group, own, compared }, place) => [
      group,
      readers.map((reader, index): GroupFigure => {
        const p = adjusted[(some.length === 2 ? 0 : place) * readers.length + index] ?? null
        return { ...figureOf(reader, own, said), difference: compared[index]?.difference ?? null, p }
      }),
    ]),
  )
}

const groupResults = (
  readers: readonly FigureReader[],
  groups: ReadonlyMap<GroupName, QuestionTally>,
  said: Said,
): readonly GroupResult[] => {
  const sizes = [...groups]
    .map(([name, tally]) => ({ name, n: heardIn(tally) }))
    .filter(({ n }) => n > 0)
    .toSorted((one, two) => two.n - one.n || (String(one.name) < String(two.name) ? -1 : 1))
  const hidden = withheld(sizes, said)
  const shown = sizes.filter(({ name }) => !hidden.has(name)).map(({ name }) => name)
  const figures = comparedGroups(readers, groups, shown, said)
  return sizes.map(({ name, n }): GroupResult => {
    const isHidden = hidden.has(name)
    return { group: name, withheld: isHidden, n: isHidden ? null : n, figures: figures.get(name) ?? [] }
  })
}

const questionResult = (
  question: Question,
  groups: ReadonlyMap<GroupName, QuestionTally>,
  said: Said,
  isGrouped: boolean,
): QuestionResult => {
  const all = mergedTally([...groups.values()])
  const { asked, answered, skipped, stopped, known } = all
  const isHidden = heardIn(all) < said.minimum
  const readers = figuresOf(question)
  return {
    id: question.id,
    kind: question.kind,
    text: question.text,
    asked,
    answered,
    skipped,
    stopped,
    known,
    dropOff: asked === 0 ? nothingOf(0) : share({ count: stopped, n: asked }, said),
    withheld: isHidden,
    distribution: isHidden ? [] : distributionOf(question, all),
    figures: isHidden ? [] : readers.map((reader) => figureOf(reader, all, said)),
    groups: isGrouped && !isHidden ? groupResults(readers, groups, said) : [],
  }
}

/** What a tally of responses comes to. `minimum` is never below what the survey promises. */
export const resultsOf = (
  definition: AnyDefinition,
  { counts, seconds, groups, questions }: SurveyTally,
  {
    confidence = usualConfidence,
    minimum: wanted = 1,
    isGrouped = false,
  }: ResultOptions & { readonly isGrouped?: boolean } = {},
): SurveyResults => {
  const { name: survey, version, confidentiality = "identified" } = definition
  const minimum = Math.max(wanted, leastOf(definition))
  const sizes = [...groups].map(([name, n]) => ({ name, n }))
  const said: Said = { confidence, minimum, hidden: withheld(sizes, { minimum }) }
  return {
    survey,
    version,
    confidentiality,
    confidence,
    minimum,
    responses: { ...counts },
    completion: share({ count: counts.completed, n: counts.asked }, { confidence }),
    seconds: medianOf(seconds, { confidence }),
    questions: definition.questions.flatMap((question) => {
      const found = questions.get(question.id)
      return found ? [questionResult(question, found, said, isGrouped)] : []
    }),
  }
}
