import { compile } from "../../kernel/condition.ts"
import type { Answer } from "../../survey/answer.ts"
import type { Question, QuestionOf } from "../../survey/question.ts"
import type { ContactField } from "../../survey/question-form.ts"
import { scaleOf } from "../../survey/question-scale.ts"

/** A number in [0, 1), another one each time. */
export type Draw = () => number

/** A whole number from `low` to `high`, both taken in. */
const wholeBetween = (low: number, high: number, draw: Draw): number =>
  low + Math.floor(draw() * (Math.max(low, high) - low + 1))

/** One of these; `undefined` where there is none. */
export const oneOf = <Item>(items: readonly Item[], draw: Draw): Item | undefined =>
  items[Math.floor(draw() * items.length)]

/** These in another order. */
export const shuffled = <Item>(items: readonly Item[], draw: Draw): readonly Item[] =>
  items
    .map((item) => ({ item, at: draw() }))
    .toSorted((one, two) => one.at - two.at)
    .map(({ item }) => item)

const remarks: readonly string[] = [
  "Todo llegó a tiempo",
  "The parcel was late",
  "Muy amables por teléfono",
  "I could not find the size I wanted",
  "Faltaba una pieza",
  "Good quality for the price",
]

const sentence = (minLength: number, maxLength: number, draw: Draw): string => {
  let said = oneOf(remarks, draw) ?? ""
  while (said.length < minLength) said += ` ${oneOf(remarks, draw) ?? ""}`
  return said.slice(0, maxLength).trim().padEnd(Math.min(minLength, maxLength), ".")
}

const aDay = 86_400_000
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

const day = ({ earliest, latest }: QuestionOf<"date">, draw: Draw): string => {
  const from = Date.parse(earliest ?? (latest === undefined || latest > "2026-01-01" ? "2026-01-01" : "1970-01-01"))
  const to = latest === undefined ? from + 364 * aDay : Date.parse(latest)
  return dayOf(from + wholeBetween(0, Math.round((to - from) / aDay), draw) * aDay)
}

const twoDigits = (number: number): string => String(number).padStart(2, "0")

const number = ({ low, high, whole }: QuestionOf<"number">, draw: Draw): number => {
  const from = low ?? Math.min(0, (high ?? 0) - 100)
  const to = high ?? from + 100
  if (whole === true) return wholeBetween(Math.ceil(from), Math.floor(to), draw)
  const tenths = Math.round((from + draw() * (to - from)) * 10) / 10
  return Math.min(to, Math.max(from, tenths)) + 0 // and never -0
}

// Numbers that nobody has: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
const telephone = (draw: Draw): string => `+447700900${String(wholeBetween(0, 999, draw)).padStart(3, "0")}`

const mail = (draw: Draw): string => `customer${wholeBetween(1, 9999, draw)}@example.com`

const several = ({ options, least, most }: QuestionOf<"choices">, draw: Draw): readonly string[] => {
  const alone = options.filter((option) => option.alone)
  const free = options.filter((option) => !option.alone)
  const only = draw() < 0.15 || free.length < Math.max(1, least) ? oneOf(alone, draw) : undefined
  if (only) return [only.value]
  const count = wholeBetween(least, Math.min(most, free.length), draw)
  return shuffled(free, draw)
    .slice(0, count)
    .map(({ value }) => value)
}

const files = ({ accept, maxBytes, most }: QuestionOf<"file">, draw: Draw): Answer => {
  const kind = oneOf(accept, draw) ?? "*/*"
  const type = kind === "*/*" ? "application/pdf" : kind === "image/*" ? "image/png" : kind.replace("/*", "/plain")
  return Array.from({ length: wholeBetween(1, most, draw) }, (_, place) => ({
    media: `media-${place + 1}`,
    type,
    bytes: wholeBetween(1, maxBytes, draw),
    name: `file-${place + 1}`,
  }))
}

const places: { readonly [Field in Exclude<ContactField, "email" | "phone">]: string } = {
  name: "A Customer",
  company: "A Company",
  street: "Calle Mayor, 1",
  postcode: "28013",
  city: "Madrid",
  country: "España",
}

const contact = ({ fields, optional }: QuestionOf<"contact">, draw: Draw): Answer => {
  const given = fields.filter((field) => !optional.includes(field) || draw() < 0.7)
  // a contact in which nothing is given is a question passed over
  const some = given.length > 0 ? given : fields.slice(0, 1)
  return Object.fromEntries(
    some.map((field) => [field, field === "email" ? mail(draw) : field === "phone" ? telephone(draw) : places[field]]),
  )
}

const thing = ({ questions }: QuestionOf<"panel">, draw: Draw): Answer => {
  const answers: Record<string, Answer> = {}
  for (const question of questions)
    if (!question.when || compile(question.when)(answers, Number.NaN))
      answers[question.id] = fakeAnswer(question, draw) ?? null
  return answers
}

const score = (question: QuestionOf<"nps" | "csat" | "ces" | "rating" | "slider">, draw: Draw): number => {
  const { low, high, step } = scaleOf(question)
  return Number((low + wholeBetween(0, Math.floor((high - low) / step + 1e-9), draw) * step).toFixed(9))
}

/**
 * An answer that the question takes, drawn by chance; `undefined` where it can take none, as a choice of which nothing is offered. Checks
 * of the survey are not looked at.
 */
export const fakeAnswer = (question: Question, draw: Draw): Answer | undefined => {
  switch (question.kind) {
    case "number":
      return number(question, draw)
    case "choice":
    case "dropdown":
    case "image-choice":
      return oneOf(question.options, draw)?.value
    case "choices":
      return several(question, draw)
    case "ranking":
      return shuffled(question.options, draw)
        .slice(0, question.top)
        .map(({ value }) => value)
    case "matrix":
      return Object.fromEntries(question.rows.map(({ value }) => [value, oneOf(question.columns, draw)?.value]))
    case "max-diff":
      return question.sets.map((set) => {
        const [best, worst] = shuffled(set, draw)
        return { best, worst }
      })
    case "text":
      return sentence(question.minLength, question.maxLength, draw)
    case "open-text":
      return sentence(1, question.maxLength, draw)
    case "date":
      return day(question, draw)
    case "time":
      return `${twoDigits(wholeBetween(0, 23, draw))}:${twoDigits(wholeBetween(0, 59, draw))}`
    case "email":
      return mail(draw)
    case "phone":
      return telephone(draw)
    case "file":
      return files(question, draw)
    case "consent":
      return draw() < 0.5
    case "contact":
      return contact(question, draw)
    case "statement":
      return null
    case "panel":
      return Array.from({ length: wholeBetween(question.least, question.most, draw) }, () => thing(question, draw))
    default:
      return score(question, draw)
  }
}
