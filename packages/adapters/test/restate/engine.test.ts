import { type EngineCheck, engineChecks, type EngineUnderTest, type EngineWish } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, it } from "vitest"
import { realClock } from "../engines/postgres-house.ts"
import { aGround, type Servers, servers } from "./committing.ts"

const { areThere, remedy } = servers

describe.skipIf(!areThere)(`the engine on Restate${areThere ? "" : ` (${remedy})`}`, () => {
  let started: Servers
  beforeAll(async () => {
    started = await servers.start()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  const make = async (wish: EngineWish): Promise<EngineUnderTest> => {
    const ground = await aGround(started)
    return {
      engine: ground.process(wish).engine,
      beside: async () => ground.process(wish).engine,
      clock: realClock,
      repeats: "never",
      dispose: async () => void (await ground[Symbol.asyncDispose]()),
    }
  }
  // most of what they do is to wait, for a clock that cannot be set: together, and those first that wait for longest
  const isLong = ({ name }: EngineCheck): boolean => name.includes("cancel")
  for (const { name, run } of engineChecks.toSorted((one, two) => Number(isLong(two)) - Number(isLong(one))))
    it.concurrent(name, () => run(make), 170_000)
})
