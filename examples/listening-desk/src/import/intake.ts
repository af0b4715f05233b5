import { BusyError, type Escucha, type InboundMessage, InputError } from "@escucha/core"
import { setTimeout as sleep } from "node:timers/promises"
import type { Rejection } from "./row.ts"

/** A message and the line that it stood on. */
export interface Placed {
  readonly line: number
  readonly message: InboundMessage
}

/** Hands messages of the past to the house, so many at once and no more. */
export interface Intake {
  /** Takes messages on; resolves when there is room for more. Rejects with the failure of any earlier ones. */
  readonly take: (batch: readonly Placed[]) => Promise<void>
  /** Resolves when everything that was taken on is committed. */
  readonly done: () => Promise<void>
  readonly counts: () => { readonly messages: number; readonly duplicates: number; readonly customers: number }
}

/** Messages on their way at the same time. */
const mostUnderWay = 2_048

/** The channel that the past comes by. It reaches nobody, so that no answer goes to a person who wrote years ago. */
const channel = "sandbox"

/** Hands one batch to the house. Ids make it safe to give everything again: what was committed the first time changes nothing. */
const createHand = (
  conversations: Escucha["conversations"],
  count: (batch: readonly Placed[], statuses: readonly string[]) => void,
  reject: (rejection: Rejection) => void,
) => {
  const hand = async (batch: readonly Placed[]): Promise<void> => {
    try {
      const messages = batch.map(({ message }) => message)
      count(batch, await conversations.receive(channel, messages, { historic: true }))
    } catch (error) {
      const [first] = batch
      if (error instanceof BusyError) {
        await sleep(error.retryAfter)
        return hand(batch)
      }
      if (!(error instanceof InputError) || first === undefined) throw error
      if (batch.length > 1) for (const each of batch) await hand([each])
      else reject({ line: first.line, field: error.field, remedy: "the house refuses this message" })
    }
  }
  return hand
}

/** Creates an intake. It remembers the name of each customer that it met, and nothing else that grows with the file. */
export const createIntake = (
  { conversations }: Pick<Escucha, "conversations">,
  reject: (rejection: Rejection) => void,
): Intake => {
  const customers = new Set<string>(),
    underWay = new Set<Promise<void>>()
  let messages = 0,
    duplicates = 0,
    waiting = 0
  let failure: { readonly cause: unknown } | undefined

  const count = (batch: readonly Placed[], statuses: readonly string[]) => {
    for (const [index, { message }] of batch.entries()) {
      if (statuses[index] !== "committed") duplicates += 1
      else {
        messages += 1
        customers.add(message.address)
      }
    }
  }
  const hand = createHand(conversations, count, reject)
  const isFull = () => waiting >= mostUnderWay
  const check = () => {
    if (failure) throw failure.cause
  }
  return {
    take: async (batch) => {
      waiting += batch.length
      const work = hand(batch)
        .catch((cause: unknown) => {
          failure ??= { cause }
        })
        .finally(() => {
          waiting -= batch.length
          underWay.delete(work)
        })
      underWay.add(work)
      while (isFull()) await Promise.race(underWay)
      check()
    },
    done: async () => {
      await Promise.all(underWay)
      check()
    },
    counts: () => ({ messages, duplicates, customers: customers.size }),
  }
}
