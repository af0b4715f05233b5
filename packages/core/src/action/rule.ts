import type { StreamId, EntryId } from "../kernel/ids.ts"
import { defineEntry, type DraftOf, type Entry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { Job } from "../timeline/job.ts"

/** A rule was set off by an entry. No rule can be set off by this one. */
export const ruleFired = defineEntry<{ readonly rule: string; readonly by: EntryId }>()("rule-fired", 1)

/** Somebody of the team is told something. */
export const teamNotified = defineEntry<{ readonly to: string; readonly text: string; readonly because: string }>()(
  "team-notified",
  1,
)

/** When each rule was last set off by this customer, by name of the rule. */
export interface Fired {
  readonly [rule: string]: number
}

// A rule may be named like something that every object has.
const lastOf = (last: Fired, rule: string): number | undefined => (Object.hasOwn(last, rule) ? last[rule] : undefined)

/** What is remembered of rules. */
export const fired = defineFold(ruleFired)<Fired>({
  initial: {},
  on: {
    "rule-fired": (last, { data, occurredAt }) => ({
      ...last,
      [data.rule]: Math.max(lastOf(last, data.rule) ?? occurredAt, occurredAt),
    }),
  },
  merge: (one, two) => {
    const next: Record<string, number> = { ...one }
    for (const [rule, at] of Object.entries(two)) next[rule] = Math.max(lastOf(next, rule) ?? at, at)
    return next
  },
})

/** A rule as the loop sees it: its condition compiled, its `do` left to the runner. */
export interface CompiledRule {
  readonly name: string
  readonly on: string
  readonly when: (facts: unknown, now: number) => boolean
  /** Milliseconds in which it fires at most once per customer; 0 for one that fires for each entry that fits. */
  readonly cooldown: number
  /** `skip`: never in an import, because it reaches outside by itself. */
  readonly history: "run" | "skip"
}

/** Which entry set off which rule, as the job of the rule carries it. */
export interface RuleRef {
  readonly rule: string
  readonly entry: EntryId
  readonly stream: StreamId
  readonly historic: boolean
  readonly depth: number
}

const refOf = (ref: RuleRef): string => JSON.stringify([ref.rule, ref.entry, ref.stream, ref.historic, ref.depth])

/** Reads back what `fire` wrote into the job. */
export const parseRuleRef = (text: string): RuleRef => {
  const [rule, entry, stream, historic, depth] = JSON.parse(text) as [string, EntryId, StreamId, boolean, number] // written by refOf alone
  return { rule, entry, stream, historic, depth }
}

// By when things happened. What comes late, from before the last time, rests too: what the rule did then is still fresh.
const hasRested = ({ name, cooldown }: CompiledRule, last: Fired, now: number): boolean =>
  cooldown === 0 || now - (lastOf(last, name) ?? -Infinity) >= cooldown

/** What `fire` looks at. */
export interface Occasion {
  readonly entry: Entry
  /** Built only if a rule listens to this kind. */
  readonly facts: () => unknown
  readonly last: Fired
  readonly now: number
  readonly historic: boolean
  readonly depth: number
}

/** The rules that this entry sets off: a fact each, and a job whose id is (rule, entry), so that it runs once. */
export const fire = (
  rules: readonly CompiledRule[],
  { entry, facts, last, now, historic, depth }: Occasion,
): {
  readonly entries: readonly DraftOf<typeof ruleFired>[]
  readonly posts: readonly Job[]
} => {
  const known = facts()
  const firing = rules.filter(
    (rule) => !(historic && rule.history === "skip") && hasRested(rule, last, now) && rule.when(known, now),
  )
  return {
    entries: firing.map((rule) => ({ kind: "rule-fired", data: { rule: rule.name, by: entry.id } })),
    posts: firing.map((rule) => ({
      key: entry.stream,
      id: `rule:${rule.name}:${entry.id}`,
      type: "rule",
      ref: refOf({ rule: rule.name, entry: entry.id, stream: entry.stream, historic, depth }),
    })),
  }
}
