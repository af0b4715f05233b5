import { isNumber, isScalar, type Comparison, type Condition, type Path, reader, type Scalar } from "./condition.ts"
import { sumDuring, windowDays } from "./condition-window.ts"
import { milliseconds } from "./duration.ts"

// For evaluation in bulk and for indexes, conditions are brought into one form: no negation but in the leaves (De Morgan holds in
// Kleene's logic), and each leaf a test of one number. A leaf that is unknown fails, whichever way round it is: what is true in the
// end does not tell unknown from false once no negation stands above it.

/** What is read from facts for a leaf, as one number. */
export interface Slot {
  readonly path: Path
  /** A `measure` is a number, an instant or a sum, `NaN` where it is unknown; a `code` says which of the values asked about it is. */
  readonly kind: "measure" | "code"
  /** Whether it can change with the moment alone. */
  readonly isTimed: boolean
  /** The number of what stands at the path. */
  readonly of: (value: unknown, now: number) => number
}

/** The code of what is unknown. */
export const unknownCode = -2
/** The code of a value that no condition asks about. */
export const otherCode = -1

/** A test of the number in a slot. A code is asked about by number, or by the set of several. */
export type Leaf = { readonly slot: number } & (
  | { readonly test: "below" | "at-most" | "above" | "at-least"; readonly than: number }
  | { readonly test: "inside" | "outside"; readonly from: number; readonly to: number }
  | { readonly test: "recent" | "not-recent"; readonly span: number }
  | { readonly test: "is" | "is-not"; readonly code: number }
  | { readonly test: "in" | "not-in"; readonly codes: ReadonlySet<number> }
)

/** A condition without negations; leaves are numbers of the plan's leaves. */
export type Node = { readonly leaf: number } | { readonly op: "all" | "any"; readonly of: readonly Node[] }

/** Several conditions in one form, with what they read: a slot or a leaf that several use is there once. */
export interface Plan {
  readonly slots: readonly Slot[]
  readonly leaves: readonly Leaf[]
  readonly roots: readonly Node[]
}

/** Numbers given to things by what they are, each once. */
const createNumbering = <Item>() => {
  const items: Item[] = []
  const numbers = new Map<string, number>()
  return {
    items,
    numberOf: (key: string, make: () => Item): number => {
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, items.length)
      return items.push(make()) - 1
    },
  }
}

const measureOf = (value: unknown): number => (isNumber(value) ? value : Number.NaN)

/** The slots of a plan, and the codes of the values that are asked about at each path. */
const createSlots = () => {
  const { items, numberOf } = createNumbering<Slot>()
  const codesByPath = new Map<string, Map<Scalar, number>>()
  const measure = (path: Path, isTimed: boolean): number =>
    numberOf(JSON.stringify(["measure", path, isTimed]), () => ({ path, kind: "measure", isTimed, of: measureOf }))
  const sum = (path: Path, days: number): number =>
    numberOf(JSON.stringify(["sum", path, days]), () => ({
      path,
      kind: "measure",
      isTimed: true,
      of: (value, now) => sumDuring(value, days, now) ?? Number.NaN,
    }))
  const truth = (path: Path, name: readonly unknown[], of: (value: unknown) => number): number =>
    numberOf(JSON.stringify([name, path]), () => ({ path, kind: "code", isTimed: false, of }))
  const code = (path: Path, values: readonly Scalar[]) => {
    const key = JSON.stringify(path)
    const codes = codesByPath.get(key) ?? new Map<Scalar, number>()
    codesByPath.set(key, codes)
    for (const value of values) if (!codes.has(value)) codes.set(value, codes.size)
    const slot = numberOf(JSON.stringify(["code", path]), () => ({
      path,
      kind: "code",
      isTimed: false,
      of: (value) => (isScalar(value) ? (codes.get(value) ?? otherCode) : unknownCode),
    }))
    return { slot, codes: values.map((value) => codes.get(value) ?? otherCode) }
  }
  return { items, measure, sum, truth, code }
}

type Slots = ReturnType<typeof createSlots>

