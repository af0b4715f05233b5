import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { InboxItem } from "../../conversation/inbox.ts"
import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import type { Inbound } from "../../channel/inbound.ts"
import { endpointOf, identifier, inputId, type StreamId } from "../../kernel/ids.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { Page, PageRequest, RowFilter } from "../../timeline/store.ts"
import { contentFor } from "../content.ts"
import { idFor, type Loop } from "../loop.ts"
import type { Unanswered } from "../rows.ts"
import { attempt, type ServiceError } from "./failure.ts"

/** A conversation that waits for us. */
export type UnansweredConversation = Unanswered & { readonly stream: StreamId }

/** Who did something, and your id of the call. */
export interface ByOptions {
  readonly id?: string
  /** A colleague's name. */
  readonly by?: string
}

/** Which customers of the inbox are wanted: those whose item has these values. */
export type InboxFilter = { readonly [Field in "mood" | "channel" | "owner" | "language" | "from"]?: string }

/** A message that left outside of Escucha. */
export interface PastMessage {
  readonly id: string
  readonly at: number
  readonly author: string
  readonly channel: string
  /** The customer's address in the scheme of that channel. */
  readonly address: string
  readonly text: string
}

/** Who talks with us, and who waits. */
export interface ConversationsService {
  /** Customers, those who need us most first; who does not wait comes behind, the newest first. */
  readonly inbox: (filter?: InboxFilter, page?: Partial<PageRequest>) => Effect.Effect<Page<InboxItem>, ServiceError>
  /** Every conversation that waits for an answer, the first to break its promise first: exact. */
  readonly unanswered: (page?: Partial<PageRequest>) => Effect.Effect<Page<UnansweredConversation>, ServiceError>
  /** Takes in what a channel brought, for channels of your own and for imports (`historic`). */
  readonly receive: (
    channel: string,
    inbound: readonly Inbound[],
    options?: { readonly historic?: boolean },
  ) => Effect.Effect<readonly Outcome["status"][], ServiceError>
  /** Records a message of ours that left outside of Escucha: the past of another system. */
  readonly record: (message: PastMessage) => Effect.Effect<Outcome["status"], ServiceError>
  readonly assign: (
    customer: string,
    owner: string,
    options?: ByOptions,
  ) => Effect.Effect<Outcome["status"], ServiceError>
  /** Says that no answer is needed, and why. */
  readonly close: (
    customer: string,
    reason: string,
    options?: ByOptions,
  ) => Effect.Effect<Outcome["status"], ServiceError>
}

/** Conversations as a service of Effect. */
export class Conversations extends Context.Service<Conversations, ConversationsService>()("@escucha/Conversations") {}

const pageOf = (page: Partial<PageRequest> | undefined): PageRequest => ({ limit: 50, ...page })

const list = async <Item>(
  loop: Loop,
  projection: string,
  filter: RowFilter,
  page: Partial<PageRequest> | undefined,
  read: (data: string, key: string) => Item,
): Promise<Page<Item>> => {
  await loop.ready()
  const { items, next } = await loop.store.query(projection, filter, pageOf(page))
  return { items: items.map(({ data, key }) => read(data, key)), ...(next !== undefined && { next }) }
}

/** The service over a loop. */
export const makeConversations = (loop: Loop): ConversationsService => {
  const known = async (customer: string) => {
    const whole = await loop.whole(customer)
    if (!whole)
      throw new InputError(
        "unknown",
        "customer",
        "nobody has this name; identify them first, or use one that a list gave",
      )
    return whole
  }
  return {
    inbox: (filter = {}, page) =>
      attempt(() => list(loop, "inbox", filter as RowFilter, page, (data) => JSON.parse(data) as InboxItem)), // rowsOf wrote it
    unanswered: (page) =>
      attempt(() =>
        list(loop, "unanswered", {}, page, (data, key) => ({
          // rowsOf wrote it
          ...(JSON.parse(data) as Unanswered),
          // by stream
          stream: key as StreamId,
        })),
      ), // rowsOf wrote it, by stream
    receive: (channel, inbound, options) =>
      attempt(async () => (await loop.receive(channel, inbound, options)).map(({ status }) => status)),
    record: ({ id, at, author, channel, address, text }) =>
      attempt(async () => {
        const served = loop.setting.channels[channel]
        if (!served) throw new ConfigurationError("channels", `there is no channel named ${JSON.stringify(channel)}`)
        return (
          await loop.post({
            kind: "record",
            id: inputId(`record:${channel}:${id}`),
            on: identifier(served.scheme, address),
            occurredAt: at,
            historic: true,
            channel,
            author,
            content: contentFor({ text }, undefined),
          })
        ).status
      }),
    assign: (customer, owner, { id, by = "team" } = {}) =>
      attempt(async () => {
        const whole = await known(customer)
        if (owner.trim() === "") throw new InputError("invalid", "owner", "name who takes the conversation on")
        return (await loop.post({ kind: "assign", id: idFor("assign", id, loop), on: whole.id, owner, by })).status
      }),
    close: (customer, reason, { id, by = "team" } = {}) =>
      attempt(async () => {
        await known(customer)
        return (await loop.post({ kind: "close", id: idFor("close", id, loop), on: endpointOf(customer), reason, by }))
          .status
      }),
  }
}
