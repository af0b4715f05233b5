import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import { addToDay, type DayValue, dayOf, firstKeptDay, joinDays, keptFrom, plus } from "./event-days.ts"

/** Something that the customer did, as the app tracked it. */
export const eventTracked = defineEntry<{
  readonly event: string
  readonly properties: { readonly [name: string]: unknown }
}>()("event-tracked", 1)

/** What a numeric property of an event comes to. */
export interface PropertySum {
  readonly total: number
  /** The part of the first day on which the event happened: who looks at what people buy again leaves it out. */
  readonly firstDay: number
  /** By day, over the days that the event keeps. */
  readonly days: readonly DayValue[]
}

/** What is remembered of one event. */
export interface EventFigures {
  readonly count: number
  /** When it happened first and last, in milliseconds; never later than it was received. */
  readonly first: number
  readonly last: number
  /**
   * On how many days. What comes in late, for a day that is not kept any more, counts as a new day only before the first; and a day
   * that is not kept by two streams of a customer counts for each.
   */
  readonly activeDays: number
  /** How often on each of the 92 days up to the last: windows of up to 90 days are counted from it. */
  readonly days: readonly DayValue[]
  /** By numeric property. */
  readonly sums: { readonly [property: string]: PropertySum }
}

/** What is remembered of what the customer did, by name of the event. */
export interface EventMemory {
  readonly [event: string]: EventFigures
}

/** The most names kept per stream: more than that are machine-made, and only the timeline keeps them. */
const mostNames = 100

/** Of these, the most that begin with `$`: clients make such names, nobody declares them, and they must not push others out. */
const mostOfClients = 20

/** The most numeric properties summed per event and stream, and the longest name of one. */
const mostSums = 8
const longestSum = 256

const isOfClient = (event: string): boolean => event.startsWith("$")

/** Whether there is room for another name. */
const hasRoom = (known: EventMemory, event: string): boolean => {
  const names = Object.keys(known)
  return names.length < mostNames && (!isOfClient(event) || names.filter(isOfClient).length < mostOfClients)
}

// The first version kept a count and the last time only.
const filled = ({
  count,
  last,
  first = last,
  activeDays = 1,
  days = [],
  sums = {},
}: Pick<EventFigures, "count" | "last"> & Partial<EventFigures>): EventFigures => ({
  count,
  first,
  last,
  activeDays,
  days,
  sums,
})

const none: PropertySum = { total: 0, firstDay: 0, days: [] }
const sumIn = ({ sums }: EventFigures, name: string): PropertySum =>
  (Object.hasOwn(sums, name) ? sums[name] : undefined) ?? none

/** The figures of two sets of the same event, with their days from a first one on. */
const join = (one: EventFigures, two: EventFigures, activeDays: number, from: number): EventFigures => {
  const first = Math.min(one.first, two.first)
  const sums = new Map<string, PropertySum>() // and no object, on which "__proto__" cannot be set
  const [isOneFirst, isTwoFirst] = [one, two].map((each) => dayOf(each.first) === dayOf(first))
  for (const name of new Set([...Object.keys(one.sums), ...Object.keys(two.sums)])) {
    const [left, right] = [sumIn(one, name), sumIn(two, name)]
    sums.set(name, {
      total: plus(left.total, right.total),
      firstDay: plus(isOneFirst ? left.firstDay : 0, isTwoFirst ? right.firstDay : 0),
      days: joinDays(left.days, right.days, from),
    })
  }
  return {
    count: one.count + two.count,
    first,
    last: Math.max(one.last, two.last),
    activeDays,
    days: joinDays(one.days, two.days, from),
    sums: Object.fromEntries(sums),
  }
}

const isAmount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value)

