import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { messageReceived } from "../../src/conversation/conversation.ts"
import type { EntryId, StreamId } from "../../src/kernel/ids.ts"
import { feel, feelAgain, type Feelings, feelings, moodChanged, type readingTaken } from "../../src/sentiment/mood.ts"
import type { Reading } from "../../src/sentiment/reading.ts"
import type { Entry, EntryOf } from "../../src/timeline/entry.ts"

const about = { stream: "s_1" as StreamId, position: 1, schema: 1, receivedAt: 0 } satisfies Partial<Entry>
const idOf = (message: number): EntryId => `in:${message}#0`
const readingOf = (score: number): Reading => ({
  label: "neutral",
  score,
  confidence: 0.9,
  analyzer: "test@1",
  spans: [],
})

const received = (message: number, at: number, score: number) =>
  ({
    ...about,
    id: idOf(message),
    kind: "message-received",
    occurredAt: at,
    data: { channel: "chat", text: "", reading: readingOf(score) },
  }) as unknown as EntryOf<typeof messageReceived>

const taken = (message: number, at: number, score: number) =>
  ({
    ...about,
    id: `reading:${message}#0`,
    kind: "reading-taken",
    occurredAt: at,
    data: { of: idOf(message), reading: readingOf(score) },
  }) as unknown as EntryOf<typeof readingTaken>

const hear = (state: Feelings, message: number, at: number, score: number): Feelings =>
  feelings.on["message-received"]?.(state, received(message, at, score)) ?? state

const read = (state: Feelings, message: number, at: number, score: number): Feelings =>
  feelings.on["reading-taken"]?.(state, taken(message, at, score)) ?? state

const score = fc.constantFrom(-0.9, -0.3, 0, 0.3, 0.9)

describe("a reading that comes late", () => {
  // Each message with its minute and its score, and how many messages later the slow analyzer has read it, if it does.
  const stories = fc.array(
    fc.record({
      minute: fc.nat({ max: 40 }),
      score,
      slow: fc.option(fc.record({ after: fc.nat({ max: 20 }), score })),
    }),
    { minLength: 10, maxLength: 30, size: "max" },
  )

  it("counts for the message that it is of, at the time of that message, and for no other", () => {
    fc.assert(
      fc.property(stories, (messages) => {
        let state = feelings.initial
        for (let place = 0; place < messages.length + 21; place++) {
          const heard = messages[place]
          if (heard) state = hear(state, place, heard.minute, heard.score)
          for (const [of, { slow }] of messages.entries())
            if (slow && of + slow.after === place) state = read(state, of, 1_000 + place, slow.score)
        }
        const expected = messages
          .map(({ minute, score: fast, slow }, place) => ({ of: idOf(place), at: minute, score: slow?.score ?? fast }))
          .sort((one, two) => one.at - two.at || (one.of < two.of ? -1 : 1))
          .slice(-12)
        expect(state.points.map(({ of, at, score: found }) => ({ of, at, score: found }))).toEqual(expected)
      }),
    )
  })

  it("says nothing of today where twelve messages came since", () => {
    let state = hear(feelings.initial, 0, 0, 0)
    for (let message = 1; message <= 12; message++) state = hear(state, message, message, 0.9)
    expect(feelAgain({ ...state, level: "pleased" }, idOf(0), readingOf(-1), 1_000)).toEqual([])
  })
})

describe("a mood", () => {
  const messages = fc.array(fc.record({ place: fc.constantFrom(0, 1), minute: fc.nat({ max: 5 }), score }), {
    maxLength: 20,
  })

  it("changes from what it changed to last, whatever the order in which messages of two places come", () => {
    fc.assert(
      fc.property(messages, (heard) => {
        const states = [feelings.initial, feelings.initial]
        let level: string = "calm"
        for (const [number, { place, minute, score: said }] of heard.entries()) {
          const [one = feelings.initial, two = feelings.initial] = states
          const own = place === 0 ? one : two
          const moods = feel(feelings.merge(one, two), idOf(number), readingOf(said), minute)
          let after = hear(own, number, minute, said)
          for (const { data, at = minute } of moods) {
            expect(data.from).toBe(level)
            level = data.to
            const changed = { ...about, id: `in:${number}#1`, kind: moodChanged.kind, occurredAt: at, data } as const
            after = feelings.on["mood-changed"]?.(after, changed) ?? after
          }
          states[place] = after
        }
      }),
    )
  })
})
