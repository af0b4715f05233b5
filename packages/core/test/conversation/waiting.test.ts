import * as fc from "fast-check"
import { expect, it } from "vitest"
import {
  type Conversation,
  conversation,
  type messageReceived,
  waitingIn,
} from "../../src/conversation/conversation.ts"
import type { Entry, EntryOf } from "../../src/timeline/entry.ts"
import type { deliveryChanged, messageWritten } from "../../src/conversation/message.ts"
import type { StreamId } from "../../src/kernel/ids.ts"

type Step =
  | { readonly kind: "wrote"; readonly at: number }
  | { readonly kind: "answer written" }
  | { readonly kind: "answer left"; readonly which: number }

interface Told {
  readonly state: Conversation
  /** When each message was written, and whether it is answered. */
  readonly messages: readonly { readonly at: number; readonly answered: boolean }[]
  /** Answers under way: how many messages there were when each was written. */
  readonly underWay: readonly { readonly message: string; readonly covers: number }[]
}

const about = { stream: "s_1" as StreamId, position: 1, schema: 1, receivedAt: 0 } satisfies Partial<Entry>

const happened = <Happened extends Entry>(kind: Happened["kind"], occurredAt: number, data: object) =>
  ({ ...about, id: `${kind}:${occurredAt}#0`, kind, occurredAt, data }) as unknown as Happened

const received = (at: number) =>
  happened<EntryOf<typeof messageReceived>>("message-received", at, { channel: "chat", text: "", due: at + 10 })

const written = (message: string) =>
  happened<EntryOf<typeof messageWritten>>("message-written", 1_000, {
    message,
    channel: "chat",
    content: { text: "" },
    substance: true,
    delivery: { status: "queued" },
  })

const left = (message: string) =>
  happened<EntryOf<typeof deliveryChanged>>("delivery-changed", 1_001, { message, delivery: { status: "sent" } })

const take = ({ state, messages, underWay }: Told, step: Step, place: number): Told => {
  switch (step.kind) {
    case "wrote":
      return {
        state: conversation.on["message-received"]?.(state, received(step.at)) ?? state,
        messages: [...messages, { at: step.at, answered: false }],
        underWay,
      }
    case "answer written": {
      const message = `m${place}`
      return {
        state: conversation.on["message-written"]?.(state, written(message)) ?? state,
        messages,
        underWay: [...underWay, { message, covers: messages.length }],
      }
    }
    case "answer left": {
      const answer = underWay[step.which % Math.max(1, underWay.length)]
      if (!answer) return { state, messages, underWay }
      return {
        state: conversation.on["delivery-changed"]?.(state, left(answer.message)) ?? state,
        messages: messages.map((each, index) => (index < answer.covers ? { ...each, answered: true } : each)),
        underWay: underWay.filter((each) => each !== answer),
      }
    }
  }
}

const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant("wrote" as const), at: fc.integer({ min: 0, max: 99 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("answer written" as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("answer left" as const), which: fc.nat({ max: 9 }) }) },
  ),
  { maxLength: 80, size: "max" },
)

it("a customer waits as long as one of their messages has no answer, however many they wrote and in whatever order they came", () => {
  fc.assert(
    fc.property(steps, (given) => {
      let told: Told = { state: conversation.initial, messages: [], underWay: [] }
      for (const [place, step] of given.entries()) {
        told = take(told, step, place)
        const open = told.messages.filter(({ answered }) => !answered).map(({ at }) => at)
        const waiting = waitingIn(told.state)
        const oldest = Math.min(...open)
        const exactly = open.length === 0 ? null : { since: oldest, due: oldest + 10 }
        const isBounded = told.messages.length <= 20
        expect(waiting === null).toBe(exactly === null)
        expect(isBounded ? waiting : exactly).toEqual(exactly)
        expect(waiting?.since ?? oldest).toBeLessThanOrEqual(oldest)
        expect(told.state.open.length).toBeLessThanOrEqual(20)
      }
    }),
    { numRuns: 2_000 },
  )
})
