import { InputError } from "../../kernel/errors.ts"
import { millisecondsPer } from "../../kernel/duration.ts"
import { type Localized, textIn } from "../../kernel/localized.ts"
import { isPoll } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Loop } from "../loop.ts"
import { voteMetric } from "./metrics.ts"

/** How a poll stands: how many voted, and for what. It names nobody. */
export interface PollResults {
  readonly votes: number
  readonly options: readonly {
    readonly value: string
    readonly label: Localized
    readonly votes: number
    /** From 0 to 1; 0 where nobody voted yet. */
    readonly share: number
  }[]
}

/** How a poll stands now. Throws `InputError` for a survey that is none. */
export const pollResults = async (loop: Loop, definition: AnyDefinition | undefined): Promise<PollResults> => {
  const [question] = definition?.questions ?? []
  if (!definition || !isPoll(definition) || question?.kind !== "choice")
    throw new InputError("unknown", "survey", "name a poll: an anonymous survey of one choice")
  await loop.ready()
  const metrics = question.options.map(({ value }) => voteMetric(definition.name, value))
  const counts = await loop.store.series(metrics, 0, loop.clock.now() + millisecondsPer.hour)
  const sum = (metric: string) => counts.reduce((total, each) => (each.metric === metric ? total + each.by : total), 0)
  const votes = metrics.map(sum)
  const all = votes.reduce((total, each) => total + each, 0)
  return {
    votes: all,
    options: question.options.map(({ value, label }, place) => {
      const of = votes[place] ?? 0
      return { value, label, votes: of, share: all === 0 ? 0 : of / all }
    }),
  }
}

/** A poll as it is told in a chat, to somebody who has voted. */
export const pollText = ({ votes, options }: PollResults, language: string | undefined): string =>
  [
    textIn({ es: `Votos hasta ahora: ${votes}`, en: `Votes so far: ${votes}` }, language),
    ...options.map(({ label, share, votes: of }) => `${textIn(label, language)}: ${Math.round(share * 100)} % (${of})`),
  ].join("\n")
