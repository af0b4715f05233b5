import { type Leaf, type Node, type Plan, slotReader, unknownCode } from "./condition-plan.ts"

// Conditions of one plan as one list of steps in typed arrays: to ask one of them walks a few neighbouring numbers, where closures
// would jump through memory. A step tests a register and names the next step for each outcome.

/** The next step when a condition is decided. */
const decided = { no: -1, yes: -2 } as const

const testNumbers = {
  below: 0,
  "at-most": 1,
  above: 2,
  "at-least": 3,
  inside: 4,
  outside: 5,
  recent: 6,
  "not-recent": 7,
  is: 8,
  "is-not": 9,
  in: 10,
  "not-in": 11,
} as const satisfies { readonly [test in Leaf["test"]]: number }

/** A set of small codes is the bits of a number, which are asked in no time; for others there is a set. */
const inMask = 12

const maskOf = (codes: ReadonlySet<number>): number | undefined => {
  let mask = 0
  for (const code of codes) {
    if (code > 30) return undefined
    if (code >= 0) mask |= 1 << code
  }
  return mask
}

/** The numbers that the steps read: those of one customer's facts at one moment, each read when it is first asked for. */
export interface Registers {
  /** Reads from these facts from now on. */
  readonly turnTo: (facts: unknown, now: number) => void
  readonly get: (slot: number) => number
  /** Overrides what was read. */
  readonly set: (slot: number, value: number) => void
}

/** The registers of a plan. */
export const createRegisters = (plan: Plan): Registers => {
  const readers = plan.slots.map(slotReader)
  const values = new Float64Array(readers.length)
  const ages = new Uint32Array(readers.length)
  let age = 0,
    facts: unknown,
    now = 0
  return {
    turnTo: (others, at) => {
      facts = others
      now = at
      age = (age + 1) >>> 0
      if (age === 0) ages.fill(0) // after four thousand million turns
    },
    get: (slot) => {
      if (ages[slot] !== age) {
        ages[slot] = age
        values[slot] = readers[slot]?.(facts, now) ?? Number.NaN
      }
      return values[slot] ?? Number.NaN
    },
    set: (slot, value) => {
      ages[slot] = age
      values[slot] = value
    },
  }
}

interface Steps {
  /** The first step of each condition. */
  readonly first: number[]
  readonly slot: number[]
  readonly test: number[]
  readonly one: number[]
  readonly two: number[]
  readonly yes: number[]
  readonly no: number[]
}

const operandsOf = (leaf: Leaf, sets: ReadonlySet<number>[]): readonly [one: number, two: number] => {
  if ("than" in leaf) return [leaf.than, 0]
  if ("from" in leaf) return [leaf.from, leaf.to]
  if ("span" in leaf) return [leaf.span, 0]
  return "code" in leaf ? [leaf.code, 0] : [sets.push(leaf.codes) - 1, 0]
}

/** Lays a condition out, the last step first: each part knows where its outcomes lead. Gives the first step. */
const layOut = (steps: Steps, sets: ReadonlySet<number>[], { leaves }: Plan, root: Node): number => {
  const place = (node: Node, yes: number, no: number): number => {
    if ("leaf" in node) {
      const leaf = leaves[node.leaf]
      if (!leaf) throw new RangeError("a plan names only the leaves that it has")
      const mask = leaf.test === "in" ? maskOf(leaf.codes) : undefined
      const [one, two] = mask === undefined ? operandsOf(leaf, sets) : [mask, 0]
      steps.slot.push(leaf.slot)
      steps.test.push(mask === undefined ? testNumbers[leaf.test] : inMask)
      steps.one.push(one)
      steps.two.push(two)
      steps.yes.push(yes)
      return steps.no.push(no) - 1
    }
    const isAll = node.op === "all"
    // what settles nothing leads to the part behind it; the last one to the end
    return node.of.reduceRight(
      (next, part) => (isAll ? place(part, next, no) : place(part, yes, next)),
      isAll ? yes : no,
    )
  }
  return place(root, decided.yes, decided.no)
}

/** Asks the conditions of a plan, one customer at a time. */
export interface Program {
  /** Whether a condition holds for what the registers hold. `now` is the moment to which they were turned. */
  readonly holds: (condition: number, registers: Registers, now: number) => boolean
}

/** Compiles a plan to be asked one customer at a time. It gives what `compile` gives. */
export const programOf = (plan: Plan): Program => {
  const steps: Steps = { first: [], slot: [], test: [], one: [], two: [], yes: [], no: [] }
  const sets: ReadonlySet<number>[] = []
  for (const root of plan.roots) steps.first.push(layOut(steps, sets, plan, root))
  const [first, slot, test, yes, no] = [steps.first, steps.slot, steps.test, steps.yes, steps.no].map((each) =>
    Int32Array.from(each),
  )
  const [one, two] = [steps.one, steps.two].map((each) => Float64Array.from(each))
  const tests = (step: number, value: number, now: number): boolean => {
    const operand = one?.[step] ?? 0
    switch (test?.[step]) {
      case testNumbers.below:
        return value < operand
      case testNumbers["at-most"]:
        return value <= operand
      case testNumbers.above:
        return value > operand
      case testNumbers["at-least"]:
        return value >= operand
      case testNumbers.inside:
        return value >= operand && value <= (two?.[step] ?? 0)
      case testNumbers.outside:
        return value < operand || value > (two?.[step] ?? 0)
      case testNumbers.recent:
        return value <= now && now - value <= operand
      case testNumbers["not-recent"]:
        return value > now || now - value > operand
      case testNumbers.is:
        return value === operand
      case testNumbers["is-not"]:
        return value !== unknownCode && value !== operand
      case inMask:
        return value >= 0 && value <= 30 && ((operand >> value) & 1) === 1
      case testNumbers.in:
        return sets[operand]?.has(value) ?? false
      default:
        return value !== unknownCode && !(sets[operand]?.has(value) ?? false)
    }
  }
  return {
    holds: (condition, registers, now) => {
      let step: number = first?.[condition] ?? decided.no
      while (step >= 0)
        step = (tests(step, registers.get(slot?.[step] ?? 0), now) ? yes?.[step] : no?.[step]) ?? decided.no
      return step === decided.yes
    },
  }
}
