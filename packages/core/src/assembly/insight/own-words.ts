import { InputError } from "../../kernel/errors.ts"
import type { EntryId, StreamId } from "../../kernel/ids.ts"
import type { Reading } from "../../sentiment/reading.ts"
import type { TopicHit } from "../../sentiment/topic-finder.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Answers } from "../../survey/definition.ts"
import { relevant } from "../../survey/engine.ts"
import { migrate } from "../../survey/migrate.ts"
import type { Row } from "../../timeline/store.ts"
import type { Loop } from "../loop.ts"
import { readResponse, readWords, type ResponseLine, responseList, streamOf } from "./response-rows.ts"

/** An answer in own words, where it lies, with the other answers of the same response. */
export interface OwnWords {
  readonly text: string
  readonly stream: StreamId
  /** The entry by which it came. */
  readonly by: string
  readonly response: ResponseLine
  readonly answers: Answers
}

/** How an answer in own words feels, and what it speaks of. */
export interface WordsReading extends Pick<Reading, "label" | "score" | "confidence" | "language"> {
  readonly hits: readonly TopicHit[]
  /** Topics in their order: those whose words it has, and those that a slow analyzer named. */
  readonly topics: readonly string[]
}

/** The question of this id. Throws `InputError` where it is not answered in own words. */
export const inOwnWords = ({ questions }: AnyDefinition, question: string): void => {
  const asked = questions.find(({ id }) => id === question)
  if (asked?.kind !== "text" && asked?.kind !== "open-text")
    throw new InputError("unknown", "question", "name a question of this survey that is answered in own words")
}

/** The answers behind lines of a list of words: what was taken back, or is not asked any more, is not among them. */
export const wordsBehind = async (
  { store }: Loop,
  definition: AnyDefinition,
  question: string,
  lines: readonly Row[],
): Promise<readonly OwnWords[]> => {
  const rows = await store.rows(
    responseList(definition.name),
    lines.map((line) => readWords(line).response),
  )
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return lines.flatMap((line): readonly OwnWords[] => {
    const { response: key, by } = readWords(line)
    const row = byKey.get(key)
    const response = row && readResponse(row)
    if (!response) return []
    const { answers: given } = migrate(definition, response.version, response.answers)
    const answers = relevant(definition, given, { seed: response.seed })
    const text = answers[question]
    return typeof text === "string" && text.trim() !== ""
      ? [{ text, stream: streamOf(line), by, response, answers }]
      : []
  })
}

/** The message by which an answer came: the first entry of the same input. */
const messageOf = (by: string): EntryId => `${by.slice(0, by.lastIndexOf("#"))}#0` as EntryId // entries are numbered within their input

/** What channels bring has such an id; what comes from pages is no message. */
const isMessage = (id: EntryId): boolean => id.startsWith("in:")

type Known = Pick<Reading, "label" | "score" | "confidence" | "language" | "topics">

/** The reading that the house keeps: of a slow analyzer, else of the fast one. */
const keptReading = async ({ read, setting }: Loop, { text, stream, by }: OwnWords): Promise<Known | undefined> => {
  const message = messageOf(by)
  if (!isMessage(message)) return undefined
  const slow =
    setting.slow && (await read.entry(`reading:analyze:${setting.slow.name}:${message}#0` as EntryId, stream)) // as the job names it
  if (slow?.kind === "reading-taken") return slow.data.reading
  const heard = await read.entry(message, stream)
  return heard?.kind === "message-received" && heard.data.text === text ? heard.data.reading : undefined
}

/** How somebody felt: as the house has read their message; words from a page are read now. What they speak of is always read now. */
export const readOwnWords = async (loop: Loop, words: OwnWords): Promise<WordsReading> => {
  const { topics, fast } = loop.setting
  const {
    label,
    score,
    confidence,
    language,
    topics: named = [],
  } = (await keptReading(loop, words)) ?? fast.analyze(words.text)
  const hits = topics.find(words.text)
  const spoken = new Set([...named, ...hits.map(({ topic }) => topic)])
  return {
    label,
    score,
    confidence,
    ...(language !== undefined && { language }),
    hits,
    topics: topics.all.map(({ name }) => name).filter((name) => spoken.has(name)),
  }
}
