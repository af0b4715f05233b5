import * as fc from "fast-check"
import type { Localized } from "../../src/kernel/localized.ts"
import { panel } from "../../src/survey/builder.ts"
import type { Asked, Question, QuestionKind } from "../../src/survey/question.ts"
import { consent, contact, contactFields, file } from "../../src/survey/question-form.ts"
import {
  choice,
  choices,
  dropdown,
  imageChoice,
  matrix,
  maxDiff,
  ranking,
  type Order,
} from "../../src/survey/question-list.ts"
import { ces, csat, nps, number, rating, slider } from "../../src/survey/question-scale.ts"
import { date, email, openText, phone, text, time } from "../../src/survey/question-words.ts"

// Labels that nobody takes for one another, nor for a number, a yes or a no.
const labels: readonly { readonly value: string; readonly label: Localized }[] = [
  { value: "delivery", label: { es: "La entrega", en: "Delivery" } },
  { value: "price", label: { es: "El precio", en: "The price" } },
  { value: "quality", label: { es: "La calidad", en: "Quality" } },
  { value: "packaging", label: { es: "El embalaje", en: "Packaging" } },
  { value: "range", label: { es: "Más modelos", en: "More models" } },
  { value: "website", label: { es: "La página", en: "The website" } },
  { value: "returns", label: { es: "Las devoluciones", en: "Returns" } },
  { value: "staff", label: { es: "La plantilla", en: "Staff" } },
  { value: "opening", label: { es: "El horario", en: "Opening hours" } },
  { value: "parking", label: { es: "Aparcamiento", en: "Parking" } },
  { value: "kitchen", label: { es: "La cocina", en: "Kitchen" } },
  { value: "lighting", label: { es: "Iluminación", en: "Lighting" } },
  { value: "ventilation", label: { es: "Ventilación", en: "Ventilation" } },
]

const numbers: readonly { readonly value: string; readonly label: Localized }[] = [
  { value: "few", label: "1-2" },
  { value: "some", label: "3-9" },
  { value: "many", label: { es: "10 o más", en: "10 or more" } },
]

const wording: fc.Arbitrary<Localized> = fc.constantFrom<Localized>(
  { es: "¿Qué tal?", en: "How was it?" },
  { es: "Dinos qué te importa", en: "Tell us what matters to you" },
  "¿Y esto?",
)

/** Two options or more, at most `most` of them. */
const someOptions = (most: number) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.shuffledSubarray([...labels], { minLength: 2, maxLength: Math.min(most, labels.length) }),
    },
    { weight: 1, arbitrary: fc.constant([...numbers]) },
  )

const some = <Item>(items: readonly Item[]): readonly [Item, ...Item[]] => {
  const [first, ...rest] = items
  if (first === undefined) throw new TypeError("it needs one at least")
  return [first, ...rest]
}

const order: fc.Arbitrary<{ readonly order?: Order }> = fc.constantFrom<{ readonly order?: Order }>(
  {},
  {},
  { order: "mixed" },
)

const lists = {
  choice: fc.tuple(wording, someOptions(13), order).map(([asked, options, how]) => choice(asked, some(options), how)),
  dropdown: fc
    .tuple(wording, someOptions(13), order)
    .map(([asked, options, how]) => dropdown(asked, some(options), how)),
  "image-choice": fc
    .tuple(wording, someOptions(4))
    .map(([asked, options]) =>
      imageChoice(asked, some(options.map((option) => ({ ...option, image: "/picture.png", alt: option.label })))),
    ),
  choices: fc
    .tuple(wording, someOptions(12), order, fc.nat({ max: 2 }), fc.nat({ max: 5 }), fc.boolean())
    .map(([asked, options, how, low, more, hasNone]) => {
      const least = Math.min(low, options.length)
      const most = Math.min(options.length, Math.max(1, least) + more)
      const none = { value: "none", label: { es: "Nada de esto", en: "None of these" }, alone: true }
      return choices(asked, some(hasNone ? [...options, none] : options), { ...how, least, most })
    }),
  ranking: fc
    .tuple(wording, someOptions(5), fc.nat({ max: 4 }))
    .map(([asked, options, top]) => ranking(asked, some(options), { top: Math.min(options.length, top + 1) })),
  matrix: fc
    .tuple(wording, someOptions(3), someOptions(4), order)
    .map(([asked, rows, columns, how]) => matrix(asked, some(rows), some(columns), how)),
  "max-diff": fc
    .tuple(wording, fc.shuffledSubarray([...labels], { minLength: 3, maxLength: 5 }))
    .map(([asked, options]) => maxDiff(asked, some(options), { size: 3, times: 1 })),
}

