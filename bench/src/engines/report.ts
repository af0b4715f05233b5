/** A message that came to the sink. */
export interface Arrival {
  readonly id: string
  readonly customer: string
  readonly order: number
  readonly sent: number
  readonly at: number
}

/** What a run came to. */
export interface Report {
  /** Messages that were acknowledged and never came. */
  readonly lost: number
  /** Messages that came again. */
  readonly duplicated: number
  /** Messages that came for the first time after a later one of their customer. */
  readonly orderViolations: number
  /** Milliseconds from handing over to the sink. */
  readonly p50: number
  readonly p99: number
  /** The longest time in milliseconds, after the moment given, in which a customer had something waiting and got nothing. */
  readonly stall: number
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN

const byCustomer = (arrivals: readonly Arrival[]): ReadonlyMap<string, readonly Arrival[]> =>
  Map.groupBy(arrivals, ({ customer }) => customer)

const firstOf = (arrivals: readonly Arrival[]): readonly Arrival[] => {
  const seen = new Set<string>()
  return arrivals.filter(({ id }) => !seen.has(id) && seen.add(id))
}

const violationsOf = (firsts: readonly Arrival[]): number => {
  let violations = 0
  for (const each of byCustomer(firsts).values()) {
    let highest = -1
    for (const { order } of each) {
      if (order < highest) violations++
      else highest = order
    }
  }
  return violations
}

/** A customer waits from the arrival before, from the moment of sending or from the kill, whatever was last. */
const stallOf = (firsts: readonly Arrival[], from: number): number => {
  let longest = 0
  for (const each of byCustomer(firsts).values()) {
    let before = from
    for (const { sent, at } of each) {
      longest = Math.max(longest, at - Math.max(before, sent))
      before = Math.max(before, at)
    }
  }
  return longest
}

/** What came of the messages that were acknowledged, as the sink saw it; `from` is when something was killed. */
export const reportOf = (acknowledged: readonly string[], arrivals: readonly Arrival[], from = 0): Report => {
  const firsts = firstOf(arrivals)
  const there = new Set(firsts.map(({ id }) => id))
  const waits = firsts.map(({ sent, at }) => at - sent).sort((one, two) => one - two)
  return {
    lost: acknowledged.filter((id) => !there.has(id)).length,
    duplicated: arrivals.length - firsts.length,
    orderViolations: violationsOf(firsts),
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    stall: stallOf(firsts, from),
  }
}
