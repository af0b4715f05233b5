import { call, reference, replaced, type Expression } from "./expression.ts"
import type { Localized } from "../../kernel/localized.ts"
import { isSo, listOf, numberOf, own, textOf } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import { withChecks } from "./surveyjs-checks.ts"
import { flattened, type Flat } from "./surveyjs-flat.ts"
import type { Item } from "./item.ts"
import { place } from "./placing.ts"
import { calculate, createScope, refer, type Scope, type ScopeOptions } from "./scope.ts"
import { parseSurveyJs, surveyJsDialect } from "./surveyjs-formula.ts"
import { itemOf, type Standing } from "./surveyjs-item.ts"
import { simpleKinds, text, titleOf, type Kind } from "./surveyjs-kinds.ts"
import { oneOfThese, optionsOf } from "./surveyjs-options.ts"
import { strangeIn } from "./surveyjs-properties.ts"
import { rating } from "./surveyjs-scales.ts"
import { inEach, wordingOf, type Wording } from "./surveyjs-words.ts"
import type { Unsupported } from "./unsupported.ts"

/** What elements are read with. */
export interface Reading {
  readonly language: string
  readonly list: (entry: Unsupported) => void
  readonly as: Standing["as"]
}

/** What texts may name at a place. */
export const wordingIn = (scope: Scope, where: string, language: string): Wording => ({
  language,
  named: (name) => {
    const found = refer(scope, name)
    return found?.path.length === 1 ? found.path[0] : undefined
  },
  refuse: (what, reason) => scope.list({ where, what, reason }),
})

/** The length of a list is asked for like a part of it. */
const read = (formula: string, scope: Scope): Expression =>
  replaced(parseSurveyJs(formula), (name) =>
    name.endsWith(".length") && !refer(scope, name)
      ? call("count", reference(name.slice(0, -".length".length)))
      : undefined,
  )

/** A scope for formulas of SurveyJS. */
export const surveyJsScope = (options: Omit<ScopeOptions, "dialect" | "read">): Scope =>
  createScope({ ...options, dialect: surveyJsDialect, read })

const matrix: Kind = (standing) => {
  const { element, name, refuse } = standing
  const [rows, columns] = [optionsOf(standing, "rows"), optionsOf(standing, "columns")]
  if (rows.options.length === 0 || columns.options.length === 0) {
    refuse("matrix", "it has no rows or no columns; the question is left out")
    return []
  }
  const isWhole = isSo(element, "eachRowRequired") || isSo(element, "isAllRowRequired")
  if (!isWhole) refuse("rows that may stay empty", "whoever answers it answers each row")
  const asked = { kind: "matrix" as const, text: titleOf(standing), rows: rows.options, columns: columns.options }
  return [
    itemOf(standing, asked, undefined, {
      offers: rows.offers,
      required: isWhole,
      symbols: rows.was.map(({ value }) => ({ name: `${name}.${value}`, part: value, domain: oneOfThese(columns) })),
    }),
  ]
}

const both = (one: Localized, other: Localized): Localized => {
  if (typeof one === "string") return inEach(other, (words) => `${one}: ${words}`)
  return inEach(one, (words) => `${words}: ${typeof other === "string" ? other : (Object.values(other)[0] ?? "")}`)
}

// Several lines under one title: a question for each.
const lines: Kind = (standing) => {
  const { element, name, wording } = standing
  const title = wordingOf(element, "title", wording)
  return listOf(element, "items").flatMap((raw) => {
    const item = isRecord(raw) ? raw : {}
    const part = textOf(item, "name")
    if (part === undefined) return []
    const named = `${name}.${part}`
    const line = wordingOf(item, "title", wording) ?? part
    const [found] = text({
      ...standing,
      element: { ...item, title: title === undefined ? line : both(title, line) },
      name: named,
    })
    return found
      ? [withChecks({ ...found, element: name, required: isSo(item, "isRequired") }, { ...standing, element: item })]
      : []
  })
}

/** How often a panel is filled in, at least and at most. */
const times = (element: AnyRecord, least: string, most: string): { readonly least: number; readonly most: number } => {
  const upTo = Math.max(1, Math.min(numberOf(element, most) ?? 50, 50))
  return { least: Math.max(0, Math.min(numberOf(element, least) ?? 0, upTo)), most: upTo }
}

const repeated =
  (
    reading: Reading,
    inner: (element: AnyRecord) => readonly unknown[],
    prefix: string,
    counts: readonly [string, string, string],
  ): Kind =>
  (standing) => {
    const { element, name, refuse } = standing
    const isInside = (given: string) => given.toLowerCase().startsWith(`${prefix}.`)
    const scope = surveyJsScope({
      list: (entry) => refuse(`${entry.where}: ${entry.what}`, entry.reason),
      inside: (given) => (isInside(given) ? given.slice(prefix.length + 1) : undefined),
    })
    const elements = flattened([{ elements: inner(element) }], (where, what, why) =>
      refuse(`${where}: ${what}`, why),
    ).elements
    for (const each of elements) addElement(scope, each, { ...reading, as: {} })
    const [count, fewest, most] = counts
    const questions = scope.questions.filter((each) => each.kind !== "panel" && each.kind !== "file")
    if (questions.length < scope.questions.length)
      refuse("panel or file in a panel", "a panel holds neither; it is left out")
    if (questions.length === 0) {
      refuse("panel", "nothing in it can be asked; it is left out")
      return []
    }
    const isExpected = (numberOf(element, count) ?? 0) > 0 && questions.some(({ required }) => required)
    if (isExpected) refuse(count, "an entry that stands there from the beginning is not required here")
    const another: Localized = { es: "¿Hay otro más?", en: "Is there another one?" }
    const asked = {
      kind: "panel" as const,
      text: titleOf(standing),
      questions,
      another,
      ...times(element, fewest, most),
    }
    return [itemOf(standing, asked, undefined, { symbols: [{ name, domain: { kind: "list" } }] })]
  }

