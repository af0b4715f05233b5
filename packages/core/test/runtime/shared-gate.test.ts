import { describe, expect, it } from "vitest"
import { StoreError } from "../../src/kernel/errors.ts"
import { createGate, note } from "../../src/runtime/gate.ts"
import { reserveIn, type Taken } from "../../src/runtime/lanes.ts"
import { createSharedPass } from "../../src/runtime/shared-gate.ts"
import { noon } from "../../src/testing/store-builders.ts"

const rule = { count: 10, per: 1_000 }

/** A channel with a limit that processes share, over a database that a test takes away. */
const aChannel = () => {
  const state = { now: noon, isSilent: false }
  const taken: Taken = { lanes: new Map(), held: new Map() }
  const pass = createSharedPass({
    rules: () => [rule],
    now: () => state.now,
    secret: undefined,
    coordination: {
      reserve: async (asked) => {
        if (state.isSilent) throw new StoreError("unavailable")
        return asked.map((each) => reserveIn(taken, each, state.now))
      },
    },
  })
  const gate = createGate([rule], noon)
  return { state, gate, ask: async (who: string) => pass(gate, { channel: "sms", who, address: who }) }
}

describe("a channel that could not be had, while the database is silent too", () => {
  it("is looked at by the next one as soon as the database answers: nobody waits for one who was never let in", async () => {
    const { state, gate, ask } = aChannel()
    for (let call = 0; call < 5; call++) note(gate, { kind: "not to be had" }, state.now)
    state.now += 60_000
    state.isSilent = true
    await expect(ask("ana")).rejects.toBeInstanceOf(StoreError)
    state.isSilent = false
    expect(await ask("ben")).toBeUndefined()
  })
})
