import { InputError } from "../../kernel/errors.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { resultsOf, type SurveyResults } from "../../insight/survey-results.ts"
import { createSurveyCounter, type GroupName } from "../../insight/survey-tally.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Row } from "../../timeline/store.ts"
import { pictureOf } from "../facts.ts"
import type { Loop } from "../loop.ts"
import type { Declared } from "../services/declared.ts"
import { breathe } from "../slices.ts"
import { readResponse, type ResponseLine, responseList, streamOf } from "./response-rows.ts"
import { type ResultsRequest, resultsRequest, type SurveyResultsOptions, surveyNamed } from "./results-request.ts"

const pageSize = 1_000

/** Nobody reads more groups than this; a trait with more is no group, and each person would be one. */
const mostGroups = 100

/** The group of those who began a survey by themselves, on a page, where groups are channels. */
export const onPage = "page"

/** The pages of a list of responses, who was asked last first, as far back as is wanted; others work between them. */
async function* responsesOf(loop: Loop, survey: string, { since, until }: ResultsRequest) {
  let after: string | undefined
  for (;;) {
    const page = await loop.store.query(
      responseList(survey),
      {},
      { limit: pageSize, ...(after !== undefined && { after }) },
    )
    const read = page.items.map((row) => ({ row, response: readResponse(row) }))
    const wanted = read.filter(({ response: { askedAt } }) => askedAt >= since && askedAt < until)
    if (wanted.length > 0) yield wanted
    after = page.next
    if (after === undefined || read.some(({ response: { askedAt } }) => askedAt < since)) return
    await breathe()
  }
}

const nameOfGroup = (value: unknown): GroupName =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null

/** The value of a trait of whoever each line belongs to now; each of them is read once a page. */
const traitsOf = async (loop: Loop, trait: string, rows: readonly Row[], now: number) => {
  const streams = [...new Set(rows.map(streamOf))]
  const values = await Promise.all(
    streams.map(async (stream): Promise<readonly [StreamId, GroupName]> => {
      const whole = await loop.whole(stream)
      const picture = whole ? pictureOf(loop.setting.computed, whole.state, now) : {}
      return [stream, nameOfGroup(Object.hasOwn(picture, trait) ? picture[trait] : undefined)]
    }),
  )
  return new Map(values)
}

type Grouping = (row: Row, response: ResponseLine) => GroupName

const groupingOf = async (loop: Loop, by: string | undefined, rows: readonly Row[], now: number): Promise<Grouping> => {
  if (by === undefined) return () => null
  if (by === "channel") return (_, { channel }) => channel ?? onPage
  const values = await traitsOf(loop, by, rows, now)
  return (row) => values.get(streamOf(row)) ?? null
}

/** The names of the places where answers to anonymous surveys lie: nothing of who was asked is there. */
const apart = /^web:[0-9a-f]{40}$/

/** Whether a response to an anonymous survey is what was said, and not that somebody was asked. */
const isSaid = ({ id, answers }: ResponseLine): boolean =>
  apart.test(id) || Object.values(answers).some((value) => value !== null)

/** Counts the responses that are wanted. Of an anonymous survey, who was asked and what was answered lie apart. */
const countedOf = async (loop: Loop, definition: AnyDefinition, request: ResultsRequest) => {
  const counter = createSurveyCounter(definition)
  const now = loop.clock.now()
  const isApart = definition.confidentiality === "anonymous"
  const groups = new Set<GroupName>()
  for await (const page of responsesOf(loop, definition.name, request)) {
    const groupOf = await groupingOf(
      loop,
      request.by,
      page.map(({ row }) => row),
      now,
    )
    for (const { row, response } of page) {
      const isAnswers = isApart && isSaid(response)
      if (!isAnswers) counter.countWay(response, now)
      if (isApart && !isAnswers) continue
      const group = groupOf(row, response)
      groups.add(group)
      if (groups.size > mostGroups)
        throw new InputError("too-large", "by", `more than ${mostGroups} groups; choose what has fewer values`)
      counter.countAnswers(response, group)
    }
  }
  return counter.tally()
}

/** What a survey came to. Throws `InputError`, which names the option that cannot be. */
export const surveyResults = async (
  loop: Loop,
  declared: Pick<Declared, "traits">,
  name: string,
  options?: SurveyResultsOptions,
): Promise<SurveyResults> => {
  const definition = surveyNamed(loop, name)
  const request = resultsRequest(loop, declared, definition, options)
  await loop.ready()
  const tally = await countedOf(loop, definition, request)
  return resultsOf(definition, tally, { ...request, isGrouped: request.by !== undefined })
}
