import type { Condition, Path } from "../../kernel/condition.ts"
import type { AnyDefinition, SurveyValue } from "../definition.ts"
import type { Question, QuestionOf } from "../question.ts"
import { found, quoted, type Diagnostic, type DiagnosticCode } from "./diagnostic.ts"
import { nearest } from "./nearest.ts"
import type { Outline } from "./outline.ts"
import { offersOf } from "./outline.ts"
import { comparisonsOf, partsOf, rootOf } from "./reads.ts"

/** Where something is said about answers, and what can be known there. */
interface Place {
  /** The question that it belongs to. */
  readonly question?: string
  /** What says it, as it stands in a sentence. */
  readonly what: string
  /** Answers to the questions before this place are known; in mixed order, of those before all of the mixed ones. */
  readonly before: number
  /** The answer itself is known as well: in a check. */
  readonly itself?: number
  /** Values that are worked out behind the questions before this place are known; as for answers, where it is left out. */
  readonly valuesBefore?: number
  /** The values that are worked out behind the same question, before this one. */
  readonly values?: ReadonlySet<string>
}

type Fault = readonly [code: DiagnosticCode, message: string, fix: string]

const partsIn = (question: Question): readonly string[] | undefined => {
  if (question.kind === "matrix") return question.rows.map(({ value }) => value)
  return question.kind === "contact" ? question.fields : undefined
}

const later = (what: string, name: string): Fault => [
  "forward-reference",
  `${what} names ${quoted(name)}, which has no answer yet.`,
  `ask ${quoted(name)} before it, or name an earlier question`,
]

const partFault = (what: string, question: Question, path: Path): Fault | undefined => {
  const [name = "", part, ...more] = path
  const parts = partsIn(question)
  if (part === undefined || (parts?.includes(part) && more.length === 0)) return undefined
  return [
    "unknown-reference",
    `${what} names ${quoted(path.join("."))}, and the answer to ${quoted(name)} has no such part.`,
    parts ? `use one of its parts: ${parts.join(", ")}` : `ask about ${quoted(name)} itself`,
  ]
}

const questionFault = (outline: Outline, path: Path, place: Place, index: number): Fault | undefined => {
  const name = rootOf(path)
  const question = outline.questions[index]
  if (index === place.itself && question) return partFault(place.what, question, path)
  if (place.question === name)
    return ["self-reference", `${place.what} names ${quoted(name)} itself.`, "name an earlier question"]
  if (index >= place.before) return later(place.what, name)
  return question && partFault(place.what, question, path)
}

const faultOf = (outline: Outline, path: Path, place: Place): Fault | undefined => {
  const name = rootOf(path)
  const index = outline.indexOf.get(name)
  if (index !== undefined) return questionFault(outline, path, place, index)
  const value = outline.valueOf.get(name)
  if (value)
    return value.index < (place.valuesBefore ?? place.before) || place.values?.has(name)
      ? undefined
      : later(place.what, name)
  const near = nearest(name, [...outline.indexOf.keys(), ...outline.valueOf.keys()])
  return [
    "unknown-reference",
    `${place.what} names ${quoted(name)}, and the survey has no question and no value of that name.`,
    near === undefined ? "name a question of the survey" : `did you mean ${quoted(near)}?`,
  ]
}

/** A condition, with who asks it: the question, and how it is called in a sentence. */
export interface PlacedCondition {
  readonly question?: string
  readonly what: string
  readonly condition: Condition
  /** The condition or the value that it stands in. */
  readonly subject: object
}

/** What was found, and what nothing can be concluded from. */
export interface References {
  readonly diagnostics: readonly Diagnostic[]
  readonly broken: ReadonlySet<object>
  /** The conditions that name only what is there. */
  readonly sound: readonly PlacedCondition[]
}

const told = (place: Place, [code, message, fix]: Fault): Diagnostic => found(code, place.question, message, fix)

type Said = readonly [place: Place, subject: Condition | SurveyValue, paths: readonly Path[]]

const ofCondition = (place: Place, condition: Condition): Said => [
  place,
  condition,
  comparisonsOf(condition).map(({ path }) => path),
]

const aroundQuestion = (outline: Outline, question: Question, index: number): readonly Said[] => {
  const { id, when, requiredWhen, checks = [] } = question
  const before = outline.groupStart(index)
  const of = (what: string): Place => ({ question: id, what: `${what} of ${quoted(id)}`, before })
  return [
    ...(when ? [ofCondition(of("The condition (`when`)"), when)] : []),
    ...(requiredWhen ? [ofCondition(of("What requires an answer (`requiredWhen`)"), requiredWhen)] : []),
    ...offersOf(question).flatMap((option) =>
      option.when ? [ofCondition(of(`The offer of option ${quoted(option.value)}`), option.when)] : [],
    ),
    ...checks.map(({ that }, place) => ofCondition({ ...of(`Check ${place + 1}`), itself: index }, that)),
  ]
}

