import { useSyncExternalStore } from "react"
import type { CustomerId, StreamId } from "@escucha/core"
import type { ChosenTemplate, ReplyFile, Where } from "./channel-client.ts"
import type { DeskClient } from "./desk-client.ts"
import { asDeskError, type DeskError } from "./desk-error.ts"

/** A reply of ours that the thread does not hold yet. */
export interface PendingReply {
  readonly id: string
  readonly customer: CustomerId
  readonly text: string
  readonly stream: StreamId | null
  readonly where: Where | null
  readonly file: ReplyFile | null
  readonly template: ChosenTemplate | null
  readonly at: number
  /** How much of its file has left, 0–1. */
  readonly progress: number
  readonly state: "sending" | DeskError
}

/** A reply as it is handed over; what is left out is none. */
type Given = Pick<PendingReply, "customer" | "text" | "stream"> &
  Partial<Pick<PendingReply, "where" | "file" | "template">>

/** The replies on their way. They outlive the thread: who goes to another customer loses none. */
export interface Replies {
  readonly pending: () => readonly PendingReply[]
  readonly subscribe: (listener: () => void) => () => void
  readonly send: (reply: Given) => void
  /** Sends a failed reply again under the same id: if the first did arrive after all, it stays one. */
  readonly retry: (id: string) => void
  readonly discard: (id: string) => void
}

/** Sends replies by `client`; `onCommitted` reads the thread again, and the pending line stays until it has. */
export const createReplies = (client: DeskClient, onCommitted: (customer: CustomerId) => Promise<void>): Replies => {
  let pending: readonly PendingReply[] = []
  const listeners = new Set<() => void>()
  const set = (next: readonly PendingReply[]) => {
    pending = next
    for (const listener of listeners) listener()
  }
  const mark = (id: string, state: PendingReply["state"]) =>
    set(pending.map((reply) => (reply.id === id ? { ...reply, state } : reply)))
  const discard = (id: string) => set(pending.filter((reply) => reply.id !== id))
  const moved = (id: string, progress: number) =>
    set(pending.map((reply) => (reply.id === id ? { ...reply, progress } : reply)))
  const hand = async (reply: PendingReply): Promise<void> => {
    const { id, customer, file, template } = reply
    if (file !== null) await client.replyWith(customer, reply, file, (share) => moved(id, share))
    else if (template !== null) await client.replyBy(customer, reply, template)
    else await client.reply(customer, reply)
  }
  const deliver = async (reply: PendingReply) => {
    const { id, customer } = reply
    mark(id, "sending")
    try {
      await hand(reply)
    } catch (cause) {
      return mark(id, asDeskError(cause))
    }
    await onCommitted(customer)
    discard(id)
  }
  return {
    pending: () => pending,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    send: (reply) => {
      const none = { where: null, file: null, template: null }
      const made: PendingReply = {
        ...none,
        ...reply,
        id: crypto.randomUUID(),
        at: Date.now(),
        state: "sending",
        progress: 0,
      }
      set([...pending, made])
      void deliver(made)
    },
    retry: (id) => {
      const found = pending.find((reply) => reply.id === id)
      if (found !== undefined) void deliver(found)
    },
    discard,
  }
}

/** The replies to one customer that are on their way, oldest first. */
export const usePendingReplies = (replies: Replies, customer: CustomerId): readonly PendingReply[] =>
  useSyncExternalStore(replies.subscribe, replies.pending).filter((reply) => reply.customer === customer)
