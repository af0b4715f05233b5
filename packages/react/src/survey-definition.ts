import { type RefObject, useEffect, useRef, useState } from "react"
import type { AnswersOf, AnyDefinition } from "@escucha/core/survey"
import type { LocalSurveyOptions } from "./local-survey-options.ts"
import type { SurveyView } from "./survey-view.ts"

const idle = () => new Promise<never>(() => {})

// Before the engine is there, nothing is asked.
const notYet: SurveyView = {
  status: "loading",
  question: undefined,
  answers: {},
  progress: 0,
  answer: idle,
  back: idle,
  retry: idle,
  upload: idle,
}

/**
 * A survey by its definition, asked in this page alone, with the engine that a server would use. Nothing is sent: `onComplete` has the
 * answers. Give a definition that is not made anew at each rendering.
 *
 * @example
 * <SurveyForm survey={useSurveyDefinition(visit, { onComplete: (answers) => save(answers) })} />
 */
export const useSurveyDefinition = <Definition extends AnyDefinition>(
  definition: Definition,
  options: LocalSurveyOptions<AnswersOf<Definition>> = {},
): SurveyView<AnswersOf<Definition>> => {
  const [survey, show] = useState<SurveyView>(notYet)
  const latest = useRef(options)
  useEffect(() => void (latest.current = options))
  useEffect(() => {
    import("./local-survey.ts").then(
      (module) => module.openSurvey(definition, latest as RefObject<LocalSurveyOptions>, show), // of the survey whose answers these are
      (failure: unknown) =>
        show(() => {
          throw failure // to the nearest error boundary, as of any part of a page that cannot be loaded
        }),
    )
  }, [definition])
  return survey as SurveyView<AnswersOf<Definition>> // the same
}
