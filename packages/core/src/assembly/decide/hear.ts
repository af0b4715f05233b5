import { heard, withSender, withStop } from "../../conversation/contact.ts"
import { type Conversation, ring } from "../../conversation/conversation.ts"
import { confirmation } from "../../conversation/opt-out.ts"
import { replied } from "../../conversation/receipt.ts"
import { milliseconds } from "../../kernel/duration.ts"
import { textIn } from "../../kernel/localized.ts"
import type { EntryId, StreamId } from "../../kernel/ids.ts"
import type { Situation, Whole } from "../../runtime/house.ts"
import { feel, feelAgain } from "../../sentiment/mood.ts"
import { readingTaken } from "../../sentiment/mood.ts"
import type { Decision } from "../../timeline/decision.ts"
import type { Job } from "../../timeline/job.ts"
import { streamsOut } from "./consent.ts"
import { languageOf } from "../rows.ts"
import { linksOf } from "./identity.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { InputOf } from "../inputs.ts"
import { type Decide, facts, type Setting } from "./setting.ts"
import { hearReply } from "./survey-reply.ts"
import { tooLong } from "./text.ts"
import { post } from "./post.ts"

const clockJob = (key: StreamId, number: number, at: number): Job => ({
  key,
  id: `clock:${key}:${number}`,
  type: "clock",
  at,
})

/** No provider delivers later than this; a date before it is somebody's wrong clock. */
const longestWay = milliseconds("24 hours")

/** Since when a customer waits: since they wrote, not since we heard of it. */
const waitsSince = (occurredAt: number | undefined, now: number): number =>
  Math.max(occurredAt ?? now, now - longestWay)

/** What breaks next of the messages that wait. */
const nextDue = ({ open }: Conversation, now: number): Conversation["open"][number] | undefined =>
  open.filter(({ due }) => due > now).toSorted((one, two) => one.due - two.due)[0]

/** Whether no clock runs that would ring by then: nobody waited, or not for so long, or all of it is broken already. */
const needsClock = (conversation: Conversation, due: number, now: number): boolean =>
  due < (nextDue(conversation, now)?.due ?? Infinity)

/** The customer as they are once this very stop is written: they wrote here, at this moment, and want no more. */
const afterStop = (
  { customer, stream, now }: Situation<State>,
  { automatic, claimed = false }: InputOf<"message">["message"],
): Whole<State> => {
  const row = customer.streams.get(stream)
  const stopped = { ...customer, state: { ...customer.state, contact: withStop(customer.state.contact, now) } }
  if (!row) return stopped
  const { conversation, contact } = row.state
  const here: State = {
    ...row.state,
    conversation: { ...conversation, heardAt: now, privatelyAt: now },
    contact: { ...withSender(withStop(contact, now), claimed), ...(automatic && { machineAt: now }) },
  }
  return { ...stopped, streams: new Map([...customer.streams, [stream, { ...row, state: here }] as const]) }
}

/** What stands for an answer that nobody of the team is to read. */
const hidden = "•••"

/** A customer who says stop is told once that we heard it; the confirmation passes the stop itself. */
const confirm = (
  setting: Setting,
  situation: Situation<State>,
  { id, channel, message }: InputOf<"message">,
  read: string | undefined,
): Decision<AnyDraft> => {
  // a stop may be the first that we hear of them
  const text = textIn(confirmation, languageOf(situation.customer) ?? message.language ?? read)
  const { now } = situation
  return post(
    setting,
    { customer: afterStop(situation, message), now },
    { stream: situation.stream, channel },
    { id: `${id}/stop`, content: { text }, purpose: "opt-out-confirmation", author: "opt-out", substance: false },
    false,
  )
}

const analyzeJob = (setting: Setting, key: StreamId, entry: EntryId): readonly Job[] =>
  setting.slow ? [{ key, id: `analyze:${setting.slow.name}:${entry}`, type: "analyze", ref: entry }] : []

