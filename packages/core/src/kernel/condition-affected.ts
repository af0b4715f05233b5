import { type Leaf, type Node, type Plan, type Slot, unknownCode } from "./condition-plan.ts"
import type { Registers } from "./condition-program.ts"

/** The conditions that a change of one slot can turn. */
interface Lists {
  /** Thresholds in order, and beside each the condition that has it: only those between the old and the new number can turn. */
  readonly thresholds: Float64Array
  readonly conditions: Int32Array
  /** The conditions that ask about this very code. */
  readonly byCode: ReadonlyMap<number, Int32Array>
  /** Those that ask whether it is something else: they turn where the value was unknown. */
  readonly negative: Int32Array
  /** All that ask about the slot. */
  readonly all: Int32Array
  /** Whether a leaf compares with the moment, so that no interval says which can turn. */
  readonly isTimed: boolean
}

interface Asked {
  readonly condition: number
  readonly leaf: Leaf
}

const listsOf = (asked: readonly Asked[]): Lists => {
  const points: (readonly [threshold: number, condition: number])[] = []
  const byCode = new Map<number, Set<number>>()
  const note = (code: number, condition: number) => byCode.set(code, (byCode.get(code) ?? new Set()).add(condition))
  for (const { condition, leaf } of asked) {
    if ("than" in leaf) points.push([leaf.than, condition])
    if ("from" in leaf) points.push([leaf.from, condition], [leaf.to, condition])
    if ("code" in leaf) note(leaf.code, condition)
    if ("codes" in leaf) for (const code of leaf.codes) note(code, condition)
  }
  points.sort(([one], [two]) => one - two)
  const conditionsOf = (some: readonly Asked[]) => Int32Array.from(new Set(some.map(({ condition }) => condition)))
  return {
    thresholds: Float64Array.from(points, ([threshold]) => threshold),
    conditions: Int32Array.from(points, ([, condition]) => condition),
    byCode: new Map([...byCode].map(([code, conditions]) => [code, Int32Array.from(conditions)])),
    negative: conditionsOf(asked.filter(({ leaf: { test } }) => test === "is-not" || test === "not-in")),
    all: conditionsOf(asked),
    isTimed: asked.some(({ leaf }) => "span" in leaf),
  }
}

const leavesOf = (node: Node): readonly number[] => ("leaf" in node ? [node.leaf] : node.of.flatMap(leavesOf))

/** A value that a condition needs in any case: while another one is there, no change of something else can turn it. */
interface Guard {
  readonly slot: number
  readonly codes: readonly number[]
}

/** Guards of more values than these, multiplied, are worth less than their lists. */
const mostCodes = 16

const guardsOf = (leaves: readonly Leaf[], node: Node): readonly Guard[] => {
  if (!("leaf" in node)) return node.op === "all" ? node.of.flatMap((part) => guardsOf(leaves, part)) : []
  const leaf = leaves[node.leaf]
  if (leaf?.test === "is") return [{ slot: leaf.slot, codes: [leaf.code] }]
  return leaf?.test === "in" && leaf.codes.size <= mostCodes ? [{ slot: leaf.slot, codes: [...leaf.codes] }] : []
}

/** Where no value guards a condition. */
const open: Guard = { slot: -1, codes: [0] }

/** Two codes as one number. Codes begin at -2; so many values at one path are asked about by nobody. */
const pairOf = (one: number, two: number): number => (one + 2) * 2 ** 26 + two + 2

/** The two best guards of a leaf, on other slots than its own, in the order of their slots. */
const bestGuards = (guards: readonly Guard[], own: number): readonly [Guard, Guard] => {
  const first = guards.find(({ slot }) => slot !== own) ?? open
  const fits = ({ slot, codes }: Guard) =>
    slot !== own && slot !== first.slot && codes.length * first.codes.length <= mostCodes
  const second = guards.find(fits) ?? open
  return first.slot < second.slot ? [first, second] : [second, first]
}

/** Things by the two values that guard them. */
interface Guarded<Item> {
  readonly one: number
  readonly two: number
  readonly byPair: Map<number, Item[]>
}

type Groups<Item> = Map<string, Guarded<Item>>

const put = <Item>(groups: Groups<Item>, [one, two]: readonly [Guard, Guard], item: Item): void => {
  const key = `${one.slot} ${two.slot}`
  const group = groups.get(key) ?? { one: one.slot, two: two.slot, byPair: new Map<number, Item[]>() }
  groups.set(key, group)
  for (const pair of one.codes.flatMap((code) => two.codes.map((other) => pairOf(code, other)))) {
    const list = group.byPair.get(pair) ?? []
    group.byPair.set(pair, list)
    list.push(item)
  }
}

