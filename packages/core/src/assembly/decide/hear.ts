import { heard, withStop } from "../../conversation/contact.ts"
import { type Conversation, ring, waitingIn } from "../../conversation/conversation.ts"
import { confirmation } from "../../conversation/opt-out.ts"
import { milliseconds } from "../../kernel/duration.ts"
import { textIn } from "../../kernel/localized.ts"
import type { EntryId, StreamId } from "../../kernel/ids.ts"
import type { Situation } from "../../runtime/house.ts"
import { feel } from "../../sentiment/mood.ts"
import { readingTaken } from "../../sentiment/mood.ts"
import type { Decision } from "../../timeline/decision.ts"
import type { Job } from "../../timeline/job.ts"
import { streamsOut } from "./consent.ts"
import { languageOf } from "../rows.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { InputOf } from "../inputs.ts"
import { type Decide, facts, type Setting } from "./setting.ts"
import { hearReply } from "./survey.ts"
import { tooLong } from "./text.ts"
import { post } from "./write.ts"

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

/** Whether no clock runs that would ring by then: nobody waited, or not for so long, or only since before an import. */
const needsClock = (conversation: Conversation, due: number, now: number): boolean => {
  const running = waitingIn(conversation)?.due ?? Infinity
  return due < running || (running <= now && conversation.overdue === null)
}

/** A customer who says stop is told once that we heard it; the confirmation passes the stop itself. */
const confirm = (
  setting: Setting,
  situation: Situation<State>,
  { id, channel, message }: InputOf<"message">,
  read: string | undefined,
): Decision<AnyDraft> => {
  // a stop may be the first that we hear of them
  const text = textIn(confirmation, languageOf(situation.customer) ?? message.language ?? read)
  const { customer, now } = situation
  // it is written in this very decision
  const stopped = { ...customer, state: { ...customer.state, contact: withStop(customer.state.contact, now) } }
  return post(
    setting,
    { customer: stopped, now },
    { stream: situation.stream, channel },
    { id: `${id}/stop`, content: { text }, purpose: "opt-out-confirmation", author: "opt-out", substance: false },
    false,
  )
}

const analyzeJob = (setting: Setting, key: StreamId, entry: EntryId): readonly Job[] =>
  setting.slow ? [{ key, id: `analyze:${setting.slow.name}:${entry}`, type: "analyze", ref: entry }] : []

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
    // "alto" may be an option; "stop" is no answer in one's own words.
    const wish = reply && !reply.isWords ? undefined : heard(text, channel)
    const wishes =
      wish?.kind === "opted-in"
        ? streamsOut(customer, stream).map((each): AnyDraft => ({ ...wish, streams: [each] }))
        : wish
          ? [wish]
          : []
    const answered = wish?.kind === "opted-out" ? undefined : reply
    const isFelt = text !== "" && (!reply || reply.isWords) // a number on a scale is not read as a text
    const reading = isFelt
      ? setting.fast.analyze(text, rest.language === undefined ? {} : { language: rest.language })
      : undefined
    const owesAnswer = !rest.automatic && !answered && wishes.length === 0
    const due = owesAnswer ? waitsSince(input.occurredAt, now) + setting.answerWithin : undefined
    const received: AnyDraft = {
      kind: "message-received",
      data: {
        channel,
        text,
        ...rest,
        ...(provider !== undefined && { provider }),
        ...(due !== undefined && { due }),
        ...(reading && { reading }),
        ...(answered && { answers: answered.answers }),
      },
    }
    const moods = reading ? feel(customer.state.feelings, entry, reading, input.occurredAt ?? now) : []
    const stop =
      wishes.some(({ kind }) => kind === "opted-out") && !historic
        ? confirm(setting, situation, input, reading?.language)
        : undefined
    const clock =
      due !== undefined && !historic && needsClock(own.conversation, due, now)
        ? [clockJob(stream, own.conversation.received + 1, due)]
        : []
    return {
      entries: [received, ...wishes, ...moods, ...(answered?.entries ?? []), ...(stop?.entries ?? [])],
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
      ...feel(customer.state.feelings, of, reading, occurredAt ?? now),
    ])) satisfies Decide<"reading">,
  ring: ((_input, { stream, own, now }) => {
    const [next] = own.conversation.open
    const entries = ring(own.conversation, now)
    const isRunning = next && next.due > now
    return isRunning ? { entries, posts: [clockJob(stream, next.number, next.due)] } : facts(entries)
  }) satisfies Decide<"ring">,
})
