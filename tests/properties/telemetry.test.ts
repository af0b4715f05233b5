import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { aFullHouse } from "../support/full-house.ts"
import { history, names, nothingTold, take } from "../support/full-house-steps.ts"
import { type Recorded, recordedTelemetry } from "../support/recorded-telemetry.ts"

const runs = Number(process.env["ESCUCHA_RUNS"] ?? 40)
const start = Date.parse("2026-10-23T15:30:00Z")

/** What may be told, whoever the people are: names of the application, of jobs and inputs, and closed words. */
const plain = /^[a-z][a-z0-9-]{0,31}$|^\d{3}$|^(?:Input|Store|Busy|Delivery|TimeLimit)?Error$/

const people = new Set(names.flatMap((name) => [name, name.slice(name.indexOf(":") + 1)]))

/** What is told that may say of somebody who they are. */
const leaksIn = (told: readonly Recorded[]): readonly string[] =>
  told.flatMap(({ name, attributes }) =>
    Object.entries(attributes).flatMap(([attribute, value]) =>
      typeof value !== "string" || (plain.test(value) && !people.has(value) && !/s_|h\d/.test(value))
        ? []
        : [`${name} ${attribute}=${value}`],
    ),
  )

describe("what figures and spans tell", () => {
  it(`names nobody in ${runs} histories of a house with everything`, async () => {
    const kinds = new Set<string>()
    await fc.assert(
      fc.asyncProperty(history(14, []), async (story) => {
        const { telemetry, figures, spans, collect } = recordedTelemetry()
        const house = await aFullHouse(memoryStore<Stored>(), { at: start, more: { telemetry } })
        for (const [place, step] of story.entries()) await take(house, step, `h${place}`, nothingTold())
        await collect()
        await house.escucha.close()
        expect(leaksIn([...figures, ...spans])).toEqual([])
        expect(spans.filter(({ isEnded }) => !isEnded)).toEqual([])
        for (const { name } of [...figures, ...spans]) kinds.add(name)
      }),
      { numRuns: runs },
    )
    for (const name of ["escucha.inputs", "escucha.turn", "escucha.job", "escucha.jobs.lag", "escucha.deliveries"])
      expect(kinds).toContain(name)
  })

  it("would be noticed if it named somebody", () => {
    const leak = (value: string): Recorded => ({ name: "escucha.inputs", attributes: { on: value } })
    for (const value of ["tel:+34600000001", "ana", "s_0000000rs04fn0idv3q1", "¿dónde está mi pedido?", "Ana Pérez"])
      expect(leaksIn([leak(value)])).toHaveLength(1)
  })
})
