import { addressAt, type Channel, type Outgoing as Message, type Payload, type Sent } from "../../channel/channel.ts"
import { render } from "../../channel/render.ts"
import { isAutomatic } from "../../conversation/contact-place.ts"
import { type Outgoing, ownId, type Planned } from "../../conversation/outbox.ts"
import type { CallResult, Course } from "../../conversation/settle.ts"
import { milliseconds } from "../../kernel/duration.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import { type InputId, inputId } from "../../kernel/ids.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { StreamRow } from "../../timeline/store.ts"
import type { AnyEntry, State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { addressed } from "../media/address.ts"
import { withSurveyLinks } from "../survey-page/in-message.ts"
import { callChannel } from "./call.ts"
import { exclusionOf } from "./exclusion.ts"
import { filesFor } from "./files.ts"
import { putOff } from "./put-off.ts"
import { countedFor } from "./spent.ts"
import { undersigned } from "./under-mail.ts"

const isMarked = (entries: readonly AnyEntry[]): boolean =>
  entries.some((entry) => entry.kind === "delivery-changed" && entry.data.delivery.status === "sending")

/** How long a channel is left alone that asked for a pause and did not say for how long. */
const usualPause = milliseconds("1 second")

/** A message that this attempt carries, and where. */
interface Carried {
  readonly loop: Loop
  readonly attempt: Attempt
  readonly message: string
  readonly row: StreamRow<State>
  readonly outgoing: Outgoing
  readonly channel: Channel
  readonly address: string
  /** Where this person unsubscribes from it with one click. */
  readonly unsubscribe?: string
}

const messageOf = (
  { message, row, outgoing, address, unsubscribe }: Carried,
  content: Payload,
  part: number,
  files: Message["files"] = {},
): Message => {
  const answered = outgoing.answers ?? row.state.conversation.provider
  return {
    id: ownId(message, part),
    address,
    content,
    attempt: outgoing.attempts - (outgoing.free ?? 0),
    ...(isAutomatic(outgoing.author) && { automatic: true }),
    ...(answered !== null && { inReplyTo: answered }),
    ...(outgoing.public && { public: outgoing.public }),
    ...(outgoing.toPrivate && { toPrivate: true }),
    ...(Object.keys(files).length > 0 && { files }),
    ...(unsubscribe !== undefined && { unsubscribe }),
  }
}

const resultOf = async ({ loop, outgoing, message, address }: Carried, sent: Sent): Promise<CallResult> => {
  if (sent.status !== "failed") return sent
  const { reason, retryable, retryAfter, sent: left } = sent.error
  // a pause that is asked for is no failure: the message takes its place among those that wait
  if (reason === "rate-limit" && left === "no") {
    const until = loop.clock.now() + (retryAfter ?? usualPause)
    const turn = await loop.gates.pass(outgoing.channel, message, address)
    return { status: "paused", until: Math.max(until, turn ?? until) }
  }
  return { status: "failed", error: reason, retryable, sent: left, ...(retryAfter !== undefined && { retryAfter }) }
}

const rejected = (channel: string, cause: unknown): Sent => ({
  status: "failed",
  error: new DeliveryError(channel, "rejected", { retryable: false, sent: "no" }, { cause }),
})

/** Makes the call of one part, if the door is still open: it may have been closed since the mark was made. */
const leave = async (carried: Carried, payload: Payload, part: number): Promise<CallResult> => {
  const { loop, attempt, message, outgoing, channel, address } = carried
  const name = outgoing.channel
  const files = await filesFor(loop, name, channel, payload, attempt.signal)
  if (files instanceof DeliveryError) return resultOf(carried, { status: "failed", error: files })
  const content = await addressed(loop, name, channel, payload)
  if (content instanceof DeliveryError) return resultOf(carried, { status: "failed", error: content })
  if (loop.gates.isClosed(name, message)) {
    const until = await loop.gates.pass(name, message, address)
    if (until !== undefined) return { status: "paused", until }
  }
  return resultOf(
    carried,
    await callChannel(loop, name, channel, messageOf(carried, content, part, files), attempt.signal),
  )
}

/** Carries a marked message out, part by part; each is written down before the next one leaves. */
const carry = async (given: Carried): Promise<void> => {
  const { loop, attempt, message, outgoing, channel, address } = given
  const asked = await withSurveyLinks(loop, attempt.key, message, outgoing)
  const { content, ...mail } = await undersigned(loop, attempt.key, { ...outgoing, content: asked })
  const carried = { ...given, ...mail }
  const { id, key } = attempt
  const settle = (result: CallResult, course: Course, isLast: boolean) =>
    loop.post({
      kind: "settle",
      id: inputId(`settle:${id}:${course.part}:${result.status}`),
      on: key,
      message,
      result,
      course,
      ...(isLast && { acks: id }),
    })
  const rendered = render(content, channel.capabilities)
  if ("refusal" in rendered) {
    const refused = await resultOf(carried, rejected(outgoing.channel, rendered.refusal.remedy))
    return void (await settle(refused, { part: 0, of: 1 }, true))
  }
  const { payloads } = rendered
  for (let part = outgoing.parts?.length ?? 0; part < payloads.length; part++) {
    const payload = payloads[part]
    if (!payload) break
    const result = await leave(carried, payload, part)
    const isGood = result.status === "sent" || result.status === "delivered"
    const isLast = part === payloads.length - 1 || !isGood
    const next = isLast ? undefined : await loop.gates.pass(outgoing.channel, message, address)
    const course = { part, of: payloads.length, ...(next !== undefined && { next }) }
    const told = await settle(result, course, isLast)
    if (isLast) return
    if (told.status === "duplicate" || !isMarked(told.entries)) break // it waits, or a stop came in between
  }
  await loop.post({ kind: "done", id: inputId(`done:${id}`), on: key, acks: id })
}

/** Lets another channel of its pool take a message whose own takes nothing at the moment; whether one does. */
const handOn = async ({ id, key, ref: message = "" }: Attempt, loop: Loop, planned: Planned): Promise<boolean> => {
  if (planned.within !== undefined) return false // it has a time of its own, at which it is looked at
  const told = await loop.post({ kind: "follow", id: inputId(`follow:${id}`), on: key, message, channel: "broken" })
  return told.status === "committed" && told.entries.some(({ kind }) => kind === "message-written")
}

/** Whether a message that waits may go now. Who may not comes back at a moment of their own, or goes by another channel. */
const mayGo = async (
  attempt: Attempt,
  loop: Loop,
  { state }: StreamRow<State>,
  channel: string,
  address: string,
): Promise<boolean> => {
  const { id, key, ref: message = "" } = attempt
  const planned = state.outbox.plans?.[message]
  if (planned && loop.gates.isBroken(channel) && (await handOn(attempt, loop, planned))) {
    await loop.post({ kind: "done", id: inputId(`done:${id}`), on: key, acks: id })
    return false
  }
  const until = await loop.gates.pass(channel, message, address)
  if (until === undefined) return true
  await loop.post({ kind: "postpone", id: inputId(`postpone:${id}`), on: key, message, until, acks: id })
  return false
}

/** Whether a message whose call never came back may go out again now: its provider knows it by its key, and it is its turn there. */
const mayGoAgain = async (
  loop: Loop,
  place: {
    readonly channel: Channel | undefined
    readonly name: string
    readonly message: string
    readonly identifier: StreamRow<State>["identifier"] | undefined
  },
): Promise<boolean> => {
  const { channel, name, message, identifier } = place
  if (channel?.capabilities.idempotency.kind !== "key" || identifier === undefined) return false
  const address = addressAt(channel, identifier)
  return address !== undefined && (await loop.gates.pass(name, message, address)) === undefined
}

/**
 * Marks a message and carries it out. Where an earlier run of this very attempt had marked it, it goes out again at once if the provider
 * knows it by its key, and is settled as lost if not.
 */
const depart = async (attempt: Attempt, loop: Loop, channel: Channel | undefined, name: string): Promise<void> => {
  const { id, key, ref: message = "" } = attempt
  const exclusion = await exclusionOf(attempt, loop)
  const { spent, giveBack } = await countedFor(loop, key, message)
  const standing = async () => {
    const row = (await loop.whole(key))?.streams.get(key)
    return { row, outgoing: row?.state.outbox.open[message] }
  }
  const mark = (input: InputId, resumes?: true) =>
    loop.post({
      kind: "dispatch",
      id: input,
      on: key,
      message,
      ...(exclusion && { exclusion }),
      ...(spent && { spent }),
      ...(resumes && { resumes }),
    })
  let marked = await mark(inputId(`dispatch:${id}`))
  let { row, outgoing } = await standing()
  const settle = (result: CallResult) =>
    loop.post({
      kind: "settle",
      id: inputId(`settle:${id}:${result.status}`),
      on: key,
      message,
      result,
      course: { part: outgoing?.parts?.length ?? 0, of: outgoing?.of ?? 1 },
      acks: id,
    })
  if (marked.status === "duplicate") {
    const isTurn = outgoing && (await mayGoAgain(loop, { channel, name, message, identifier: row?.identifier }))
    if (outgoing && isTurn) marked = await mark(inputId(`dispatch:${id}:${outgoing.attempts}`), true)
    if (marked.status === "duplicate" || marked.entries.length === 0) {
      if (isTurn) loop.gates.leave(name, message)
      return void (await settle({ status: "uncertain" }))
    }
    ;({ row, outgoing } = await standing())
  }
  if (!row || !outgoing || !isMarked(marked.entries)) {
    loop.gates.leave(name, message)
    await giveBack()
    return void (await loop.post({ kind: "done", id: inputId(`done:${id}`), on: key, acks: id }))
  }
  const address = channel && addressAt(channel, row.identifier)
  if (!channel || address === undefined)
    return void (await settle({
      status: "failed",
      error: "this channel is not there any more",
      retryable: false,
      sent: "no",
    }))
  return carry({ loop, attempt, message, row, outgoing, channel, address })
}

/**
 * Sends a message: waits for its turn at the provider, marks it in a commit of its own, calls the channel once for each part, and only if
 * this very attempt made the mark, and writes down what came of it. Where an earlier attempt made the mark and never came back, nobody
 * knows whether the message left.
 */
export const send = async (attempt: Attempt, loop: Loop): Promise<void> => {
  const { id, key, ref: message = "" } = attempt
  const row = (await loop.whole(key))?.streams.get(key)
  const waiting = row?.state.outbox.open[message]
  if (!row || !waiting) {
    loop.gates.forget(message)
    return void (await loop.post({ kind: "done", id: inputId(`done:${id}`), on: key, acks: id }))
  }
  const { channels } = loop.setting
  const channel = Object.hasOwn(channels, waiting.channel) ? channels[waiting.channel] : undefined
  if (!channel && waiting.delivery.status === "queued" && (await putOff(attempt, loop))) return
  const address = channel && addressAt(channel, row.identifier)
  const isWaiting = waiting.delivery.status === "queued" && address !== undefined
  if (isWaiting && !(await mayGo(attempt, loop, row, waiting.channel, address))) return
  return depart(attempt, loop, channel, waiting.channel)
}
