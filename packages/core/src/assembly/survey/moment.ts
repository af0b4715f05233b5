import { millisecondsPer } from "../../kernel/duration.ts"
import type { Clock } from "../../kernel/clock.ts"
import { unguessable } from "../../kernel/random.ts"
import type { Count, Store } from "../../timeline/store.ts"
import type { Setting } from "../decide/setting.ts"
import type { AnyEntry } from "../entries.ts"
import type { Input, SurveyMoment } from "../inputs.ts"
import { incentiveMetric, quotaMetric, redeemedMetric } from "./metrics.ts"

/** Which inputs a survey may be part of. */
const concerned: ReadonlySet<Input["kind"]> = new Set([
  "message",
  "ask",
  "plan-survey",
  "remind",
  "answer",
  "mark-answered",
  "redeem-incentive",
])

/** Entries that change a counter. */
const counting: ReadonlySet<AnyEntry["kind"]> = new Set(["incentive-given", "incentive-redeemed"])

/** What another process has counted is seen after so long. */
const fresh = millisecondsPer.second

/** Puts to inputs what has to be known of all customers together: which quotas are full, and which incentives are spent. */
export interface SurveyMoments {
  readonly put: (input: Input) => Input | Promise<Input>
  readonly now: () => Promise<SurveyMoment>
  /** Has the counters read again where something was counted. */
  readonly heard: (entries: readonly AnyEntry[]) => void
}

interface Counted {
  readonly metric: string
  readonly limit: number
}

const sumsOf = (counts: readonly Count[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { metric, by } of counts) sums.set(metric, (sums.get(metric) ?? 0) + by)
  return sums
}

const needsSalt = ({ surveys }: Setting): boolean =>
  Object.values(surveys).some(({ questions }) =>
    questions.some((question) => question.kind === "consent" && question.purpose !== undefined),
  )

/**
 * The counters are those of the store, read when they may have changed: what this process counted is seen by its next input, what another
 * counted within a second. Until then a quota can be passed by what is under way.
 */
export const createSurveyMoments = (
  setting: Setting,
  store: Pick<Store<unknown>, "series">,
  clock: Pick<Clock, "now">,
): SurveyMoments => {
  const quotas = Object.values(setting.surveys).flatMap(({ name, quotas: of = [] }) =>
    of.map(({ id, limit }) => ({ survey: name, id, metric: quotaMetric(name, id), limit })),
  )
  const gifts = Object.entries(setting.incentives).map(([name, { atMost }]) => ({
    name,
    metric: incentiveMetric(name),
    limit: atMost,
  }))
  const salted = needsSalt(setting)
  const used = gifts.map(({ name, limit }) => ({ name, metric: redeemedMetric(name), limit }))
  const metrics = [...quotas, ...gifts, ...used].map(({ metric }) => metric)
  let read: { readonly at: number; readonly moment: Promise<SurveyMoment> } | undefined

  const count = async (): Promise<SurveyMoment> => {
    const sums = sumsOf(await store.series(metrics, 0, clock.now() + millisecondsPer.hour))
    const isOver = ({ metric, limit }: Counted) => (sums.get(metric) ?? 0) >= limit
    const full = Map.groupBy(quotas.filter(isOver), ({ survey }) => survey)
    return {
      full: Object.fromEntries([...full].map(([survey, ids]) => [survey, ids.map(({ id }) => id)])),
      spent: gifts.filter(isOver).map(({ name }) => name),
      redeemed: used.filter(isOver).map(({ name }) => name),
    }
  }
  const counted = (): Promise<SurveyMoment> => {
    const now = clock.now()
    if (!read || now - read.at >= fresh) {
      const moment = count()
      read = { at: now, moment }
      // whoever waits for it is told; the next one counts again
      moment.catch(() => (read = undefined))
    }
    return read.moment
  }
  const salt = () => (salted ? { salt: unguessable() } : {})
  return {
    now: () => (metrics.length === 0 ? Promise.resolve({}) : counted()),
    put: (input) => {
      if (!concerned.has(input.kind) || (metrics.length === 0 && !salted)) return input
      if (metrics.length === 0) return { ...input, moment: salt() } as Input // of a kind that has a moment
      return counted().then((moment) => ({ ...input, moment: { ...moment, ...salt() } }) as Input)
    },
    heard: (entries) => {
      if (entries.some(({ kind, data }) => counting.has(kind) || (kind === "survey-answered" && data.quotas)))
        read = undefined
    },
  }
}
