import type { Ending } from "../definition.ts"
import type { Check, Question } from "../question.ts"
import type { Cone } from "./cone.ts"
import { domainOf } from "./domain.ts"
import { freeValuesOf } from "./free-value.ts"
import { offersOf, offering, type Outline, type PlacedValue } from "./outline.ts"

/** What somebody answered, and what follows from it. */
export type Facts = Readonly<Record<string, unknown>>

/** Who looks on while all ways through a survey are gone: at what, and what they are told. */
export interface Observer {
  /** Told of everybody who comes to the place of this question, or to the end where it is the number of questions. */
  readonly at: number
  readonly sees: (facts: Facts) => void
}

/** Who looks on at what happens on the way. */
export interface Witness {
  /** A check was asked about an answer that the question takes. */
  readonly checked?: (check: Check, isRefused: boolean) => void
  /** A question was asked that has to be answered, and no answer is taken. */
  readonly stuck?: (question: Question, facts: Facts) => void
  /** The survey ended early. */
  readonly ended?: (ending: Ending) => void
}

/** What came of going all ways. `isExact`: somebody can go each of them; otherwise there may be too many. */
export type Explored = { readonly isExact: boolean } | "too-many"

/** How many answers may still be given. */
export interface Steps {
  left: number
}

type Event =
  | { readonly kind: "ask"; readonly question: Question }
  | { readonly kind: "work"; readonly value: PlacedValue }
  | { readonly kind: "early"; readonly behind: readonly string[] }
  | { readonly kind: "observe"; readonly observer: Observer }

interface Walk {
  readonly outline: Outline
  readonly cone: Cone
  readonly events: readonly Event[]
  readonly witness: Witness
  readonly steps: Steps
  readonly early: readonly Ending[]
  readonly facts: Record<string, unknown>
  readonly domains: Map<string, readonly unknown[]>
  isExact: boolean
}

/** Values behind their question, then whether it ends early, then who looks on. */
const eventsOf = (outline: Outline, cone: Cone, observers: readonly Observer[]): readonly Event[] => {
  const events: (readonly [place: number, rank: number, event: Event])[] = []
  for (const observer of observers) events.push([observer.at, 0, { kind: "observe", observer }])
  for (const index of cone.indexes) {
    const question = outline.questions[index]
    if (question) events.push([index, 1, { kind: "ask", question }])
  }
  for (const value of cone.values) events.push([value.index, 2, { kind: "work", value }])
  // in mixed order, what is true behind all of them is true in any order
  if (cone.level.early)
    for (const [end, indexes] of Map.groupBy(cone.indexes, outline.groupEnd)) {
      const behind = indexes.map((index) => outline.questions[index]?.id ?? "")
      events.push([end, 3, { kind: "early", behind }])
    }
  return events.sort(([one, first], [other, second]) => one - other || first - second).map(([, , event]) => event)
}

// It ends behind an answer: never before the first, and not behind a question that was not asked.
const endsEarly = ({ outline, early, facts, witness }: Walk, behind: readonly string[]): boolean => {
  if (!behind.some((id) => Object.hasOwn(facts, id))) return false
  const holding = early.filter(({ when }) => !when || outline.compiled(when)(facts))
  // in another order another one of them comes first
  for (const ending of behind.length > 1 ? holding : holding.slice(0, 1)) witness.ended?.(ending)
  return holding.length > 0
}

const mayPass = ({ outline, cone, facts }: Walk, { required, requiredWhen, kind }: Question): boolean => {
  if (kind === "statement") return false // that is its only answer
  if (!requiredWhen) return !required
  return !cone.level.whole || !outline.compiled(requiredWhen)(facts)
}

const passes = ({ outline, facts, witness }: Walk, { id, checks = [] }: Question, value: unknown): boolean => {
  if (checks.length === 0 || value === null) return true
  facts[id] = value
  let isRefused = false
  for (const check of checks) {
    const refused = outline.refuses(check, facts)
    witness.checked?.(check, refused)
    isRefused ||= refused
  }
  delete facts[id]
  return !isRefused
}