/** The numeric properties of an event for which there is room beside those that are summed already. */
const amountsIn = (
  properties: { readonly [name: string]: unknown },
  known: EventFigures["sums"],
): readonly (readonly [name: string, amount: number])[] => {
  let room = mostSums - Object.keys(known).length
  const amounts: [string, number][] = []
  for (const name of Object.keys(properties)) {
    const value = properties[name]
    if (!isAmount(value) || name.length > longestSum) continue
    if (Object.hasOwn(known, name) || room-- > 0) amounts.push([name, value + 0])
  }
  return amounts
}

/** The figures of one event alone. */
const figuresOf = (properties: { readonly [name: string]: unknown }, at: number): EventFigures => {
  const day = dayOf(at)
  const sums = amountsIn(properties, {}).map(([name, amount]): [string, PropertySum] => [
    name,
    { total: amount, firstDay: amount, days: [[day, amount]] },
  ])
  return { count: 1, first: at, last: at, activeDays: 1, days: [[day, 1]], sums: Object.fromEntries(sums) }
}

/** Whether a day is one more on which it happened, as far as is known. */
const isNewDay = ({ first, last, days }: EventFigures, at: number): boolean => {
  const day = dayOf(at)
  if (day > dayOf(last) || day < dayOf(first)) return true
  return day >= firstKeptDay(last) && !days.some(([known]) => known === day)
}

/** The figures of two streams. No day is left out, or what two of three streams share would depend on which two are joined first. */
const both = (one: EventFigures, two: EventFigures): EventFigures => {
  const days = new Set(one.days.map(([day]) => day))
  const shared = two.days.filter(([day]) => days.has(day)).length
  return join(one, two, one.activeDays + two.activeDays - shared, -Infinity)
}

/** The figures with one event more: what `join` makes of both, without a copy of all that stays as it is. */
const withOne = (before: EventFigures, properties: { readonly [name: string]: unknown }, at: number): EventFigures => {
  const day = dayOf(at),
    from = firstKeptDay(Math.max(before.last, at)),
    first = dayOf(Math.min(before.first, at))
  const isOldFirst = dayOf(before.first) === first,
    isNewFirst = day === first
  const amounts = new Map(amountsIn(properties, before.sums))
  const sums: [string, PropertySum][] = []
  for (const name of Object.keys(before.sums)) {
    const { total, firstDay, days } = sumIn(before, name)
    const amount = amounts.get(name)
    amounts.delete(name)
    sums.push([
      name,
      {
        total: plus(total, amount ?? 0),
        firstDay: plus(isOldFirst ? firstDay : 0, isNewFirst ? (amount ?? 0) : 0),
        days: amount === undefined ? keptFrom(days, from) : addToDay(days, [day, amount], from),
      },
    ])
  }
  for (const [name, amount] of amounts)
    sums.push([name, { total: amount, firstDay: isNewFirst ? amount : 0, days: addToDay([], [day, amount], from) }])
  return {
    count: before.count + 1,
    first: Math.min(before.first, at),
    last: Math.max(before.last, at),
    activeDays: before.activeDays + (isNewDay(before, at) ? 1 : 0),
    days: addToDay(before.days, [day, 1], from),
    sums: Object.fromEntries(sums), // and no object that is filled: "__proto__" cannot be set on one
  }
}

/** Counts what the customer did. */
export const events = defineFold(eventTracked)<EventMemory>({
  initial: {},
  on: {
    "event-tracked": (known, { data: { event, properties }, occurredAt, receivedAt }) => {
      const at = Math.min(occurredAt, receivedAt) // a clock that is wrong must not push the present out of what is kept
      const before = Object.hasOwn(known, event) ? known[event] : undefined
      if (!before) return hasRoom(known, event) ? { ...known, [event]: figuresOf(properties, at) } : known
      return { ...known, [event]: withOne(filled(before), properties, at) }
    },
  },
  merge: (one, two) => {
    const next = new Map(Object.entries(one))
    for (const [event, figures] of Object.entries(two)) {
      const before = next.get(event)
      next.set(event, before ? both(filled(before), filled(figures)) : figures)
    }
    return Object.fromEntries(next)
  },
})
