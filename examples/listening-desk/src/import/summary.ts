import type { Escucha } from "@escucha/core"

/** What an import came to: the counts of this run, then what the store holds. It is printed as one line of JSON. */
export interface Summary {
  readonly messages: number
  readonly duplicates: number
  readonly rejected: number
  /** Customers of whom this run took in a message. */
  readonly customers: number
  readonly readings: { readonly negative: number; readonly neutral: number; readonly positive: number }
  readonly rulesFired: number
  /** Cases that this run opened. */
  readonly cases: number
  /** How many more conversations wait for an answer than before. */
  readonly unanswered: number
  readonly seconds: number
  readonly messagesPerSecond: number
  readonly total: { readonly messages: number; readonly customers: number }
}

const metrics = [
  "messages",
  "feeling:negative",
  "feeling:neutral",
  "feeling:positive",
  "rules-fired",
  "cases",
  "waiting",
] as const

/** The counters of the store, over all of its time. */
export type Tally = { readonly [Metric in (typeof metrics)[number]]: number }

/** Later than every hour that a counter can have. */
const endOfTime = 8_640_000_000_000_001

/** Adds up the counters of a store. */
export const tallyOf = async (store: Pick<Escucha["store"], "series">): Promise<Tally> => {
  const sums = new Map<string, number>()
  for (const { metric, by } of await store.series(metrics, 0, endOfTime)) sums.set(metric, (sums.get(metric) ?? 0) + by)
  return Object.fromEntries(metrics.map((metric) => [metric, sums.get(metric) ?? 0])) as Tally // one sum for each of the metrics
}

/** What an import itself counted. */
export interface Taken {
  readonly messages: number
  readonly duplicates: number
  readonly rejected: number
  readonly customers: number
  readonly seconds: number
}

/** What a run came to, from the counters before and after it. */
export const summarize = (
  { messages, duplicates, rejected, customers, seconds }: Taken,
  before: Tally,
  after: Tally,
  known: number,
): Summary => {
  const more = (metric: keyof Tally) => after[metric] - before[metric]
  return {
    messages,
    duplicates,
    rejected,
    customers,
    readings: {
      negative: more("feeling:negative"),
      neutral: more("feeling:neutral"),
      positive: more("feeling:positive"),
    },
    rulesFired: more("rules-fired"),
    cases: more("cases"),
    unanswered: more("waiting"),
    seconds: Math.round(seconds * 1000) / 1000,
    messagesPerSecond: Math.round(messages / Math.max(seconds, 0.001)),
    total: { messages: after.messages, customers: known },
  }
}
