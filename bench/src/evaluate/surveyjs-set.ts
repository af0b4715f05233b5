import { checkAnswers, next, relevant, textIn, type AnyDefinition } from "@escucha/core/survey"
import { answersFromSurveyJs, importSurveyJs, type Imported } from "@escucha/core/survey-import"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { isSame, tally, type Agreed } from "./agreed.ts"

interface Vector {
  readonly kind: "condition" | "expression"
  readonly expression: string
  readonly values: { readonly [name: string]: unknown }
  readonly value: unknown
}

interface Oracle {
  readonly id: number
  readonly definition: unknown
  readonly cases: readonly {
    readonly answers: { readonly [name: string]: unknown }
    readonly visible: readonly string[]
    readonly valid: boolean
    readonly errorQuestions: readonly string[]
    readonly required: readonly string[]
  }[]
}

const linesOf = <Line>(data: string, file: string): readonly Line[] =>
  readFileSync(join(data, "surveys/surveyjs", file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line) // as the data set describes its lines

const reasonsOf = ({ unsupported }: Imported): readonly string[] =>
  unsupported.map(({ what, reason }) => {
    const [why = reason] = reason.split("; ", 1)
    return /^(?:it |only |a )/.test(why) ? why : `${what}: ${why}`
  })

/** A question whose answer would be this value. What nobody ever answers is a line of text. */
const questionFor = (name: string, value: unknown): object => {
  if (typeof value === "number") return { type: "text", inputType: "number", name }
  if (typeof value === "boolean") return { type: "boolean", name }
  if (!Array.isArray(value)) return { type: typeof value === "object" && value !== null ? "an object" : "text", name }
  return value.some((each) => typeof each === "object")
    ? { type: "a list of objects", name }
    : { type: "checkbox", name, choices: value }
}

const namesIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name?.replace(/\.length$/, "") ?? [])

// Vectors of one expression are about the same questions: where one has no value, another shows its kind.
const valueIn = (vectors: readonly Vector[], { expression, values }: Vector, name: string): unknown =>
  values[name] ??
  vectors.find((each) => each.expression === expression && (each.values[name] ?? null) !== null)?.values[name]

const surveyOf = (vectors: readonly Vector[], vector: Vector): object => {
  const { kind, expression } = vector
  const names = [...new Set([...Object.keys(vector.values), ...namesIn(expression)])]
  const questions = names.map((name) => questionFor(name, valueIn(vectors, vector, name)))
  return kind === "condition"
    ? { elements: [...questions, { type: "text", name: "probe", visibleIf: expression }] }
    : { elements: [...questions, { type: "expression", name: "probe", expression }] }
}

// What was worked out is read where it is shown.
const shownIn = (definition: AnyDefinition, answers: object): unknown => {
  const passed = Object.fromEntries(definition.questions.slice(0, -1).map(({ id }) => [id, null]))
  const step = next(definition, { ...passed, ...answers })
  return "question" in step ? textIn(step.question.text, "en") : undefined
}

const vectorReason = ({ values }: Vector): string | undefined => {
  if (Object.values(values).some((value) => typeof value === "string" && value.startsWith("0x")))
    return "0x2 is the text of a number there; here it is a text"
  return Object.values(values).includes(0)
    ? "a number is equal there to any text that spells it, also 000; here to its own"
    : undefined
}

/** The recorded evaluations of the tests of SurveyJS, each as a survey whose last question is asked, or shows the result. */
export const expressionRow = (data: string): Agreed => {
  const { agree, differ, leaveOut, row } = tally("expressions")
  const vectors = linesOf<Vector>(data, "expression_vectors.jsonl")
  for (const vector of vectors) {
    const imported = importSurveyJs(surveyOf(vectors, vector), { name: "vector" })
    const { definition, ids, unsupported } = imported
    if (!definition || unsupported.length > 0) {
      leaveOut(reasonsOf(imported))
      continue
    }
    const answers = answersFromSurveyJs(imported, vector.values)
    const passed = Object.fromEntries(definition.questions.map(({ id }) => [id, null]))
    const isCondition = vector.kind === "condition"
    const ours = isCondition
      ? Object.hasOwn(relevant(definition, { ...passed, ...answers }), ids["probe"] ?? "")
      : shownIn(definition, answers)
    const theirs = isCondition ? vector.value : String(vector.value ?? "")
    const isEqual =
      isCondition || Number.isNaN(Number(theirs)) ? isSame(ours, theirs) : isSame(Number(ours), Number(theirs))
    if (isEqual) agree()
    else
      differ(
        { what: `${vector.expression} ${JSON.stringify(vector.values)}`, ours, theirs: vector.value },
        vectorReason(vector),
      )
  }
  return row()
}

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].toSorted()