const pathsOf = ({ is }: SurveyValue): readonly Path[] => {
  const { uses, conditions } = partsOf(is)
  return [...uses.map(({ path }) => path), ...conditions.flatMap(comparisonsOf).map(({ path }) => path)]
}

const aroundValues = (outline: Outline, values: readonly SurveyValue[]): readonly Said[] =>
  values.map((value, position) => {
    const index = outline.valueOf.get(value.name)?.index ?? -1
    // in mixed order, an answer that stands before in the list may come behind
    const isMixed = outline.groupStart(index) !== outline.groupEnd(index)
    const known = values.slice(0, position).filter(({ name }) => outline.valueOf.get(name)?.index === index)
    return [
      {
        what: `The value ${quoted(value.name)}`,
        before: isMixed ? outline.groupStart(index) : index + 1,
        valuesBefore: outline.groupStart(index),
        ...(isMixed && { itself: index }),
        values: new Set(known.map(({ name }) => name)),
      },
      value,
      pathsOf(value),
    ]
  })

const atEnds = ({ endings = [], quotas = [], questions }: AnyDefinition): readonly Said[] => {
  const of = (what: string): Place => ({ what, before: questions.length })
  return [
    ...endings.flatMap(({ id, when }) => (when ? [ofCondition(of(`The ending ${quoted(id)}`), when)] : [])),
    ...quotas.map(({ id, when }) => ofCondition(of(`The quota ${quoted(id)}`), when)),
  ]
}

// A thing in a panel knows the answers about itself alone.
const inPanel = ({ id, questions }: QuestionOf<"panel">): readonly Diagnostic[] =>
  questions.flatMap((question, index) => {
    const known = new Set(questions.slice(0, index).map((each) => each.id))
    const names = question.when ? comparisonsOf(question.when).map(({ path }) => rootOf(path)) : []
    const strange = names.find((name) => !known.has(name))
    if (strange === undefined) return []
    return [
      found(
        strange === question.id
          ? "self-reference"
          : questions.some((each) => each.id === strange)
            ? "forward-reference"
            : "unknown-reference",
        `${id}.${question.id}`,
        `The condition (\`when\`) of ${quoted(question.id)} in the panel ${quoted(id)} names ${quoted(strange)}, ` +
          "and a thing in a panel knows the answers before it about itself alone.",
        "name an earlier question of the same panel, or ask it outside",
      ),
    ]
  })

const unplaced = (outline: Outline, { name, after }: SurveyValue): readonly Diagnostic[] =>
  after === null || outline.indexOf.has(after)
    ? []
    : [
        found(
          "unknown-reference",
          undefined,
          `The value ${quoted(name)} is worked out behind ${quoted(after)}, and the survey has no such question.`,
          "name the question behind which it is worked out, or null",
        ),
      ]

/** Conditions and values that name what is not there, or not there yet. */
export const references = (outline: Outline): References => {
  const { definition, questions } = outline
  const { values = [] } = definition
  const broken = new Set<object>()
  const said = [
    ...questions.flatMap((question, index) => aroundQuestion(outline, question, index)),
    ...aroundValues(outline, values),
    ...atEnds(definition),
  ]
  const faults = said.flatMap(([place, subject, paths]) => {
    const wrong = new Map<string, Diagnostic>()
    for (const path of paths) {
      const fault = faultOf(outline, path, place)
      if (fault) wrong.set(path.join("."), told(place, fault))
    }
    if (wrong.size > 0) {
      broken.add(subject)
      // a calculation is looked at through its conditions
      if ("is" in subject) for (const condition of partsOf(subject.is).conditions) broken.add(condition)
    }
    return [...wrong.values()]
  })
  const lost = values.flatMap((value) => unplaced(outline, value))
  for (const value of values) if (unplaced(outline, value).length > 0) broken.add(value)
  const panels = questions.flatMap((question) => (question.kind === "panel" ? inPanel(question) : []))
  const sound = said.flatMap(([{ question, what }, subject]): readonly PlacedCondition[] => {
    if (broken.has(subject)) return []
    const conditions = "is" in subject ? partsOf(subject.is).conditions : [subject]
    return conditions.map((condition) => ({ ...(question !== undefined && { question }), what, condition, subject }))
  })
  return { diagnostics: [...faults, ...lost, ...panels], broken, sound }
}
