import type { Language } from "./format.ts"

interface Names {
  readonly [name: string]: string
}

/** The names that the application of this example gave to its rules, teams and so on. One that is not here is shown as it is. */
export interface HouseWords {
  readonly rules: Names
  readonly teams: Names
  readonly cases: Names
  readonly surveys: Names
  readonly answers: Names
  readonly events: Names
  readonly segments: Names
}

/** What the application of this example calls things, in the words of the reader. */
export const houseWords: { readonly [language in Language]: HouseWords } = {
  en: {
    rules: {},
    teams: { lead: "Lead", retention: "Retention" },
    cases: { "call-back": "call back" },
    surveys: {
      recommend: "recommendation",
      delivery: "your order",
      lamps: "next year's lamp",
      repair: "a repair",
      colour: "colour of the cup",
    },
    answers: { score: "score", why: "why" },
    events: { "order-placed": "Order placed" },
    segments: {},
  },
  es: {
    rules: {
      "a person calls whoever is upset": "una persona llama a quien se enfada",
      "tell the lead when a promise breaks": "aviso al responsable si se rompe una promesa",
      "ask for a score after a case is closed": "se pide una nota al cerrar un caso",
      "a low score is called back": "se llama a quien pone una nota baja",
    },
    teams: { lead: "Responsable", retention: "Retención" },
    cases: { "call-back": "devolver la llamada" },
    surveys: {
      recommend: "recomendación",
      delivery: "tu pedido",
      lamps: "la lámpara que viene",
      repair: "una reparación",
      colour: "el color de la taza",
    },
    answers: { score: "nota", why: "por qué" },
    events: { "order-placed": "Pedido hecho" },
    segments: {
      regulars: "habituales",
      "ordered-lately": "pedido reciente",
      "big-spenders": "grandes compradores",
    },
  },
}
