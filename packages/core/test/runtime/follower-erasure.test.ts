import { expect, it } from "vitest"
import type { Stored } from "../../src/assembly/loop.ts"
import { openLoop } from "../../src/assembly/open.ts"
import { inputId } from "../../src/kernel/ids.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { createFollower } from "../../src/runtime/follower.ts"
import { aStream, aWrite, type Noted } from "../../src/testing/store-builders.ts"

const [ana, ben, cleo] = [aStream(1), aStream(2), aStream(3)]

it("shows nobody who was erased, neither to who reads at that moment nor to who comes later", async () => {
  const store = memoryStore<Noted>()
  await store.commit([aWrite(ana), aWrite(ben), aWrite(ana, { after: 1 }), aWrite(cleo)])
  const follower = createFollower(store)
  const stop = new AbortController()
  const first = follower.follow(0, stop.signal)[Symbol.asyncIterator]()
  const second = follower.follow(0, stop.signal)[Symbol.asyncIterator]()
  const streamOf = async (reader: typeof first) => {
    const step = await reader.next()
    return step.done === true ? undefined : step.value.entry.stream
  }
  expect(await streamOf(first)).toBe(ana)
  await store.commit([aWrite(ben, { after: 1 })])
  follower.wake()
  await store.erase(ana)
  follower.forget([ana])
  expect([await streamOf(first), await streamOf(first), await streamOf(first)]).toEqual([ben, cleo, ben])
  expect([await streamOf(second), await streamOf(second)]).toEqual([ben, cleo])
  stop.abort()
})

it("is told of an erasure by the loop that it belongs to", async () => {
  const { loop } = openLoop({ store: memoryStore<Stored>() })
  for (const [place, name] of ["ana", "ben", "ana", "cleo"].entries())
    await loop.post({ kind: "track", id: inputId(`${place}`), on: `user:${name}`, event: "seen", properties: {} })
  const whole = await loop.whole("ana")
  const read: boolean[] = []
  const stop = new AbortController()
  for await (const { entry } of loop.read.follow(0, stop.signal)) {
    read.push(entry.stream === whole?.id)
    if (whole && read.length === 1) {
      await loop.store.erase(whole.id)
      loop.forget(whole.streams.keys(), [])
    }
    if (read.length === 3) stop.abort()
  }
  expect(read).toEqual([true, false, false])
  await loop.close()
})
