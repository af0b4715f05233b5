import type { Channel } from "../../channel/channel.ts"
import type { ClientMessage } from "../../client/wire.ts"
import type { Identifier, StreamId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyEntry, State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { receivedFiles, shownParts } from "./visitor-parts.ts"

/** How many messages a page begins with. */
const messagesShown = 50

/** The endpoint of a visitor: its stream and what that remembers. Another address of the same person is not theirs to see. */
export const homeOf = (customer: Whole<State> | undefined, of: Identifier) =>
  customer && [...customer.streams].find(([, row]) => row.identifier === of)

/** Where the browser's id of a message went: it comes back as the id of the message. */
const ownId = (channel: string, alias: string, input: string): string => {
  const prefix = `in:${channel}:${alias}/`
  return input.startsWith(prefix) ? input.slice(prefix.length) : input
}

/** The name of a colleague; rules, surveys and the application itself are nobody. */
const colleagueOf = (author: string): { readonly author: string } | object =>
  author.includes(":") || author === "app" || author === "team" || author === "opt-out" ? {} : { author }

/** What can be tapped, and which question of a survey it answers: the id of such a message ends with the question. */
const tappable = (author: string, message: string, choices: ClientMessage["choices"]): Partial<ClientMessage> => {
  if (!choices || !author.startsWith("survey:")) return choices ? { choices } : {}
  const question = message.slice(message.lastIndexOf("/") + 1)
  return { choices, asks: { survey: author.slice("survey:".length), question } }
}

/** Turns entries of one visitor's stream into what their page shows. A message of ours is shown when it has left. */
export const createVisitorReader = (channel: string, alias: string, capabilities: Channel["capabilities"]) => {
  const queued = new Map<string, ClientMessage>()
  return (entry: AnyEntry): ClientMessage | undefined => {
    if (entry.kind === "message-received") {
      const id = ownId(channel, alias, entry.id.slice(0, entry.id.lastIndexOf("#")))
      const { text, attachments } = entry.data
      return { id, from: "customer", text, at: entry.occurredAt, ...receivedFiles(attachments) }
    }
    if (entry.kind === "message-written") {
      const { message, author, content, delivery } = entry.data
      const { choices, ...parts } = shownParts(content, capabilities)
      const shown: ClientMessage = {
        id: message,
        from: "team",
        ...parts,
        at: entry.occurredAt,
        ...colleagueOf(author),
        ...tappable(author, message, choices),
      }
      if (delivery.status === "queued") queued.set(message, shown)
      return delivery.status === "sent" ? shown : undefined
    }
    if (entry.kind !== "delivery-changed" || entry.data.delivery.status !== "sent") return undefined
    const shown = queued.get(entry.data.message)
    queued.delete(entry.data.message)
    return shown && { ...shown, at: entry.occurredAt }
  }
}

/** How far back a conversation is looked for among everything that its customer did: pages, and entries of a page. */
const mostPages = 5
const [firstPage, nextPage] = [4 * messagesShown, 1_000]

/** What happened in one pinned conversation, newest first, as far back as is looked for. */
async function* backwards(loop: Loop, customer: Whole<State>, stream: StreamId): AsyncGenerator<AnyEntry> {
  let left = customer.streams.get(stream)?.version ?? 0
  let after: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const limit = page === 0 ? firstPage : nextPage
    const { items, next } = await loop.read.timeline(customer.id, { limit, ...(after !== undefined && { after }) })
    const own = items.filter((entry) => entry.stream === stream)
    yield* own
    left -= own.length
    if (next === undefined || left <= 0) return
    after = next
  }
}

const isMessage = ({ kind }: AnyEntry): boolean => kind === "message-received" || kind === "message-written"

/** The entry by which a message of ours was written, for a reader who began after it. */
const writtenAs = async (
  loop: Loop,
  customer: Whole<State>,
  { stream, message }: { readonly stream: StreamId; readonly message: string },
): Promise<AnyEntry | undefined> => {
  for await (const entry of backwards(loop, customer, stream))
    if (entry.kind === "message-written" && entry.data.message === message) return entry
  return undefined
}

/** A message that has just left, but was written before this reader began: held over night, say. */
export const readLate = async (
  loop: Loop,
  entry: AnyEntry,
  read: ReturnType<typeof createVisitorReader>,
): Promise<ClientMessage | undefined> => {
  if (entry.kind !== "delivery-changed" || entry.data.delivery.status !== "sent") return undefined
  const { stream, data } = entry
  const customer = await loop.whole(stream)
  const written = customer && (await writtenAs(loop, customer, { stream, message: data.message }))
  return written && (read(written) ?? read(entry))
}

/** The last messages of one pinned conversation, oldest first. */
export const messagesOf = async (
  loop: Loop,
  customer: Whole<State>,
  stream: StreamId,
  read: ReturnType<typeof createVisitorReader>,
): Promise<readonly ClientMessage[]> => {
  const last: AnyEntry[] = []
  let messages = 0
  for await (const entry of backwards(loop, customer, stream)) {
    last.push(entry)
    if (isMessage(entry) && ++messages === messagesShown) break
  }
  const shown = new Map<string, ClientMessage>()
  for (const entry of last.toReversed()) {
    if (entry.kind === "delivery-changed" && shown.has(entry.data.message)) continue
    const message = read(entry) ?? (await readLate(loop, entry, read))
    if (message) shown.set(message.id, message)
  }
  return [...shown.values()]
}
