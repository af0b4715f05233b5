import type { Localized } from "../../kernel/localized.ts"
import { InputError } from "../../kernel/errors.ts"
import { definitionOf, type Imported } from "./imported.ts"
import type { Item } from "./item.ts"
import { place } from "./placing.ts"
import { calculate, createScope, refer, type Scope } from "./scope.ts"
import type { Unsupported } from "./unsupported.ts"
import { hasOther, knownOf, typeOf, type RowStanding } from "./xlsform-kinds.ts"
import { rowsOf, tagOf, wordsOf, type Row, type Sheets, type SheetWording } from "./xlsform-sheet.ts"
import { itself, parseXPath, xpathDialect } from "./xpath-formula.ts"

/** How an XLSForm is brought along. */
export interface XlsFormOptions {
  /** What the survey is called here. It begins with a letter; then letters, digits, `-` and `_`. */
  readonly name: string
  /** The language of texts that are written in one only, where the form does not say it: `en`, if it is left out. BCP 47. */
  readonly language?: string
}

/** A row, or a group or a repeat with the rows in it. */
interface Node {
  readonly row: Row
  readonly type: string
  readonly inside?: readonly Node[]
}

interface Form {
  readonly choices: ReadonlyMap<string, readonly Row[]>
  readonly language: string
  readonly list: (entry: Unsupported) => void
}

const begins = /^begin[ _](group|repeat)$/i
const ends = /^end[ _](group|repeat|loop)$/i
const isYes = (said: string | undefined): boolean =>
  said !== undefined && /^(?:yes|true|true\(\)|1|required)$/i.test(said)
const isNo = (said: string | undefined): boolean => said === undefined || /^(?:no|false|false\(\)|0)$/i.test(said)

// Columns of which a question is made, or which say how it looks.
const known = new Set(
  `type name label hint guidance_hint relevant constraint constraint_message required required_message choice_filter calculation
  repeat_count appearance parameters rows disabled autoplay $given_name intent`.split(/\s+/),
)

const treeOf = (rows: readonly Row[], list: Form["list"]): readonly Node[] => {
  const root: Node[] = []
  const stack: { readonly inside: Node[] }[] = [{ inside: root }]
  for (const row of rows) {
    const type = typeOf(row.get("type") ?? "")
    if (type === "" || isYes(row.get("disabled"))) continue
    const here = stack.at(-1)?.inside ?? root
    if (ends.test(type)) {
      if (stack.length > 1) stack.pop()
      else list({ where: "survey", what: type, reason: "nothing was begun that ends here" })
    } else if (/^begin[ _]/i.test(type)) {
      const inside: Node[] = []
      here.push({ row, type, inside })
      stack.push({ inside })
    } else here.push({ row, type })
  }
  if (stack.length > 1) list({ where: "survey", what: "begin", reason: "it is never ended; it ends with the sheet" })
  return root
}

const wordingIn = (scope: Scope, where: string, { language, list }: Form): SheetWording => ({
  language,
  named: (name) => {
    const found = refer(scope, name)
    return found?.path.length === 1 ? found.path[0] : undefined
  },
  refuse: (what, reason) => list({ where, what, reason }),
})

const checkAgain: Localized = { es: "Revisa esta respuesta.", en: "Please check this answer." }

const asked = (standing: RowStanding, found: NonNullable<ReturnType<typeof knownOf>>): Item => {
  const { row, name, when, wording } = standing
  const [required, constraint, help] = [row.get("required"), row.get("constraint"), wordsOf(row, "hint", wording)]
  const isAsked = found.asked.kind !== "statement"
  return {
    name,
    element: name,
    asked: found.asked,
    required: isAsked && isYes(required),
    when,
    checks:
      constraint === undefined
        ? []
        : [{ that: constraint, message: wordsOf(row, "constraint_message", wording) ?? checkAgain }],
    symbols: found.domain ? [{ name, domain: found.domain }] : [],
    alias: itself,
    offers: {},
    ...(isAsked && !isYes(required) && !isNo(required) && required !== undefined && { requiredWhen: required }),
    ...(help !== undefined && { help }),
    ...found.more,
  }
}

const namely = ({ name, when, type }: RowStanding): Item => {
  const isMany = type.startsWith("select_multiple")
  const own = `${name}_other`
  const text: Localized = { es: "¿Cuál?", en: "Which one?" }
  return {
    name: own,
    element: name,
    asked: { kind: "text", text, minLength: 1, maxLength: 2000 },
    required: true,
    when,
    checks: [],
    symbols: [{ name: own, domain: { kind: "text" } }],
    offers: {},
    follows: { name, op: isMany ? "contains" : "equals", value: "other" },
    isAdded: true,
  }
}

const refuseStrange = ({ row, refuse }: RowStanding): void => {
  for (const column of row.keys()) {
    const [head = ""] = column.split("::")
    if (!known.has(head)) refuse(column, "there is nothing like it; the rest of the row is kept")
  }
}

