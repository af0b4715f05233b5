import { explain } from "../../survey/explain.ts"
import type { AnswerProblem } from "../../survey/answer.ts"
import type { Question } from "../../survey/question.ts"
import type { FileAnswer } from "../../survey/question-form.ts"
import { type Attributes, element, fragment, type Html, type Part } from "./html.ts"
import type { Given } from "./given.ts"
import { type Face, ours, said } from "./words.ts"

/** What a question is drawn with: in which languages, filled in with what, and what is wrong with that. */
export interface Sheet {
  readonly face: Face
  readonly given: Given
  readonly problems: readonly AnswerProblem[]
  /** The files that were handed in before. */
  readonly files?: readonly FileAnswer[]
  /** It is one of several on the page: its words are no heading. */
  readonly isInner?: true
}

/** The id of the element of a field; no blank is in it, because lists of ids are parted by blanks. */
export const idOf = (field: string): string => `f-${encodeURIComponent(field.toWellFormed())}`

const noteId = (field: string, note: "problem" | "help" | "ends"): string => `${idOf(field)}-${note}`

const problemAt = ({ problems }: Sheet, field: string): AnswerProblem | undefined =>
  problems.find((problem) => problem.field === field)

/** What is wrong with a field, to be read beside it. */
export const problemNote = (sheet: Sheet, field: string): Html | undefined => {
  const problem = problemAt(sheet, field)
  if (!problem) return undefined
  const { face } = sheet
  const words = [element("b", {}, ours(face, "error")), " ", said(face, explain(problem))]
  return element("p", { class: "problem", id: noteId(field, "problem") }, words)
}

/** Which notes stand beside a control. */
interface Notes {
  readonly help?: unknown
  readonly ends?: unknown
}

/** What a group or a control says of itself beside its name: where its notes stand. */
export const describing = (sheet: Sheet, field: string, { help, ends }: Notes = {}): Attributes => {
  const notes = [
    ...(help === undefined ? [] : [noteId(field, "help")]),
    ...(ends === undefined ? [] : [noteId(field, "ends")]),
    ...(problemAt(sheet, field) ? [noteId(field, "problem")] : []),
  ]
  return { "aria-describedby": notes.length === 0 ? undefined : notes.join(" ") }
}

/** That a control holds what cannot be taken. */
export const invalid = (sheet: Sheet, field: string): Attributes => ({
  "aria-invalid": problemAt(sheet, field) ? "true" : undefined,
})

/** What a control of a field has in common with every other: its name, its notes, and whether what it holds can be taken. */
export const controlOf = (sheet: Sheet, field: string, notes: Notes = {}): Attributes => ({
  id: idOf(field),
  name: field,
  ...describing(sheet, field, notes),
  ...invalid(sheet, field),
})

const wordsOf = ({ wording, text, required, kind }: Question, { face }: Sheet): Part => {
  const isOptional = !required && kind !== "statement"
  return [said(face, wording?.web ?? text), isOptional && [" ", element("small", {}, ours(face, "optional"))]]
}

const helpOf = ({ id, help }: Question, { face }: Sheet): Part =>
  help !== undefined && element("p", { class: "help", id: noteId(id, "help") }, said(face, help))

/** A note below a question, which its controls name as `ends`. */
export const endsNote = (field: string, words: Part): Html =>
  element("p", { class: "help", id: noteId(field, "ends") }, words)

/** A question that one control answers: its words are the label of that control. */
export const single = (question: Question, sheet: Sheet, ...control: readonly Part[]): Html => {
  const { id } = question
  const label = element("label", { for: idOf(id) }, wordsOf(question, sheet))
  const title = element(sheet.isInner ? "p" : "h1", { class: "asked" }, label)
  return element("div", { class: "question" }, title, helpOf(question, sheet), problemNote(sheet, id), control)
}

/** A question that several controls answer: its words are the name of the group. */
export const group = (question: Question, sheet: Sheet, controls: Part, ends?: Part): Html => {
  const { id, help } = question
  const title = element(sheet.isInner ? "span" : "h1", { class: "asked" }, wordsOf(question, sheet))
  const notes = [helpOf(question, sheet), ends !== undefined && endsNote(id, ends), problemNote(sheet, id)]
  const own = { class: "question", ...describing(sheet, id, { help, ends }) }
  return element("fieldset", own, element("legend", {}, title), notes, controls)
}

/** The words of something that asks nothing. */
export const told = (question: Question, sheet: Sheet): Html => {
  const words = wordsOf(question, sheet)
  if (sheet.isInner) return element("p", {}, words)
  return fragment(element("h1", { class: "asked" }, words), helpOf(question, sheet))
}