const containing =
  (wanted: Scalar) =>
  (value: unknown): number => {
    if (Array.isArray(value)) return Number(value.includes(wanted))
    return typeof value === "string" && typeof wanted === "string" ? Number(value.includes(wanted)) : unknownCode
  }

const existing = (value: unknown): number => Number((value ?? undefined) !== undefined)

/** Fails whatever is known. */
const never = (slot: number): Leaf => ({ slot, test: "inside", from: 1, to: 0 })

const opposites = {
  "less-than": "at-least",
  "at-most": "above",
  "greater-than": "at-most",
  "at-least": "below",
} as const
const tests = { "less-than": "below", "at-most": "at-most", "greater-than": "above", "at-least": "at-least" } as const

type Ordering = Extract<Comparison, { readonly op: keyof typeof tests | "between" }>

/** A comparison of numbers as a leaf, the right way round or negated. */
const orderingLeaf = (slots: Slots, asked: Ordering, isTrue: boolean): Leaf => {
  const { path, during } = asked
  const slot = during === undefined ? slots.measure(path, false) : slots.sum(path, windowDays(during))
  const bounds = asked.op === "between" ? [asked.from, asked.to] : [asked.value]
  // no comparison with it holds
  if (bounds.some(Number.isNaN)) return isTrue ? never(slot) : { slot, test: "inside", from: -Infinity, to: Infinity }
  if (asked.op === "between") return { slot, test: isTrue ? "inside" : "outside", from: asked.from, to: asked.to }
  return { slot, test: (isTrue ? tests : opposites)[asked.op], than: asked.value }
}

/** A comparison as a leaf, the right way round or negated. */
const leafOf = (slots: Slots, asked: Comparison, isTrue: boolean): Leaf => {
  switch (asked.op) {
    case "exists":
      return { slot: slots.truth(asked.path, ["exists"], existing), test: "is", code: Number(isTrue) }
    case "contains": {
      const { path, value } = asked
      const name = ["contains", typeof value, String(value)]
      return { slot: slots.truth(path, name, containing(value)), test: "is", code: Number(isTrue) }
    }
    case "within": {
      const slot = slots.measure(asked.path, true)
      const span = milliseconds(asked.duration)
      if (Number.isNaN(span)) return never(slot)
      return { slot, test: isTrue ? "recent" : "not-recent", span }
    }
    case "equals":
    case "not-equals": {
      const { slot, codes } = slots.code(asked.path, [asked.value])
      const isSame = (asked.op === "equals") === isTrue
      return { slot, test: isSame ? "is" : "is-not", code: codes[0] ?? otherCode }
    }
    case "in": {
      const { slot, codes } = slots.code(asked.path, asked.value)
      return { slot, test: isTrue ? "in" : "not-in", codes: new Set(codes) }
    }
    default:
      return orderingLeaf(slots, asked, isTrue)
  }
}

const leafKey = (leaf: Leaf): string =>
  "codes" in leaf ? JSON.stringify([leaf.slot, leaf.test, [...leaf.codes]]) : Object.values(leaf).join(" ") // Infinity is no JSON

/** Brings conditions into the one form. */
export const planOf = (conditions: readonly Condition[]): Plan => {
  const slots = createSlots()
  const { items: leaves, numberOf } = createNumbering<Leaf>()
  const nodeOf = (condition: Condition, isTrue: boolean): Node => {
    if (condition.op === "not") return nodeOf(condition.of, !isTrue)
    if (condition.op === "all" || condition.op === "any") {
      const of = condition.of.map((part) => nodeOf(part, isTrue))
      return { op: (condition.op === "all") === isTrue ? "all" : "any", of }
    }
    const leaf = leafOf(slots, condition, isTrue)
    return { leaf: numberOf(leafKey(leaf), () => leaf) }
  }
  return { roots: conditions.map((condition) => nodeOf(condition, true)), slots: slots.items, leaves }
}

/** Reads the number of a slot from facts. */
export const slotReader = ({ path, of }: Slot): ((facts: unknown, now: number) => number) => {
  const read = reader(path)
  return (facts, now) => of(read(facts), now)
}