// A shorter ranking and a matrix with fewer rows are other answers, not fewer of them.
const isOtherWithFewer = ({ kind }: Question): boolean => kind === "ranking" || kind === "matrix"

/** The answers that a question with these options takes; none, and no steps left, where they are too many. */
const given = (walk: Walk, question: Question): readonly unknown[] => {
  const key = [question.id, ...offersOf(question).map(({ value }) => value)].join("\0")
  const known = walk.domains.get(key)
  if (known) return known
  const domain = domainOf(question, walk.cone.readingOf(question.id))
  if (!domain) walk.steps.left = -1
  else if (!domain.isExact) walk.isExact = false
  const values = domain?.values ?? []
  walk.domains.set(key, values)
  return values
}

const offered = (walk: Walk, question: Question): Question => {
  const options = offersOf(question)
  if (!options.some(({ when }) => when)) return question
  if (!walk.cone.level.whole) {
    if (isOtherWithFewer(question)) walk.steps.left = -1
    return question
  }
  return offering(
    question,
    options.filter(({ when }) => !when || walk.outline.compiled(when)(walk.facts)),
  )
}

/** Goes on with a fact, which is absent where it is `undefined`, and takes it back behind that. */
const goOnWith = (walk: Walk, name: string, value: unknown, at: number): void => {
  walk.steps.left -= 1
  if (walk.steps.left < 0) return
  if (value !== undefined) walk.facts[name] = value
  go(walk, at)
  delete walk.facts[name]
}

const ask = (walk: Walk, question: Question, at: number): void => {
  const { id, when, trait } = question
  if (when && !walk.outline.compiled(when)(walk.facts)) return go(walk, at)
  const values = given(walk, offered(walk, question))
  const taken = walk.cone.level.whole ? values.filter((value) => passes(walk, question, value)) : values
  const isPassed = mayPass(walk, question)
  if (taken.length === 0 && !isPassed && walk.steps.left >= 0) walk.witness.stuck?.(question, walk.facts)
  // where nobody asks what was answered, one answer stands for all, and for none
  if (!walk.cone.isRead(id) && (taken.length > 0 || isPassed)) return goOnWith(walk, id, taken[0] ?? null, at)
  for (const value of taken) goOnWith(walk, id, value, at)
  // what the profile knows is held against the question alone
  if (trait !== undefined) for (const value of given(walk, question)) goOnWith(walk, id, value, at)
  if (isPassed) goOnWith(walk, id, null, at)
}

const work = (walk: Walk, { value: { name }, work: workOut }: PlacedValue, at: number): void => {
  if (!walk.outline.isFree(name)) return goOnWith(walk, name, workOut(walk.facts), at)
  walk.isExact = false
  for (const value of freeValuesOf(walk.outline, name, walk.cone.readingOf(name))) goOnWith(walk, name, value, at)
}

const go = (walk: Walk, at: number): void => {
  const event = walk.events[at]
  if (!event || walk.steps.left < 0) return
  switch (event.kind) {
    case "ask":
      return ask(walk, event.question, at + 1)
    case "work":
      return work(walk, event.value, at + 1)
    case "early":
      return endsEarly(walk, event.behind) ? undefined : go(walk, at + 1)
    case "observe":
      event.observer.sees(walk.facts)
      return go(walk, at + 1)
  }
}

/**
 * Goes all ways through what a cone holds of a survey, as the engine goes them: each answer that somebody can tell apart, once. Whoever
 * looks on sees everybody who comes by.
 */
export const explore = (
  outline: Outline,
  cone: Cone,
  {
    observers = [],
    witness = {},
    steps,
  }: { readonly observers?: readonly Observer[]; readonly witness?: Witness; readonly steps: Steps },
): Explored => {
  const early = (outline.definition.endings ?? []).filter((ending) => ending.early)
  const walk: Walk = {
    outline,
    cone,
    events: eventsOf(outline, cone, observers),
    witness,
    steps,
    early,
    facts: {},
    domains: new Map(),
    isExact: cone.level.whole && (cone.level.early || early.length === 0),
  }
  go(walk, 0)
  return steps.left < 0 ? "too-many" : { isExact: walk.isExact }
}