const columnElement = (element: AnyRecord, column: unknown): AnyRecord => {
  const of = isRecord(column) ? column : { name: column }
  const cell = textOf(of, "cellType") ?? textOf(element, "cellType") ?? "dropdown"
  const { cellType: _, ...rest } = of
  const type = cell === "default" ? "dropdown" : cell
  const choices = own(of, "choices") ?? own(element, "choices")
  return { ...rest, type, ...(choices !== undefined && type !== "text" && type !== "comment" && { choices }) }
}

const expression =
  (scope: Scope): Kind =>
  (standing) => {
    const { name, wording } = standing
    calculate(scope, name)
    if (!refer(scope, name)) {
      standing.refuse("expression", "it cannot be worked out; it is left out")
      return []
    }
    const shown = `{${scope.names.idOf(name)}}`
    const title = wordingOf(standing.element, "title", wording)
    const said = title === undefined ? shown : inEach(title, (words) => `${words}: ${shown}`)
    return [itemOf(standing, { kind: "statement", text: said }, undefined, { name: `${name}-shown`, isAdded: true })]
  }

const kindOf = (type: string, scope: Scope, reading: Reading): Kind | undefined => {
  switch (type) {
    case "rating":
      return rating
    case "matrix":
      return matrix
    case "multipletext":
      return lines
    case "expression":
      return expression(scope)
    case "paneldynamic":
      return repeated(
        reading,
        (element) => [...listOf(element, "templateElements"), ...listOf(element, "elements")],
        "panel",
        ["panelCount", "minPanelCount", "maxPanelCount"],
      )
    case "matrixdynamic":
      return repeated(
        reading,
        (element) => listOf(element, "columns").map((column) => columnElement(element, column)),
        "row",
        ["rowCount", "minRowCount", "maxRowCount"],
      )
  }
  return Object.hasOwn(simpleKinds, type) ? simpleKinds[type] : undefined
}

const isCommented = (element: AnyRecord): boolean => isSo(element, "showCommentArea") || isSo(element, "hasComment")

const standingOf = (scope: Scope, { element, name, when }: Flat, { list, as, language }: Reading): Standing => ({
  element,
  name,
  when,
  wording: wordingIn(scope, name, language),
  refuse: (what, reason) => list({ where: name, what, reason }),
  as,
})

const dressed = (item: Item, at: number, standing: Standing, isHeading: boolean): Item => {
  const { element, wording } = standing
  if (at > 0 || item.isAdded) return item
  const help = wordingOf(element, "description", wording)
  const requiredWhen = textOf(element, "requiredIf")
  return withChecks(
    {
      ...item,
      required: item.required || isSo(element, "isRequired"),
      ...(help !== undefined && { help }),
      ...(requiredWhen !== undefined && { requiredWhen }),
      ...(isHeading && { isAdded: true as const }),
    },
    standing,
  )
}

/** Adds the questions that an element becomes, or says why it becomes none. Gives the items, as they were before they were placed. */
export const addElement = (scope: Scope, flat: Flat, reading: Reading): readonly Item[] => {
  const { element, name, isHeading = false } = flat
  const type = textOf(element, "type") ?? "text"
  const standing = standingOf(scope, flat, reading)
  const { refuse } = standing
  if (refer(scope, name) && type !== "expression") {
    refuse(name, "another question has this name, and they would share one answer; it is left out")
    return []
  }
  if (textOf(element, "valueName") !== undefined) {
    refuse("valueName", "an answer has the name of its question; it is left out")
    return []
  }
  if (isSo(element, "readOnly")) {
    refuse("readOnly", "it is shown and cannot be answered; it is left out")
    return []
  }
  const kind = kindOf(type, scope, reading)
  if (!kind) {
    refuse(`element of type ${JSON.stringify(type)}`, "there is no such kind of question; it is left out")
    return []
  }
  for (const strange of strangeIn(type, element))
    if (
      !isCommented(element) ||
      !["showCommentArea", "hasComment", "commentText", "commentPlaceholder"].includes(strange)
    )
      refuse(strange, "there is nothing like it; the rest of the question is kept")
  const items = kind(standing).map((item, at) => dressed(item, at, standing, isHeading))
  const comments = `${name}-Comment`
  const asksWhy = isCommented(element) && !items.some((item) => item.name === comments)
  const why: Localized = wordingOf(element, "commentText", standing.wording) ?? {
    es: "¿Algo más?",
    en: "Anything else?",
  }
  const remark = itemOf(standing, { kind: "open-text", text: why, maxLength: 5000 }, undefined, {
    name: comments,
    symbols: [{ name: comments, domain: { kind: "text" } }],
    isAdded: true,
  })
  const all = asksWhy && items.length > 0 ? [...items, remark] : items
  for (const item of all) place(scope, item)
  return all
}
