import { guard } from "@ucast/mongo2js"
import { Engine } from "json-rules-engine"
import { Query } from "mingo"
import { createRequire } from "node:module"
import type { Bound, Profile, Rule } from "./world.ts"

/** Which rules hold for a profile: what each peer is asked. */
export type Matching = (profile: Profile) => readonly number[] | Promise<readonly number[]>

// It has no types of its own.
const jsonLogic = createRequire(import.meta.url)("json-logic-js") as {
  readonly apply: (rule: unknown, data: unknown) => unknown
}

const mongoBound = ({ measure, isAbove, than }: Bound) => ({ [measure]: { [isAbove ? "$gt" : "$lt"]: than } })
const mongoOf = ({ plan, countries, must, either: [one, two] }: Rule) => ({
  $and: [
    { plan: { $eq: plan } },
    { country: { $in: [...countries] } },
    mongoBound(must),
    { $or: [mongoBound(one), mongoBound(two)] },
  ],
})

const logicBound = ({ measure, isAbove, than }: Bound) => ({ [isAbove ? ">" : "<"]: [{ var: measure }, than] })
const logicOf = ({ plan, countries, must, either: [one, two] }: Rule) => ({
  and: [
    { "===": [{ var: "plan" }, plan] },
    { in: [{ var: "country" }, countries] },
    logicBound(must),
    { or: [logicBound(one), logicBound(two)] },
  ],
})

const engineBound = ({ measure, isAbove, than }: Bound) => ({
  fact: measure,
  operator: isAbove ? "greaterThan" : "lessThan",
  value: than,
})
const engineOf = (rules: readonly Rule[]): Engine => {
  const engine = new Engine([], { allowUndefinedFacts: true })
  for (const [
    index,
    {
      plan,
      countries,
      must,
      either: [one, two],
    },
  ] of rules.entries())
    engine.addRule({
      name: String(index),
      event: { type: String(index) },
      conditions: {
        all: [
          { fact: "plan", operator: "equal", value: plan },
          { fact: "country", operator: "in", value: [...countries] },
          engineBound(must),
          { any: [engineBound(one), engineBound(two)] },
        ],
      },
    })
  return engine
}

const indexesOf =
  (tests: readonly ((profile: Profile) => boolean)[]): Matching =>
  (profile) =>
    tests.flatMap((test, index) => (test(profile) ? [index] : []))

/** The peers by name, and on how many profiles each of them is measured: the slow ones on fewer. */
export const peersOf = (
  rules: readonly Rule[],
): { readonly [peer: string]: { readonly matching: Matching; readonly profiles: number } } => {
  const engine = engineOf(rules)
  return {
    "@ucast/mongo2js": { matching: indexesOf(rules.map((rule) => guard<Profile>(mongoOf(rule)))), profiles: 200 },
    "json-logic-js": {
      matching: indexesOf(
        rules.map(logicOf).map((rule) => (profile: Profile) => jsonLogic.apply(rule, profile) === true),
      ),
      profiles: 100,
    },
    mingo: {
      matching: indexesOf(
        rules.map((rule) => {
          const query = new Query(mongoOf(rule))
          return (profile: Profile) => query.test(profile)
        }),
      ),
      profiles: 40,
    },
    "json-rules-engine": {
      matching: async (profile) => (await engine.run(profile)).events.map(({ type }) => Number(type)),
      profiles: 2,
    },
  }
}
