import type { Question, QuestionOf } from "../../survey/question.ts"
import type { ContactField } from "../../survey/question-form.ts"
import { endsOf } from "../../survey/prompt-hint.ts"
import { fieldNames } from "../../survey/parts.ts"
import { scaleOf } from "../../survey/question-scale.ts"
import { oneOf } from "./given.ts"
import { type Attributes, element, type Html } from "./html.ts"
import { controlOf, endsNote, group, idOf, problemNote, type Sheet, single } from "./sheet.ts"
import { counted, ours, said } from "./words.ts"

const inputFor = (question: Question, sheet: Sheet, given: Attributes): Html => {
  const { id, help } = question
  const value = oneOf(sheet.given, id)
  return single(question, sheet, element("input", { ...controlOf(sheet, id, { help }), value, ...given }))
}

const limitsOf = (question: QuestionOf<"number" | "slider">) => {
  if (question.kind === "slider") return scaleOf(question)
  return { low: question.low, high: question.high, step: question.whole ? 1 : undefined, unit: question.unit }
}

/** A number of a long scale or of none: written, because a slider without a script shows no number and always has one. */
export const numberControl = (question: QuestionOf<"number" | "slider">, sheet: Sheet): Html => {
  const { id, help } = question
  const { face } = sheet
  const { low, high, step, unit } = { unit: undefined, ...limitsOf(question) }
  const ends = endsOf(question)
  const isBounded = low !== undefined && high !== undefined
  const note = isBounded && [
    counted(face, { es: `Del ${low} al ${high}.`, en: `From ${low} to ${high}.` }),
    ends && [" ", low, ": ", said(face, ends.low), " · ", high, ": ", said(face, ends.high)],
  ]
  const control = element("input", {
    ...controlOf(sheet, id, { help, ends: note === false ? undefined : note }),
    type: "number",
    class: "short",
    inputmode: step === 1 && (low ?? -1) >= 0 ? "numeric" : "decimal",
    min: low,
    max: high,
    step: step ?? "any",
    value: oneOf(sheet.given, id),
  })
  return single(question, sheet, note && endsNote(id, note), control, unit !== undefined && [" ", said(face, unit)])
}

/** Words of one line or of several. */
export const wordsControl = (question: QuestionOf<"text" | "open-text">, sheet: Sheet): Html => {
  const { id, help, maxLength: maxlength } = question
  if (question.kind === "text") return inputFor(question, sheet, { type: "text", maxlength })
  const own = { ...controlOf(sheet, id, { help }), rows: 6, maxlength }
  // a line break right behind the tag is none of the text
  return single(question, sheet, element("textarea", own, "\n", oneOf(sheet.given, id)))
}

/** Something that browsers know how to ask for. */
export const knownControl = (question: QuestionOf<"date" | "time" | "email" | "phone">, sheet: Sheet): Html => {
  switch (question.kind) {
    case "date":
      return inputFor(question, sheet, { type: "date", class: "short", min: question.earliest, max: question.latest })
    case "time":
      return inputFor(question, sheet, { type: "time", class: "short" })
    case "email":
      return inputFor(question, sheet, { type: "email", autocomplete: "email" })
    case "phone":
      return inputFor(question, sheet, { type: "tel", autocomplete: "tel" })
  }
}

/** https://html.spec.whatwg.org/#autofill */
const autocomplete: { readonly [Field in ContactField]: string } = {
  name: "name",
  email: "email",
  phone: "tel",
  company: "organization",
  street: "address-line1",
  postcode: "postal-code",
  city: "address-level2",
  country: "country-name",
}
const inputTypes: { readonly [field: string]: string } = { email: "email", phone: "tel" }

/** How to reach somebody, field by field in the order in which they are asked for. */
export const contactControl = (question: QuestionOf<"contact">, sheet: Sheet): Html => {
  const { id, fields, optional } = question
  const { face } = sheet
  const drawn = fields.map((name) => {
    const field = `${id}.${name}`
    const mayBeEmpty = optional.includes(name) && [" ", element("small", {}, ours(face, "optional"))]
    const control = element("input", {
      ...controlOf(sheet, field),
      type: inputTypes[name] ?? "text",
      autocomplete: autocomplete[name],
      maxlength: 400,
      value: oneOf(sheet.given, field),
    })
    const label = element("label", { for: idOf(field) }, said(face, fieldNames[name]), mayBeEmpty)
    return element("div", { class: "line" }, label, problemNote(sheet, field), control)
  })
  return group(question, sheet, drawn)
}

/** Files from the device. Those that were handed in before are named: a browser never fills them in again. */
export const fileControl = (question: QuestionOf<"file">, sheet: Sheet): Html => {
  const { id, help, accept, most } = question
  const { face, files = [] } = sheet
  const megabytes = Math.round(question.maxBytes / 100_000) / 10
  const limit = counted(face, {
    es: `${most > 1 ? `Hasta ${most} archivos, cada uno` : "Un archivo"} de ${megabytes} MB como mucho.`,
    en: `${most > 1 ? `Up to ${most} files, each` : "A file"} of ${megabytes} MB at most.`,
  })
  const names = files.map(({ name = "···" }) => element("li", {}, name))
  const before = files.length > 0 && [element("p", {}, ours(face, "attached")), element("ul", {}, names)]
  const control = element("input", {
    ...controlOf(sheet, id, { help, ends: limit }),
    type: "file",
    accept: accept.includes("*/*") ? undefined : accept.join(","),
    multiple: most > 1,
  })
  return single(question, sheet, endsNote(id, limit), before, control)
}
