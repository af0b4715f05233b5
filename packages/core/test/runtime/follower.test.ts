import { describe, expect, it, onTestFinished } from "vitest"
import { StoreError } from "../../src/kernel/errors.ts"
import { createFollower } from "../../src/runtime/follower.ts"
import { anEntry, aStream } from "../../src/testing/store-builders.ts"
import type { Committed } from "../../src/timeline/store.ts"

const stream = aStream(1)
const committed = (cursor: number): Committed => ({ cursor, entry: anEntry(stream, cursor) })

/** A store of which a test owns the feed: what is in it, whether it works, and when it answers. */
const aFeed = (count = 0) => {
  const log = Array.from({ length: count }, (_, place) => committed(place + 1))
  const read: number[] = []
  const state: { broken?: StoreError; gate?: Promise<void> } = {}
  return {
    read,
    state,
    append: () => log.push(committed(log.length + 1)),
    head: async () => log.length,
    async *feed(after: number) {
      read.push(after)
      if (read.length > 1_000) throw new TypeError("nobody reads a thousand times for so few commits")
      const now = log.slice(after)
      await state.gate
      if (state.broken) throw state.broken
      yield* now
    },
  }
}

const settle = () => new Promise<void>((resolve) => void setTimeout(resolve, 5))

/** Follows, and notes what arrives and how it ends. */
const listen = (follower: ReturnType<typeof createFollower>, after?: number) => {
  const stop = new AbortController()
  const cursors: number[] = []
  const ended = (async () => {
    for await (const { cursor } of follower.follow(after, stop.signal)) cursors.push(cursor)
  })().catch((failure: unknown) => failure)
  onTestFinished(() => stop.abort())
  return { cursors, ended, stop: () => stop.abort() }
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, place) => first + place)

describe("whoever follows", () => {
  it("gets everything after their cursor and then what comes, in order, without a gap or a repeat", async () => {
    const feed = aFeed(5)
    const follower = createFollower(feed)
    const { cursors } = listen(follower, 2)
    await settle()
    expect(cursors).toEqual([3, 4, 5])
    for (let more = 0; more < 3; more++) {
      feed.append()
      follower.wake()
      await settle()
    }
    expect(cursors).toEqual(upTo(8, 3))
  })

  it("gets what was committed while the feed was being read", async () => {
    const feed = aFeed(1)
    const follower = createFollower(feed)
    const { cursors } = listen(follower, 1)
    await settle()
    let open = () => {}
    feed.state.gate = new Promise<void>((resolve) => void (open = resolve))
    feed.append()
    follower.wake()
    await settle()
    feed.append() // this reading does not see it any more
    follower.wake()
    open()
    await settle()
    expect(cursors).toEqual([2, 3])
  })

  it("from far behind gets the first of it before the last of it was read", async () => {
    const feed = aFeed(3)
    let given = 0
    const counted = {
      ...feed,
      async *feed(after: number) {
        for await (const each of feed.feed(after)) {
          given++
          yield each
        }
      },
    }
    const stop = new AbortController()
    for await (const { cursor } of createFollower(counted).follow(0, stop.signal)) {
      expect([cursor, given]).toEqual([1, 1])
      break
    }
  })

  it("begins now without a cursor", async () => {
    const feed = aFeed(5)
    const follower = createFollower(feed)
    const { cursors } = listen(follower)
    await settle()
    feed.append()
    follower.wake()
    await settle()
    expect(cursors).toEqual([6])
  })

  it("with a cursor that was never given out hears what comes, and makes nobody else deaf", async () => {
    const feed = aFeed(3)
    const follower = createFollower(feed)
    const liar = listen(follower, 999_999)
    await settle()
    const honest = listen(follower, 1)
    await settle()
    feed.append()
    follower.wake()
    await settle()
    expect(honest.cursors).toEqual([2, 3, 4])
    expect(liar.cursors).toEqual([4])
  })

  it("ends when their signal fires, and when the follower closes", async () => {
    const follower = createFollower(aFeed(1))
    const [one, two] = [listen(follower), listen(follower)]
    await settle()
    one.stop()
    expect(await one.ended).toBeUndefined()
    follower.close()
    expect(await two.ended).toBeUndefined()
  })
})

describe("many who follow", () => {
  it("cost one reading of what is new", async () => {
    const feed = aFeed(3)
    const follower = createFollower(feed)
    const all = Array.from({ length: 20 }, () => listen(follower))
    await settle()
    feed.read.length = 0
    feed.append()
    follower.wake()
    await settle()
    expect(all.map(({ cursors }) => cursors)).toEqual(all.map(() => [4]))
    expect(feed.read.filter((after) => after < 4)).toEqual([3])
  })

  it("do not hold up one who is late: they read the store until they are up to date", async () => {
    const feed = aFeed(3)
    const follower = createFollower(feed)
    const early = listen(follower)
    await settle()
    feed.append()
    follower.wake()
    await settle()
    const late = listen(follower, 0)
    await settle()
    expect(late.cursors).toEqual(upTo(4))
    feed.append()
    follower.wake()
    await settle()
    expect(late.cursors).toEqual(upTo(5))
    expect(early.cursors).toEqual([4, 5])
  })

  it("lose nothing when more is committed than is kept in memory", async () => {
    const feed = aFeed()
    const follower = createFollower(feed)
    const early = listen(follower)
    await settle()
    for (let round = 0; round < 5; round++) {
      for (let more = 0; more < 700; more++) feed.append()
      follower.wake()
      await settle()
    }
    const late = listen(follower, 1)
    await settle()
    expect(early.cursors).toEqual(upTo(3_500))
    expect(late.cursors).toEqual(upTo(3_500, 2))
  })

  it("lose nothing when the last one leaves in the middle of a reading and another begins further back", async () => {
    const feed = aFeed(5)
    const follower = createFollower(feed)
    const first = listen(follower)
    await settle()
    let open = () => {}
    feed.state.gate = new Promise<void>((resolve) => void (open = resolve))
    feed.append()
    follower.wake() // reads from 5
    await settle()
    first.stop()
    await first.ended
    const next = listen(follower, 0)
    await settle()
    open()
    await settle()
    expect(next.cursors).toEqual(upTo(6))
  })
})

describe("a store that breaks", () => {
  it("is told to everybody who follows, and is not asked again and again", async () => {
    const feed = aFeed(2)
    const follower = createFollower(feed)
    const [one, two] = [listen(follower), listen(follower, 1)]
    await settle()
    feed.read.length = 0
    feed.state.broken = new StoreError("failed")
    feed.append()
    follower.wake()
    expect(await Promise.all([one.ended, two.ended])).toEqual([feed.state.broken, feed.state.broken])
    expect(feed.read.length).toBeLessThan(5)
  })

  it("harms nobody who comes when it works again", async () => {
    const feed = aFeed(2)
    const follower = createFollower(feed)
    const one = listen(follower)
    await settle()
    feed.state.broken = new StoreError("failed")
    feed.append()
    follower.wake()
    await one.ended
    delete feed.state.broken
    const two = listen(follower, 1)
    await settle()
    feed.append()
    follower.wake()
    await settle()
    expect(two.cursors).toEqual([2, 3, 4])
  })
})
