import { createClock } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { BusyError } from "@escucha/core"
import { createGate } from "../../src/restate/gate.ts"
import { createPressure } from "../../src/restate/pressure.ts"
import { createRegistration } from "../../src/restate/registration.ts"

describe("a registration", () => {
  it("goes on trying, says once that it could not, and ends when it is told to", async () => {
    const clock = createClock("2026-03-01T12:00Z")
    const said: unknown[] = []
    const state = { isAway: true, tries: 0 }
    const registration = createRegistration({
      clock,
      random: () => 0.5,
      report: (failure) => said.push(failure),
      server: {
        register: async () => {
          state.tries++
          if (state.isAway) throw new RangeError("away")
        },
      },
    })
    await registration.begin("http://127.0.0.1:9080")
    expect(said).toHaveLength(1)
    await clock.advance(60_000)
    expect(state.tries).toBeGreaterThan(5)
    expect(said).toHaveLength(1)
    state.isAway = false
    await clock.advance(10_000)
    const { tries } = state
    await clock.advance(60_000)
    expect(state.tries).toBe(tries)
    registration.again()
    await clock.advance(0)
    expect(state.tries).toBe(tries + 1)
    registration.stop()
    registration.again()
    await clock.advance(60_000)
    expect(state.tries).toBe(tries + 1)
  })
})

describe("a gate", () => {
  it("lets so many in, the others in the order in which they came, and nobody who has given up", async () => {
    const gate = createGate(1)
    const never = new AbortController().signal
    const tired = new AbortController()
    const inside: string[] = []
    await gate.enter(never)
    const second = gate.enter(tired.signal).catch(() => void inside.push("gave up"))
    const third = gate.enter(never).then(() => void inside.push("third"))
    tired.abort()
    await second
    gate.leave()
    await third
    expect([inside, gate.inside()]).toEqual([["gave up", "third"], 1])
    gate.leave()
    expect(gate.inside()).toBe(0)
    await expect(gate.enter(AbortSignal.abort())).rejects.toBeDefined()
  })
})

describe("the pressure of what waits", () => {
  it("is asked of the database only where it may be too much", async () => {
    const clock = createClock("2026-03-01T12:00Z")
    const state = { waiting: 0, asked: 0 }
    const backlog = async () => {
      state.asked++
      return state.waiting
    }
    const pressure = createPressure({ backlog }, clock, 3)
    for (let number = 0; number < 3; number++) await pressure.admit(1)
    expect(state.asked).toBe(0)
    state.waiting = 3
    await expect(pressure.admit(1)).rejects.toBeInstanceOf(BusyError)
    state.waiting = 0
    await clock.advance(1_000)
    await pressure.admit(1)
    expect(state.asked).toBe(2)
  })
})
