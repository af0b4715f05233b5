import type { CustomerId, Delivery, DeskChannels, EntryId, StreamId } from "@escucha/core"
import { uploadFile } from "./upload.ts"

/** Who reads an answer to something that was said in public. */
export type Where = "public" | "private"

/** An approved message that was chosen, with what stands in its places. */
export interface ChosenTemplate {
  readonly channel: string
  readonly name: string
  readonly language: string
  readonly values: { readonly [place: string]: string }
  /** What the customer will read. */
  readonly text: string
}

/** A file that goes along with a reply. */
export interface ReplyFile {
  readonly id: string
  readonly blob: Blob
  readonly name: string
  readonly isVoice: boolean
}

/** What is sent to a customer. `id` is made here: a retry with it is the same message. */
export interface ReplyToSend {
  readonly id: string
  readonly text: string
  readonly stream: StreamId | null
  readonly where: Where | null
}

/** Which file of a conversation is meant: the entry of its message, and its place there. */
export interface FileName {
  readonly customer: CustomerId
  readonly entry: EntryId
  readonly part: string
}

/** A link to a file, until it ends. */
export interface FileLink {
  readonly path: string
  readonly expiresAt: number
}

/** A message of which nobody knows whether it left, and what a colleague decides of it. */
export interface Doubt {
  readonly id: string
  readonly customer: CustomerId
  readonly entry: EntryId
}

/** The desk's routes about channels, files and what is said. Each rejects with a `DeskError` and with nothing else. */
export interface ChannelClient {
  readonly channels: () => Promise<DeskChannels>
  readonly fileLink: (file: FileName) => Promise<FileLink>
  readonly replyWith: (
    customer: CustomerId,
    reply: ReplyToSend,
    file: ReplyFile,
    onProgress: (share: number) => void,
  ) => Promise<void>
  readonly replyBy: (customer: CustomerId, reply: ReplyToSend, template: ChosenTemplate) => Promise<Delivery>
  /** Tells the customer that we are writing, where their network shows such a thing. */
  readonly writing: (customer: CustomerId, stream: StreamId) => Promise<void>
  readonly sendAgain: (doubt: Doubt) => Promise<void>
  readonly markArrived: (doubt: Doubt) => Promise<void>
}

interface Calls {
  readonly token: string
  readonly get: <Body>(path: string) => Promise<Body>
  readonly post: <Body>(path: string, body: unknown) => Promise<Body>
  readonly guarded: <Value>(work: Promise<Value>) => Promise<Value>
}

/** What of a reply goes over the wire beside its words. */
export const placed = ({ id, stream, where }: ReplyToSend): { readonly [field: string]: string } => ({
  id,
  ...(stream === null ? {} : { stream }),
  ...(where === null ? {} : { where }),
})

/** The routes about channels, over the calls of a session. */
export const createChannelClient = ({ token, get, post, guarded }: Calls): ChannelClient => {
  const decide = async ({ id, customer, entry }: Doubt, verb: "again" | "arrived"): Promise<void> => {
    await post(`/desk/customers/${customer}/${verb}`, { id, entry })
  }
  return {
    channels: () => get("/desk/channels"),
    fileLink: ({ customer, entry, part }) =>
      get(`/desk/customers/${customer}/media?${new URLSearchParams({ entry, part })}`),
    replyWith: (customer, reply, { blob, name, isVoice }, onProgress) => {
      const query = new URLSearchParams({
        ...placed(reply),
        name,
        ...(reply.text === "" ? {} : { text: reply.text }),
        ...(isVoice ? { as: "voice" } : {}),
      })
      return guarded(uploadFile({ path: `/desk/customers/${customer}/media?${query}`, token, blob, onProgress }))
    },
    replyBy: (customer, reply, { channel, name, language, values }) =>
      post(`/desk/customers/${customer}/reply`, {
        ...placed(reply),
        template: { channel, name, language, values },
      }),
    writing: async (customer, stream) => {
      await post(`/desk/customers/${customer}/typing`, { stream })
    },
    sendAgain: (doubt) => decide(doubt, "again"),
    markArrived: (doubt) => decide(doubt, "arrived"),
  }
}
