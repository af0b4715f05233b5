import { textIn } from "../../kernel/localized.ts"
import type { Situation } from "../../runtime/house.ts"
import { ask, pendingIn, take } from "../../survey/asking.ts"
import { withdraw } from "../../conversation/queue.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { prompt } from "../../survey/prompt.ts"
import { parseReply } from "../../survey/reply.ts"
import type { Response } from "../../survey/response.ts"
import { checkAnswer } from "../../survey/check-answer.ts"
import type { Decision } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { InputOf } from "../inputs.ts"
import { languageOf } from "../rows.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"
import { approach, type Reach } from "./reach.ts"
import { post } from "./post.ts"

type Place = Pick<Situation<State>, "customer" | "now">

/** The message that asks the question which waits, or thanks for the last answer. */
const speak = (
  setting: Setting,
  place: Place,
  where: Reach,
  definition: AnyDefinition,
  response: Response,
  id: string,
  purpose: "answer" | "service",
): Decision<AnyDraft> => {
  const language = languageOf(place.customer)
  const question = definition.questions.find((asked) => asked.id === response.question)
  if (!question && !definition.thanks) return facts([])
  const said = question ? prompt(question, language) : { text: textIn(definition.thanks ?? "", language) }
  const content = { text: said.text, ...("choices" in said && said.choices && { choices: said.choices }) }
  return post(
    setting,
    place,
    where,
    { id, content, purpose, author: `survey:${definition.name}`, substance: false },
    false,
  )
}

const asks =
  (setting: Setting): Decide<"ask"> =>
  (input, situation) => {
    const definition = Object.hasOwn(setting.surveys, input.survey) ? setting.surveys[input.survey] : undefined
    if (!definition) return refuse("survey", "name one of the surveys of createEscucha", "unknown")
    const where = approach(setting, situation.customer, situation.stream, { ...input, purpose: "service" })
    if (!where)
      return refuse("via", "the customer has no address on any of these channels; identify one first", "unknown")
    const { asked, response } = ask(definition, { id: input.id, at: situation.now })
    if (input.historic) return facts([])
    const said = speak(
      setting,
      situation,
      where,
      definition,
      response,
      `${input.id}/${response.question ?? "end"}`,
      "service",
    )
    const isWithheld = said.entries.some(
      ({ kind, data }) => kind === "message-written" && data.delivery.status === "withheld",
    )
    return isWithheld ? said : { ...said, entries: [{ ...asked, streams: [where.stream] }, ...said.entries] }
  }

/** A question that still waits to leave (over night, say) is not put to somebody who has answered meanwhile. */
const withdrawn = ({ outbox }: Pick<State, "outbox">, { name }: AnyDefinition): readonly AnyDraft[] =>
  withdraw(outbox, ({ author }) => author === `survey:${name}`, "it was answered before it left")

/** What a reply comes to: which question it answers, and whether it is in the customer's own words. */
type Reply = Decision<AnyDraft> & { readonly answers: string; readonly isWords: boolean }

/** Whether it was tapped under another question than the one that waits. */
const isLate = (
  { choice, repliesTo }: InputOf<"message">["message"],
  { kind, id }: AnyDefinition["questions"][number],
  { settled }: State["outbox"],
): boolean => {
  if (choice === undefined) return false
  const [under] =
    Object.entries(settled).find(([, { provider }]) => provider !== undefined && provider === repliesTo) ?? []
  return under === undefined ? kind === "open-text" : !under.endsWith(`/${id}`)
}

/** What a message answers, when a question of ours waits in this conversation and the words can be read as its answer. */
export const hearReply = (
  setting: Setting,
  input: InputOf<"message">,
  situation: Situation<State>,
): Reply | undefined => {
  const pending = pendingIn(situation.own.surveys)
  const definition =
    pending && Object.hasOwn(setting.surveys, pending.survey) ? setting.surveys[pending.survey] : undefined
  const question = definition?.questions.find(({ id }) => id === pending?.question)
  if (!pending || !definition || !question || input.historic) return undefined
  if (input.message.automatic || input.message.public || input.message.call) return undefined
  if (isLate(input.message, question, situation.own.outbox)) return undefined
  const reply = parseReply(question, input.message.choice ?? input.message.text, languageOf(situation.customer))
  if (!("value" in reply)) return undefined
  const { response, entries } = take(definition, pending, {
    question: question.id,
    value: reply.value,
    at: situation.now,
  })
  const where = { stream: situation.stream, channel: input.channel }
  const said = speakAfterReply(setting, situation, where, definition, response, input.id)
  return {
    answers: `${pending.survey}.${question.id}`,
    isWords: question.kind === "open-text",
    entries: [...withdrawn(situation.own, definition), ...entries, ...said.entries],
    posts: said.posts ?? [],
  }
}

// The customer is talking to us at this moment: the next question answers them and is not held by hours or caps.
const speakAfterReply = (
  setting: Setting,
  { customer, now, stream }: Situation<State>,
  where: Reach,
  definition: AnyDefinition,
  response: Response,
  id: string,
) => {
  const row = customer.streams.get(stream)
  if (!row) return facts([])
  const talking = { ...row, state: { ...row.state, conversation: { ...row.state.conversation, heardAt: now } } }
  const heard = { ...customer, streams: new Map([...customer.streams, [stream, talking] as const]) }
  return speak(
    setting,
    { customer: heard, now },
    where,
    definition,
    response,
    `${id}/${response.question ?? "end"}`,
    "answer",
  )
}

const answers =
  (setting: Setting): Decide<"answer"> =>
  (input, { customer, stream, now }) => {
    const home = [...customer.streams].find(([, { state }]) => Object.hasOwn(state.surveys, input.response))
    const known = home?.[1].state.surveys[input.response]
    const name = known?.survey ?? input.survey
    const definition = Object.hasOwn(setting.surveys, name) ? setting.surveys[name] : undefined
    if (!definition) return refuse("survey", "name one of the surveys of createEscucha", "unknown")
    const begun = known ? undefined : ask(definition, { id: input.response, at: now })
    const before = known ?? begun?.response
    if (!before) return refuse("response", "no survey of this name waits for an answer", "unknown")
    const checked = checkAnswer(definition, input.question, input.value)
    if ("problem" in checked)
      return refuse(checked.problem.field, textIn(checked.problem.message, languageOf(customer)))
    const at = home?.[0] ?? stream
    const taken = take(definition, before, { question: input.question, value: checked.value, at: now })
    const moot = [...customer.streams].flatMap(([held, { state }]) =>
      withdrawn(state, definition).map((draft): AnyDraft => ({ ...draft, streams: [held] })),
    )
    return facts([
      ...[...(begun ? [begun.asked] : []), ...taken.entries].map((draft): AnyDraft => ({ ...draft, streams: [at] })),
      ...moot,
    ])
  }

/** How surveys are decided: asked by us, answered in a chat or on a page. */
export const asking = (setting: Setting) => ({ ask: asks(setting), answer: answers(setting) })
