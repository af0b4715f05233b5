import type { SurveysDoor } from "@escucha/core"
import type { DeskApp } from "./app.ts"

interface Given {
  readonly [question: string]: unknown
}

const good = { shop: "good", box: "good", van: "good" }

/** What some of them said when their order had arrived. Nobody of them exists. */
const deliveries: { readonly [customer: string]: Given } = {
  "iker-sanz": { content: 5, easy: 7, parts: good, words: "Llegó un día antes. Muy contento." },
  "emma-clarke": { content: 5, easy: 6, parts: good, words: null },
  "elena-duarte": { content: 4, easy: 6, parts: { ...good, van: "fair" }, words: "El repartidor fue muy amable." },
  "ben-whitlock": { content: 5, easy: 7, parts: good, words: "The box was beautiful, thank you." },
  "sofia-almeida": { content: 4, easy: 5, parts: null, words: null },
  "mateo-rius": { content: 5, easy: 7, parts: good, words: null },
  "clara-nilsen": { content: 2, wrong: ["late"], easy: 2, parts: { ...good, van: "bad" }, words: "Four days late." },
  "jonas-lind": { content: 4, easy: 6, parts: good, words: null },
  "priya-nair": { content: 3, wrong: ["other"], easy: 4, parts: { ...good, shop: "fair" }, words: "Wrong plug again." },
  "ruben-costa": {
    content: 1,
    wrong: ["late", "broken"],
    easy: 1,
    parts: null,
    words: "Llegó rota y tarde. Un desastre.",
  },
  "helen-marsh": { content: 5, easy: 7, parts: good, words: null },
  "william-hart": { content: 3, wrong: ["late"], easy: 3 },
}

/** One who wants it to last, and one who wants it to please. */
const lasting = [
  { best: "repair", worst: "origin" },
  { best: "price", worst: "looks" },
  { best: "price", worst: "origin" },
  { best: "repair", worst: "looks" },
]
const pleasing = [
  { best: "looks", worst: "origin" },
  { best: "looks", worst: "price" },
  { best: "energy", worst: "origin" },
  { best: "looks", worst: "energy" },
]

/** What some of them want of a lamp: for a report, without their names. */
const wishes: { readonly [customer: string]: Given } = {
  "iker-sanz": { begin: null, light: "warm", matters: lasting, rooms: ["desk", "sofa"], dim: 30, pay: 60, old: 4 },
  "emma-clarke": { begin: null, light: "warm", matters: pleasing, rooms: ["bed", "sofa"], dim: 50, pay: 90, old: 3 },
  "elena-duarte": {
    begin: null,
    light: "neutral",
    matters: lasting,
    rooms: ["desk", "bed"],
    dim: 40,
    pay: null,
    old: 4,
  },
  "ben-whitlock": { begin: null, light: "warm", matters: lasting, rooms: ["desk", "hall"], dim: 20, pay: 45, old: 2 },
  "sofia-almeida": {
    begin: null,
    light: "daylight",
    matters: pleasing,
    rooms: ["sofa", "bed"],
    dim: 60,
    pay: 120,
    old: 5,
  },
  "mateo-rius": { begin: null, light: "warm", matters: lasting, rooms: ["bed", "desk"], dim: null, pay: 70, old: 3 },
  "helen-marsh": { begin: null, light: "neutral" },
}

/** What they voted: nobody knows who which. */
const colours: { readonly [customer: string]: Given } = {
  "iker-sanz": { which: "green" },
  "emma-clarke": { which: "blue" },
  "elena-duarte": { which: "green" },
  "ben-whitlock": { which: "ochre" },
  "sofia-almeida": { which: "green" },
  "mateo-rius": { which: "blue" },
  "helen-marsh": { which: "green" },
}

const answer = async (
  surveys: SurveysDoor,
  survey: "delivery" | "lamps" | "colour",
  customer: string,
  given: Given,
) => {
  const response = `web:sample.${survey}.${customer}` // pages begin their own
  for (const [question, value] of Object.entries(given))
    await surveys.answer(customer, {
      survey,
      response,
      question,
      value,
      id: `sample:${survey}:${customer}:${question}`,
    })
}

/** Tells the house what people of the sample answered. */
export const tellAnswers = async (app: DeskApp): Promise<void> => {
  const surveys = app.surveys as SurveysDoor // each question has its own type there; here they go by in one loop
  for (const [survey, said] of [
    ["delivery", deliveries],
    ["lamps", wishes],
    ["colour", colours],
  ] as const)
    await Promise.all(Object.entries(said).map(([customer, given]) => answer(surveys, survey, customer, given)))
}
