import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseSources, priorityOf } from "../../src/profile/source.ts"
import { traits, type TraitMemory, traitSourcesOf, traitsSet, traitValues } from "../../src/profile/traits.ts"
import { aStream, anEntry } from "../../src/testing/store-builders.ts"

interface Told {
  readonly value: unknown
  readonly at: number
  readonly source: string
  readonly priority: number
}

const told = fc.record({
  value: fc.oneof(fc.constant(null), fc.constantFrom("free", "pro"), fc.integer({ min: 0, max: 3 })),
  at: fc.integer({ min: 1, max: 4 }),
  source: fc.constantFrom("app", "crm", "v1"),
  priority: fc.integer({ min: 0, max: 2 }),
})

const folded = (all: readonly Told[]): TraitMemory =>
  all.reduce((known, { value, at, source, priority }, place) => {
    const entry = { ...anEntry(aStream(1), place + 1), kind: "traits-set" as const, occurredAt: at }
    const next = traits.on["traits-set"]?.(known, { ...entry, data: { traits: { plan: value }, source, priority } })
    return JSON.parse(JSON.stringify(next ?? known)) as TraitMemory // as a store would give it back
  }, traits.initial)

const runs = { numRuns: 3_000 }

describe("of several words on one trait", () => {
  it("that of the higher priority holds, however old", () => {
    const known = folded([
      { value: "pro", at: 1, source: "crm", priority: 2 },
      { value: "free", at: 9, source: "app", priority: 1 },
    ])
    expect(traitSourcesOf(known)).toEqual({ plan: { value: "pro", at: 1, source: "crm" } })
  })

  it("the later one holds among equals", () => {
    const known = folded([
      { value: "pro", at: 9, source: "app", priority: 0 },
      { value: "free", at: 1, source: "v1", priority: 0 },
    ])
    expect(traitSourcesOf(known)).toEqual({ plan: { value: "pro", at: 9, source: "app" } })
  })

  it("one to forget is a word too: an older one does not come back", () => {
    const known = folded([
      { value: null, at: 5, source: "app", priority: 0 },
      { value: "free", at: 5, source: "app", priority: 0 },
      { value: "pro", at: 1, source: "v1", priority: 0 },
    ])
    expect(traitValues(known)).toEqual({})
    expect(traitSourcesOf(known)).toEqual({})
  })

  it("the same one holds in whatever order they come, and over whichever streams they lie", () => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 8 }), fc.nat(8), (all, cut) => {
        const one = folded(all)
        expect(folded(all.toReversed())).toEqual(one)
        const [left, right] = [folded(all.slice(0, cut)), folded(all.slice(cut))]
        expect(traits.merge(left, right)).toEqual(one)
        expect(traits.merge(right, left)).toEqual(one)
      }),
      runs,
    )
  })

  it("the one that holds is of the highest priority, and the latest of those", () => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 8 }), (all) => {
        const highest = Math.max(...all.map(({ priority }) => priority))
        const latest = Math.max(...all.filter(({ priority }) => priority === highest).map(({ at }) => at))
        expect(folded(all)["plan"]).toMatchObject({ at: latest, ...(highest > 0 && { priority: highest }) })
      }),
      runs,
    )
  })
})

describe("traits that the first version wrote", () => {
  it("are the app's, and of no priority", () => {
    expect(traitsSet.upcast({ traits: { plan: "pro" } }, 1)).toEqual({
      traits: { plan: "pro" },
      source: "app",
      priority: 0,
    })
    const old: TraitMemory = { plan: { value: "pro", at: 3 } }
    expect(traitSourcesOf(old)).toEqual({ plan: { value: "pro", at: 3, source: "app" } })
  })
})

describe("sources", () => {
  it("are ranked from the first down, those that are not named last", () => {
    const read = parseSources(["crm", "app"])
    if (!("value" in read)) throw new TypeError("these can be read")
    const ranks = ["rectification", "crm", "app", "v1", "nobody"].map((name) => priorityOf(read.value, name))
    expect(ranks).toEqual([1_000_000, 2, 1, 0, 0])
  })

  it.each([
    ["crm", "give a list of names, the highest priority first"],
    [["crm", "crm"], '"crm" is there twice; name each once'],
    [["rectification"], "rectification is above all of them already; leave it out"],
    [["__proto__"], "name each with a letter, then letters, digits, dots, hyphens and underscores, 64 at most"],
    [[7], "name each with a letter, then letters, digits, dots, hyphens and underscores, 64 at most"],
    [Array.from({ length: 101 }, (_, place) => `s${place}`), "give at most 100"],
  ])("%j are refused by name and remedy", (given, message) => {
    expect(parseSources(given)).toEqual({ problem: { field: "sources", message } })
  })
})
