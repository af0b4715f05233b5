// A house over a store that is moved: what it does, and what is in the store then.
import { expect } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import type { Clock } from "../../packages/core/src/kernel/clock.ts"
import { localEngine } from "../../packages/core/src/runtime/engine-local.ts"
import type { Engine } from "../../packages/core/src/timeline/engine.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { aFullHouse } from "./full-house.ts"
import { nothingTold, type Step, take } from "./full-house-steps.ts"

/** Works on one job at a time: a store that takes longer would mix the order of two customers who are due at the same moment. */
const oneAtATime = (clock: Clock): Engine => {
  const engine = localEngine({ clock })
  return { ...engine, run: (handle, limits) => engine.run(handle, { ...limits, concurrency: 1 }) }
}

/** Lives a part of a history in a house over this store, from this moment; gives the moment at which it ends. */
export const live = async (store: Store<Stored>, at: number, story: readonly Step[], name: string): Promise<number> => {
  const house = await aFullHouse(store, { at, engine: oneAtATime })
  for (const [place, step] of story.entries()) await take(house, step, `${name}${place}`, nothingTold())
  const { failures, clock } = house
  await house.escucha.close()
  expect(failures).toEqual([])
  return clock.now()
}

// salts of the ledger of consent, the hashes of its chain, the keys of shadows, and the ids of files
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
const drawn = new RegExp(`m_[0-9a-f]{32}|${uuid}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])`, "g")

/** All that a store holds; fields of JSON in any order, and what was drawn by chance by when it appears first. */
export const contentsOf = async ({ archive }: Store<Stored>): Promise<unknown> => {
  const all: unknown[] = []
  const files: unknown[] = []
  let taken = 0
  for await (const record of archive?.dump() ?? []) {
    if (record.part === "entry") all.push({ ...record, data: JSON.parse(record.data) })
    else if (record.part === "stream") all.push({ ...record, state: JSON.parse(record.state) })
    else if (record.part === "job")
      all.push(record.job) // in their order; the numbers of jobs that are done are given again
    else if (record.part === "file")
      files.push([record.name, record.type, Buffer.from(record.bytes).toString("base64")])
    else if (record.part === "seen")
      taken++ // which inputs they are was compared when they were moved; the ids of some are drawn
    else all.push(record)
  }
  all.push(files.sort(), { taken })
  const places = new Map<string, string>()
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1)))
      : value
  return JSON.parse(
    JSON.stringify(all, sorted).replace(drawn, (found) => {
      if (!places.has(found)) places.set(found, `drawn ${places.size}`)
      return places.get(found) ?? ""
    }),
  )
}
