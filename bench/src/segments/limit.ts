import { type Bound, countries, type Deed, type Living, measures, plans, type Profile, type Rule } from "./world.ts"

// The limits are written by hand for this one shape of rule. Functions are made of text where that is the fastest: ours may not,
// because many pages and edge runtimes forbid it.

const textOf = ({ measure, isAbove, than }: Bound): string => `p.${measure}${isAbove ? ">" : "<"}${than}`
const numbersText = ({ must, either: [one, two] }: Rule): string => `${textOf(must)}&&(${textOf(one)}||${textOf(two)})`
const ruleText = (rule: Rule): string =>
  `p.plan===${JSON.stringify(rule.plan)}&&(${rule.countries.map((each) => `p.country===${JSON.stringify(each)}`).join("||")})&&${numbersText(rule)}`

/** A function of text: only in the limits of this bench. */
const made = <Made>(parameters: string, body: string): Made =>
  // eslint-disable-next-line no-new-func
  new Function(parameters, body) as Made // the text was written for this very type

/** Rules as one function each. */
export const predicates = (rules: readonly Rule[]): readonly ((profile: Profile) => boolean)[] =>
  rules.map((rule) => made("p", `return ${ruleText(rule)}`))

/** The largest function that the engine still makes fast: one of all rules is as slow as one for each. */
const fusedRules = 250

/** Rules fused into few functions, which note the numbers of those that hold: how many they are. */
export const fused = (rules: readonly Rule[]): ((profile: Profile, out: Int32Array) => number) => {
  const parts: ((profile: Profile, out: Int32Array, count: number) => number)[] = []
  for (let first = 0; first < rules.length; first += fusedRules) {
    const some = rules.slice(first, first + fusedRules)
    const text = some.map((rule, index) => `if(${ruleText(rule)})o[c++]=${first + index};`)
    parts.push(made("p,o,c", `${text.join("")}return c`))
  }
  return (profile, out) => parts.reduce((count, part) => part(profile, out, count), 0)
}

/** Columns of typed arrays, filled from the profiles, and one pass over the rows for each rule: how many match it. */
export const columnar = (rules: readonly Rule[], profiles: readonly Profile[]): (() => Int32Array) => {
  const count = (bound: Bound, columns: ReadonlyMap<string, Int16Array>) => ({
    column: columns.get(bound.measure) ?? new Int16Array(),
    sign: bound.isAbove ? 1 : -1,
    than: bound.than,
  })
  return () => {
    const columns = new Map(
      measures.map((measure) => [measure, Int16Array.from(profiles, (profile) => Number(profile[measure]))]),
    )
    const planCodes = new Map<string, number>(plans.map((plan, code) => [plan, code]))
    const countryCodes = new Map<string, number>(countries.map((country, code) => [country, code]))
    const plan = Uint8Array.from(profiles, (profile) => planCodes.get(profile.plan) ?? 255)
    const country = Uint8Array.from(profiles, (profile) => countryCodes.get(profile.country) ?? 255)
    return Int32Array.from(rules, (rule) => {
      const wanted = planCodes.get(rule.plan) ?? 255
      let mask = 0
      for (const each of rule.countries) mask |= 1 << (countryCodes.get(each) ?? 31)
      const [must, one, two] = [rule.must, ...rule.either].map((bound) => count(bound, columns))
      if (!must || !one || !two) return 0
      const [a, b, c] = [must.column, one.column, two.column]
      let matches = 0
      for (let row = 0; row < plan.length; row++)
        if (
          plan[row] === wanted &&
          (mask >> (country[row] ?? 31)) & 1 &&
          ((a[row] ?? 0) - must.than) * must.sign > 0 &&
          (((b[row] ?? 0) - one.than) * one.sign > 0 || ((c[row] ?? 0) - two.than) * two.sign > 0)
        )
          matches++
      return matches
    })
  }
}

/** What a change did: by how much the number of memberships grew and shrank, and which rules turned, in one number. */
export type Turned = (deed: Deed) => number

/** A sum that tells which rules turned, and which way, whatever their order. */
export const mark = (rule: number, isIn: boolean): number => (isIn ? 1 : -1) * (rule + 1) * 1_000 + 1

/**
 * Thresholds of whole numbers, each with the rules that have it, in a list of its own: only rules with a threshold between the old and
 * the new number are asked. Memberships are bits.
 */
export const intervals = (rules: readonly Rule[], profiles: readonly Profile[]): Turned => {
  const holds = predicates(rules)
  const living: Living[] = profiles.map((profile) => ({ ...profile }))
  const lists = new Map(measures.map((measure) => [measure, Array.from({ length: 101 }, (): number[] => [])]))
  for (const [index, rule] of rules.entries())
    for (const { measure, than } of [rule.must, ...rule.either]) lists.get(measure)?.[than]?.push(index)
  const members = living.map((profile) => {
    const bits = new Uint32Array((rules.length + 31) >>> 5)
    for (const [index, test] of holds.entries())
      if (test(profile)) bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31))
    return bits
  })
  return ({ profile: place, measure, value }) => {
    const profile = living[place]
    const bits = members[place]
    if (!profile || !bits) return 0
    const before = Number(profile[measure])
    profile[measure] = value
    const list = lists.get(measure)
    let turned = 0
    for (let at = Math.min(before, value); at <= Math.max(before, value); at++)
      for (const index of list?.[at] ?? []) {
        const isIn = holds[index]?.(profile) ?? false
        const bit = 1 << (index & 31)
        if (isIn === (((bits[index >>> 5] ?? 0) & bit) !== 0)) continue
        bits[index >>> 5] = (bits[index >>> 5] ?? 0) ^ bit
        turned += mark(index, isIn)
      }
    return turned
  }
}
