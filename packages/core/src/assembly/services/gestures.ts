import { InputError } from "../../kernel/errors.ts"
import type { Rejection } from "../../timeline/decision.ts"
import type { Outcome } from "../../runtime/turn.ts"
import { contentFor } from "../content.ts"
import { rewrite, standing, wrongEmoji } from "../decide/gesture.ts"
import type { ConversationsDoor } from "../doors/conversations.ts"
import type { MessagesDoor } from "../doors/messages.ts"
import { act, isDone } from "../gestures/act.ts"
import { lastReceived, receivedFrom, writtenTo } from "../gestures/find.ts"
import { placeFor } from "../gestures/place.ts"
import { idFor, type Loop } from "../loop.ts"
import { knownIn } from "./known.ts"

type Done = Promise<Outcome["status"]>

/** Throws what a decision refuses. */
const refusing = <Value extends object>(value: Value | Rejection): Value => {
  if (!("invalid" in value)) return value
  const { reason = "invalid", field, remedy } = value.invalid
  throw new InputError(reason, field, remedy)
}

/** Puts new words where those of a message of ours were. */
export const editOwn = async (
  loop: Loop,
  ...[customer, message, content, { id: given, by = "team" } = {}]: Parameters<MessagesDoor["edit"]>
): Done => {
  const id = idFor("edit-own", given, loop)
  const whole = await knownIn(loop, customer)
  if (await isDone(loop, id)) return "duplicate"
  const { entry, parts } = await writtenTo(loop, whole, message)
  const { stream, data } = entry
  const place = placeFor(loop, whole, { stream, channel: data.channel }, "edit")
  const known = whole.streams.get(stream)?.state.gestures.edits[message]
  if (known?.content === null) throw new InputError("conflict", "id", "it was removed; send a new message")
  const { address, channel } = place
  const { edit, remove } = channel.extras
  const words = contentFor(content, whole)
  const there = standing(data.content, known?.content, parts, channel.capabilities)
  const { edits, left } = refusing(rewrite(data.content, words, there, channel.capabilities))
  if (left.length > 0 && !remove)
    throw new InputError(
      "conflict",
      "content.text",
      "the message went out in several, and none can be removed; write as much as before",
    )
  return act(loop, {
    place,
    input: { kind: "edit-own", id, on: stream, channel: data.channel, message, content: words, by },
    calls: [
      ...edits.flatMap(({ provider, payload }) =>
        edit ? [(context: Parameters<typeof edit>[2]) => edit({ address, provider }, payload, context)] : [],
      ),
      ...left.flatMap((provider) =>
        remove ? [(context: Parameters<typeof remove>[1]) => remove({ address, provider }, context)] : [],
      ),
    ],
  })
}

/** Takes a message of ours back. */
export const removeOwn = async (
  loop: Loop,
  ...[customer, message, { id: given, by = "team" } = {}]: Parameters<MessagesDoor["remove"]>
): Done => {
  const id = idFor("remove-own", given, loop)
  const whole = await knownIn(loop, customer)
  if (await isDone(loop, id)) return "duplicate"
  const { entry, parts } = await writtenTo(loop, whole, message)
  const { stream, data } = entry
  const known = whole.streams.get(stream)?.state.gestures.edits[message]
  if (known?.content === null) return "duplicate"
  const place = placeFor(loop, whole, { stream, channel: data.channel }, "remove")
  const { address, channel } = place
  const { remove } = channel.extras
  return act(loop, {
    place,
    input: { kind: "edit-own", id, on: stream, channel: data.channel, message, content: null, by },
    isAlwaysAllowed: true,
    calls: standing(data.content, known?.content, parts, channel.capabilities).flatMap((provider) =>
      remove && provider !== null
        ? [(context: Parameters<typeof remove>[1]) => remove({ address, provider }, context)]
        : [],
    ),
  })
}

/** Reacts to a message of theirs. */
export const reactTo = async (
  loop: Loop,
  ...[customer, of, emoji, { id: given, by = "team" } = {}]: Parameters<MessagesDoor["react"]>
): Done => {
  const problem = wrongEmoji(emoji)
  if (problem) refusing(problem)
  const id = idFor("react", given, loop)
  const whole = await knownIn(loop, customer)
  if (await isDone(loop, id)) return "duplicate"
  const { entry, provider } = await receivedFrom(loop, whole, of)
  const { stream, data } = entry
  const place = placeFor(loop, whole, { stream, channel: data.channel }, "react")
  const { address, channel } = place
  const { react } = channel.extras
  return act(loop, {
    place,
    input: { kind: "react", id, on: stream, channel: data.channel, of, emoji, by },
    calls: react ? [(context) => react({ address, provider }, emoji, context)] : [],
  })
}

/** Shows the customer that we have read what they wrote. */
export const markRead = async (
  loop: Loop,
  ...[customer, { id: given, by = "team", to } = {}]: Parameters<ConversationsDoor["read"]>
): Done => {
  const id = idFor("mark-read", given, loop)
  const whole = await knownIn(loop, customer)
  if (await isDone(loop, id)) return "duplicate"
  const { entry, provider } = await lastReceived(loop, whole, customer, to)
  const { stream, data, occurredAt: upTo } = entry
  if (whole.streams.get(stream)?.state.gestures.read?.of === entry.id) return "duplicate"
  const place = placeFor(loop, whole, { stream, channel: data.channel }, "markRead")
  const { address, channel } = place
  const { markRead: mark } = channel.extras
  return act(loop, {
    place,
    input: { kind: "mark-read", id, on: stream, channel: data.channel, of: entry.id, upTo, by },
    calls: mark ? [(context) => mark({ address, provider }, context)] : [],
  })
}
