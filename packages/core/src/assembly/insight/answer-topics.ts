import { InputError } from "../../kernel/errors.ts"
import type { Localized } from "../../kernel/localized.ts"
import { type Estimate, nothingOf } from "../../insight/estimate.ts"
import { createTopicCounter, type TopicFigures } from "../../insight/topic-figures.ts"
import { createEmergingCounter, type EmergingWord } from "../../sentiment/emerging.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Question } from "../../survey/question.ts"
import type { Loop } from "../loop.ts"
import { breathe } from "../slices.ts"
import { inOwnWords, type OwnWords, readOwnWords, type WordsReading, wordsBehind } from "./own-words.ts"
import { wordsList } from "./response-rows.ts"
import { type ResultsRequest, resultsRequest, type SurveyResultsOptions, surveyNamed } from "./results-request.ts"

/** Which answers in own words are looked at, and by what they are told apart. */
export interface TopicsOptions extends Omit<SurveyResultsOptions, "by"> {
  /** The question of the same survey that gives a score; its first of a scale (nps, csat, ces, rating), where it is left out. */
  readonly score?: string
}

/** What is said of a topic, with the text that a colleague reads in place of its name. */
export interface TopicResult extends TopicFigures {
  readonly label?: Localized
}

/** What the answers in own words speak of. */
export interface AnswerTopics {
  readonly survey: string
  readonly question: string
  readonly confidence: number
  /** Nothing is said of fewer than so many. */
  readonly minimum: number
  /** Fewer have answered: nothing is said. */
  readonly withheld: boolean
  /** How many answers were looked at; `null` where it is withheld. */
  readonly n: number | null
  /** Whether there are no earlier ones in the period: the last ten thousand are looked at. */
  readonly isWhole: boolean
  /** The question that gives the score; none, where the survey has none. */
  readonly score?: string
  /** The declared topics that somebody speaks of, that of which most do first. */
  readonly topics: readonly TopicResult[]
  /** The share of answers that speak of none of them. */
  readonly none: Estimate
  /** What unhappy answers speak of more than happy ones, and no topic covers. */
  readonly emerging: readonly EmergingWord[]
}

const pageSize = 200
const mostAnswers = 10_000
const fewest = 3

/** A question that gives a score. */
const isScale = ({ kind }: Question): boolean =>
  kind === "nps" || kind === "csat" || kind === "ces" || kind === "rating"

const scoreQuestion = ({ questions }: AnyDefinition, wanted: string | undefined): Question | undefined => {
  if (wanted === undefined) return questions.find(isScale)
  const found = questions.find(({ id }) => id === wanted)
  if (found && isScale(found)) return found
  throw new InputError("unknown", "score", "name a question of this survey with a scale: nps, csat, ces or rating")
}

interface Read {
  readonly words: OwnWords
  readonly reading: WordsReading
}

/** The answers in the period, who was asked last first, in pages; others work between them. */
async function* readIn(
  loop: Loop,
  definition: AnyDefinition,
  question: string,
  { since, until }: Pick<ResultsRequest, "since" | "until">,
): AsyncGenerator<readonly Read[]> {
  let after: string | undefined
  do {
    const page = await loop.store.query(
      wordsList(definition.name, question),
      {},
      { limit: pageSize, ...(after !== undefined && { after }) },
    )
    const lines = page.items.filter(({ at }) => -at >= since && -at < until) // a line lies by when they were asked, the last first
    const words = await wordsBehind(loop, definition, question, lines)
    yield await Promise.all(words.map(async (each) => ({ words: each, reading: await readOwnWords(loop, each) })))
    if (page.items.some(({ at }) => -at < since)) return
    after = page.next
    await breathe()
  } while (after !== undefined)
}

/** Reads the answers in the period one by one; nothing of a single one is kept. */
const countedIn = async (
  loop: Loop,
  definition: AnyDefinition,
  {
    question,
    score,
    ...period
  }: Pick<ResultsRequest, "since" | "until"> & {
    readonly question: string
    readonly score: Question | undefined
  },
) => {
  const [counter, emerging] = [createTopicCounter(score), createEmergingCounter()]
  let [n, isWhole] = [0, true]
  for await (const page of readIn(loop, definition, question, period)) {
    const taken = page.slice(0, mostAnswers - n)
    for (const { words, reading } of taken) {
      const value = score && words.answers[score.id]
      counter.count({
        topics: reading.topics,
        feeling: reading.score,
        ...(value !== undefined && value !== null && { score: value }),
      })
      emerging.count({ ...reading, text: words.text, covered: reading.hits })
    }
    n += taken.length
    isWhole = taken.length === page.length
    if (!isWhole) break
  }
  return { counter, emerging, n, isWhole }
}

/** What the answers to a question speak of. Throws `InputError`, which names what cannot be. */
export const answerTopics = async (
  loop: Loop,
  name: string,
  question: string,
  { score: wanted, ...options }: TopicsOptions = {},
): Promise<AnswerTopics> => {
  const definition = surveyNamed(loop, name)
  inOwnWords(definition, question)
  const { confidence, minimum, since, until } = resultsRequest(loop, { traits: {} }, definition, options)
  const score = scoreQuestion(definition, wanted)
  await loop.ready()
  const { counter, emerging, n, isWhole } = await countedIn(loop, definition, { question, score, since, until })
  const head = { survey: name, question, confidence, minimum, isWhole, ...(score && { score: score.id }) }
  if (n < minimum) return { ...head, withheld: true, n: null, topics: [], none: nothingOf(0), emerging: [] }
  const labels = new Map(loop.setting.topics.all.map((topic) => [topic.name, topic.label]))
  const { topics, none } = counter.figures({ confidence, minimum })
  return {
    ...head,
    withheld: false,
    n,
    topics: topics.map((each) => {
      const label = labels.get(each.topic)
      return { ...each, ...(label !== undefined && { label }) }
    }),
    none,
    emerging: emerging.words({ least: Math.max(fewest, minimum) }),
  }
}
