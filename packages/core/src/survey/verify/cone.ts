import type { Comparison, Condition } from "../../kernel/condition.ts"
import type { Ending } from "../definition.ts"
import type { Question } from "../question.ts"
import type { Outline, PlacedValue } from "./outline.ts"
import { offersOf } from "./outline.ts"
import { comparisonsOf, partsOf, rootOf, type Reading, type Use } from "./reads.ts"

/** How much of a survey is looked at. What is left out makes for more ways through it than there are, never for fewer. */
export interface Level {
  /** Whether endings that come early are. */
  readonly early: boolean
  /** Whether it is looked at which options are offered, what the checks refuse, and what may be passed over only under a condition. */
  readonly whole: boolean
}

/** Everything that conditions depend on, however far back. */
export interface Cone {
  readonly level: Level
  /** The places of the questions, in order. */
  readonly indexes: readonly number[]
  readonly values: readonly PlacedValue[]
  readonly readingOf: (name: string) => Reading
  /** Whether somebody asks what was answered. */
  readonly isRead: (name: string) => boolean
}

interface Gathering {
  readonly names: Set<string>
  readonly waiting: string[]
  readonly comparisons: Map<string, Comparison[]>
  readonly uses: Map<string, Use[]>
  isBroken: boolean
}

const push = <Value>(map: Map<string, Value[]>, name: string, value: Value): void => {
  const list = map.get(name)
  if (list) list.push(value)
  else map.set(name, [value])
}

const inOrder = ({ valueOf }: Outline, values: readonly PlacedValue[]): readonly PlacedValue[] =>
  values.length < 2 ? values : [...valueOf.values()].filter((value) => values.includes(value))

const reach = (gathering: Gathering, name: string): void => {
  if (gathering.names.has(name)) return
  gathering.names.add(name)
  gathering.waiting.push(name)
}

const addCondition = (gathering: Gathering, condition: Condition, broken: ReadonlySet<object>): void => {
  if (broken.has(condition)) gathering.isBroken = true
  for (const comparison of comparisonsOf(condition)) {
    push(gathering.comparisons, rootOf(comparison.path), comparison)
    reach(gathering, rootOf(comparison.path))
  }
}

const addValue = (gathering: Gathering, { value }: PlacedValue, broken: ReadonlySet<object>): void => {
  if (broken.has(value)) gathering.isBroken = true
  if (value.after !== null) reach(gathering, value.after)
  const { uses, conditions } = partsOf(value.is)
  for (const use of uses) {
    push(gathering.uses, rootOf(use.path), use)
    reach(gathering, rootOf(use.path))
  }
  for (const condition of conditions) addCondition(gathering, condition, broken)
}

/**
 * Whether an ending can come to hold without one more answer to what it asks about: because an answer is missing, or a value was worked
 * out. Then whatever is answered next settles it.
 */
export const isLoose = ({ valueOf }: Outline, { when }: Ending): boolean =>
  !when || comparisonsOf(when).some(({ op, path }) => op === "exists" || valueOf.has(rootOf(path)))

const addEndings = (gathering: Gathering, outline: Outline, broken: ReadonlySet<object>): void => {
  const early = (outline.definition.endings ?? []).filter((ending) => ending.early)
  for (const { when } of early) if (when) addCondition(gathering, when, broken)
  if (early.some((ending) => isLoose(outline, ending))) for (const { id } of outline.questions) reach(gathering, id)
}

const addQuestion = (gathering: Gathering, question: Question, { whole }: Level, broken: ReadonlySet<object>): void => {
  const { when, requiredWhen, checks = [] } = question
  if (when) addCondition(gathering, when, broken)
  if (!whole) return
  if (requiredWhen) addCondition(gathering, requiredWhen, broken)
  for (const { that } of checks) addCondition(gathering, that, broken)
  for (const option of offersOf(question)) if (option.when) addCondition(gathering, option.when, broken)
}

/** What is looked at beside the conditions, and how closely. */
export interface Aim {
  /** What is at or behind this place has no answer yet. */
  readonly before: number
  /** Questions and values that are looked at for themselves. */
  readonly also?: readonly string[]
  readonly level: Level
  readonly broken: ReadonlySet<object>
}

/** What these conditions depend on. `undefined` where one of them names what is not there: nothing can be said then. */
export const coneOf = (
  outline: Outline,
  conditions: readonly Condition[],
  { before, also = [], level, broken }: Aim,
): Cone | undefined => {
  const gathering: Gathering = {
    names: new Set(),
    waiting: [],
    comparisons: new Map(),
    uses: new Map(),
    isBroken: false,
  }
  for (const condition of conditions) addCondition(gathering, condition, broken)
  for (const name of also) reach(gathering, name)
  if (level.early) addEndings(gathering, outline, broken)
  const indexes: number[] = []
  const values: PlacedValue[] = []
  for (let name = gathering.waiting.pop(); name !== undefined; name = gathering.waiting.pop()) {
    const value = outline.valueOf.get(name)
    if (value) {
      values.push(value)
      addValue(gathering, value, broken)
    }
    const index = outline.indexOf.get(name)
    const question = index === undefined ? undefined : outline.questions[index]
    if (index === undefined || !question || index >= before) continue
    indexes.push(index)
    addQuestion(gathering, question, level, broken)
  }
  if (gathering.isBroken) return undefined
  return {
    level,
    indexes: indexes.sort((one, other) => one - other),
    values: inOrder(outline, values).filter(({ index }) => index < before),
    isRead: (name) => also.includes(name) || gathering.comparisons.has(name) || gathering.uses.has(name),
    readingOf: (name) => ({
      comparisons: gathering.comparisons.get(name) ?? [],
      uses: gathering.uses.get(name) ?? [],
    }),
  }
}
