import type { StandardSchemaV1 } from "@standard-schema/spec"
import { describe, expect, expectTypeOf, it } from "vitest"
import * as z from "zod"
import { nearestName, validate, validateEach } from "../../src/kernel/standard-schema.ts"

const traits = {
  name: z.string(),
  plan: z.enum(["free", "pro"]),
  mrr: z.number(),
  address: z.object({ city: z.string() }),
}

const refusal = (values: unknown) => {
  const checked = validateEach(traits, values)
  return "problems" in checked ? checked.problems : []
}

// A library that repeats in its message what it was given.
const quoting: StandardSchemaV1<string> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => ({
      issues: [{ message: `${JSON.stringify(value)} is not an address`, path: [{ key: "home" }] }],
    }),
  },
}

describe("a value held against a schema", () => {
  it("comes out as the schema gives it", () => {
    expect(validate(z.string().trim(), " Ana ")).toEqual({ value: "Ana" })
    expect(validate(z.string().optional(), undefined)).toEqual({ value: undefined })
  })

  it("is refused with the way to the part that is wrong", () => {
    expect(
      validate(z.object({ items: z.array(z.object({ id: z.string() })) }), { items: [{ id: "a" }, { id: 2 }] }),
    ).toMatchObject({ problem: { path: ["items", "1", "id"] } })
  })

  it("is never repeated in what is said about it", () => {
    const checked = validate(quoting, { home: "12 Secret Street" })
    expect(checked).toEqual({ problem: { path: ["home"], message: "this value is not valid" } })
  })

  it("is refused by a schema that answers later, also if that fails in the end", () => {
    const later: StandardSchemaV1 = {
      "~standard": { version: 1, vendor: "test", validate: () => Promise.reject(new TypeError("late")) },
    }
    for (const schema of [later, z.string().refine(async () => true)])
      expect(validate(schema, "Ana")).toMatchObject({
        problem: { path: [], message: expect.stringContaining("asynchronous") },
      })
  })
})

describe("values held against a schema each", () => {
  it("need not be told all at once", () => {
    const checked = validateEach(traits, { plan: "pro", name: undefined })
    expect(checked).toEqual({ values: { plan: "pro" } })
    if ("values" in checked) expectTypeOf(checked.values.plan).toEqualTypeOf<"free" | "pro" | undefined>()
  })

  it("are refused with everything that is wrong, each by its field", () => {
    expect(refusal({ plan: "gold", mrr: "9", address: { city: 1 } }).map(({ path }) => path)).toEqual([
      ["plan"],
      ["mrr"],
      ["address", "city"],
    ])
  })

  it("are refused by name where the name is not known, with the nearest that is", () => {
    expect(refusal({ paln: "pro", MRR: 1, colour: "red" }).map(({ message }) => message)).toEqual([
      "there is nothing of this name; did you mean plan?",
      "there is nothing of this name; did you mean mrr?",
      "there is nothing of this name; declare it first; declared are: name, plan, mrr, address",
    ])
  })

  it("cannot reach what objects inherit", () => {
    const declared = JSON.parse('{"__proto__": 1, "constructor": 1, "prototype": 1, "toString": 1}')
    expect(refusal(declared).map(({ path }) => path[0])).toEqual(["__proto__", "constructor", "prototype", "toString"])
    const hostile = { ...traits, constructor: z.unknown() }
    expect(validateEach(hostile, { constructor: 1 })).toHaveProperty("problems")
  })

  it("are refused without much work when there are very many or very long names", () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`unknown${index}`, 1]))
    expect(refusal(many)).toHaveLength(20)
    expect(refusal({ ["n".repeat(1_000_000)]: 1 })[0]?.path[0]).toHaveLength(64)
  })

  it.each([null, undefined, "name", 7, []])("are an object, not %j", (values) => {
    expect(refusal(values)).toEqual([{ path: [], message: "give an object with one value for each name" }])
  })
})

it("a name is near another while half of its letters are right", () => {
  expect(["emial", "Email", "emal"].map((name) => nearestName(name, ["name", "email"]))).toEqual([
    "email",
    "email",
    "email",
  ])
  expect(["xyz", ""].map((name) => nearestName(name, ["name", "email"]))).toEqual([undefined, undefined])
})
