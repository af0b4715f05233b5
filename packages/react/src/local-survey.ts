import type { RefObject } from "react"
import type { SurveyProblem, SurveyState } from "@escucha/core/client"
import { type AnyDefinition, type Answers, checkAnswer, explain, relevant, standing } from "@escucha/core/survey"
import type { LocalSurveyOptions } from "./local-survey-options.ts"
import type { SurveyView } from "./survey-view.ts"

const notHere: SurveyProblem = {
  reason: "invalid",
  message: { es: "Aquí no se pueden adjuntar archivos.", en: "Files cannot be attached here." },
}

const notSent: SurveyProblem = {
  reason: "failed",
  message: { es: "No se ha podido enviar. Inténtalo de nuevo.", en: "It could not be sent. Please try again." },
}

const uploading =
  (options: RefObject<LocalSurveyOptions>): SurveyView["upload"] =>
  async (file) => {
    const { upload } = options.current
    if (!upload) return { problem: notHere }
    try {
      return { value: await upload(file) }
    } catch (failure) {
      reportError(failure) // the page's own, which the page has to see
      return { problem: notSent }
    }
  }

/** Asks a survey in this page, and shows each state of it. `options` are looked at at each use, for they may change. */
export const openSurvey = (
  definition: AnyDefinition,
  options: RefObject<LocalSurveyOptions>,
  show: (survey: SurveyView) => void,
): void => {
  const { initial = {}, seed = 0, names = {}, full = [] } = options.current
  const walk = { seed, names, full }
  const known = Object.keys(initial)
  let answers: Answers = { ...initial }
  let at: string | undefined // the question to which they went back
  let isOver = false
  const stand = () => standing(definition, answers, { ...walk, known, ...(at !== undefined && { at }) })
  const tell = (problem?: SurveyProblem): SurveyState => {
    const { next, trail, progress } = stand()
    const shared = { definition, walk, known, response: "here", answers, progress, ...(problem && { problem }) }
    const state: SurveyState =
      "done" in next
        ? { ...shared, status: "done", question: undefined, ended: next.ended }
        : { ...shared, status: "asking", question: next.question, canGoBack: trail.length > 0 }
    show({ ...state, ...verbs })
    return state
  }
  const verbs: Pick<SurveyView, "answer" | "back" | "upload" | "retry"> = {
    answer: (question, value) => {
      const checked = checkAnswer(definition, question, value, answers, walk)
      if ("problem" in checked) {
        tell({ field: checked.problem.field, reason: "invalid", message: explain(checked.problem) })
        return
      }
      answers = { ...answers, [question]: checked.value }
      const wasBack = at !== undefined
      at = undefined
      const { trail } = stand()
      if (wasBack) at = trail[trail.indexOf(question) + 1]
      const state = tell()
      if (state.status !== "done" || isOver) return
      isOver = true
      options.current.onComplete?.(relevant(definition, answers, walk), state.ended)
    },
    back: () => {
      at = stand().trail.at(-1) ?? at
      tell()
    },
    upload: uploading(options),
    retry: () => void tell(),
  }
  tell()
}