const repeated = (form: Form, standing: RowStanding, inside: readonly Node[]): Item | undefined => {
  const { row, name, when, wording, refuse } = standing
  const scope: Scope = createScope({
    dialect: xpathDialect,
    read: (formula) => parseXPath(formula),
    list: ({ where, what, reason }) => refuse(`${where}: ${what}`, reason),
    inside: (given) => given,
  })
  add(scope, { ...form, list: scope.list }, inside, [])
  const count = row.get("repeat_count")
  const times = count === undefined ? undefined : Number(count)
  if (count !== undefined && (times === undefined || !Number.isInteger(times) || times < 1 || times > 50)) {
    refuse("repeat_count", "how often is written down, from 1 to 50; the questions are left out")
    return undefined
  }
  const questions = scope.questions.filter((each) => each.kind !== "panel" && each.kind !== "file")
  if (questions.length < scope.questions.length)
    refuse("repeat or file in a repeat", "a panel holds neither; it is left out")
  if (questions.length === 0) {
    refuse("repeat", "nothing in it can be asked; it is left out")
    return undefined
  }
  const another: Localized = { es: "¿Hay otro más?", en: "Is there another one?" }
  const text = wordsOf(row, "label", wording) ?? name
  return {
    name,
    element: name,
    asked: { kind: "panel", text, questions, another, least: times ?? 0, most: times ?? 50 },
    required: times !== undefined,
    when,
    checks: [],
    symbols: [{ name, domain: { kind: "list" } }],
    offers: {},
  }
}

const addRow = (scope: Scope, form: Form, node: Node, when: readonly string[]): void => {
  const { row, type, inside } = node
  const name = row.get("name") ?? `${type}-${scope.questions.length + 1}`
  const relevant = row.get("relevant")
  const here = relevant === undefined ? when : [...when, relevant]
  const wording = wordingIn(scope, name, form)
  const refuse = (what: string, reason: string) => form.list({ where: name, what, reason })
  const standing: RowStanding = { row, name, type, when: here, wording, choices: form.choices, refuse }
  if (type.toLowerCase() === "calculate") {
    if (scope.inside) refuse("calculate", "nothing is worked out for each entry of a repeat; it is left out")
    else calculate(scope, name)
    return
  }
  if (isYes(row.get("readonly"))) {
    refuse("read_only", "it is shown and cannot be answered; it is left out")
    return
  }
  refuseStrange(standing)
  if (inside) {
    if (/group/i.test(type)) {
      const title = wordsOf(row, "label", wording)
      if (title !== undefined)
        place(scope, {
          ...asked(standing, { asked: { kind: "statement", text: title } }),
          name: `${name}-title`,
          checks: [],
          isAdded: true,
        })
      add(scope, form, inside, here)
      return
    }
    if (!begins.test(type)) {
      refuse(type, "there is nothing like it; all that is in it is left out")
      return
    }
    const item = repeated(form, standing, inside)
    if (item) place(scope, item)
    return
  }
  if (row.get("calculation") !== undefined)
    refuse("calculation", "an answer is given, and not worked out; the question is asked")
  const found = knownOf(standing)
  if (!found) return
  place(scope, asked(standing, found))
  if (hasOther(type)) place(scope, namely(standing))
}

const add = (scope: Scope, form: Form, nodes: readonly Node[], when: readonly string[]): void => {
  for (const node of nodes) addRow(scope, form, node, when)
}

const calculatedIn = (rows: readonly Row[]): ReadonlyMap<string, string> =>
  new Map(
    rows.flatMap((row) => {
      const [name, formula] = [row.get("name"), row.get("calculation")]
      const isCalculated = (row.get("type") ?? "").trim().toLowerCase() === "calculate"
      return isCalculated && name !== undefined && formula !== undefined ? [[name, formula] as const] : []
    }),
  )

const choicesIn = (sheets: Sheets): ReadonlyMap<string, readonly Row[]> => {
  const rows = [...rowsOf(sheets, "choices"), ...rowsOf(sheets, "columns")]
  return Map.groupBy(rows, (row) => row.get("list_name") ?? "")
}

const surveyRows = (sheets: Sheets): readonly Row[] => {
  const rows = rowsOf(sheets, "survey")
  const [only, ...more] = Object.keys(sheets)
  return rows.length > 0 || only === undefined || more.length > 0 ? rows : rowsOf(sheets, only.trim().toLowerCase())
}

/**
 * An XLSForm (https://xlsform.org) as a survey of ours: the rows of its sheets `survey`, `choices` and `settings`, whatever read them.
 * What cannot be said the same way is left out and listed. Throws `InputError` where there is no survey, or the name cannot be one.
 *
 * @example
 * const { definition, unsupported } = importXlsForm(
 *   { survey: [{ type: "integer", name: "age", label: "How old are you?" }] },
 *   { name: "household" },
 * )
 */
export const importXlsForm = (sheets: Sheets, { name, language = "en" }: XlsFormOptions): Imported => {
  const rows = surveyRows(sheets)
  if (rows.length === 0) throw new InputError("invalid", "survey", "give a sheet called survey that has rows")
  const entries: Unsupported[] = []
  const list = (entry: Unsupported) => void entries.push(entry)
  const [settings] = rowsOf(sheets, "settings")
  const named = settings?.get("default_language")
  const form: Form = {
    choices: choicesIn(sheets),
    language: (named === undefined ? undefined : tagOf(named)) ?? language,
    list,
  }
  const calculated = calculatedIn(rows)
  const scope = createScope({ dialect: xpathDialect, read: (formula) => parseXPath(formula), list, calculated })
  add(scope, form, treeOf(rows, list), [])
  for (const [value, formula] of calculated)
    if (!scope.known.has(value))
      list({ where: value, what: formula, reason: "it cannot be worked out; it is left out" })
  return definitionOf(name, scope, {}, entries)
}
