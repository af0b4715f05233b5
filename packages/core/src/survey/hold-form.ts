import { isRecord } from "../kernel/record.ts"
import { compileTimeless } from "../kernel/condition.ts"
import { refusal, type Answer, type CheckedAnswer, type Refusal } from "./answer.ts"
import { mailAddress, telephone, words } from "./hold-words.ts"
import type { Asked, PanelQuestion, Placed, Question } from "./question.ts"
import type { FileAnswer, FormQuestion } from "./question-form.ts"

type Hold = (question: Question, raw: unknown) => CheckedAnswer
type Of<Kind extends Asked["kind"]> = Extract<Asked, { readonly kind: Kind }> & Placed
type Json = { readonly [name: string]: unknown }

const longestField = 200

const someFiles = (field: string, most: number): Refusal => refusal(field, "wrong-kind", "attach-at-most", most)

/** Whether a media type is one of those accepted: `image/*` for a whole family. */
export const accepts = (accepted: readonly string[], type: string): boolean =>
  accepted.some(
    (each) => each === "*/*" || each === type || (each.endsWith("/*") && type.startsWith(each.slice(0, -1))),
  )

const fileOf = ({ id, accept, maxBytes, most }: Of<"file">, raw: unknown): FileAnswer | Refusal => {
  if (!isRecord(raw)) return someFiles(id, most)
  const { media, type, bytes, name } = raw
  if (typeof media !== "string" || typeof type !== "string" || typeof bytes !== "number" || media.length > longestField)
    return someFiles(id, most)
  if (bytes > maxBytes) return refusal(id, "too-big", "megabytes", maxBytes / 1_000_000)
  if (!accepts(accept, type)) return refusal(id, "not-an-option", "types", accept)
  return { media, type, bytes, ...(typeof name === "string" && { name: name.slice(0, longestField) }) }
}

const files = (question: Of<"file">, raw: unknown): CheckedAnswer => {
  const { id, most } = question
  if (!Array.isArray(raw)) return someFiles(id, most)
  if (raw.length === 0) return refusal(id, "missing", "attach")
  if (raw.length > most) return refusal(id, "too-many", "attach-at-most", most)
  const value: Answer[] = []
  for (const each of raw) {
    const taken = fileOf(question, each)
    if ("problem" in taken) return taken
    value.push({ ...taken })
  }
  return { value }
}

const contact = ({ id, fields, optional }: Of<"contact">, raw: unknown): CheckedAnswer => {
  if (!isRecord(raw)) return refusal(id, "wrong-kind", "fill-in")
  const value: Record<string, Answer> = {}
  for (const name of fields) {
    const field = `${id}.${name}`
    const given = raw[name]
    if (optional.includes(name) && (given === undefined || given === null || given === "")) continue
    const taken =
      name === "email"
        ? mailAddress(field, given)
        : name === "phone"
          ? telephone(field, given)
          : words(field, given ?? "", longestField)
    if ("problem" in taken) return taken
    value[name] = taken.value
  }
  return { value }
}

// The questions of one thing, those that are asked given the answers before them.
const entry = (questions: readonly Question[], raw: Json, field: string, hold: Hold): CheckedAnswer => {
  const value: Record<string, Answer> = {}
  for (const question of questions) {
    const isAsked = !question.when || compileTimeless(question.when)(value) === true
    if (!isAsked) continue
    const taken = hold({ ...question, id: `${field}.${question.id}` }, raw[question.id])
    if ("problem" in taken) return taken
    value[question.id] = taken.value
  }
  return { value }
}

const entries = ({ id, questions, least, most }: Of<"panel">, raw: unknown, hold: Hold): CheckedAnswer => {
  if (!Array.isArray(raw) || raw.length < least) return refusal(id, "too-few", "add-at-least", least)
  if (raw.length > most) return refusal(id, "too-many", "add-at-most", most)
  const value: Answer[] = []
  for (const [index, each] of raw.entries()) {
    const taken = entry(questions, isRecord(each) ? each : {}, `${id}.${index}`, hold)
    if ("problem" in taken) return taken
    value.push(taken.value)
  }
  return { value }
}

/** Holds an answer with parts against its question. */
export const holdForm = (
  question: (FormQuestion | PanelQuestion) & Placed,
  raw: unknown,
  hold: Hold,
): CheckedAnswer => {
  switch (question.kind) {
    case "file":
      return files(question, raw)
    case "consent":
      return typeof raw === "boolean" ? { value: raw } : refusal(question.id, "wrong-kind", "yes-or-no")
    case "contact":
      return contact(question, raw)
    case "statement":
      return { value: null }
    case "panel":
      return entries(question, raw, hold)
  }
}
