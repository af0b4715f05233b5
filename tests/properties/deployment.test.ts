import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { State } from "../../packages/core/src/assembly/entries.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { packed } from "../../packages/core/src/runtime/packed.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import type { Store, StreamRow } from "../../packages/core/src/timeline/store.ts"
import { live, steps } from "../support/history.ts"
import { aHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions } from "../support/planted.ts"
import { driftOf, houseOf } from "../support/projections.ts"

const runs = 400

const options = {
  traits: {},
  surveys: [defineSurvey("visit", (s) => s.ask("score", nps("How was it?")))],
  contact: { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" },
  rules: [
    {
      name: "sorry",
      on: "mood-changed",
      when: (m) => m.mood.is("upset"),
      do: (_, act) => act.openCase({ kind: "complaint", owner: "support", within: "2 hours" }),
    },
  ],
} satisfies AnyOptions
const history = fc.array(fc.oneof(...Object.values(steps), steps.write, steps.write, steps.link, steps.wait), {
  minLength: 4,
  maxLength: 20,
})

type Damage = (row: StreamRow<Stored>) => StreamRow<Stored>

/** What older code leaves: it knew fewer rooms, folded others otherwise, and had a room that is gone. */
const asOlder: Damage = (row) => {
  const { conversation: _, contact: __, ...state } = row.state
  const older: object = { ...state, consents: {}, gone: { words: 3 }, folds: { by: 0 } }
  return { ...row, state: older as Stored } // what other code wrote is of other types
}
const withoutStamp: Damage = (row) => {
  const { conversation: _, ...state } = row.state
  return { ...row, state }
}

/** A store that outlives its houses, and whose rows can turn into those of another version. */
const aStore = () => {
  const memory = memoryStore<Stored>()
  let damage: Damage | undefined
  const damaged = new Map<string, number>()
  const store: Store<Stored> = {
    ...memory,
    load: async (need) => {
      const found = await memory.load(need)
      const streams = [...found.streams].map(([stream, row]) => {
        const isStill = damage !== undefined && damaged.get(stream) === row.version
        return [stream, isStill && damage ? damage(row) : row] as const
      })
      return { ...found, streams: new Map(streams) }
    },
    close: async () => {},
  }
  const deploy = async (given: Damage): Promise<void> => {
    damage = given
    for await (const { entry } of memory.feed(0)) damaged.set(entry.stream, entry.position)
  }
  return { store, deploy }
}

const law = (damage: Damage) =>
  fc.asyncProperty(history, history, async (before, after) => {
    const { store, deploy } = aStore()
    const first = await aHouse({ ...options, store, at: "2026-03-28T17:00:00Z" })
    await live(first, before, { isSettled: true })
    await first.escucha.close()
    await deploy(damage)
    const second = await aHouse({ ...options, store, at: first.clock.now() })
    await live(second, after, { isSettled: true })
    const house = houseOf({ ...options, channels: { chat: second.chat } })
    const read = packed<State>(store, house)
    const asRead: Store<Stored> = { ...store, load: (need) => read.load(need) }
    const drift = await driftOf(house, asRead)
    await second.escucha.close()
    expect([...first.failures, ...second.failures]).toEqual([])
    expect(drift).toEqual([])
  })

describe("rows that another version wrote", () => {
  it(`come to what the timeline gives, in ${runs} histories with a deployment in their middle`, async () => {
    await fc.assert(law(asOlder), { numRuns: runs })
  })
  it("would not, if they were trusted: a row that says nothing of its version and lacks a room is noticed", async () => {
    expect(await isNoticed(law(withoutStamp), runs)).toBe(true)
  })
})
