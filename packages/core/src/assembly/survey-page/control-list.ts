import { type Localized, textIn } from "../../kernel/localized.ts"
import type { Question, QuestionOf } from "../../survey/question.ts"
import type { ImageOption, Option } from "../../survey/question-list.ts"
import { choicesOf } from "../../survey/prompt.ts"
import { endsOf } from "../../survey/prompt-hint.ts"
import { oneOf } from "./given.ts"
import { element, type Html, type Part } from "./html.ts"
import { controlOf, describing, group, idOf, problemNote, type Sheet, single } from "./sheet.ts"
import { counted, ours, ownText, said } from "./words.ts"

interface Box {
  readonly value: string
  readonly label: Part
}

// The first control of a group has the id of its field: a problem leads to it.
const idAt = (field: string, place: number): string => (place === 0 ? idOf(field) : `${idOf(field)}-${place}`)

/** Things to choose: the label of each is its whole box, so that a finger finds it. */
const boxes = (
  sheet: Sheet,
  field: string,
  type: "radio" | "checkbox",
  options: readonly Box[],
  look: "list" | "row" | "pictures",
): Html => {
  const given = sheet.given.get(field) ?? []
  const drawn = options.map(({ value, label }, place) => {
    const { "aria-describedby": _, ...own } = controlOf(sheet, field) // the group has the notes
    const input = element("input", { type, ...own, id: idAt(field, place), value, checked: given.includes(value) })
    return element("label", { class: "box" }, input, " ", element("span", {}, label))
  })
  return element("div", { class: look }, drawn)
}

/** A number from a scale, where its steps are few enough to stand side by side; `undefined` for a longer one. */
export const scaleControl = (question: Question, sheet: Sheet): Html | undefined => {
  const { face } = sheet
  const choices = choicesOf(question, face.own)
  if (!choices) return undefined
  const isRow = choices.every(({ label }) => label.length <= 3)
  const options = choices.map(({ value, label }) => ({
    value,
    label: /^\d+$/.test(label) ? label : counted(face, { es: label, en: label }), // it was asked for in our own language
  }))
  const ends = endsOf(question)
  const [low = "", high = ""] = [choices[0]?.value, choices.at(-1)?.value]
  const note = ends && [low, ": ", said(face, ends.low), " · ", high, ": ", said(face, ends.high)]
  return group(question, sheet, boxes(sheet, question.id, "radio", options, isRow ? "row" : "list"), note)
}

const labelled = ({ face }: Sheet, options: readonly Option[]): readonly Box[] =>
  options.map(({ value, label }) => ({ value, label: said(face, label) }))

/** One of some options. */
export const choiceControl = (question: QuestionOf<"choice">, sheet: Sheet): Html =>
  group(question, sheet, boxes(sheet, question.id, "radio", labelled(sheet, question.options), "list"))

/** Several of some options. */
export const choicesControl = (question: QuestionOf<"choices">, sheet: Sheet): Html => {
  const { face } = sheet
  const { id, least, most, options } = question
  const isFree = least <= 1 && most >= options.length
  const hint = isFree
    ? ours(face, "several")
    : counted(face, { es: `Elige de ${least} a ${most}.`, en: `Choose from ${least} to ${most}.` })
  return group(question, sheet, boxes(sheet, id, "checkbox", labelled(sheet, options), "list"), hint)
}

const pictured = ({ face }: Sheet, { label, image, alt }: ImageOption): Part => {
  const [name, shows] = [textIn(label, face.wanted), textIn(alt, face.wanted)]
  // what the label says already is not said twice
  return [element("img", { src: image, alt: shows === name ? "" : shows }), " ", said(face, label)]
}

/** One of some pictures. */
export const pictureControl = (question: QuestionOf<"image-choice">, sheet: Sheet): Html => {
  const options = question.options.map((option) => ({ value: option.value, label: pictured(sheet, option) }))
  return group(question, sheet, boxes(sheet, question.id, "radio", options, "pictures"))
}

// An option holds text alone: which language it is cannot be told apart inside of it.
const optionsOf = ({ face }: Sheet, options: readonly Option[], chosen: string | undefined): Part => {
  const inWords = (label: Localized) => textIn(label, face.wanted)
  return [
    element("option", { value: "" }, textIn(ownText("choose"), face.own)),
    ...options.map(({ value, label }) => element("option", { value, selected: value === chosen }, inWords(label))),
  ]
}

/** One of many options. */
export const dropdownControl = (question: QuestionOf<"dropdown">, sheet: Sheet): Html => {
  const { id, options, help } = question
  const control = controlOf(sheet, id, { help })
  return single(question, sheet, element("select", control, optionsOf(sheet, options, oneOf(sheet.given, id))))
}

