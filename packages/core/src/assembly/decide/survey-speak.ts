import { textIn, type Localized } from "../../kernel/localized.ts"
import type { Change } from "../../conversation/queue.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { AskedResponse } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Ended } from "../../survey/engine.ts"
import { type Around, waiting } from "../../survey/going-on.ts"
import { partOf } from "../../survey/parts.ts"
import type { Medium, Question } from "../../survey/question.ts"
import { render, type Rendering } from "../../survey/render.ts"
import type { Content } from "../../channel/content.ts"
import { languageOf } from "../rows.ts"
import { post } from "./post.ts"
import type { Reach } from "./reach.ts"
import type { Setting } from "./setting.ts"
import { mediumOf, type Place } from "./survey-around.ts"

/** What is said of a response: the question that waits, or how it ended. */
export interface Saying {
  readonly definition: AnyDefinition
  readonly response: AskedResponse
  readonly around: Around
  /** Names the message, together with the question that it asks. */
  readonly id: string
  readonly purpose: "answer" | "service"
  /** What was only to be read, before the question. */
  readonly read?: readonly Question[]
  /** What stands above everything else: that something did not fit, a reminder. */
  readonly above?: Localized
  /** What stands below: what is given for the answers. */
  readonly below?: Localized
  /** When surveys were put to them: of one that is about to begin. */
  readonly surveyed?: readonly number[]
  /** From which option a long list goes on; 0 for what comes behind its beginning. */
  readonly from?: number
  /** The language of somebody of whom nothing else says it. */
  readonly language?: string | undefined
}

const wordsOf = ({ wording, text }: Question, medium: Medium): Localized => wording?.[medium] ?? text

// A path of our own leads nowhere from a chat.
const leadsTo = ({ link }: Ended): readonly string[] => (link !== undefined && /^https?:/.test(link) ? [link] : [])

/** What a response says now, and the id of the question that it asks; `undefined` where there is nothing to say. */
const contentOf = (
  { definition, response, around, read = [], above, below, from }: Saying,
  rendering: Pick<Rendering, "medium" | "language" | "capabilities">,
): { readonly asks: string; readonly content: Content } | undefined => {
  const { medium, language } = rendering
  const said = (text: Localized | undefined) => (text === undefined ? [] : [textIn(text, language)])
  const before = [...said(above), ...read.flatMap((statement) => said(wordsOf(statement, medium)))]
  const now = waiting(definition, response, around)
  if ("question" in now) {
    const { question } = partOf(now.question, response.draft)
    const first = render(question, rendering)
    const next = from === 0 ? first.more : from
    const { text, choices } = next === undefined ? first : render(question, { ...rendering, from: next })
    const lines = [...before, text, ...said(below)]
    return { asks: question.id, content: { text: lines.join("\n"), ...(choices && { choices }) } }
  }
  const lines = [...before, ...said(now.ended.text), ...leadsTo(now.ended), ...said(below)]
  return lines.length === 0 ? undefined : { asks: "end", content: { text: lines.join("\n") } }
}

/** The message that asks the question which waits, or says how the survey ended. */
export const speak = (setting: Setting, place: Place, where: Reach, saying: Saying): Change => {
  const language = languageOf(place.customer) ?? saying.language
  const channel = Object.hasOwn(setting.channels, where.channel) ? setting.channels[where.channel] : undefined
  const medium = mediumOf(setting, where.channel)
  const said = contentOf(saying, { medium, language, ...(channel && { capabilities: channel.capabilities }) })
  if (!said) return { entries: [] }
  const { definition, id, purpose, surveyed } = saying
  const author = `survey:${definition.name}`
  const letter = { id: `${id}/${said.asks}`, content: said.content, purpose, author, substance: false }
  return post(setting, place, where, { ...letter, ...(surveyed && { surveyed }) }, false)
}

/** The customer as they are at this moment: they talk to us here, so that what follows answers them and is not held by hours or caps. */
export const talking = ({ customer, now }: Place, stream: StreamId): Place => {
  const row = customer.streams.get(stream)
  if (!row) return { customer, now }
  const here = { ...row, state: { ...row.state, conversation: { ...row.state.conversation, heardAt: now } } }
  return { customer: { ...customer, streams: new Map([...customer.streams, [stream, here] as const]) }, now }
}
