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
  /** The same, where a process was killed while the answer was under way: it was handed over again after later ones. */
  readonly late: number
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

/** What is known of a run, as it goes on. */
const createBooks = () => ({
  /** Since when a message is acknowledged and not answered, by its number. */
  open: new Map<number, number>(),
  /** Answers that overtook the acknowledgement of their own webhook. */
  early: new Map<number, Answer>(),
  lastOf: new Map<string, number>(),
  keys: new Set<string>(),
  /** Written, and not answered yet; and those of them that were under way when a process was killed. */
  unanswered: new Set<number>(),
  doubtful: new Set<number>(),
  asked: [] as { readonly at: number }[],
  answers: [] as Taken[],
  sums: { acknowledged: 0, answered: 0, repeated: 0, outOfOrder: 0, late: 0, byTimer: 0 },
  last: 0,
})

type Books = ReturnType<typeof createBooks>

const settle = (books: Books, number: number, since: number, { process, at: when }: Answer): void => {
  books.sums.answered++
  books.answers.push({ at: when, waited: Math.max(0, when - since), process })
  books.open.delete(number)
}

/** Whether a key is new. */
const isNew = ({ keys }: Books, key: string): boolean => {
  if (keys.has(key)) return false
  keys.add(key)
  for (const oldest of keys) {
    if (keys.size <= mostKeys) break
    keys.delete(oldest)
  }
  return true
}

const take = (books: Books, answer: Answer): void => {
  const { sums, lastOf, open, early } = books
  books.last = answer.at
  if (!isNew(books, answer.key)) return void sums.repeated++
  const number = Number(/^heard order (\d+)/.exec(answer.text)?.[1] ?? NaN)
  if (Number.isNaN(number)) {
    if (!answer.text.endsWith("?")) sums.byTimer++ // what ends so is the question of a survey
    return
  }
  books.unanswered.delete(number)
  if (number < (lastOf.get(answer.to) ?? 0)) sums[books.doubtful.has(number) ? "late" : "outOfOrder"]++
  lastOf.set(answer.to, Math.max(number, lastOf.get(answer.to) ?? 0))
  const since = open.get(number)
  if (since === undefined) early.set(number, answer)
  else settle(books, number, since, answer)
}

const figuresOf = ({ sums, open, asked, answers, last }: Books, now: number): Figures => {
  const lately = fresh(answers, now)
  const waited = lately.map(({ waited: each }) => each).toSorted((one, two) => one - two)
  const byProcess = Object.groupBy(lately, ({ process }) => String(process))
  const [oldest = now] = open.values()
  return {
    ...sums,
    open: open.size,
    oldestOpen: now - oldest,
    acknowledgedPerSecond: perSecond(fresh(asked, now).length),
    answeredPerSecond: perSecond(lately.length),
    median: at(waited, 0.5),
    slowest: at(waited, 0.99),
    byProcess: Object.fromEntries(Object.entries(byProcess).map(([name, all]) => [name, perSecond(all?.length ?? 0)])),
    silence: last === 0 ? 0 : now - last,
  }
}

/** Opens an empty ledger. */
export const createLedger = () => {
  const books = createBooks()
  return {
    /** A message is written, to be answered at once by a rule. */
    written: (number: number): void => void books.unanswered.add(number),
    /** A process was killed: of what is under way now nobody can know whether it left. */
    killed: (): void => {
      for (const number of books.unanswered) books.doubtful.add(number)
    },
    /** A message was sent, and its webhook answered 200. `isAnswered` where a rule answers it at once. */
    acknowledged: (number: number, since: number, isAnswered: boolean): void => {
      books.sums.acknowledged++
      books.asked.push({ at: Date.now() })
      if (!isAnswered) return
      const answer = books.early.get(number)
      if (answer) settle(books, number, since, answer)
      else books.open.set(number, since)
      books.early.delete(number)
    },
    /** An answer came. */
    answered: (answer: Answer): void => take(books, answer),
    figures: (now: number): Figures => figuresOf(books, now),
    /** Milliseconds since the last answer. */
    silence: (now: number): number => (books.last === 0 ? 0 : now - books.last),
  }
}

/** The ledger of one run. */
export type Ledger = ReturnType<typeof createLedger>