// The words for "other" and the titles of panels are questions of ours alone.
const isAdded = (name: string): boolean => /-(?:Comment|title|shown)$/.test(name)

/** What is asked, refused and required of somebody with these answers, in the names that SurveyJS has for it. */
const outcomeOf = (imported: Imported, definition: AnyDefinition, data: object) => {
  const nameOf = new Map(Object.entries(imported.ids).map(([name, id]) => [id, name]))
  const own = (id: string): string => nameOf.get(id) ?? id
  const passed = Object.fromEntries(definition.questions.map(({ id }) => [id, null]))
  const given = { ...passed, ...answersFromSurveyJs(imported, data) }
  const asked = Object.keys(relevant(definition, given))
  const { problems } = checkAnswers(definition, given)
  const isMissing = (id: string): boolean =>
    checkAnswers(definition, { ...given, [id]: null }).problems.some(
      ({ field, reason }) => field === id && reason === "missing",
    )
  return {
    visible: sorted(asked.map(own).filter((name) => !isAdded(name))),
    valid: problems.length === 0,
    errorQuestions: sorted(problems.map(({ field }) => own(field.split(".", 1)[0] ?? "").replace(/-Comment$/, ""))),
    required: sorted(
      asked
        .filter(isMissing)
        .map(own)
        .filter((name) => !isAdded(name)),
    ),
  }
}

type Case = Oracle["cases"][number]
type Outcome = ReturnType<typeof outcomeOf>

const outcomeThere = ({ visible, valid, errorQuestions, required }: Case): Outcome => ({
  visible: sorted(visible),
  valid,
  errorQuestions: sorted(errorQuestions),
  required: sorted(required.filter((name) => visible.includes(name))),
})

/** What comes out for one question. */
const outcomeFor = ({ visible, errorQuestions, required }: Outcome, name: string) => ({
  visible: visible.includes(name),
  error: errorQuestions.includes(name),
  required: required.includes(name),
})

const reasonFor = ({ definition, ids, unsupported }: Imported, name: string): string | undefined => {
  const kind = definition?.questions.find(({ id }) => id === ids[name])?.kind
  if (kind === "time" || kind === "slider")
    return "SurveyJS leaves it to the browser that it is a time or a number of the line; here it is refused"
  const ofSurvey = unsupported.filter(({ where }) => where === "survey").map(({ what }) => what)
  return ofSurvey.length > 0 ? `not brought along, and said of the survey: ${ofSurvey.join(", ")}` : undefined
}

/** How far surveys agree of which nothing is listed, and single questions of which nothing is. */
export interface Visibility {
  readonly surveys: Agreed & { readonly definitions: number; readonly supportedDefinitions: number }
  readonly questions: Agreed
}

/** The answers of which survey-core says what is visible, required and wrong, through what our importer makes of their surveys. */
export const visibilityRows = (data: string): Visibility => {
  const [surveys, questions] = [tally("visibility"), tally("visibility by question")]
  const oracles = linesOf<Oracle>(data, "oracle_visibility.jsonl")
  let supportedDefinitions = 0
  for (const { id, definition: json, cases } of oracles) {
    const imported = importSurveyJs(json, { name: "oracle" })
    const { definition, unsupported, ids } = imported
    const listed = Map.groupBy(unsupported, ({ where }) => where)
    const names = [...new Set([...Object.keys(ids), ...listed.keys()])].filter(
      (name) => name !== "survey" && !isAdded(name),
    )
    if (definition && listed.size === 0) supportedDefinitions += 1
    for (const each of cases) {
      const theirs = outcomeThere(each)
      const ours = definition && outcomeOf(imported, definition, each.answers)
      const what = `definition ${id}, ${JSON.stringify(each.answers)}`
      if (!ours || listed.size > 0) surveys.leaveOut(reasonsOf(imported))
      else if (isSame(ours, theirs)) surveys.agree()
      else surveys.differ({ what, ours, theirs }, undefined)
      for (const name of names) {
        const [here, there] = [ours && outcomeFor(ours, name), outcomeFor(theirs, name)]
        if (!here || listed.has(name))
          questions.leaveOut(reasonsOf({ ...imported, unsupported: listed.get(name) ?? unsupported }))
        else if (isSame(here, there)) questions.agree()
        else questions.differ({ what: `${what}: ${name}`, ours: here, theirs: there }, reasonFor(imported, name))
      }
    }
  }
  return {
    surveys: { ...surveys.row(), definitions: oracles.length, supportedDefinitions },
    questions: questions.row(),
  }
}

/** The definitions of a file of the data set. */
export const definitionsIn = (data: string, file: string): readonly unknown[] =>
  linesOf<{ readonly json: unknown }>(data, file).map(({ json }) => json)
