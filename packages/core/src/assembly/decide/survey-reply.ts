import { explain } from "../../survey/explain.ts"
import { withdraw } from "../../conversation/queue.ts"
import type { Attachment } from "../../channel/inbound.ts"
import { type Localized, textIn } from "../../kernel/localized.ts"
import type { Situation } from "../../runtime/house.ts"
import type { CheckedAnswer, Refusal } from "../../survey/answer.ts"
import { type AskedResponse, isOpen, pendingIn, take } from "../../survey/asking.ts"
import { checkAnswer } from "../../survey/check-answer.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { type Around, carriedOver, pastStatements, questionBefore, waiting } from "../../survey/going-on.ts"
import { hold } from "../../survey/hold.ts"
import { isBack, isMeant } from "../../survey/meant.ts"
import { partOf } from "../../survey/parts.ts"
import type { Question } from "../../survey/question.ts"
import { parseReply, parseTap } from "../../survey/reply.ts"
import { moreFrom } from "../../survey/reply-word.ts"
import { walkOf } from "../../survey/response.ts"
import type { Decision } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { InputOf } from "../inputs.ts"
import { languageOf } from "../rows.ts"
import { ballotOf } from "../survey/anonymous.ts"
import { aroundOf, surveyOf } from "./survey-around.ts"
import type { Setting } from "./setting.ts"
import { followsFrom, incentiveFor } from "./survey-follow.ts"
import { speak, talking } from "./survey-speak.ts"

/** What a message comes to that was said to a question of ours. */
export type Reply = Decision<AnyDraft> & {
  /** The question that it answers; none, where it went back, or could not be the answer. */
  readonly answers?: string
  /** It is in the customer's own words, and is felt. */
  readonly isWords: boolean
  /** It is one of the options, whatever else its words could mean. */
  readonly isOption: boolean
  /** What it says is promised to be read by nobody of the team. */
  readonly isHidden: boolean
}

/** How often a question is asked again because what was said could not be its answer. */
const mostRepeated = 2

const thanks: Localized = { es: "Gracias.", en: "Thank you." }

/** A question that still waits to leave (over night, say) is not put to somebody who has answered meanwhile. */
export const withdrawn = ({ outbox }: Pick<State, "outbox">, { name }: AnyDefinition): readonly AnyDraft[] =>
  withdraw(outbox, ({ author }) => author === `survey:${name}`, "it was answered before it left")

/** Whether it was tapped under another question than the one that waits: also one of the same name, of another response. */
const isLate = (
  { choice, repliesTo }: InputOf<"message">["message"],
  { kind, id }: Question,
  response: string,
  { outbox: { settled }, surveys }: Pick<State, "outbox" | "surveys">,
): boolean => {
  if (choice === undefined) return false
  const [under] =
    Object.entries(settled).find(([, { provider }]) => provider !== undefined && provider === repliesTo) ?? []
  if (under === undefined) return kind === "open-text"
  return (
    !under.endsWith(`/${id}`) || Object.keys(surveys).some((each) => each !== response && under === `${each}/${id}`)
  )
}

const unknownType = "application/octet-stream"

/** Files as an answer names them. */
const filesOf = (attachments: readonly Attachment[]): readonly unknown[] =>
  attachments.map(({ url, type = unknownType, size = 0, name }) => ({
    media: url,
    type,
    bytes: size,
    ...(name !== undefined && { name }),
  }))

/** A message, as it is heard under the question that waits. */
interface Heard {
  readonly setting: Setting
  readonly input: InputOf<"message">
  readonly situation: Situation<State>
  readonly definition: AnyDefinition
  readonly response: AskedResponse
  readonly around: Around
  readonly question: Question
  readonly language: string | undefined
  /** What was written before: that the response goes on with a newer version, and passed what is only to be read. */
  readonly before: readonly AnyDraft[]
}

const heardIn = (setting: Setting, input: InputOf<"message">, situation: Situation<State>): Heard | undefined => {
  const { automatic, public: place, call, language } = input.message
  if (input.historic || automatic || place || call) return undefined
  const pending = pendingIn(situation.own.surveys, situation.now)
  const definition = pending && surveyOf(setting, pending.survey)
  if (!pending || !definition) return undefined
  const around = aroundOf(situation.customer, definition.name, input.moment, pending)
  const carried = carriedOver(definition, pending, around)
  // what is only to be read waits on a page at most: nothing that is said answers it
  const { response, entries } = pastStatements(definition, carried.response, situation.now, around)
  const now = waiting(definition, response, around)
  if (!("question" in now)) return undefined
  const spoken = languageOf(situation.customer) ?? language
  const { question } = now
  const before = [...carried.entries, ...entries]
  return { setting, input, situation, definition, response, around, question, language: spoken, before }
}

/** The next message of ours, in a conversation in which they have just said something. */
const spoken = (
  { setting, input, situation, definition, around, language }: Heard,
  response: AskedResponse,
  more: {
    readonly read?: readonly Question[]
    readonly above?: Localized
    readonly below?: Localized | undefined
    readonly from?: number
  },
): Decision<AnyDraft> => {
  const { below, ...rest } = more
  const place = talking(situation, situation.stream)
  const where = { stream: situation.stream, channel: input.channel }
  const saying = { definition, response, around, id: input.id, purpose: "answer" as const, language, ...rest }
  return speak(setting, place, where, { ...saying, ...(below !== undefined && { below }) })
}

