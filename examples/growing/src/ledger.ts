// What the world outside knows: which messages were acknowledged, and which answers came. Held against each other, they tell whether
// anything was lost, doubled or out of order.

/** One answer as the provider got it. */
export interface Answer {
  readonly key: string
  readonly to: string
  readonly text: string
  readonly process: number
  readonly at: number
}

/** What the ledger shows. Rates are of the last five seconds, times in milliseconds. */
export interface Figures {
  readonly acknowledged: number
  readonly answered: number
  /** Acknowledged, and not answered yet. */
  readonly open: number
  readonly oldestOpen: number
  /** The same message handed over again: the provider knows it by its key. */
  readonly repeated: number
  /** Answers to a customer in another order than their messages. */
  readonly outOfOrder: number
  /** Answers that a timer gave, because nobody else did. */
  readonly byTimer: number
  readonly acknowledgedPerSecond: number
  readonly answeredPerSecond: number
  readonly median: number
  readonly slowest: number
  /** Answers per second, by process. */
  readonly byProcess: { readonly [process: string]: number }
  /** Milliseconds since the last answer. */
  readonly silence: number
}

const span = 5_000
/** So many keys are remembered, as a provider does for a day. */
const mostKeys = 500_000

interface Taken {
  readonly at: number
  readonly waited: number
  readonly process: number
}

const fresh = <Item extends { readonly at: number }>(items: Item[], now: number): readonly Item[] => {
  const begin = items.findIndex(({ at }) => at > now - span)
  items.splice(0, begin < 0 ? items.length : begin)
  return items
}

const perSecond = (many: number): number => Math.round((many * 1000) / span)

const at = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)

/** Opens an empty ledger. */
export const createLedger = () => {
  const open = new Map<number, number>()
  const early = new Map<number, Answer>()
  const lastOf = new Map<string, number>()
  const keys = new Set<string>()
  const [asked, answers]: [{ readonly at: number }[], Taken[]] = [[], []]
  const sums = { acknowledged: 0, answered: 0, repeated: 0, outOfOrder: 0, byTimer: 0 }
  let last = 0

  const settle = (number: number, since: number, { process, at: when }: Answer): void => {
    sums.answered++
    answers.push({ at: when, waited: Math.max(0, when - since), process })
    open.delete(number)
  }
  return {
    /** A message was sent, and its webhook answered 200. `isAnswered` where a rule answers it at once. */
    acknowledged: (number: number, since: number, isAnswered: boolean): void => {
      sums.acknowledged++
      asked.push({ at: Date.now() })
      if (!isAnswered) return
      const answer = early.get(number)
      if (answer) settle(number, since, answer)
      else open.set(number, since)
      early.delete(number)
    },
    /** An answer came. Whether it is the first time that it came. */
    answered: (answer: Answer): boolean => {
      last = answer.at
      if (keys.has(answer.key)) {
        sums.repeated++
        return false
      }
      keys.add(answer.key)
      for (const oldest of keys) {
        if (keys.size <= mostKeys) break
        keys.delete(oldest)
      }
      const number = Number(/^heard order (\d+)/.exec(answer.text)?.[1] ?? NaN)
      if (Number.isNaN(number)) {
        if (!/\?$/.test(answer.text)) sums.byTimer++
        return true
      }
      if (number < (lastOf.get(answer.to) ?? 0)) sums.outOfOrder++
      lastOf.set(answer.to, Math.max(number, lastOf.get(answer.to) ?? 0))
      const since = open.get(number)
      if (since === undefined)
        early.set(number, answer) // it overtook the acknowledgement of its own webhook
      else settle(number, since, answer)
      return true
    },
    figures: (now: number): Figures => {
      const lately = fresh(answers, now)
      const waited = lately.map(({ waited: each }) => each).toSorted((one, two) => one - two)
      const byProcess = Object.groupBy(lately, ({ process }) => String(process))
      return {
        ...sums,
        open: open.size,
        oldestOpen: Math.max(0, ...[...open.values()].slice(0, 1).map((since) => now - since)),
        acknowledgedPerSecond: perSecond(fresh(asked, now).length),
        answeredPerSecond: perSecond(lately.length),
        median: at(waited, 0.5),
        slowest: at(waited, 0.99),
        byProcess: Object.fromEntries(
          Object.entries(byProcess).map(([name, all]) => [name, perSecond(all?.length ?? 0)]),
        ),
        silence: last === 0 ? 0 : now - last,
      }
    },
  }
}

/** The ledger of one run. */
export type Ledger = ReturnType<typeof createLedger>