const scales = {
  nps: wording.map((asked) => nps(asked)),
  csat: wording.map((asked) => csat(asked)),
  ces: wording.map((asked) => ces(asked)),
  rating: fc.tuple(wording, fc.integer({ min: 2, max: 10 })).map(([asked, high]) => rating(asked, { high })),
  slider: fc
    .tuple(
      wording,
      fc.constantFrom([0, 100, 1], [0, 10, 1], [1, 5, 1], [0, 100, 25], [2, 8, 2], [-5, 5, 1], [0, 1, 0.1]),
    )
    .map(([asked, [low = 0, high = 1, step = 1]]) => slider(asked, { low, high, step })),
  number: fc
    .tuple(
      wording,
      fc.constantFrom({}, { low: 0, high: 120, whole: true }, { low: -10, high: 10 }, { whole: true, unit: "€" }),
    )
    .map(([asked, bounds]) => number(asked, bounds)),
}

const words = {
  text: wording.map((asked) => text(asked, { maxLength: 60 })),
  "open-text": wording.map((asked) => openText(asked, { maxLength: 200 })),
  date: fc
    .tuple(wording, fc.constantFrom({}, { earliest: "2020-01-01" as const, latest: "2026-12-31" as const }))
    .map(([asked, bounds]) => date(asked, bounds)),
  time: wording.map((asked) => time(asked)),
  email: wording.map((asked) => email(asked)),
  phone: wording.map((asked) => phone(asked)),
}

const simple = {
  ...scales,
  ...words,
  choice: lists.choice,
  choices: lists.choices,
  consent: wording.map((asked) => consent(asked)),
}

// A panel holds questions by id: one or two of the simple kinds, the second sometimes only where the first is above something.
const panels: fc.Arbitrary<Asked> = fc
  .tuple(
    wording,
    fc.array(fc.oneof(...Object.values<fc.Arbitrary<Asked>>(simple)), { minLength: 1, maxLength: 2 }),
    fc.nat({ max: 2 }),
    fc.nat({ max: 2 }),
  )
  .map(([asked, inner, least, more]) => {
    const shell = panel(asked, (s) => s.say("unused", "?"), { least, most: Math.max(1, least + more) })
    return { ...shell, questions: inner.map((draft, index) => ({ ...draft, id: `inner${index}`, required: true })) }
  })

const forms = {
  file: wording.map((asked) => file(asked, { accept: ["image/*"], maxBytes: 1000, most: 2 })),
  consent: wording.map((asked) => consent(asked)),
  contact: fc
    .tuple(wording, fc.shuffledSubarray([...contactFields], { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([asked, fields, isLoose]) => contact(asked, some(fields), { optional: isLoose ? fields.slice(0, 1) : [] })),
  statement: wording.map((asked): Asked => ({ kind: "statement", text: asked })),
  panel: panels,
}

const drafts: { readonly [Kind in QuestionKind]: fc.Arbitrary<Asked> } = { ...scales, ...lists, ...words, ...forms }

/** Every kind of question. */
export const kinds: readonly QuestionKind[] = Object.keys(drafts) as QuestionKind[] // the keys of an object that has one for each kind

/** A question of one of these kinds that has no place yet. */
export const anAsked = (of: readonly QuestionKind[] = kinds): fc.Arbitrary<Asked> =>
  fc.oneof(...of.map((kind) => drafts[kind]))

/** A question of one of these kinds: any kind, if none is named. */
export const aQuestion = (of: readonly QuestionKind[] = kinds): fc.Arbitrary<Question> =>
  fc
    .tuple(anAsked(of), fc.boolean())
    .map(([asked, required]) => ({ ...asked, id: "q", required: required && asked.kind !== "statement" }))
