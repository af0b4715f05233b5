import type { Condition } from "../../kernel/condition.ts"
import type { Check, Question } from "../question.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"
import type { Facts, Observer } from "./explore.ts"
import { lookAt, type Look } from "./look.ts"
import { isContradiction } from "./narrowing.ts"
import { offersOf } from "./outline.ts"

/** How often a condition was asked about, and how often it held. */
interface Tally {
  asked: number
  held: number
}

const isNever = ({ asked, held }: Tally): boolean => asked > 0 && held === 0
const isAlways = ({ asked, held }: Tally): boolean => asked > 0 && held === asked

const unreachable = (id: string, because: string, fix: string): Diagnostic =>
  found("unreachable-question", id, `Nobody is asked ${quoted(id)}: ${because}.`, fix)

const byEnding = (id: string): Diagnostic =>
  unreachable(
    id,
    "an early ending has ended the survey for everybody before it",
    "ask it earlier, or narrow that ending",
  )

const condition = (
  look: Look,
  index: number,
  { id, when }: Question & { readonly when: Condition },
): readonly Diagnostic[] => {
  const never = unreachable(
    id,
    "no answers to the questions before it fulfil its condition",
    "correct the condition (`when`), or leave the question out",
  )
  const tally: Tally = { asked: 0, held: 0 }
  const holds = look.outline.compiled(when)
  const looked = lookAt(look, { conditions: [when], before: index }, () => {
    const seen: Tally = { asked: 0, held: 0 }
    const sees = (facts: Facts) => {
      seen.asked += 1
      if (holds(facts)) seen.held += 1
    }
    return { observers: [{ at: index, sees }], seen }
  })
  if (!looked) return isContradiction(look, when) ? [never] : []
  Object.assign(tally, looked.seen)
  if (tally.asked === 0) return [byEnding(id)]
  if (isNever(tally)) return [never]
  if (!isAlways(tally)) return []
  return [
    found(
      "always-holds",
      id,
      `The condition of ${quoted(id)} holds for everybody who comes that far.`,
      "leave the condition (`when`) out, or correct it",
    ),
  ]
}

/** Questions that are asked of everybody who comes that far, where somebody may have been sent away before. */
const behindEndings = (look: Look): readonly Diagnostic[] => {
  const { questions, definition } = look.outline
  if (!definition.endings?.some(({ early }) => early)) return []
  const open = questions.flatMap((question, index) => (question.when ? [] : [{ id: question.id, index }]))
  const looked = lookAt(look, { conditions: [], before: questions.length }, () => {
    const seen = new Set<string>()
    return { observers: open.map(({ id, index }): Observer => ({ at: index, sees: () => void seen.add(id) })), seen }
  })
  return looked ? open.filter(({ id }) => !looked.seen.has(id)).map(({ id }) => byEnding(id)) : []
}

const inner = (look: Look, question: Question): readonly (readonly [name: string, condition: Condition])[] => [
  ...(question.requiredWhen && !look.suspect.has(question.requiredWhen)
    ? [["what requires an answer to it (`requiredWhen`)", question.requiredWhen] as const]
    : []),
  ...offersOf(question).flatMap(({ value, when }) =>
    when && !look.suspect.has(when) ? [[`what its option ${quoted(value)} is offered under`, when] as const] : [],
  ),
]

const about = (id: string, name: string, tally: Tally): readonly Diagnostic[] => {
  const said = (code: "never-holds" | "always-holds", verb: string) =>
    found(code, id, `Of ${quoted(id)}, ${name} ${verb}.`, "correct the condition, or leave it out")
  if (isNever(tally)) return [said("never-holds", "never holds")]
  return isAlways(tally) ? [said("always-holds", "holds for everybody who is asked")] : []
}

const answersIn = (facts: Facts): string => {
  const said = Object.entries(facts).map(([name, value]) => `${name}: ${quoted(value)}`)
  return said.length === 0 ? "" : ` where ${said.slice(0, 4).join(", ")}`
}

const isLimited = (question: Question): boolean =>
  question.requiredWhen !== undefined ||
  question.checks !== undefined ||
  offersOf(question).some(({ when }) => when) ||
  (question.kind === "choices" && question.least > 0)

interface Inside {
  readonly tallies: readonly Tally[]
  readonly checks: ReadonlyMap<Check, Tally>
  stuck: Facts | undefined
}

/** What is around the answer of a question: whether it is required, what is offered, what is refused. */
const inside = (look: Look, index: number, question: Question): readonly Diagnostic[] => {
  if (!isLimited(question)) return []
  const { id, when, checks = [] } = question
  const conditions = inner(look, question)
  const compiled = conditions.map(([, each]) => look.outline.compiled(each))
  const isAsked = when && look.outline.compiled(when)
  const looked = lookAt(look, { conditions: conditions.map(([, each]) => each), before: index + 1, also: [id] }, () => {
    const seen: Inside = {
      tallies: conditions.map(() => ({ asked: 0, held: 0 })),
      checks: new Map(checks.map((check) => [check, { asked: 0, held: 0 }])),
      stuck: undefined,
    }
    const sees = (facts: Facts) => {
      if (isAsked && !isAsked(facts)) return
      for (const [place, tally] of seen.tallies.entries()) {
        tally.asked += 1
        if (compiled[place]?.(facts)) tally.held += 1
      }
    }
    const checked = (check: Check, isRefused: boolean) => {
      const tally = seen.checks.get(check)
      if (!tally) return
      tally.asked += 1
      if (!isRefused) tally.held += 1
    }
    const stuck = (asked: Question, facts: Facts) => {
      if (asked.id === id) seen.stuck ??= { ...facts }
    }
    return { observers: [{ at: index, sees }], witness: { checked, stuck }, seen }
  })
  if (!looked) return []
  const { seen, isExact } = looked
  const hopeless = found(
    "unanswerable-question",
    id,
    `${quoted(id)} has to be answered, and no answer is taken${answersIn(seen.stuck ?? {})}.`,
    "offer an option there, loosen its checks, or let it be passed over (`required: false`)",
  )
  return [
    ...conditions.flatMap(([name], place) => about(id, name, seen.tallies[place] ?? { asked: 0, held: 0 })),
    ...(seen.stuck && isExact
      ? [hopeless]
      : [...seen.checks.values()].flatMap((tally, place) => about(id, `its check ${place + 1}`, tally))),
  ]
}

/** Questions that nobody is asked, that cannot be answered, and conditions that decide nothing. */
export const ways = (look: Look): readonly Diagnostic[] => [
  ...look.outline.questions.flatMap((question, index) => {
    const { when } = question
    if (when && (look.broken.has(when) || look.suspect.has(when))) return []
    const asked = when ? condition(look, index, { ...question, when }) : []
    return asked.some(({ severity }) => severity === "error") ? asked : [...asked, ...inside(look, index, question)]
  }),
  ...behindEndings(look),
]
