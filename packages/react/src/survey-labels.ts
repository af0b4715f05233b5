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
