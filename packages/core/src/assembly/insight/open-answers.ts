import { InputError } from "../../kernel/errors.ts"
import type { CustomerId, EntryId, StreamId } from "../../kernel/ids.ts"
import { leastOf } from "../../insight/survey-results.ts"
import type { Reading } from "../../sentiment/reading.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { relevant } from "../../survey/engine.ts"
import { migrate } from "../../survey/migrate.ts"
import type { Page, PageRequest, Row } from "../../timeline/store.ts"
import type { Loop } from "../loop.ts"
import { nameOf } from "../rows.ts"
import { pageOf } from "../services/list.ts"
import { readResponse, readWords, responseList, type ResponseLine, streamOf, wordsList } from "./response-rows.ts"
import { surveyNamed } from "./results-request.ts"

/** What somebody answered in their own words, and how they felt. */
export interface OpenAnswer {
  readonly text: string
  readonly feeling: Pick<Reading, "label" | "score" | "confidence">
  /** Who said it, and when they were asked; only where answers are identified. */
  readonly by?: { readonly customer: CustomerId; readonly name: string; readonly askedAt: number }
}

/** A page of answers in own words, who was asked last first. A page may hold fewer than were asked for and still have a next one. */
export interface OpenAnswers extends Page<OpenAnswer> {
  /** Fewer have answered than the survey promises: nothing is shown. */
  readonly withheld: boolean
}

/** An answer in own words, where it lies. */
interface Found {
  readonly text: string
  readonly stream: StreamId
  readonly by: string
  readonly response: ResponseLine
}

const textIn = (definition: AnyDefinition, question: string, response: ResponseLine): string | undefined => {
  const { answers } = migrate(definition, response.version, response.answers)
  const text = relevant(definition, answers, { seed: response.seed })[question]
  return typeof text === "string" && text.trim() !== "" ? text : undefined
}

/** The answers behind lines of a list of words: what was taken back, or is not asked any more, is not among them. */
const foundIn = async (
  { store }: Loop,
  definition: AnyDefinition,
  question: string,
  lines: readonly Row[],
): Promise<readonly Found[]> => {
  const rows = await store.rows(
    responseList(definition.name),
    lines.map((line) => readWords(line).response),
  )
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return lines.flatMap((line) => {
    const { response: key, by } = readWords(line)
    const row = byKey.get(key)
    const response = row && readResponse(row)
    const text = response && textIn(definition, question, response)
    return response && text !== undefined ? [{ text, stream: streamOf(line), by, response }] : []
  })
}

/** The message by which an answer came: the first entry of the same input. */
const messageOf = (by: string): EntryId => `${by.slice(0, by.lastIndexOf("#"))}#0` as EntryId // entries are numbered within their input

/** How somebody felt: as the house has read their message, the slow analyzer before the fast one; words from a page are read now. */
const feelingOf = async ({ read, setting }: Loop, { text, stream, by }: Found): Promise<OpenAnswer["feeling"]> => {
  const message = messageOf(by)
  const slow =
    setting.slow && (await read.entry(`reading:analyze:${setting.slow.name}:${message}#0` as EntryId, stream)) // as the job names it
  const heard = await read.entry(message, stream)
  const known =
    slow?.kind === "reading-taken"
      ? slow.data.reading
      : heard?.kind === "message-received" && heard.data.text === text
        ? heard.data.reading
        : undefined
  const { label, score, confidence } = known ?? setting.fast.analyze(text)
  return { label, score, confidence }
}

const whoOf = async (loop: Loop, { stream, response }: Found): Promise<OpenAnswer["by"]> => {
  const whole = await loop.whole(stream)
  return whole && { customer: whole.id, name: nameOf(whole), askedAt: response.askedAt }
}

/** Whether so many have answered that something may be shown. */
const areEnough = async (loop: Loop, definition: AnyDefinition, question: string): Promise<boolean> => {
  const least = leastOf(definition)
  let [enough, after]: [number, string | undefined] = [least > 1 ? 0 : least, undefined]
  while (enough < least) {
    const page: Page<Row> = await loop.store.query(
      wordsList(definition.name, question),
      {},
      { limit: 100, ...(after !== undefined && { after }) },
    )
    enough += (await foundIn(loop, definition, question, page.items)).length
    after = page.next
    if (after === undefined) break
  }
  return enough >= least
}

/** What was answered to a question in own words, page by page. Throws `InputError` where nobody asks that. */
export const openAnswers = async (
  loop: Loop,
  name: string,
  question: string,
  page: Partial<PageRequest> | undefined,
): Promise<OpenAnswers> => {
  const definition = surveyNamed(loop, name)
  const asked = definition.questions.find(({ id }) => id === question)
  if (asked?.kind !== "text" && asked?.kind !== "open-text")
    throw new InputError("unknown", "question", "name a question of this survey that is answered in own words")
  await loop.ready()
  const isIdentified = (definition.confidentiality ?? "identified") === "identified"
  if (!(await areEnough(loop, definition, question))) return { items: [], withheld: true }
  const { items, next } = await loop.store.query(wordsList(name, question), {}, pageOf(page))
  const found = await foundIn(loop, definition, question, items)
  const answers = await Promise.all(
    found.map(async (each): Promise<OpenAnswer> => {
      const by = isIdentified ? await whoOf(loop, each) : undefined
      return { text: each.text, feeling: await feelingOf(loop, each), ...(by && { by }) }
    }),
  )
  return { items: answers, withheld: false, ...(next !== undefined && { next }) }
}