const ordinal = (place: number): string => {
  const last = place % 100 >= 11 && place % 100 <= 13 ? 0 : place % 10
  return `${place}${["th", "st", "nd", "rd"][last] ?? "th"}`
}

/** Options in order: one list for each place. */
export const rankingControl = (question: QuestionOf<"ranking">, sheet: Sheet): Html => {
  const { id, options } = question
  const places = Array.from({ length: Math.min(question.top, options.length) }, (_, index) => index + 1)
  // the answer is refused as a whole: every place of it is described by that
  const whole = controlOf(sheet, id)
  const drawn = places.map((place) => {
    const field = `${id}.${place}`
    const name = counted(sheet.face, { es: `${place}.º`, en: ordinal(place) })
    const list = optionsOf(sheet, options, oneOf(sheet.given, field))
    const control = element("select", { ...whole, id: idOf(field), name: field }, list)
    return element("div", { class: "line" }, element("label", { for: idOf(field) }, name), control)
  })
  return group(question, sheet, drawn)
}

/** What names a place in a table, and what stands beside it. */
interface Cell {
  readonly id?: string | undefined
  readonly value: string
  readonly names: readonly string[]
  readonly label?: Part
}

const cell = (sheet: Sheet, field: string, { id, value, names, label }: Cell): Html => {
  const checked = oneOf(sheet.given, field) === value
  const own = { ...controlOf(sheet, field), id, "aria-labelledby": names.join(" ") }
  return element("td", {}, element("label", {}, element("input", { type: "radio", ...own, value, checked }), label))
}

const problemsOf = (sheet: Sheet, fields: readonly string[]): Part => fields.map((field) => problemNote(sheet, field))

/** One column for each row. On a narrow screen each row stands by itself, and each place in it says its column. */
export const matrixControl = (question: QuestionOf<"matrix">, sheet: Sheet): Html => {
  const { id, rows, columns } = question
  const { face } = sheet
  const columnId = (place: number) => `${idOf(id)}-column-${place}`
  const head = columns.map(({ label }, place) =>
    element("th", { scope: "col", id: columnId(place) }, said(face, label)),
  )
  const body = rows.map((row) => {
    const field = `${id}.${row.value}`
    const rowId = `${idOf(field)}-row`
    const cells = columns.map(({ value, label }, place) =>
      cell(sheet, field, {
        id: place === 0 ? idOf(field) : undefined,
        value,
        names: [rowId, columnId(place)],
        label: element("span", { class: "narrow", "aria-hidden": "true" }, said(face, label)),
      }),
    )
    const name = element("span", { id: rowId }, said(face, row.label))
    return element("tr", {}, element("th", { scope: "row" }, name, problemsOf(sheet, [field])), cells)
  })
  const top = element("thead", {}, element("tr", {}, element("td", {}), head))
  return group(question, sheet, element("table", { class: "matrix" }, top, element("tbody", {}, body)))
}

const extremes = (question: QuestionOf<"max-diff">, sheet: Sheet, set: readonly string[], index: number): Html => {
  const { face } = sheet
  const field = `${question.id}.${index}`
  const sides = { best: `${field}.best`, worst: `${field}.worst` } as const
  const among = question.options.filter(({ value }) => set.includes(value))
  const rows = among.map(({ value, label }, place) => {
    const name = `${idOf(field)}-option-${place}`
    const at = (side: "best" | "worst", id: string) =>
      cell(sheet, sides[side], {
        id: place === 0 ? id : undefined,
        value,
        names: [`${idOf(field)}-${side}`, name],
      })
    const option = element("th", { scope: "row", id: name }, said(face, label))
    return element("tr", {}, at("best", idOf(field)), option, at("worst", idOf(sides.worst)))
  })
  const head = (side: "best" | "worst") =>
    element("th", { scope: "col", id: `${idOf(field)}-${side}` }, ours(face, side))
  const of = question.sets.length
  const title = counted(face, { es: `Grupo ${index + 1} de ${of}`, en: `Set ${index + 1} of ${of}` })
  return element(
    "fieldset",
    { class: "thing", ...describing(sheet, field) },
    element("legend", {}, title),
    problemsOf(sheet, [field, sides.best, sides.worst]),
    element(
      "table",
      { class: "extremes" },
      element("thead", {}, element("tr", {}, head("best"), element("td", {}), head("worst"))),
      element("tbody", {}, rows),
    ),
  )
}

/** The best and the worst of each set: two columns of places around the options. */
export const maxDiffControl = (question: QuestionOf<"max-diff">, sheet: Sheet): Html =>
  group(
    question,
    sheet,
    question.sets.map((set, index) => extremes(question, sheet, set, index)),
  )
