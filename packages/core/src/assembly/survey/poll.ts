import * as z from "zod"
import { InputError } from "../../kernel/errors.ts"
import { millisecondsPer } from "../../kernel/duration.ts"
import { type Localized, textIn } from "../../kernel/localized.ts"
import { isPoll } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { unitOf } from "../../timeline/unit.ts"
import type { Loop } from "../loop.ts"
import { voteMetric } from "./metrics.ts"

/** So many votes at least lie between what is told and what is told next: nobody's own can be seen in the difference. */
const step = 5

/** How a poll stands: how many voted, and for what. It names nobody. */
export interface PollResults {
  readonly votes: number
  readonly options: readonly {
    readonly value: string
    readonly label: Localized
    readonly votes: number
    /** From 0 to 1. */
    readonly share: number
  }[]
}

/** The list of what was told of polls last. */
const list = "poll-results"

const told = z.record(z.string(), z.number())
type Votes = z.infer<typeof told>

const allOf = (votes: Votes): number => Object.values(votes).reduce((sum, each) => sum + each, 0)

const countedNow = async ({ store, clock }: Loop, survey: string, options: readonly string[]): Promise<Votes> => {
  const metrics = options.map((value) => voteMetric(survey, value))
  const counts = await store.series(metrics, 0, clock.now() + millisecondsPer.hour)
  const of = (metric: string) => counts.reduce((sum, each) => (each.metric === metric ? sum + each.by : sum), 0)
  return Object.fromEntries(options.map((value) => [value, of(voteMetric(survey, value))]))
}

/**
 * How a poll stands, as of its last five votes or more; `null` while there were fewer. Throws `InputError` for a survey that is none.
 */
export const pollResults = async (loop: Loop, definition: AnyDefinition | undefined): Promise<PollResults | null> => {
  const [question] = definition?.questions ?? []
  if (!definition || !isPoll(definition) || question?.kind !== "choice")
    throw new InputError("unknown", "survey", "name a poll: an anonymous survey of one choice")
  await loop.ready()
  const { name } = definition
  const { store } = loop
  const options = question.options.map(({ value }) => value)
  const [row] = await store.rows(list, [name])
  const last = row ? told.parse(JSON.parse(row.data)) : {}
  const now = await countedNow(loop, name, options)
  const isNews = allOf(now) >= allOf(last) + step
  if (isNews)
    await store.commit([unitOf({ puts: [{ projection: list, key: name, at: 0, data: JSON.stringify(now) }] })])
  const votes = isNews ? now : last
  const all = allOf(votes)
  if (all === 0) return null
  return {
    votes: all,
    options: question.options.map(({ value, label }) => {
      const of = votes[value] ?? 0
      return { value, label, votes: of, share: of / all }
    }),
  }
}

/** A poll as it is told in a chat, to somebody who has voted. */
export const pollText = ({ votes, options }: PollResults, language: string | undefined): string =>
  [
    textIn({ es: `Votos hasta ahora: ${votes}`, en: `Votes so far: ${votes}` }, language),
    ...options.map(({ label, share, votes: of }) => `${textIn(label, language)}: ${Math.round(share * 100)} % (${of})`),
  ].join("\n")
