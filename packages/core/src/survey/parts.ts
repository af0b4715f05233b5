import { isRecord } from "../kernel/record.ts"
import { compileTimeless } from "../kernel/condition.ts"
import { textIn, type Localized } from "../kernel/localized.ts"
import type { Answer } from "./answer.ts"
import type { Placed, Question, QuestionOf } from "./question.ts"
import type { ContactField } from "./question-form.ts"
import type { Option } from "./question-list.ts"

/** What an answer to one part comes to: a draft that waits for more, or the whole answer. */
export type Taken = { readonly draft: unknown } | { readonly value: Answer }

/**
 * A question as it is asked where one thing is asked at a time: a row of a matrix, the next place of a ranking, a field of a contact. A
 * question that is answered in one step is its own part.
 */
export interface Part {
  readonly question: Question
  /** What the answer to this part, which `hold` let through, makes of the draft. */
  readonly take: (value: Answer) => Taken
}

type Json = { readonly [name: string]: Answer | undefined }

/** What was said so far of a question with parts; nothing yet, where there is no draft. */
const saidOf = (draft: unknown): Json => (isRecord(draft) ? (draft as Json) : {}) // take made it, of answers

/** One text behind the other, in each language that one of them has. */
const joined = (one: Localized, other: Localized, between: string): Localized => {
  if (typeof one === "string" && typeof other === "string") return `${one}${between}${other}`
  const languages = [one, other].flatMap((text) => (typeof text === "string" ? [] : Object.keys(text)))
  return Object.fromEntries(
    [...new Set(languages)].map((language) => [
      language,
      `${textIn(one, language)}${between}${textIn(other, language)}`,
    ]),
  )
}

const placedLike = ({ required, help }: Placed, id: string): Placed => ({
  id,
  required,
  ...(help !== undefined && { help }),
})

const matrixPart = (question: QuestionOf<"matrix">, draft: unknown): Part | undefined => {
  const said = saidOf(draft)
  const row = question.rows.find(({ value }) => !Object.hasOwn(said, value))
  if (!row) return undefined
  return {
    question: {
      ...placedLike(question, `${question.id}.${row.value}`),
      kind: "choice",
      text: joined(question.text, row.label, "\n"),
      options: question.columns,
    },
    take: (value) => {
      if (value === null) return { value }
      const after = { ...said, [row.value]: value }
      return Object.keys(after).length === question.rows.length ? { value: after } : { draft: after }
    },
  }
}

const places: readonly Localized[] = [
  { es: "¿Cuál va primero?", en: "Which comes first?" },
  { es: "¿Y después?", en: "And next?" },
]

const listOf = (draft: unknown): readonly Answer[] => (Array.isArray(draft) ? draft : [])

const rankingPart = (question: QuestionOf<"ranking">, draft: unknown): Part => {
  const ranked = listOf(draft)
  const left = question.options.filter(({ value }) => !ranked.includes(value))
  const wanted = Math.min(question.top, question.options.length)
  return {
    question: {
      ...placedLike(question, `${question.id}.${ranked.length + 1}`),
      kind: "choice",
      text: ranked.length === 0 ? joined(question.text, places[0] ?? "", "\n") : (places[1] ?? ""),
      options: left,
    },
    take: (value) => {
      if (value === null) return { value }
      const after = [...ranked, value]
      const last = left.filter((option) => option.value !== value)
      // who put all but one in order has put the last one, too
      if (last.length === 1 && after.length === wanted - 1)
        return { value: [...after, ...last.map((each) => each.value)] }
      return after.length >= wanted ? { value: after } : { draft: after }
    },
  }
}

const extremes = {
  best: { es: "¿Qué es lo que más te importa?", en: "Which matters most?" },
  worst: { es: "¿Y lo que menos?", en: "And which matters least?" },
} as const

const maxDiffPart = (question: QuestionOf<"max-diff">, draft: unknown): Part => {
  const pairs = listOf(draft)
  const open = pairs.at(-1)
  const isOpen = isRecord(open) && open["worst"] === undefined
  const number = isOpen ? pairs.length - 1 : pairs.length
  const set = question.sets[number] ?? []
  const best = isOpen ? open["best"] : undefined
  const side = isOpen ? "worst" : "best"
  const options: readonly Option[] = question.options.filter(({ value }) => set.includes(value) && value !== best)
  return {
    question: {
      ...placedLike(question, `${question.id}.${number}.${side}`),
      kind: "choice",
      text: number === 0 && !isOpen ? joined(question.text, extremes.best, "\n") : extremes[side],
      options,
    },
    take: (value) => {
      if (value === null) return { value }
      if (!isOpen) return { draft: [...pairs, { best: value }] }
      const after = [...pairs.slice(0, -1), { best: best ?? null, worst: value }]
      return after.length === question.sets.length ? { value: after } : { draft: after }
    },
  }
}

