import { contactFields } from "../question-form.ts"
import type { AnyDefinition, Change } from "../definition.ts"
import { hold } from "../hold.ts"
import { changed } from "../migrate.ts"
import type { Question, QuestionOf } from "../question.ts"
import { scaleOf } from "../question-scale.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"

const mostScores = 1_001

const numbers = (question: QuestionOf<"nps" | "csat" | "ces" | "rating" | "slider">): readonly number[] => {
  const { low, high, step } = scaleOf(question)
  const count = Math.floor((high - low) / step + 1e-9) + 1
  const each = (place: number) => low + place * step
  return count <= mostScores
    ? Array.from({ length: count }, (_, place) => each(place))
    : [low, each(1), each(count - 1)]
}

// Each option once in the shortest and once in the longest selection that has it.
const chosen = ({ options, least, most }: QuestionOf<"choices">): readonly (readonly string[])[] => {
  const together = options.filter(({ alone }) => !alone).map(({ value }) => value)
  const others = (value: string) => together.filter((each) => each !== value)
  return [
    ...options.filter(({ alone }) => alone).map(({ value }) => [value]),
    ...together.flatMap((value) =>
      [Math.max(1, least), Math.min(most, together.length)].map((size) => [value, ...others(value).slice(0, size - 1)]),
    ),
  ]
}

const ranked = ({ options, top }: QuestionOf<"ranking">): readonly (readonly string[])[] => {
  const values = options.map(({ value }) => value)
  return values.map((_, first) => [...values.slice(first), ...values.slice(0, first)].slice(0, top))
}

const grid = ({ rows, columns }: QuestionOf<"matrix">): readonly object[] =>
  columns.map((column) => Object.fromEntries(rows.map(({ value }) => [value, column.value])))

const samples: { readonly [field: string]: string } = { email: "ana@correo.es", phone: "+34600111222" }

const words = (question: QuestionOf<"text" | "open-text">): readonly string[] => [
  "x".repeat(question.kind === "text" ? Math.max(1, question.minLength) : 1),
  "x".repeat(question.maxLength),
]

const entries = ({ questions, least, most }: QuestionOf<"panel">): readonly (readonly object[])[] => {
  const lists = questions.map((inner) => [inner.id, answersTo(inner)] as const)
  const count = Math.max(1, ...lists.map(([, values]) => values.length))
  const one = (place: number) =>
    Object.fromEntries(lists.map(([id, values]) => [id, values[Math.min(place, values.length - 1)] ?? null]))
  return Array.from({ length: count }, (_, place) => [
    Array.from({ length: Math.max(1, least) }, () => one(place)),
    Array.from({ length: most }, () => one(place)),
  ]).flat()
}

const files = ({ accept, maxBytes, most }: QuestionOf<"file">): readonly (readonly object[])[] =>
  accept.map((type) =>
    Array.from({ length: most }, () => ({
      media: "m",
      type: type.replace("*/*", "application/x-any").replace("/*", "/x-any"),
      bytes: maxBytes,
    })),
  )

/** Answers to a question that stand for all of them: each option, each score, the shortest and the longest. */
const answersTo = (question: Question): readonly unknown[] => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "slider":
      return numbers(question)
    case "number": {
      const { low = -1e12, high = 1e12, whole } = question
      return whole ? [low, high] : [low, high, (low + high) / 2 + 0.25]
    }
    case "choice":
    case "dropdown":
    case "image-choice":
      return question.options.map(({ value }) => value)
    case "choices":
      return chosen(question)
    case "ranking":
      return ranked(question)
    case "matrix":
      return grid(question)
    case "max-diff":
      return [question.sets.map((set) => ({ best: set[0], worst: set[1] }))]
    case "text":
    case "open-text":
      return words(question)
    case "date":
      return [question.earliest ?? "1900-01-01", question.latest ?? "2100-12-31"]
    case "time":
      return ["00:00", "23:59"]
    case "email":
    case "phone":
      return [samples[question.kind]]
    case "consent":
      return [true, false]
    case "contact":
      return [
        Object.fromEntries(
          contactFields.filter((name) => question.fields.includes(name)).map((name) => [name, samples[name] ?? "x"]),
        ),
      ]
    case "file":
      return files(question)
    case "panel":
      return entries(question)
    case "statement":
      return []
  }
}

const isTaken = (question: Question | undefined, value: unknown): boolean =>
  question !== undefined && "value" in hold({ ...question, required: true }, value)