const replyOf = (
  { question, definition, before, situation }: Heard,
  said: Decision<AnyDraft>,
  { entries, ...more }: { readonly entries: readonly AnyDraft[]; readonly answers?: string } & Pick<Decision, "posts">,
): Reply => ({
  ...(more.answers !== undefined && { answers: more.answers }),
  isWords: more.answers !== undefined && question.kind === "open-text",
  isOption: "options" in question || question.kind === "matrix" || question.kind === "consent",
  isHidden: !isOpen(definition),
  entries: [...before, ...withdrawn(situation.own, definition), ...entries, ...said.entries],
  posts: [...(said.posts ?? []), ...(more.posts ?? [])],
})

const backFrom = (heard: Heard): Reply | undefined => {
  const { definition, response, around } = heard
  const { id, survey, draft, question: now } = response
  // half of an answer is taken back first
  const question = draft === undefined ? questionBefore(definition, response, around) : (now ?? undefined)
  if (question === undefined) return undefined
  const { draft: _, repeated: __, ...rest } = response
  const after = { ...rest, question }
  const entries: readonly AnyDraft[] = [{ kind: "question-reopened", data: { response: id, survey, question } }]
  return { ...replyOf(heard, spoken(heard, after, {}), { entries }), isOption: false }
}

const again = (heard: Heard, { problem }: Refusal): Reply | undefined => {
  const { id, survey, repeated = 0 } = heard.response
  if (repeated >= mostRepeated) return undefined
  const entries: readonly AnyDraft[] = [
    { kind: "question-repeated", data: { response: id, survey, question: heard.question.id } },
  ]
  const above = [thanks, explain(problem)].map((text) => textIn(text, heard.language)).join(" ")
  return { ...replyOf(heard, spoken(heard, heard.response, { above }), { entries }), isOption: false }
}

/** The whole answer, taken: the facts, what follows from them, and what is said next. */
const whole = (heard: Heard, value: unknown): Reply => {
  const { setting, input, situation, definition, response, around, question, language } = heard
  const { stream, now } = situation
  const isSecret = definition.confidentiality === "anonymous"
  const given = { question: question.id, value: isSecret ? null : value, at: now, ...around }
  const taken = take(definition, response, given)
  const past = pastStatements(definition, taken.response, now, around)
  const incentive = incentiveFor(setting, response, past.response, input.moment)
  const method = "message-word" as const
  const { moment } = input
  const where = { input: input.id, definition, question, value, home: stream, method, moment, language }
  const follows = isSecret ? [] : followsFrom(setting, situation, where)
  const said = spoken(heard, past.response, { read: past.read, below: incentive.text })
  const ballots = isSecret ? [ballotOf({ key: stream, input: input.id, response, question: question.id, value })] : []
  return replyOf(heard, said, {
    answers: `${definition.name}.${question.id}`,
    entries: [...taken.entries, ...follows, ...past.entries, ...incentive.entries],
    posts: ballots,
  })
}

/**
 * What a message comes to when a question of ours waits in this conversation: its answer, a step back, or something that was meant as
 * an answer and cannot be one. `undefined` for a message like any other; the question goes on waiting.
 */
export const hearReply = (
  setting: Setting,
  input: InputOf<"message">,
  situation: Situation<State>,
): Reply | undefined => {
  const heard = heardIn(setting, input, situation)
  if (!heard) return undefined
  const { message } = input
  const { question, response, definition, around } = heard
  const part = partOf(question, response.draft)
  if (isLate(message, part.question, response.id, situation.own)) return undefined
  if (message.choice === undefined && isBack(message.text)) return backFrom(heard)
  // "more 11": the rest of a list that was too long for one message
  const from = message.choice === undefined && "options" in part.question ? moreFrom(message.text) : undefined
  if (from !== undefined) return replyOf(heard, spoken(heard, response, { from }), { entries: [] })
  const { attachments = [] } = message
  const isFile = question.kind === "file" && attachments.length > 0
  const said = message.choice ?? message.text
  const read: CheckedAnswer = isFile
    ? hold(question, filesOf(attachments))
    : message.choice === undefined
      ? parseReply(part.question, said, heard.language)
      : parseTap(part.question, message.choice)
  const isSure = isFile || message.choice !== undefined || isMeant(part.question, said)
  if ("problem" in read) return isSure ? again(heard, read) : undefined
  const step = part.take(read.value)
  if ("draft" in step) {
    const { id, survey } = response
    const entries: readonly AnyDraft[] = [
      { kind: "answer-begun", data: { response: id, survey, question: question.id, draft: step.draft } },
    ]
    const { repeated: _, ...rest } = response
    const next = spoken(heard, { ...rest, draft: step.draft }, {})
    return replyOf(heard, next, { entries, answers: `${definition.name}.${question.id}` })
  }
  const checked = checkAnswer(definition, question.id, step.value, response.answers, walkOf(response, around))
  return "problem" in checked ? again(heard, checked) : whole(heard, checked.value)
}