/** What a field of a contact is called. */
export const fieldNames: { readonly [Field in ContactField]: Localized } = {
  name: { es: "Nombre", en: "Name" },
  email: { es: "Correo", en: "E-mail" },
  phone: { es: "Teléfono", en: "Phone" },
  company: { es: "Empresa", en: "Company" },
  street: { es: "Calle y número", en: "Street and number" },
  postcode: { es: "Código postal", en: "Postcode" },
  city: { es: "Ciudad", en: "City" },
  country: { es: "País", en: "Country" },
}

const contactPart = (question: QuestionOf<"contact">, draft: unknown): Part | undefined => {
  const said = saidOf(draft)
  const field = question.fields.find((name) => !Object.hasOwn(said, name))
  if (field === undefined) return undefined
  const isFirst = Object.keys(said).length === 0
  // until something is given, passing over a field that is needed passes over all of them
  const isEmpty = Object.values(said).every((each) => each === null)
  const isNeeded = !question.optional.includes(field)
  const kind =
    field === "email" || field === "phone" ? { kind: field } : { kind: "text" as const, minLength: 1, maxLength: 200 }
  return {
    question: {
      id: `${question.id}.${field}`,
      required: isNeeded && (question.required || !isEmpty),
      ...kind,
      text: isFirst ? joined(question.text, fieldNames[field], "\n") : fieldNames[field],
    },
    take: (value) => {
      if (value === null && isNeeded) return { value }
      const after = { ...said, [field]: value }
      if (Object.keys(after).length < question.fields.length) return { draft: after }
      const given = Object.entries(after).filter(([, each]) => each !== null)
      return { value: given.length === 0 && !question.required ? null : Object.fromEntries(given) }
    },
  }
}

/** How far somebody is with a panel: the things that are whole, and the one that is open. */
interface PanelDraft {
  readonly whole: readonly Answer[]
  /** The answers about the thing that is open, and the draft of the question that waits; none while we ask whether there is another. */
  readonly open?: { readonly answers: Json; readonly draft?: unknown }
}

const panelDraft = (question: QuestionOf<"panel">, draft: unknown): PanelDraft => {
  if (isRecord(draft) && Array.isArray(draft["whole"])) return draft as unknown as PanelDraft // it was made below
  return question.least > 0 ? { whole: [], open: { answers: {} } } : { whole: [] }
}

const goneOn = (question: QuestionOf<"panel">, whole: readonly Answer[]): Taken => {
  if (whole.length >= question.most) return { value: whole }
  return { draft: whole.length < question.least ? { whole, open: { answers: {} } } : { whole } }
}

const anotherPart = (question: QuestionOf<"panel">, { whole }: PanelDraft): Part => ({
  question: {
    id: `${question.id}.${whole.length}.another`,
    required: question.required || whole.length > 0,
    kind: "consent",
    text: whole.length === 0 ? joined(question.text, question.another, "\n") : question.another,
  },
  take: (value) => {
    if (value === null) return { value }
    return value === true ? { draft: { whole, open: { answers: {} } } } : { value: whole }
  },
})

const waitingIn = ({ questions }: QuestionOf<"panel">, answers: Json): Question | undefined =>
  questions.find(
    (inner) => !Object.hasOwn(answers, inner.id) && (!inner.when || compileTimeless(inner.when)(answers) === true),
  )

const panelPart = (question: QuestionOf<"panel">, given: unknown): Part => {
  const draft = panelDraft(question, given)
  const inner = draft.open && waitingIn(question, draft.open.answers)
  if (!draft.open || !inner) return anotherPart(question, draft)
  const { answers, draft: deeper } = draft.open
  const part = partOf(inner, deeper)
  const isFirst = draft.whole.length === 0 && Object.keys(answers).length === 0 && deeper === undefined
  return {
    question: {
      ...part.question,
      // who passes over the beginning of a panel that is not required passes over the panel
      required: part.question.required && (question.required || !isFirst),
      id: `${question.id}.${draft.whole.length}.${part.question.id}`,
      text: isFirst ? joined(question.text, part.question.text, "\n") : part.question.text,
    },
    take: (value) => {
      if (value === null && isFirst && !question.required) return { value }
      const taken = part.take(value)
      if ("draft" in taken) return { draft: { whole: draft.whole, open: { answers, draft: taken.draft } } }
      const after = { ...answers, [inner.id]: taken.value }
      return waitingIn(question, after)
        ? { draft: { whole: draft.whole, open: { answers: after } } }
        : goneOn(question, [...draft.whole, after])
    },
  }
}

const ownPart = (question: Question): Part => ({ question, take: (value) => ({ value }) })

/**
 * The part of a question that is asked next, given what was said of it so far. It is a question of a kind that is answered in one step.
 *
 * @example
 * partOf(service, { speed: "bad" }).question.text // the next row
 */
export const partOf = (question: Question, draft: unknown): Part => {
  switch (question.kind) {
    case "matrix":
      return matrixPart(question, draft) ?? ownPart(question)
    case "ranking":
      return rankingPart(question, draft)
    case "max-diff":
      return maxDiffPart(question, draft)
    case "contact":
      return contactPart(question, draft) ?? ownPart(question)
    case "panel":
      return panelPart(question, draft)
    default:
      return ownPart(question)
  }
}
