import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import { type Fault, fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import type { InboundMessage } from "../../packages/core/src/channel/inbound.ts"
import { createClock } from "./clock.ts"
import { type AnyOptions, type Bug, open } from "./planted.ts"
import { seeded } from "./random.ts"

/** What is special about a house. */
export interface HouseOptions extends Omit<AnyOptions, "clock" | "report"> {
  /** When its story begins: milliseconds, or ISO with its offset. */
  readonly at?: number | string
  /** What goes wrong in the chat, call by call. */
  readonly faults?: readonly Fault[]
  readonly deduplicates?: boolean
  readonly bug?: Bug
}

/** An application with one chat, whose addresses are `tel:…`, on a clock that the test owns. */
export const aHouse = async ({ at = "2026-06-01T12:00:00+02:00", faults = [], deduplicates = false, bug, channels = {}, ...options }: HouseOptions = {}) => {
  const clock = createClock(at)
  const called: number[] = []
  const failures: unknown[] = []
  const fake = fakeChannel({ scheme: "tel", faults, deduplicates })
  // Each call with its instant: what a judge of quiet hours has to know.
  const chat: typeof fake = { ...fake, open: async (host) => {
    if (fake.shape !== "connection") throw new TypeError("the fake channel is a connection")
    const connection = await fake.open(host)
    return { ...connection, send: (message, signal) => {
      called.push(clock.now())
      return connection.send(message, signal)
    } }
  } } as typeof fake // the same channel, whose calls are noted
  const escucha = open({ random: seeded(7), ...options, channels: { chat, ...channels }, clock, report: (failure) => failures.push(failure) }, bug)
  await escucha.start()
  let number = 0
  const house = {
    escucha, clock, chat, failures,
    /** When each call of the chat was made. */
    called,
    /** What reached people, in order. */
    texts: () => chat.delivered.map(({ content }) => content.text),
    /** A customer writes. */
    writes: async (text: string, part: Partial<InboundMessage> = {}) => {
      const statuses = await escucha.conversations.receive("chat", [{ type: "message", id: `m${++number}`, address: "ana", text, ...part }])
      await escucha.settled()
      return statuses
    },
    /** Lets time pass until the instant (ISO or milliseconds). */
    waits: (until: string | number) => clock.reach(typeof until === "string" ? Date.parse(until) : until, escucha.settled),
    /** The facts of a customer, oldest first. */
    facts: async (customer: string): Promise<readonly AnyEntry[]> => escucha.customers.export(customer),
  }
  return house
}

/** A running house of a test. */
export type TestHouse = Awaited<ReturnType<typeof aHouse>>

/** The facts of one kind, oldest first. */
export const factsOf = async <Kind extends AnyEntry["kind"]>(house: TestHouse, customer: string, kind: Kind) =>
  (await house.facts(customer)).filter((entry): entry is Extract<AnyEntry, { readonly kind: Kind }> => entry.kind === kind)
