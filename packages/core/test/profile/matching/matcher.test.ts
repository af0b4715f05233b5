import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createMatcher, date, email, exact, type MatchModel, type MatchSpec, name } from "../../../src/matching.ts"
import { aCrowd, qualityOf } from "./a-crowd.ts"

const spec: MatchSpec = {
  fields: { first: name(), last: name(), born: date(), town: exact({ frequency: true }), email: email() },
  blocks: [["email"], ["last"], ["first", "town"], ["born"]],
}
const crowd = aCrowd(300)

const fitted = (records = crowd.records, more: Partial<MatchSpec> = {}) => {
  const matcher = createMatcher({ ...spec, ...more })
  return { matcher, model: matcher.fit(records) }
}

describe("matching", () => {
  const { matcher, model } = fitted()

  it("finds who is there twice, and hardly ever takes two people for one", () => {
    const { precision, recall } = qualityOf(crowd, matcher.clusters())
    expect(precision).toBeGreaterThan(0.99)
    expect(recall).toBeGreaterThan(0.95)
    expect(model.converged).toBe(true)
  })

  it("finds the same whatever the order in which records come", () => {
    const turned = fitted(crowd.records.toReversed())
    expect(turned.model).toEqual(model)
    expect(turned.matcher.clusters()).toEqual(matcher.clusters())
    expect(turned.matcher.pairs()).toEqual(matcher.pairs())
  })

  it("gives the same answer in slices, and lets others work between them", () => {
    const other = createMatcher(spec)
    for (const record of crowd.records) other.add(record)
    let steps = 0
    const fitting = other.fitting()
    let step = fitting.next()
    for (; !step.done; step = fitting.next()) steps++
    expect(step.value).toEqual(model)
    expect(steps).toBeGreaterThan(3)
  })

  it("explains a pair by what each field says, and by no value", () => {
    const [pair] = matcher.pairs()
    if (!pair) throw new Error("there is a pair")
    const evidence = matcher.explain(pair.one, pair.two)
    expect(evidence.probability).toBeCloseTo(pair.probability, 12)
    expect(evidence.prior + evidence.fields.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(
      evidence.weight,
      9,
    )
    expect(2 ** evidence.weight / (1 + 2 ** evidence.weight)).toBeCloseTo(evidence.probability, 9)
    expect(matcher.explain(pair.two, pair.one)).toEqual(evidence)
    const record = crowd.records.find(({ id }) => id === pair.one)
    const told = JSON.stringify(evidence)
    const values = Object.values(record?.values ?? {}).filter((value) => typeof value === "string" && value.length > 3)
    expect(values.length).toBeGreaterThan(2)
    for (const value of values) expect(told).not.toContain(value)
  })

  it("says nothing for or against where a value is not known", () => {
    const other = createMatcher(spec, model)
    other.add({ id: "1", values: { first: "Bace", last: "Difogu" } })
    other.add({ id: "2", values: { first: "Bace", last: "Difogu", born: null, town: "", email: "nonsense" } })
    const unknown = other.explain("1", "2").fields.filter(({ level }) => level === "unknown")
    expect(unknown.map(({ field, weight }) => [field, weight])).toEqual([
      ["born", 0],
      ["town", 0],
      ["email", 0],
    ])
  })

  it("is told more by a rare name than by a frequent one", () => {
    const other = createMatcher({ fields: { last: name(), born: date() } }, {
      ...model,
      fields: { last: model.fields["last"], born: model.fields["born"] },
    } as MatchModel) // both are fields of the model
    const add = (last: string, ids: readonly string[]) => ids.forEach((id) => other.add({ id, values: { last } }))
    add(
      "Common",
      Array.from({ length: 40 }, (_, at) => `c${at}`),
    )
    add("Rare", ["r1", "r2"])
    const weight = (one: string, two: string) => other.explain(one, two).fields[0]?.weight ?? 0
    expect(weight("r1", "r2") - weight("c1", "c2")).toBeCloseTo(Math.log2(20), 6)
  })

  it("looks somebody new up among those who share something with them, and keeps nothing of it", () => {
    const { matcher: other } = fitted()
    const [pair] = other.pairs()
    const record = crowd.records.find(({ id }) => id === pair?.two)
    if (!pair || !record) throw new Error("there is a pair")
    const size = other.size()
    const before = other.pairs()
    const stranger = { id: "new", values: record.values }
    const found = other.score(stranger)
    expect(found.map(({ one, two }) => (one === "new" ? two : one))).toEqual(
      expect.arrayContaining([pair.one, pair.two]),
    )
    expect(other.candidates(stranger)).toEqual(expect.arrayContaining([pair.one, pair.two]))
    expect(other.candidates(record)).not.toContain(record.id)
    expect(other.size()).toBe(size)
    expect(other.pairs()).toEqual(before)
  })

  it("forgets who is taken away, and knows who comes back as if they had never left", () => {
    const { matcher: other } = fitted()
    const before = other.pairs()
    const [pair] = before
    const record = crowd.records.find(({ id }) => id === pair?.one)
    if (!pair || !record) throw new Error("there is a pair")
    expect(other.remove(record.id)).toBe(true)
    expect(other.remove(record.id)).toBe(false)
    expect(other.pairs().some(({ one, two }) => one === record.id || two === record.id)).toBe(false)
    expect(() => other.explain(record.id, pair.two)).toThrow("no record has this id")
    other.add(record)
    other.add(record) // replaced, not doubled
    expect(other.pairs()).toEqual(before)
    expect(other.fit()).toEqual(model)
  })

  it("goes on from a model that was kept as JSON", () => {
    const other = createMatcher(spec, JSON.parse(JSON.stringify(model)))
    for (const record of crowd.records) other.add(record)
    expect(other.pairs()).toEqual(matcher.pairs())
  })

  it("is as sure both ways, from 0 to 1, of any two", () => {
    const ids = crowd.records.map(({ id }) => id)
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.constantFrom(...ids), (one, two) => {
        const { probability } = matcher.explain(one, two)
        expect(probability).toBeGreaterThanOrEqual(0)
        expect(probability).toBeLessThanOrEqual(1)
        expect(matcher.explain(two, one).probability).toBe(probability)
      }),
      { numRuns: 3000 },
    )
  })
})