const sortedGuards = (plan: Plan, root: Node): readonly Guard[] =>
  guardsOf(plan.leaves, root).toSorted((one, two) => one.codes.length - two.codes.length)

const codeIn = (registers: Registers, guard: number): number => (guard === open.slot ? 0 : registers.get(guard))

/** What the values that are there now do not rule out. */
const possibleIn = <List>(
  { one, two, byPair }: { readonly one: number; readonly two: number; readonly byPair: ReadonlyMap<number, List> },
  registers: Registers,
): List | undefined => byPair.get(pairOf(codeIn(registers, one), codeIn(registers, two)))

/** The conditions that ask about each slot. */
const gather = (plan: Plan): readonly Groups<Asked>[] => {
  const slots = plan.slots.map((): Groups<Asked> => new Map())
  for (const [condition, root] of plan.roots.entries()) {
    const guards = sortedGuards(plan, root)
    for (const number of new Set(leavesOf(root))) {
      const leaf = plan.leaves[number]
      const groups = leaf && slots[leaf.slot]
      if (!groups) continue
      put(groups, bestGuards(guards, leaf.slot), { condition, leaf })
    }
  }
  return slots
}

const visitInterval = ({ thresholds, conditions }: Lists, one: number, two: number, visit: Visit): void => {
  const [from, to] = one < two ? [one, two] : [two, one]
  let low = 0,
    high = thresholds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((thresholds[middle] ?? 0) < from) low = middle + 1
    else high = middle
  }
  for (; low < thresholds.length && (thresholds[low] ?? Infinity) <= to; low++) visit(conditions[low] ?? 0)
}

const visitAll = (conditions: Int32Array | undefined, visit: Visit): void => {
  if (conditions) for (const condition of conditions) visit(condition)
}

const visitLists = (lists: Lists, { kind }: Slot, before: number, after: number, visit: Visit): void => {
  if (kind === "code") {
    visitAll(lists.byCode.get(before), visit)
    visitAll(lists.byCode.get(after), visit)
    if (before === unknownCode || after === unknownCode) visitAll(lists.negative, visit)
  } else if (lists.isTimed || Number.isNaN(before) || Number.isNaN(after)) visitAll(lists.all, visit)
  else visitInterval(lists, before, after, visit)
}

type Visit = (condition: number) => void

/** Finds the conditions that a change can turn, some of them more than once. */
export interface Affected {
  /** After the number of a slot changed. The registers hold what is so now. */
  readonly bySlot: (slot: number, before: number, after: number, registers: Registers, visit: Visit) => void
  /** All that ask about a slot. */
  readonly all: (slot: number, visit: Visit) => void
  /** All that the values of the registers do not rule out. */
  readonly possible: (registers: Registers, visit: Visit) => void
  /** The conditions that time alone can turn. */
  readonly timed: Int32Array
}

/** Sorts the conditions of a plan by what can turn them. */
export const affectedBy = (plan: Plan): Affected => {
  const lists = gather(plan).map((groups) =>
    [...groups.values()].map(({ one, two, byPair }) => ({
      one,
      two,
      byPair: new Map([...byPair].map(([pair, asked]) => [pair, listsOf(asked)])),
    })),
  )
  const everywhere: Groups<number> = new Map()
  for (const [condition, root] of plan.roots.entries())
    put(everywhere, bestGuards(sortedGuards(plan, root), -1), condition)
  const roots = [...everywhere.values()]
  const isTimed = (number: number): boolean => plan.slots[plan.leaves[number]?.slot ?? -1]?.isTimed ?? false
  return {
    bySlot: (number, before, after, registers, visit) => {
      const slot = plan.slots[number]
      if (!slot) return
      for (const group of lists[number] ?? []) {
        const found = possibleIn(group, registers)
        if (found) visitLists(found, slot, before, after, visit)
      }
    },
    all: (number, visit) => {
      for (const { byPair } of lists[number] ?? []) for (const { all } of byPair.values()) visitAll(all, visit)
    },
    possible: (registers, visit) => {
      for (const group of roots) for (const condition of possibleIn(group, registers) ?? []) visit(condition)
    },
    timed: Int32Array.from(plan.roots.flatMap((root, condition) => (leavesOf(root).some(isTimed) ? [condition] : []))),
  }
}
