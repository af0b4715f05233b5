import type { Localized } from "../../kernel/localized.ts"
import { InputError } from "../../kernel/errors.ts"
import type { AnyDefinition, Ending } from "../definition.ts"
import { definitionOf, type Imported } from "./imported.ts"
import { listOf, own, textOf } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import { addElement, surveyJsScope, wordingIn, type Reading } from "./surveyjs-elements.ts"
import { flattened } from "./surveyjs-flat.ts"
import { strangeInSurvey } from "./surveyjs-properties.ts"
import { conditionOf, refer, type Scope } from "./scope.ts"
import { inEach, wordingOf, wordsOfHtml } from "./surveyjs-words.ts"
import type { Unsupported } from "./unsupported.ts"

/** How a survey that was written for something else is brought along. */
export interface ImportOptions {
  /** What the survey is called here. It begins with a letter; then letters, digits, `-` and `_`. */
  readonly name: string
  /** The language of texts that are written in one only: `en`, if it is left out. BCP 47. */
  readonly language?: string
  /** The questions that are scores, or telephone numbers, by the name that they had: nothing in the file says so. */
  readonly as?: { readonly [question: string]: "nps" | "csat" | "ces" | "phone" }
}

const thankYou: Localized = { es: "Gracias.", en: "Thank you." }

const htmlWords = (of: AnyRecord, name: string, scope: Scope, language: string): Localized | undefined => {
  const said = wordingOf(of, name, wordingIn(scope, "survey", language))
  return said === undefined ? undefined : inEach(said, (piece) => wordsOfHtml(piece).words)
}

const endingsOf = (survey: AnyRecord, scope: Scope, { list, language }: Reading): readonly Ending[] => {
  const early = listOf(survey, "triggers").flatMap((raw): readonly Ending[] => {
    const trigger = isRecord(raw) ? raw : {}
    const type = String(own(trigger, "type"))
    const formula = textOf(trigger, "expression")
    if ((type !== "complete" && type !== "completetrigger") || formula === undefined) {
      list({
        where: "survey",
        what: `trigger ${type}`,
        reason: "answers follow from nobody but the person, and nothing is skipped but by a condition",
      })
      return []
    }
    const when = conditionOf(scope, { where: "survey", formula, otherwise: "it does not end early" })
    const text = htmlWords(survey, "completedHtml", scope, language) ?? thankYou
    return when ? [{ id: scope.names.fresh("complete"), text, when, early: true }] : []
  })
  const late = listOf(survey, "completedHtmlOnCondition").flatMap((raw): readonly Ending[] => {
    const ending = isRecord(raw) ? raw : {}
    const text = htmlWords(ending, "html", scope, language)
    const when = conditionOf(scope, {
      where: "survey",
      formula: textOf(ending, "expression") ?? "",
      otherwise: "the ending is left out",
    })
    return when && text !== undefined ? [{ id: scope.names.fresh("ending"), text, when }] : []
  })
  return [...early, ...late]
}

const calculatedIn = (
  survey: AnyRecord,
  elements: readonly { readonly element: AnyRecord; readonly name: string }[],
) => {
  const formulas = new Map<string, string>()
  for (const raw of listOf(survey, "calculatedValues")) {
    const [name, formula] = isRecord(raw) ? [textOf(raw, "name"), textOf(raw, "expression")] : []
    if (name !== undefined && formula !== undefined) formulas.set(name, formula)
  }
  for (const { element, name } of elements) {
    const formula = textOf(element, "expression")
    if (own(element, "type") === "expression" && formula !== undefined) formulas.set(name, formula)
  }
  return formulas
}

const dependsOn = (question: object, ids: readonly string[]): boolean => {
  const text = JSON.stringify(question)
  return ids.some((id) => text.includes(`"path":["${id}"`) || text.includes(`{${id}}`))
}

// Questions that come in another order each time: side by side, and none of them depending on another.
const mixedOf = (
  groups: readonly (readonly string[])[],
  scope: Scope,
  list: Reading["list"],
): AnyDefinition["mixed"] => {
  const given = scope.names.given()
  const mixed = groups.flatMap((group): readonly (readonly string[])[] => {
    const wanted = new Set(group.map((name) => given[name]))
    const inside = scope.questions.filter(({ id }) => wanted.has(id))
    const ids = inside.map(({ id }) => id)
    const first = scope.questions.findIndex(({ id }) => id === ids[0])
    const isTogether = ids.every((id, at) => scope.questions[first + at]?.id === id)
    const isFree =
      !inside.some((question) => dependsOn(question, ids)) &&
      !scope.values.some(({ after }) => after !== null && ids.includes(after))
    if (ids.length < 2) return []
    if (isTogether && isFree) return [ids]
    list({
      where: "survey",
      what: "questionOrder",
      reason: "one of the questions follows from another; they keep their order",
    })
    return []
  })
  return mixed.length > 0 ? mixed : undefined
}

/**
 * A survey of SurveyJS (https://surveyjs.io/form-library/documentation/design-survey/create-a-simple-survey) as one of ours. What cannot
 * be said the same way is left out and listed: a question whose condition we cannot say is not asked of everybody instead. Throws
 * `InputError` where the JSON is no survey, or the name cannot be one.
 *
 * @example
 * const { definition, ids, unsupported } = importSurveyJs(JSON.parse(file), { name: "checkout", as: { recommend: "nps" } })
 */
export const importSurveyJs = (json: unknown, { name, language = "en", as = {} }: ImportOptions): Imported => {
  if (!isRecord(json)) throw new InputError("invalid", "survey", "give the JSON of a survey, as an object")
  const entries: Unsupported[] = []
  const list = (entry: Unsupported) => void entries.push(entry)
  const reading: Reading = { language, list, as }
  for (const strange of strangeInSurvey(json))
    list({ where: "survey", what: strange, reason: "there is nothing like it; the rest of the survey is kept" })
  const pages = listOf(json, "pages")
  const containers = [
    ...pages,
    ...(pages.length === 0 ? [{ elements: [...listOf(json, "elements"), ...listOf(json, "questions")] }] : []),
  ]
  const { elements, mixed: groups } = flattened(containers, (where, what, reason) => list({ where, what, reason }))
  const calculated = calculatedIn(json, elements)
  const scope = surveyJsScope({ list, calculated })
  for (const element of elements) addElement(scope, element, reading)
  for (const value of calculated.keys())
    if (!refer(scope, value))
      list({ where: value, what: calculated.get(value) ?? "", reason: "it cannot be worked out; it is left out" })
  const endings = endingsOf(json, scope, reading)
  const thanks = htmlWords(json, "completedHtml", scope, language)
  const mixed = mixedOf(groups, scope, list)
  return definitionOf(
    name,
    scope,
    { ...(mixed && { mixed }), ...(endings.length > 0 && { endings }), ...(thanks !== undefined && { thanks }) },
    entries,
  )
}
