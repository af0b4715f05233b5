import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Delivery } from "../../src/conversation/delivery.ts"
import { dispatch, type Leaving } from "../../src/conversation/dispatch.ts"
import { outbox, type Outbox, ownId } from "../../src/conversation/outbox.ts"
import { type Change, queue } from "../../src/conversation/queue.ts"
import { receipt, type Report } from "../../src/conversation/receipt.ts"
import { settle } from "../../src/conversation/settle.ts"
import type { StreamId } from "../../src/kernel/ids.ts"
import { utc } from "../../src/kernel/time-zone.ts"
import type { Entry } from "../../src/timeline/entry.ts"

const runs = 3_000
const key: StreamId = "s_1"
const person = { optedOutAt: null, confirmedOptOutAt: null, consents: [], approaches: [] }
const contact = { zone: utc, consent: "for-marketing" } as const
const rule = { within: 86_400_000, attempts: 8, uncertain: "hold" } as const
const promises = { idempotency: { kind: "none" }, canAsk: false } as const
const begun = 1_000

/** What is remembered after a change; every entry is received at `now`. */
const after = (state: Outbox, { entries }: Change, now: number): Outbox =>
  entries.reduce((before, { kind, data }, index) => {
    const entry = { id: "i#0", stream: key, position: index, schema: 1, occurredAt: now, receivedAt: now, kind, data }
    const step = outbox.on[kind] as ((state: Outbox, entry: Entry) => Outbox) | undefined // the step of this very kind
    return step ? step(before, entry as Entry) : before
  }, state)

const leaving = (message: string, state: Outbox, now: number): Leaving => ({
  key,
  message,
  state,
  to: { person },
  contact,
  rule,
  now,
})

/** A message that was marked: its call runs. */
const marked = (message: string, before: Outbox = outbox.initial): Outbox => {
  const draft = {
    message,
    stream: key,
    channel: "chat",
    content: { text: "hola" },
    purpose: "service",
    author: "app",
    substance: false,
  } as const
  const written = after(before, queue(draft, { person }, contact, begun), begun)
  return after(written, dispatch(leaving(message, written, begun), { mark: "mark" }), begun)
}

type Event = { readonly what: "answer"; readonly part: number } | { readonly what: "receipt"; readonly report: Report }

const provider = (message: string, part: number) => `p-${message}-${part}`

const take = (state: Outbox, message: string, of: number, event: Event, now: number): Outbox => {
  if (event.what === "receipt") return after(state, receipt(event.report, state), now)
  const { part } = event
  const sent = { status: "sent", provider: provider(message, part) } as const
  return after(state, settle(leaving(message, state, now), sent, { part, of }, promises), now)
}

const status = fc.constantFrom("sent", "delivered", "read", "failed")

const reportOf = (message: string, part: number) =>
  fc
    .record({
      status,
      how: fc.constantFrom("provider", "own", "both", "up to", "before"),
      error: fc.constantFrom(undefined, "5.1.1", "blocked"),
    })
    .map(({ status: said, how, error }): Report => {
      const told = { status: said, ...(said === "failed" && error !== undefined && { error }) }
      switch (how) {
        case "provider":
          return { ...told, message: provider(message, part) }
        case "own":
          return { ...told, message: ownId(message, part) }
        case "both":
          return { ...told, message: provider(message, part), reference: ownId(message, part) }
        case "up to":
          return { ...told, message: { upTo: begun + 5 } }
        case "before":
          return { ...told, message: { upTo: begun - 5 } }
      }
    })

/** A message in so many parts, what is said of it, and two orders of that: answers of our own calls come one after another. */
const story = fc.integer({ min: 1, max: 3 }).chain((of) =>
  fc
    .array(
      fc.nat({ max: of - 1 }).chain((part) => reportOf("m", part)),
      { maxLength: 6 },
    )
    .chain((reports) => {
      const said: readonly Event[] = reports.map((report) => ({ what: "receipt", report }))
      const orders = fc.tuple(
        fc.array(fc.nat({ max: said.length }), { minLength: of, maxLength: of }),
        fc.shuffledSubarray([...said], { minLength: said.length }),
        fc.subarray([...said]),
      )
      return fc.record({ of: fc.constant(of), one: orders, two: orders })
    }),
)

type Order = readonly [places: readonly number[], said: readonly Event[], repeated: readonly Event[]]

const ordered = ([places, said, repeated]: Order): readonly Event[] => {
  const events = [...said]
  const sorted = places.toSorted((one, two) => one - two)
  for (const [part, place] of sorted.entries()) events.splice(place + part, 0, { what: "answer", part })
  return [...events, ...repeated]
}

