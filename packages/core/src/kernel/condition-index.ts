import { affectedBy } from "./condition-affected.ts"
import { type Condition, type Path, reader } from "./condition.ts"
import { type Bits, hasBit } from "./condition-columns.ts"
import { type Plan, planOf, slotReader } from "./condition-plan.ts"
import { createRegisters, programOf } from "./condition-program.ts"

/** Which conditions begin to hold, and which cease to, by their numbers, in no order. */
export interface Turnover {
  readonly entered: readonly number[]
  readonly left: readonly number[]
}

/** A fact that changed. */
export interface Change {
  readonly path: Path
  readonly before: unknown
  readonly after: unknown
}

/**
 * Many conditions about one customer at a time. Which of them hold is a set, bit by bit in their order; it belongs to the caller, and
 * is brought up to date where something changes.
 */
export interface ConditionIndex {
  /** All that hold, from the beginning. */
  readonly membership: (facts: unknown, now: number) => Bits
  /**
   * Brings the set up to date after one change; `facts` are those after it. Only conditions that the change can turn are asked: what
   * time alone turns is for `tick`.
   */
  readonly change: (bits: Bits, change: Change, facts: unknown, now: number) => Turnover
  /** The same for whatever changed between these facts, found by comparing what the conditions read. */
  readonly compare: (bits: Bits, before: unknown, after: unknown, now: number) => Turnover
  /** Brings the set up to date with the moment: asks the conditions that can turn without a change. */
  readonly tick: (bits: Bits, facts: unknown, now: number) => Turnover
}

/** The slots that a change at a path concerns. */
interface Concerns {
  /** Those that read what stands there, or something in it: what they read before stands in the old value. */
  readonly known: readonly { readonly slot: number; readonly read: (value: unknown, now: number) => number }[]
  /** Those that read what it is a part of. */
  readonly unknown: readonly number[]
}

const isBeginning = (short: Path, long: Path): boolean => short.every((name, place) => long[place] === name)

const createConcerns = ({ slots }: Plan) => {
  const found = new Map<string, Concerns>()
  const find = (path: Path): Concerns => ({
    known: slots.flatMap(({ path: its, of }, slot) => {
      if (!isBeginning(path, its)) return []
      if (its.length === path.length) return [{ slot, read: of }]
      const within = reader(its.slice(path.length))
      return [{ slot, read: (value: unknown, now: number) => of(within(value), now) }]
    }),
    unknown: slots.flatMap(({ path: its }, slot) => (its.length < path.length && isBeginning(its, path) ? [slot] : [])),
  })
  return (path: Path): Concerns => {
    const key = path.join("\n")
    const known = found.get(key) ?? find(path)
    found.set(key, known)
    return known
  }
}

/** A turnover that grows. */
interface Turning extends Turnover {
  readonly entered: number[]
  readonly left: number[]
}

/** Without those that turned back: what turned an even number of times did not turn. */
const netted = ({ entered, left }: Turnover, bits: Bits): Turnover => {
  const turned = new Set<number>()
  for (const each of [...entered, ...left]) if (!turned.delete(each)) turned.add(each)
  const all = [...turned]
  return { entered: all.filter((each) => hasBit(bits, each)), left: all.filter((each) => !hasBit(bits, each)) }
}

const flip = (bits: Bits, condition: number): void => {
  bits[condition >>> 5] = (bits[condition >>> 5] ?? 0) ^ (1 << (condition & 31))
}

/** What a slot read before and reads now. */
interface Changed {
  readonly slot: number
  readonly old: number
  readonly fresh: number
}

/** Asks conditions, each at most once a round, and notes in a set what they answer. */
const createRounds = (plan: Plan) => {
  const { holds } = programOf(plan)
  const { bySlot, all, possible, timed } = affectedBy(plan)
  const registers = createRegisters(plan)
  const asked = new Uint32Array(plan.roots.length)
  let round = 0
  const begin = (bits: Bits, now: number, { entered, left }: Turning) => {
    round = (round + 1) >>> 0
    if (round === 0) asked.fill(round++) // after four thousand million rounds
    return (condition: number): void => {
      if (asked[condition] === round) return
      asked[condition] = round
      const isIn = holds(condition, registers, now)
      if (isIn === hasBit(bits, condition)) return
      flip(bits, condition)
      if (isIn) entered.push(condition)
      else left.push(condition)
    }
  }
  return {
    registers,
    /** All that hold. */
    every: (now: number): Bits => {
      const bits = new Uint32Array((plan.roots.length + 31) >>> 5)
      possible(registers, (condition) => {
        if (holds(condition, registers, now)) flip(bits, condition)
      })
      return bits
    },
    /** Takes changes in, and asks all that read a slot of which nobody knows what it read before. */
    take: (bits: Bits, now: number, changes: readonly Changed[], unknown: readonly number[] = []): Turnover => {
      const turning: Turning = { entered: [], left: [] }
      // one after the other: while one is taken in, everything is as if only those before it had happened
      if (changes.length > 1) for (const { slot, old } of changes) registers.set(slot, old)
      for (const { slot, old, fresh } of changes) {
        registers.set(slot, fresh)
        bySlot(slot, old, fresh, registers, begin(bits, now, turning))
      }
      if (unknown.length > 0) {
        const visit = begin(bits, now, turning)
        for (const slot of unknown) all(slot, visit)
      }
      return changes.length + unknown.length > 1 ? netted(turning, bits) : turning
    },
    tick: (bits: Bits, now: number): Turnover => {
      const turning: Turning = { entered: [], left: [] }
      const visit = begin(bits, now, turning)
      for (const condition of timed) visit(condition)
      return turning
    },
  }
}

/**
 * Compiles conditions to be kept up to date one customer at a time: the cost of a change is that of the conditions which it can turn.
 *
 * @example
 * const index = createConditionIndex([{ op: "at-least", path: ["orders"], value: 3 }])
 * const bits = index.membership({ orders: 2 }, Date.now())
 * index.change(bits, { path: ["orders"], before: 2, after: 3 }, { orders: 3 }, Date.now()) // { entered: [0], left: [] }
 */
export const createConditionIndex = (conditions: readonly Condition[]): ConditionIndex => {
  const plan = planOf(conditions)
  const { registers, every, take, tick } = createRounds(plan)
  const concernsOf = createConcerns(plan)
  const readers = plan.slots.map(slotReader)
  const changed = (slot: number, old: number, fresh: number): readonly Changed[] =>
    Object.is(old, fresh) ? [] : [{ slot, old, fresh }]
  return {
    membership: (facts, now) => {
      registers.turnTo(facts, now)
      return every(now)
    },
    change: (bits, { path, before, after }, facts, now) => {
      registers.turnTo(facts, now)
      const { known, unknown } = concernsOf(path)
      const changes = known.flatMap(({ slot, read }) => changed(slot, read(before, now), read(after, now)))
      return take(bits, now, changes, unknown)
    },
    compare: (bits, before, after, now) => {
      registers.turnTo(after, now)
      const changes = readers.flatMap((read, slot) => changed(slot, read(before, now), registers.get(slot)))
      return take(bits, now, changes)
    },
    tick: (bits, facts, now) => {
      registers.turnTo(facts, now)
      return tick(bits, now)
    },
  }
}
