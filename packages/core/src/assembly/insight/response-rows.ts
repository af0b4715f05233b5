import type { StreamId } from "../../kernel/ids.ts"
import type { AskedResponse } from "../../survey/asking.ts"
import { versionOf } from "../../survey/version.ts"
import type { Row } from "../../timeline/store.ts"
import type { AnyEntry, State } from "../entries.ts"

/** The list of the responses to a survey, who was asked last first. */
export const responseList = (survey: string): string => `response:${survey}`

/** The list of what was said in own words to a question, who was asked last first. */
export const wordsList = (survey: string, question: string): string => `words:${survey}:${question}`

/** A response as the list keeps it, which is longer than the stream remembers it. */
export type ResponseLine = Omit<AskedResponse, "draft" | "repeated" | "isCounted">

/** Where words are: in which response, and by which entry they came. */
export interface WordsLine {
  readonly response: string
  readonly by: string
}

const keyOf = (stream: StreamId, response: string): string => `${stream}/${versionOf({ response })}`

const lineOf = (response: AskedResponse): ResponseLine => {
  const { draft: _, repeated: __, isCounted: ___, ...line } = response
  return line
}

/**
 * The lines that an entry leaves in the lists of responses: one for each response, and one for each answer that may be words. Nothing of
 * them but the key says whose they are.
 */
export const responseLines = ({ kind, data, stream, id }: AnyEntry, after: State): readonly Row[] => {
  switch (kind) {
    case "survey-asked":
    case "question-answered":
    case "question-reopened":
    case "survey-migrated":
    case "survey-answered":
      break
    default:
      return []
  }
  const response = Object.hasOwn(after.surveys, data.response) ? after.surveys[data.response] : undefined
  if (!response) return []
  const [key, at] = [keyOf(stream, response.id), -response.askedAt]
  const line: Row = { projection: responseList(response.survey), key, at, data: JSON.stringify(lineOf(response)) }
  if (kind !== "question-answered" || typeof data.value !== "string") return [line]
  const words: WordsLine = { response: key, by: id }
  return [line, { projection: wordsList(response.survey, data.question), key, at, data: JSON.stringify(words) }]
}

/** What a line of the list of responses says. */
export const readResponse = ({ data }: Pick<Row, "data">): ResponseLine => JSON.parse(data)

/** What a line of a list of words says. */
export const readWords = ({ data }: Pick<Row, "data">): WordsLine => JSON.parse(data)

/** The stream that a line belongs to. */
export const streamOf = ({ key }: Pick<Row, "key">): StreamId => key.slice(0, key.indexOf("/")) as StreamId // `responseLines` wrote it
