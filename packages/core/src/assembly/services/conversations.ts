import * as Context from "effect/Context"
import { identifierAt } from "../../channel/channel.ts"
import type { InboxItem } from "../../conversation/inbox.ts"
import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import { endpointOf, inputId, type StreamId } from "../../kernel/ids.ts"
import { idFor, type Loop } from "../loop.ts"
import type { Unanswered } from "../rows.ts"
import { attempt } from "./failure.ts"
import { markRead } from "./gestures.ts"
import { knownIn } from "./known.ts"
import { listOf } from "./list.ts"
import { outcomeOf } from "./outcome.ts"
import { tellTyping } from "./typing.ts"
import type { ConversationsDoor } from "../doors/conversations.ts"
import type { Effectful } from "./effectful.ts"

/** Who talks with us, and who waits. */
export interface ConversationsService extends Effectful<ConversationsDoor> {}

/** Conversations as a service of Effect. */
export class Conversations extends Context.Service<Conversations, ConversationsService>()("@escucha/Conversations") {}

/** The service over a loop. */
export const makeConversations = (loop: Loop): ConversationsService => {
  const known = (customer: string) => knownIn(loop, customer)
  return {
    inbox: (filter = {}, page) =>
      attempt(() =>
        listOf(
          loop,
          "inbox",
          { filter: { ...filter }, page },
          ({ data }) => JSON.parse(data) as InboxItem, // rowsOf wrote it
        ),
      ),
    unanswered: (page) =>
      attempt(() =>
        listOf(loop, "unanswered", { page }, ({ data, key }) => ({
          ...(JSON.parse(data) as Unanswered), // rowsOf wrote it
          stream: key as StreamId, // and its key is a stream
        })),
      ),
    receive: (channel, inbound, options) =>
      attempt(async () => (await loop.receive(channel, inbound, options)).map(({ status }) => status)),
    record: ({ id, at, author, channel, address, text }) =>
      outcomeOf(loop, () => {
        const served = loop.setting.channels[channel]
        if (!served) throw new ConfigurationError("channels", `there is no channel named ${JSON.stringify(channel)}`)
        return {
          kind: "record",
          id: inputId(`record:${channel}:${id}`),
          on: identifierAt(served, address),
          occurredAt: at,
          historic: true,
          channel,
          author,
          content: { text },
        }
      }),
    assign: (customer, owner, { id, by = "team" } = {}) =>
      attempt(async () => {
        const whole = await known(customer)
        if (owner.trim() === "") throw new InputError("invalid", "owner", "name who takes the conversation on")
        return (await loop.post({ kind: "assign", id: idFor("assign", id, loop), on: whole.id, owner, by })).status
      }),
    typing: (customer, { to } = {}) => attempt(async () => tellTyping(loop, await known(customer), customer, to)),
    read: (...given) => attempt(() => markRead(loop, ...given)),
    close: (customer, reason, { id, by = "team" } = {}) =>
      attempt(async () => {
        await known(customer)
        return (await loop.post({ kind: "close", id: idFor("close", id, loop), on: endpointOf(customer), reason, by }))
          .status
      }),
  }
}
