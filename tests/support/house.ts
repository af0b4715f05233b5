import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { ReplyOptions, SendOptions } from "../../packages/core/src/assembly/doors/messages.ts"
import { type Fault, fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import type { Outgoing } from "../../packages/core/src/channel/channel.ts"
import type { InboundMessage } from "../../packages/core/src/channel/inbound.ts"
import { createClock, type TestClock } from "../../packages/core/src/testing/clock.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import { type AnyOptions, type Bug, open } from "./planted.ts"
import { everythingOf } from "./everything.ts"

/** What is special about a house. */
export interface HouseOptions extends Omit<AnyOptions, "clock" | "report"> {
  /** A clock of the test's own, where something else has to run on it too. */
  readonly clock?: TestClock
  /** When its story begins: milliseconds, or ISO with its offset. */
  readonly at?: number | string
  /** What goes wrong in the chat, call by call. */
  readonly faults?: readonly Fault[]
  readonly deduplicates?: boolean
  readonly bug?: Bug
  /** Told of every call of the chat, before it is made. */
  readonly onCall?: (message: Outgoing) => void
}

/** How something is sent, and to whom; to Ana, where nobody is named. */
export type Sending = Omit<SendOptions, "via"> & { readonly customer?: string }

/** How somebody is answered; Ana, where nobody is named. */
export type Answering = ReplyOptions & { readonly customer?: string }

/** An application with one chat, whose addresses are `tel:…`, on a clock that the test owns. */
export const aHouse = async ({
  at = "2026-06-01T12:00:00+02:00",
  faults = [],
  deduplicates = false,
  bug,
  onCall,
  clock: given,
  channels = {},
  ...rest
}: HouseOptions = {}) => {
  const clock = given ?? createClock(at, { settle: () => escucha.settled() })
  const called: number[] = []
  const failures: unknown[] = []
  const fake = fakeChannel({ scheme: "tel", faults, deduplicates })
  // Each call with its instant: what a judge of quiet hours has to know.
  const chat: typeof fake = {
    ...fake,
    open: async (host) => {
      if (fake.shape !== "connection") throw new TypeError("the fake channel is a connection")
      const connection = await fake.open(host)
      return {
        ...connection,
        send: (message, signal) => {
          called.push(clock.now())
          onCall?.(message)
          return connection.send(message, signal)
        },
      }
    },
  } as typeof fake // the same channel, whose calls are noted
  const escucha = open(
    {
      random: createRandom(7),
      ...rest,
      channels: { chat, ...channels },
      clock,
      report: (failure) => failures.push(failure),
    },
    bug,
  )
  await escucha.start()
  let number = 0
  const house = {
    escucha,
    clock,
    chat,
    failures,
    /** When each call of the chat was made. */
    called,
    /** What reached people, in order. */
    texts: () => chat.delivered.map(({ content }) => content.text),
    /** A customer writes. */
    writes: async (text: string, part: Partial<InboundMessage> = {}) => {
      const statuses = await escucha.conversations.receive("chat", [
        { type: "message", id: `m${++number}`, address: "ana", text, ...part },
      ])
      await escucha.settled()
      return statuses
    },
    /** A colleague answers; resolves when what can leave has left. */
    answers: async (text: string, how: Answering = {}) => {
      const { customer = "tel:ana", ...options } = how
      const sent = await escucha.messages.reply(customer, { text }, options)
      await escucha.settled()
      return sent
    },
    /** The app starts something; resolves when what can leave has left. */
    sends: async (text: string, how: Sending = {}) => {
      const { customer = "tel:ana", ...options } = how
      const sent = await escucha.messages.send(customer, { text }, options)
      await escucha.settled()
      return sent
    },
    /** Lets time pass until the instant (ISO or milliseconds). */
    waits: (until: string | number) =>
      clock.advance((typeof until === "string" ? Date.parse(until) : until) - clock.now()),
    /** The facts of a customer, oldest first. */
    facts: async (customer: string): Promise<readonly AnyEntry[]> => everythingOf(escucha, customer),
  }
  return house
}

/** A running house of a test. */
export type TestHouse = Awaited<ReturnType<typeof aHouse>>

/** The facts of one kind, oldest first. */
export const factsOf = async <Kind extends AnyEntry["kind"]>(house: TestHouse, customer: string, kind: Kind) =>
  (await house.facts(customer)).filter(
    (entry): entry is Extract<AnyEntry, { readonly kind: Kind }> => entry.kind === kind,
  )
