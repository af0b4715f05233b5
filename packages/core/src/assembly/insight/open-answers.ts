import { InputError } from "../../kernel/errors.ts"
import type { CustomerId } from "../../kernel/ids.ts"
import { leastOf } from "../../insight/survey-results.ts"
import type { Label, Reading } from "../../sentiment/reading.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Page, PageRequest, Row } from "../../timeline/store.ts"
import type { Loop } from "../loop.ts"
import { nameOf } from "../rows.ts"
import { pageOf } from "../services/list.ts"
import { inOwnWords, type OwnWords, readOwnWords, wordsBehind, type WordsReading } from "./own-words.ts"
import { wordsList } from "./response-rows.ts"
import { surveyNamed } from "./results-request.ts"

/** A topic that an answer speaks of. */
export interface AnswerTopic {
  readonly name: string
  /** Where in the text: UTF-16 offsets, `end` exclusive. Empty where an analyzer named it, and no word does. */
  readonly spans: readonly { readonly start: number; readonly end: number }[]
}

/** What somebody answered in their own words, how they felt, and what they speak of. */
export interface OpenAnswer {
  readonly text: string
  readonly feeling: Pick<Reading, "label" | "score" | "confidence">
  readonly topics: readonly AnswerTopic[]
  /** Who said it, and when they were asked; only where answers are identified. */
  readonly by?: { readonly customer: CustomerId; readonly name: string; readonly askedAt: number }
}

/** A page of answers in own words, who was asked last first. A page may hold fewer than were asked for and still have a next one. */
export interface OpenAnswers extends Page<OpenAnswer> {
  /** Fewer have answered than the survey promises: nothing is shown. */
  readonly withheld: boolean
}

/** Which answers in own words are wanted. */
export interface OpenAnswersRequest extends Partial<PageRequest> {
  /** Those that speak of this topic. */
  readonly topic?: string
  /** Those that feel so. */
  readonly feeling?: Label
}

/** A page of few answers that fit is followed by so many others at most, before it is given. */
const mostPages = 20

const whoOf = async (loop: Loop, { stream, response }: OwnWords): Promise<OpenAnswer["by"]> => {
  const whole = await loop.whole(stream)
  return whole && { customer: whole.id, name: nameOf(whole), askedAt: response.askedAt }
}

/** Whether so many have answered that something may be shown. */
export const areEnough = async (loop: Loop, definition: AnyDefinition, question: string): Promise<boolean> => {
  const least = leastOf(definition)
  let [enough, after]: [number, string | undefined] = [least > 1 ? 0 : least, undefined]
  while (enough < least) {
    const page: Page<Row> = await loop.store.query(
      wordsList(definition.name, question),
      {},
      { limit: 100, ...(after !== undefined && { after }) },
    )
    enough += (await wordsBehind(loop, definition, question, page.items)).length
    after = page.next
    if (after === undefined) break
  }
  return enough >= least
}

const topicsOf = ({ hits, topics }: WordsReading): OpenAnswer["topics"] =>
  topics.map((name) => ({
    name,
    spans: hits.filter(({ topic }) => topic === name).map(({ start, end }) => ({ start, end })),
  }))

type Wanted = (reading: WordsReading) => boolean

const wantedBy = ({ setting }: Loop, { topic, feeling }: OpenAnswersRequest): Wanted => {
  if (topic !== undefined && !setting.topics.all.some(({ name }) => name === topic))
    throw new InputError("unknown", "topic", "name one of the topics of createEscucha")
  if (feeling !== undefined && feeling !== "negative" && feeling !== "neutral" && feeling !== "positive")
    throw new InputError("invalid", "feeling", "give negative, neutral or positive")
  return ({ topics, label }) =>
    (topic === undefined || topics.includes(topic)) && (feeling === undefined || label === feeling)
}

const answersBehind = async (
  loop: Loop,
  definition: AnyDefinition,
  { question, wanted }: { readonly question: string; readonly wanted: Wanted },
  lines: readonly Row[],
): Promise<readonly OpenAnswer[]> => {
  const isIdentified = (definition.confidentiality ?? "identified") === "identified"
  const words = await wordsBehind(loop, definition, question, lines)
  const answers = await Promise.all(
    words.map(async (each): Promise<OpenAnswer | undefined> => {
      const reading = await readOwnWords(loop, each)
      if (!wanted(reading)) return undefined
      const by = isIdentified ? await whoOf(loop, each) : undefined
      const { label, score, confidence } = reading
      return { text: each.text, feeling: { label, score, confidence }, topics: topicsOf(reading), ...(by && { by }) }
    }),
  )
  return answers.filter((answer) => answer !== undefined)
}

/** What was answered to a question in own words, page by page. Throws `InputError` where nobody asks that. */
export const openAnswers = async (
  loop: Loop,
  name: string,
  question: string,
  { topic, feeling, ...page }: OpenAnswersRequest = {},
): Promise<OpenAnswers> => {
  const definition = surveyNamed(loop, name)
  inOwnWords(definition, question)
  const wanted = wantedBy(loop, { ...(topic !== undefined && { topic }), ...(feeling !== undefined && { feeling }) })
  await loop.ready()
  if (!(await areEnough(loop, definition, question))) return { items: [], withheld: true }
  const { limit, after: first } = pageOf(page)
  for (let [looked, after] = [1, first]; ; looked++) {
    const from = after === undefined ? { limit } : { limit, after }
    const { items: lines, next } = await loop.store.query(wordsList(name, question), {}, from)
    const items = await answersBehind(loop, definition, { question, wanted }, lines)
    if (items.length > 0 || next === undefined || looked === mostPages)
      return { items, withheld: false, ...(next !== undefined && { next }) }
    after = next
  }
}