describe("what many people share", () => {
  it("is passed over, and said to be", () => {
    const records = Array.from({ length: 300 }, (_, at) => ({
      id: String(at),
      values: { first: `Name${at}`, town: "Same" },
    }))
    const matcher = createMatcher({ fields: { first: name(), town: exact() }, largestBlock: 100 })
    const model = matcher.fit(records)
    expect(model.candidates).toBe(0)
    expect(model.passedOver).toEqual([0, 1])
    expect(matcher.pairs()).toEqual([])
  })

  it("joins nobody beyond the largest cluster", () => {
    const records = Array.from({ length: 30 }, (_, at) => ({
      id: String(at),
      values: { first: "Bace", last: "Difogu", email: "a@b.example" },
    }))
    const { matcher } = fitted([...crowd.records, ...records], { largestCluster: 6 })
    expect(Math.max(...matcher.clusters().map(({ length }) => length))).toBe(6)
  })
})

describe("a matcher that cannot be", () => {
  it.each<readonly [string, Partial<MatchSpec>, string]>([
    ["without fields", { fields: {} }, "fields"],
    ["with a rule of nothing", { blocks: [[]] }, "blocks"],
    ["with a rule of a field that is not there", { blocks: [["shoe"]] }, "blocks"],
    ["with a beginning of no letters", { blocks: [[{ field: "last", first: 0 }]] }, "blocks.first"],
    ["that takes everything for one person", { threshold: 0.2 }, "threshold"],
    ["with a threshold that is no number", { threshold: Number.NaN }, "threshold"],
    ["with endless blocks", { largestBlock: 1e9 }, "largestBlock"],
    ["with endless clusters", { largestCluster: Infinity }, "largestCluster"],
  ])("%s says which option to change", (_, more, option) => {
    expect(() => createMatcher({ ...spec, ...more })).toThrow(
      expect.objectContaining({ _tag: "ConfigurationError", option }),
    )
  })

  it("with a model of other fields says to fit it anew", () => {
    const { model } = fitted()
    expect(() => createMatcher({ fields: { shoe: exact() } }, model)).toThrow("fit it anew")
    expect(() => createMatcher({ fields: { first: exact() } }, model)).toThrow("fit it anew")
    expect(() => createMatcher(spec, { ...model, rate: Number.NaN })).toThrow("fit it anew")
  })

  it("says what to do before anything was learned", () => {
    const matcher = createMatcher(spec)
    expect(() => matcher.pairs()).toThrow("fit the matcher first")
    expect(() => matcher.fit([{ id: "1", values: {} }])).toThrow("at least two records")
  })

  it("is not thrown off by records of nothing, or by names that every object has", () => {
    const matcher = createMatcher({ fields: { constructor: exact(), first: name() } })
    const model = matcher.fit([
      { id: "1", values: {} },
      { id: "2", values: JSON.parse(`{"__proto__": {"first": "Ana"}}`) },
      { id: "__proto__", values: { first: "Ana" } },
    ])
    expect(model.candidates).toBe(0)
    expect(model.rate).toBeGreaterThan(0)
  })
})
