import type { Language } from "./chat-labels.ts"

/** What `SurveyQuestion` says around the question. */
export interface SurveyLabels {
  readonly next: string
  readonly skip: string
  readonly retry: string
  readonly loading: string
  readonly failed: string
  readonly thanks: string
  /** What the ends of the scale from 0 to 10 mean. */
  readonly scale: string
}

/** What `SurveyQuestion` says, unless it is told otherwise. */
export const surveyLabels: { readonly [In in Language]: SurveyLabels } = {
  es: {
    next: "Continuar",
    skip: "Saltar",
    retry: "Reintentar",
    loading: "Cargando…",
    failed: "No ha sido posible.",
    thanks: "¡Gracias!",
    scale: "0: nada probable. 10: muy probable.",
  },
  en: {
    next: "Continue",
    skip: "Skip",
    retry: "Try again",
    loading: "Loading…",
    failed: "That did not work.",
    thanks: "Thank you!",
    scale: "0: not at all likely. 10: extremely likely.",
  },
}
