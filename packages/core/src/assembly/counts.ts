import { startOfHour } from "../kernel/time.ts"
import type { Count } from "../timeline/store.ts"
import type { AnyEntry, EntryOfKind, State } from "./entries.ts"
import { campaignCounts } from "./survey/campaign.ts"
import { incentiveMetric, quotaMetric, redeemedMetric, voteMetric } from "./survey/metrics.ts"

/** Classes of waiting times are 1.2 times wider than the one before: a median read from them is exact to 10 %. */
const growth = Math.log(1.2)

/** The class of a waiting time in milliseconds, and the middle of a class. */
export const waitClass = (milliseconds: number): number =>
  Math.max(0, Math.round(Math.log(Math.max(1, milliseconds / 1000)) / growth))

/** The seconds in the middle of a class of `waitClass`. */
export const secondsOf = (waitingClass: number): number => Math.exp(waitingClass * growth)

/** What is taken back when somebody is erased: they wait no more, and their cases are open no more. */
export const countsOfErasure = (states: Iterable<State>, now: number): readonly Count[] => {
  let waiting = 0,
    cases = 0
  for (const state of states) {
    waiting += Math.sign(state.conversation.open.length)
    cases += Object.keys(state.cases).length
  }
  const at = startOfHour(now)
  return [
    ...(waiting > 0 ? [{ metric: "waiting", at, by: -waiting }] : []),
    ...(cases > 0 ? [{ metric: "cases", at, by: -cases }] : []),
  ]
}

/** A vote in a poll counts at once, and one that was changed counts no more. */
const countVote = (
  { survey, response, question, vote }: EntryOfKind<"question-answered">["data"],
  { surveys }: State,
  count: (metric: string, by?: number) => void,
): void => {
  if (vote === undefined) return
  const was = Object.hasOwn(surveys, response) ? surveys[response]?.answers[question] : undefined
  if (was === vote) return
  if (typeof was === "string") count(voteMetric(survey, was), -1)
  count(voteMetric(survey, vote))
}

/** The counters of the house, by hour: what the pulse is drawn from. They name nobody. */
export const countsOf = (entry: AnyEntry, before: State, after: State): readonly Count[] => {
  const counts: Count[] = []
  const count = (metric: string, by = 1) => {
    if (by !== 0) counts.push({ metric, at: startOfHour(entry.occurredAt), by })
  }
  for (const { metric, by } of campaignCounts(entry, before)) count(metric, by)
  switch (entry.kind) {
    case "message-received":
      count("messages")
      if (entry.data.reading) count(`feeling:${entry.data.reading.label}`)
      break
    case "question-answered":
      if (entry.data.nps !== undefined) count(`nps:${entry.data.nps}`)
      countVote(entry.data, before, count)
      break
    case "survey-answered":
      for (const quota of entry.data.quotas ?? []) count(quotaMetric(entry.data.survey, quota))
      break
    case "incentive-given":
      count(incentiveMetric(entry.data.incentive))
      break
    case "incentive-redeemed":
      count(redeemedMetric(entry.data.incentive))
      break
    case "case-opened":
      count("cases")
      break
    case "case-closed":
      if (Object.hasOwn(before.cases, entry.data.case)) count("cases", -1)
      break
    case "event-rejected":
      count(`rejected:${entry.data.reason}`)
      break
    case "rule-fired":
      count("rules-fired")
      break
    default:
  }
  count("waiting", Math.sign(after.conversation.open.length) - Math.sign(before.conversation.open.length))
  if (after.conversation.answered > before.conversation.answered && after.conversation.took !== null)
    count(`answered:${waitClass(after.conversation.took)}`)
  return counts
}
