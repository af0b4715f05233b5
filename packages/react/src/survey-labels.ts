import type { ContactField } from "@escucha/core/survey"

/** What surveys say around the questions, in steps and in a pop-up. */
export interface StepLabels {
  readonly next: string
  readonly back: string
  readonly skip: string
  readonly retry: string
  readonly loading: string
  readonly failed: string
  readonly thanks: string
  /** Leads to the page that an ending names. */
  readonly goOn: string
  /** Stands behind a question that may be passed over. */
  readonly optional: string
  /** What the ends of a score from 0 to 10 mean. */
  readonly likely: readonly [string, string]
  /** The name of a pop-up. */
  readonly popup: string
  readonly close: string
}

/** What a form of all kinds of question says. Where a text has `{…}`, that is put in. */
export interface SurveyLabels extends StepLabels {
  /** From very dissatisfied to very satisfied. */
  readonly satisfaction: readonly [string, string, string, string, string]
  /** What the ends of the effort scale mean. */
  readonly agree: readonly [string, string]
  /** Hands in a whole page. */
  readonly send: string
  /** `{percent}` of the way. */
  readonly progress: string
  /** The heading over what is wrong. */
  readonly problems: string
  /** The first line of a list to choose from. */
  readonly choose: string
  /** A slider that was not moved. */
  readonly untouched: string
  /** The number beside a slider. */
  readonly number: string
  /** How things are put in order; `{count}` of them. */
  readonly order: string
  /** `{item}` is now at `{place}` of `{count}`. */
  readonly placed: string
  readonly up: string
  readonly down: string
  readonly takeOut: string
  readonly most: string
  readonly least: string
  /** One of several sets or things: `{number}` of `{count}`. */
  readonly part: string
  readonly addAnother: string
  readonly remove: string
  readonly files: string
  readonly uploading: string
  /** `{name}` was handed in. */
  readonly uploaded: string
  readonly yes: string
  readonly no: string
  /** What the fields of a contact are called. */
  readonly contact: { readonly [Field in ContactField]: string }
}

const es: StepLabels = {
  next: "Continuar",
  back: "Atrás",
  skip: "Saltar",
  retry: "Reintentar",
  loading: "Cargando…",
  failed: "No ha sido posible.",
  thanks: "¡Gracias!",
  goOn: "Seguir",
  optional: "(opcional)",
  likely: ["nada probable", "muy probable"],
  popup: "Tu opinión",
  close: "Cerrar",
}

const en: StepLabels = {
  next: "Continue",
  back: "Back",
  skip: "Skip",
  retry: "Try again",
  loading: "Loading…",
  failed: "That did not work.",
  thanks: "Thank you!",
  goOn: "Go on",
  optional: "(optional)",
  likely: ["not at all likely", "extremely likely"],
  popup: "Your opinion",
  close: "Close",
}

/** Whether a tag is one of Spanish; all other languages hear English, where no words of their own are given. */
export const isSpanish = (language: string): boolean => /^es\b/i.test(language)

/** The labels around questions in a language, and over them those that were given. */
export const stepLabelsIn = (language: string, given: Partial<StepLabels> = {}): StepLabels => ({
  ...(isSpanish(language) ? es : en),
  ...given,
})
