import * as fc from "fast-check"
import { expect, it } from "vitest"
import type { EntryId, StreamId } from "../../src/kernel/ids.ts"
import { type Lane, timelinePage } from "../../src/runtime/timeline-page.ts"
import { aStream, anEntry } from "../../src/testing/store-builders.ts"
import { type Entry, newestFirst } from "../../src/timeline/entry.ts"

/** When something happened, and in which of the streams it lies: in one, or in two under one id. */
const happening = fc.record({
  at: fc.integer({ min: 0, max: 60 }),
  streams: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom([0], [0], [0], [1], [2]) },
    { weight: 1, arbitrary: fc.constantFrom([0, 1], [1, 2]) },
  ),
})

/** By how much each stream is later than it would be: somebody who had one place before, and another since. */
const shifts = fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(0, 0, 30, 100)))

const entriesOf = (
  story: readonly { readonly at: number; readonly streams: readonly number[] }[],
): readonly Entry[] => {
  const positions = [0, 0, 0]
  return story.flatMap(({ at, streams }, place) =>
    streams.map((stream) => {
      positions[stream] = (positions[stream] ?? 0) + 1
      const id: EntryId = `in ${place}#0`
      return anEntry(aStream(stream), positions[stream] ?? 0, { id, occurredAt: at, data: { text: String(place) } })
    }),
  )
}

/** The streams as a store gives them: with how many entries each has, or without. */
const lanesOf = (entries: readonly Entry[], asked: number[]): readonly Lane<Entry>[] =>
  [0, 1, 2].map((number) => {
    const stream: StreamId = aStream(number)
    const own = entries.filter((entry) => entry.stream === stream).sort(newestFirst)
    return {
      stream,
      entries: own.length,
      before: (occurredAt, position, limit) => {
        const found = own
          .filter(
            (entry) => entry.occurredAt < occurredAt || (entry.occurredAt === occurredAt && entry.position < position),
          )
          .slice(0, limit)
        asked.push(found.length)
        return found
      },
    }
  })

const everyPage = (entries: readonly Entry[], limit: number, asked: number[] = []): readonly string[] => {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = timelinePage(lanesOf(entries, asked), { limit, ...(after !== undefined && { after }) }, (id) =>
      entries.filter((entry) => entry.id === id),
    )
    ids.push(...page.items.map(({ id }) => id))
    after = page.next
  } while (after !== undefined)
  return ids
}

it("a timeline of several streams is all of their entries, newest first and each once, however it is cut into pages", () => {
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 120, size: "max" }),
      shifts,
      fc.integer({ min: 1, max: 30 }),
      (told, shift, limit) => {
        const entries = entriesOf(told.map(({ at, streams }) => ({ at: at + (shift[streams[0] ?? 0] ?? 0), streams })))
        const seen = new Set<string>()
        const all = entries
          .toSorted(newestFirst)
          .filter(({ id }) => seen.size < seen.add(id).size)
          .map(({ id }) => id)
        expect(everyPage(entries, limit)).toEqual(all)
      },
    ),
    { numRuns: 3_000 },
  )
})

it("a stream that has few entries is asked for few", () => {
  const story = Array.from({ length: 1_000 }, (_, place) => ({ at: place, streams: [place % 20 === 0 ? 1 : 0] }))
  const asked: number[] = []
  timelinePage(lanesOf(entriesOf(story), asked), { limit: 50 }, () => [])
  expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThan(80)
})