/** What they say about hearing from us at all, where they say it to us and not to everybody. */
const wishesIn = (
  { message, channel }: InputOf<"message">,
  { customer, stream }: Situation<State>,
  isChoice: boolean,
): readonly AnyDraft[] => {
  // "alto" may be an option; "stop" is no answer in one's own words.
  const wish = isChoice || message.public ? undefined : heard(message.text, channel)
  if (wish?.kind !== "opted-in") return wish ? [wish] : []
  if (message.claimed) return [] // whoever writes in another's name opens nothing again
  return streamsOut(customer, stream).map((each): AnyDraft => ({ ...wish, streams: [each] }))
}

/** Other names of theirs for which the network vouches. Where a rule refuses them, the message is kept all the same. */
const namesIn = (setting: Setting, { id, channel }: InputOf<"message">, situation: Situation<State>) => {
  const links = linksOf(setting, situation, { id, source: `channel:${channel}` })
  return "invalid" in links ? [] : links
}

/** Whether somebody has to answer: not a machine, nor what was settled by being said. */
const isOwed = ({ automatic, call }: InputOf<"message">["message"]): boolean =>
  !automatic && call?.status !== "answered"

const hear =
  (setting: Setting): Decide<"message"> =>
  (input, situation) => {
    const { id, channel, message, historic = false } = input
    const problem = tooLong("text", message.text)
    if (problem) return problem
    const { stream, own, customer, now } = situation
    const entry: EntryId = `${id}#0`
    const { at: _, text, provider, ...rest } = message
    const reply = hearReply(setting, input, situation)
    const wishes = wishesIn(input, situation, reply?.isOption ?? false)
    const isStop = wishes.some(({ kind }) => kind === "opted-out")
    const answered = isStop ? undefined : reply
    // a number on a scale is not read as a text, and what is promised to be read by nobody is not felt
    const isFelt = text !== "" && (!reply || (reply.isWords && !reply.isHidden))
    const reading = isFelt
      ? setting.fast.analyze(text, rest.language === undefined ? {} : { language: rest.language })
      : undefined
    const owesAnswer = isOwed(message) && !answered && wishes.length === 0
    const due = owesAnswer ? waitsSince(input.occurredAt, now) + setting.answerWithin : undefined
    const received: AnyDraft = {
      kind: "message-received",
      data: {
        channel,
        text: answered?.isHidden ? hidden : text,
        ...rest,
        ...(provider !== undefined && { provider }),
        ...(due !== undefined && { due }),
        ...(reading && { reading }),
        ...(answered?.answers !== undefined && { answers: answered.answers }),
      },
    }
    const moods = reading ? feel(customer.state.feelings, entry, reading, input.occurredAt ?? now) : []
    const stop = isStop && !historic ? confirm(setting, situation, input, reading?.language) : undefined
    const clock =
      due !== undefined && !historic && needsClock(own.conversation, due, now)
        ? [clockJob(stream, own.conversation.received + 1, due)]
        : []
    return {
      entries: [
        received,
        ...wishes,
        ...moods,
        ...(answered?.entries ?? []),
        ...(stop?.entries ?? []),
        ...namesIn(setting, input, situation),
        ...(historic || rest.automatic ? [] : replied(own.outbox, rest.repliesTo, input.occurredAt ?? now)),
      ],
      posts: [
        ...clock,
        ...(historic || !reading ? [] : analyzeJob(setting, stream, entry)),
        ...(answered?.posts ?? []),
        ...(stop?.posts ?? []),
      ],
    }
  }

/** How what we hear is decided: messages, the readings that come later, and the clock that rings. */
export const hearing = (setting: Setting) => ({
  message: hear(setting),
  reading: (({ of, reading, occurredAt }, { customer, now }) =>
    facts([
      { kind: readingTaken.kind, data: { of, reading } },
      ...feelAgain(customer.state.feelings, of, reading, occurredAt ?? now),
    ])) satisfies Decide<"reading">,
  ring: ((_input, { stream, own, now }) => {
    const next = nextDue(own.conversation, now)
    const posts = next ? [clockJob(stream, next.number, next.due)] : []
    return { entries: ring(own.conversation, now), posts }
  }) satisfies Decide<"ring">,
})
