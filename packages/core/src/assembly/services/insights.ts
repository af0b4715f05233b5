import { millisecondsPer } from "../../kernel/duration.ts"
import * as Context from "effect/Context"
import { nps } from "../../insight/nps.ts"
import type { Pulse, PulsePoint } from "../../insight/pulse.ts"
import { InputError } from "../../kernel/errors.ts"
import type { Count, Store } from "../../timeline/store.ts"
import { secondsOf } from "../counts.ts"
import { later } from "../later.ts"
import type { Loop, Stored } from "../loop.ts"
import type { Unanswered } from "../rows.ts"
import type { Declared } from "./declared.ts"
import { attempt } from "./failure.ts"
import type { InsightsDoor } from "../doors/insights.ts"
import type { Effectful } from "./effectful.ts"

/** What the house knows of itself, each figure with its uncertainty. */
export interface InsightsService extends Effectful<InsightsDoor> {}

/** Insights as a service of Effect. */
export class Insights extends Context.Service<Insights, InsightsService>()("@escucha/Insights") {}

const verbs = later(() => import("../value/verbs.ts"))
const results = later(() => import("../insight/verbs.ts"))

const { hour, day } = millisecondsPer
const npsMetrics = Array.from({ length: 11 }, (_, score) => `nps:${score}`)
const answeredMetrics = Array.from({ length: 120 }, (_, waiting) => `answered:${waiting}`)

const sum = (counts: readonly Count[]): number => counts.reduce((total, { by }) => total + by, 0)

/** The median of a histogram of classes, in seconds. */
const medianSeconds = (counts: readonly Count[]): { readonly median: number | null; readonly answers: number } => {
  const answers = sum(counts)
  const sorted = counts
    .map(({ metric, by }) => ({ waiting: Number(metric.slice("answered:".length)), by }))
    .sort((one, two) => one.waiting - two.waiting)
  let passed = 0
  for (const { waiting, by } of sorted) {
    passed += by
    if (passed * 2 >= answers) return { median: Math.round(secondsOf(waiting)), answers }
  }
  return { median: null, answers: 0 }
}

const feelingMetrics = ["feeling:negative", "feeling:neutral", "feeling:positive"] as const

/** Bars of equal length; `before` is how many waited when the first one began. */
const pointsOf = (
  from: number,
  to: number,
  bar: number,
  counts: readonly Count[],
  before: number,
): readonly PulsePoint[] => {
  const sums = new Map<string, number>()
  const keyOf = (metric: string, at: number) => `${metric}@${Math.floor((at - from) / bar)}`
  for (const { metric, at, by } of counts) sums.set(keyOf(metric, at), (sums.get(keyOf(metric, at)) ?? 0) + by)
  const points: PulsePoint[] = []
  let waiting = before
  for (let at = from; at < to; at += bar) {
    const [negative = 0, neutral = 0, positive = 0] = feelingMetrics.map((metric) => sums.get(keyOf(metric, at)))
    waiting += sums.get(keyOf("waiting", at)) ?? 0
    points.push({ at, negative, neutral, positive, waiting })
  }
  return points
}

const scoresOf = async (store: Store<Stored>, now: number): Promise<Pulse["nps"]> => {
  const counts = await store.series(npsMetrics, now - 30 * day, now + hour)
  const scores = counts.flatMap(({ metric, by }) =>
    Array.from({ length: by }, () => Number(metric.slice("nps:".length))),
  )
  const { value, low, high, n } = nps(scores)
  return value === null || low === null || high === null ? null : { value, low, high, answers: n }
}

/** The service over a loop. */
export const makeInsights = (loop: Loop, declared: Pick<Declared, "traits">): InsightsService => ({
  survey: (name, options) => attempt(async () => (await results()).surveyResults(loop, declared, name, options)),
  openAnswers: (survey, question, page) =>
    attempt(async () => (await results()).openAnswers(loop, survey, question, page)),
  topics: (survey, question, options) =>
    attempt(async () => (await results()).answerTopics(loop, survey, question, options)),
  fitValue: (options) => attempt(async () => (await verbs()).fitValue(loop, options)),
  value: ({ page } = {}) => attempt(async () => (await verbs()).valueList(loop, page)),
  pulse: ({ hours = 48 } = {}) =>
    attempt(async (): Promise<Pulse> => {
      if (Number.isNaN(hours)) throw new InputError("invalid", "hours", "give a number of hours from 1 to 8,784")
      await loop.ready()
      const { store } = loop
      const now = loop.clock.now()
      const length = Math.min(8_784, Math.max(1, Math.round(hours))) * hour
      const bar = length <= 72 * hour ? hour : day
      const to = Math.floor(now / bar) * bar + bar
      const from = to - Math.ceil(length / bar) * bar
      const [feelings, waiting, answered, answeredBefore, cases, oldest] = await Promise.all([
        store.series(feelingMetrics, from, to),
        store.series(["waiting"], 0, to),
        store.series(answeredMetrics, from, to),
        store.series(answeredMetrics, from - length, from),
        store.series(["cases"], 0, to),
        store.query("unanswered", {}, { limit: 1 }),
      ])
      const { median, answers } = medianSeconds(answered)
      const [first] = oldest.items
      return {
        from,
        to,
        bar: bar === hour ? "hour" : "day",
        points: pointsOf(
          from,
          to,
          bar,
          [...feelings, ...waiting.filter(({ at }) => at >= from)],
          sum(waiting.filter(({ at }) => at < from)),
        ),
        waiting: { now: sum(waiting), oldestSince: first ? (JSON.parse(first.data) as Unanswered).since : null }, // rowsOf wrote it
        firstAnswer: { median, answers, medianBefore: medianSeconds(answeredBefore).median },
        nps: await scoresOf(store, now),
        openCases: sum(cases),
      }
    }),
})
