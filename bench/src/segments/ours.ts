import { compileColumns, countBits } from "../../../packages/core/src/kernel/condition-columns.ts" // no door has it alone
import { createConditionIndex } from "../../../packages/core/src/kernel/condition-index.ts" // no door has it alone
import { mark, type Turned } from "./limit.ts"
import { conditionOf, createWorld, type Living, type Profile, type World } from "./world.ts"

/** What the cases are called. */
export const names = {
  bulk: "bulk: 1,000 segments × 10,000 profiles",
  one: "one profile: 1,000 segments",
  live: "live: 1,000 segments",
  many: "live 10 k segments",
} as const

/** The name of one of the cases. */
export type CaseName = (typeof names)[keyof typeof names]

/** The profiles and the rules of a case. */
export const worldOf = (name: CaseName): World => createWorld(10_000, name === names.many ? 10_000 : 1_000, 5_000)

/** Everybody against every rule: how many each rule finds. */
export const everybody = ({ rules, profiles }: World): (() => Int32Array) => {
  const columns = compileColumns(rules.map(conditionOf))
  return () => {
    const { matching } = columns.load(profiles, 0)
    return Int32Array.from(rules, (_, index) => countBits(matching(index)))
  }
}

/** The profiles that are asked about one after the other. */
export const someOf = ({ profiles }: World): readonly Profile[] => profiles.slice(0, 100)

/** One profile after the other against every rule: how often one holds. */
export const oneByOne = (world: World): (() => number) => {
  const index = createConditionIndex(world.rules.map(conditionOf))
  const some = someOf(world)
  return () => some.reduce((sum, profile) => sum + countBits(index.membership(profile, 0)), 0)
}

/** Each change of a trait: who came and who left. */
export const living = ({ rules, profiles }: World): Turned => {
  const index = createConditionIndex(rules.map(conditionOf))
  const people: Living[] = profiles.map((profile) => ({ ...profile }))
  const members = people.map((profile) => index.membership(profile, 0))
  const paths = new Map<string, readonly [string]>()
  return ({ profile: place, measure, value }) => {
    const [profile, bits] = [people[place], members[place]]
    if (!profile || !bits) return 0
    const path = paths.get(measure) ?? [measure]
    paths.set(measure, path)
    const before = profile[measure]
    profile[measure] = value
    const { entered, left } = index.change(bits, { path, before, after: value }, profile, 0)
    let turned = 0
    for (const rule of entered) turned += mark(rule, true)
    for (const rule of left) turned += mark(rule, false)
    return turned
  }
}