/** Where an answer came to lie; `undefined` where a change forgot it. */
const after = (
  id: string,
  value: unknown,
  changes: readonly Change[],
): readonly [id: string, value: unknown] | undefined => Object.entries(changes.reduce(changed, { [id]: value }))[0]

const shown = (value: unknown): string => {
  const text = quoted(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

const some = ([first, ...more]: readonly unknown[]): string =>
  more.length === 0 ? shown(first) : `${shown(first)} and ${more.length} more`

const lost = (from: AnyDefinition, question: Question, values: readonly unknown[], gone: boolean): Diagnostic =>
  found(
    "incomplete-migration",
    question.id,
    gone
      ? `Answers to ${quoted(question.id)} of version ${from.version} get lost: this version has no such question.`
      : `Of the answers to ${quoted(question.id)} of version ${from.version}, ${some(values)} would be refused, and get lost.`,
    gone
      ? `rename the answer in \`migrations\`, or forget it there: { change: "drop", question: ${quoted(question.id)} }`
      : 'say what becomes of them in `migrations`: { change: "map", … }; null forgets one',
  )

const isScale = ({ kind }: Question): boolean => ["nps", "csat", "ces", "rating", "slider"].includes(kind)

const rangeOf = (question: Question): string => {
  const all = answersTo(question)
  return `${shown(all[0])} to ${shown(all.at(-1))}`
}

const meaning = (from: AnyDefinition, before: Question, now: Question): readonly Diagnostic[] =>
  isScale(before) && isScale(now) && rangeOf(before) !== rangeOf(now)
    ? [
        found(
          "changed-scale",
          now.id,
          `${quoted(before.id)} ran from ${rangeOf(before)} in version ${from.version} and runs from ${rangeOf(now)} now: ` +
            "an answer means something else.",
          "give the new scale a new id, and forget the old answers with a change `drop`",
        ),
      ]
    : []

const ofQuestion = (
  definition: AnyDefinition,
  from: AnyDefinition,
  question: Question,
  changes: readonly Change[],
): readonly Diagnostic[] => {
  const byId = new Map(definition.questions.map((each) => [each.id, each]))
  const landed = answersTo(question).flatMap((value) => {
    const place = after(question.id, value, changes)
    return place ? [{ value, target: byId.get(place[0]), now: place[1] }] : []
  })
  const refused = landed.filter(({ target, now }) => !isTaken(target, now)).map(({ value }) => value)
  const target = landed[0]?.target
  if (refused.length > 0) return [lost(from, question, refused, target === undefined)]
  return target ? meaning(from, question, target) : []
}

const strange = (definition: AnyDefinition, from: AnyDefinition, changes: readonly Change[]): readonly Diagnostic[] => {
  const names = new Set(from.questions.map(({ id }) => id))
  const targets = new Set(definition.questions.map(({ id }) => id))
  return changes.flatMap((change) => {
    const told = (message: string, fix: string) => [found("unknown-reference", change.question, message, fix)]
    if (!names.has(change.question))
      return told(
        `The migration from ${from.version} names ${quoted(change.question)}, which that version does not have.`,
        "name a question of that version",
      )
    names.delete(change.change === "map" ? "" : change.question)
    if (change.change !== "rename") return []
    const isTwice = names.has(change.to)
    names.add(change.to)
    if (!targets.has(change.to) && !changes.some((other) => other !== change && other.question === change.to))
      return told(
        `The migration from ${from.version} renames ${quoted(change.question)} to ${quoted(change.to)}, which this version does not have.`,
        "name a question of this version",
      )
    return isTwice
      ? [
          found(
            "incomplete-migration",
            change.question,
            `The migration from ${from.version} renames ${quoted(change.question)} to ${quoted(change.to)}, ` +
              "which has an answer of its own there: one of them gets lost.",
            "forget one of them first, with a change `drop`",
          ),
        ]
      : []
  })
}

/** What would become of answers to earlier versions: those that would get lost without anybody having said so. */
export const migrations = (definition: AnyDefinition, earlier: readonly AnyDefinition[]): readonly Diagnostic[] =>
  earlier
    .filter(({ version }) => version !== definition.version)
    .flatMap((from) => {
      const changes = definition.migrations?.find((each) => each.from === from.version)?.changes ?? []
      return [
        ...strange(definition, from, changes),
        ...from.questions.flatMap((question) => ofQuestion(definition, from, question, changes)),
      ]
    })