const endOf = (of: number, order: Order): Delivery | undefined => {
  let state = marked("m")
  for (const [index, event] of ordered(order).entries()) state = take(state, "m", of, event, begun + 10 + index)
  return state.settled["m"]?.delivery ?? state.open["m"]?.delivery
}

describe("where a message stands", () => {
  it(`does not depend on the order in which its receipts and the answer to our call come, nor on how often (${runs} runs)`, () => {
    const ends = new Map<string, number>()
    fc.assert(
      fc.property(story, ({ of, one, two }) => {
        const end = endOf(of, one)
        expect(end).toBeDefined()
        if (end) ends.set(end.status, (ends.get(end.status) ?? 0) + 1)
        expect(endOf(of, two)).toEqual(end)
      }),
      { numRuns: runs },
    )
    for (const each of ["sent", "delivered", "read", "failed"]) expect(ends.get(each) ?? 0).toBeGreaterThan(runs / 50)
  })

  it("is known by late receipts for the last hundred messages of an endpoint", () => {
    let state = outbox.initial
    for (let number = 0; number < 150; number++) {
      const message = `m${number}`
      state = take(marked(message, state), message, 1, { what: "answer", part: 0 }, begun + number)
    }
    const late = (number: number): Report => ({ message: provider(`m${number}`, 0), status: "read" })
    expect(receipt(late(50), state).entries).toHaveLength(1)
    expect(receipt(late(49), state).entries).toEqual([])
  })

  it("is not told by a receipt of a message that nobody sent here, and nothing is kept of it", () => {
    const state = take(marked("m"), "m", 1, { what: "answer", part: 0 }, begun)
    expect(receipt({ message: "somebody else's", status: "read" }, state).entries).toEqual([])
  })

  it("is as far as the last of its parts, and failed where one of them did", () => {
    let state = marked("m")
    for (const part of [0, 1]) state = take(state, "m", 2, { what: "answer", part }, begun)
    state = after(state, receipt({ message: provider("m", 0), status: "read" }, state), begun)
    expect(state.settled["m"]?.delivery).toEqual({ status: "sent" })
    const both = after(state, receipt({ message: provider("m", 1), status: "delivered" }, state), begun)
    expect(both.settled["m"]?.delivery).toEqual({ status: "delivered" })
    const broken = after(state, receipt({ message: provider("m", 1), status: "failed", error: "30005" }, state), begun)
    expect(broken.settled["m"]?.delivery).toEqual({ status: "failed", error: "30005" })
  })

  it("is not told by a word on all until a moment before its call, where an earlier call surely failed", () => {
    const down = { status: "failed", error: "unavailable", retryable: true, sent: "no" } as const
    const upTo = (state: Outbox) =>
      after(state, receipt({ message: { upTo: begun + 5 }, status: "read" }, state), begun)
    const fails = (state: Outbox) =>
      after(state, settle(leaving("m", state, begun + 6), down, { part: 0, of: 1 }, promises), begun + 6)
    const later = begun + 60_000
    const again = (state: Outbox) => {
      const calls = after(state, dispatch(leaving("m", state, later), { mark: "again" }), later)
      return take(calls, "m", 1, { what: "answer", part: 0 }, later)
    }
    for (const state of [again(fails(upTo(marked("m")))), upTo(again(fails(marked("m"))))])
      expect(state.settled["m"]?.delivery).toEqual({ status: "sent" })
    const read = again(fails(marked("m")))
    expect(receipt({ message: { upTo: later }, status: "read" }, read).entries).toHaveLength(1)
  })

  it("is not told of its last part by a word on all until a moment before that one left", () => {
    const goesOn = (state: Outbox) => take(state, "m", 2, { what: "answer", part: 0 }, begun + 10)
    const ends = (state: Outbox) => take(state, "m", 2, { what: "answer", part: 1 }, begun + 20)
    const upTo = (state: Outbox) =>
      after(state, receipt({ message: { upTo: begun + 5 }, status: "read" }, state), begun)
    for (const state of [ends(upTo(goesOn(marked("m")))), upTo(ends(goesOn(marked("m"))))])
      expect(state.settled["m"]?.delivery).toEqual({ status: "sent" })
  })

  it("is known by our own id although the answer to our call was lost", () => {
    const lost = (state: Outbox) =>
      after(state, settle(leaving("m", state, begun), { status: "uncertain" }, { part: 0, of: 1 }, promises), begun)
    const told = (state: Outbox) =>
      after(state, receipt({ message: "p", reference: "m", status: "delivered" }, state), begun)
    expect(told(lost(marked("m"))).settled["m"]?.delivery).toEqual({ status: "delivered" })
    expect(lost(told(marked("m"))).settled["m"]?.delivery).toEqual({ status: "delivered" })
  })
})
