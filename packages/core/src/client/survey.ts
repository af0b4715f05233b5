import type { Answers } from "../survey/definition.ts"
import type { Answering, AnsweringDesk } from "./answering.ts"
import type { Browser } from "./browser.ts"
import { readSurvey } from "./incoming.ts"
import { lazily } from "./lazily.ts"
import { type ClientProblem, unreachable } from "./problem.ts"
import type { Session } from "./session.ts"
import type { SurveyState } from "./survey-state.ts"
import { createCell, type Watched } from "./watched.ts"
import type { ClientSurvey } from "./wire.ts"

/** One survey of this customer. */
export interface SurveyStore<Given = Answers> extends Watched<SurveyState<Given>> {
  /** Answers a question. The next one is there at once; where the server refuses, the answer is taken back and `problem` says why. */
  answer<Name extends keyof Given & string>(question: Name, value: Exclude<Given[Name], undefined>): void
  /** Loads again what could not be loaded, and sends again what could not be sent. */
  retry(): void
}

/** What a survey looks like before anything of it is known. */
export const unknownSurvey = {
  status: "loading",
  question: undefined,
  answers: {},
  progress: 0,
} as const satisfies SurveyState

interface SurveyParts {
  readonly name: string
  readonly session: Session
  readonly browser: Pick<Browser, "freshId">
  readonly watch: () => () => void
  readonly signal: AbortSignal
}

/**
 * A survey, and how it hears from the server that it was asked or answered elsewhere. What answers it is loaded when it is first
 * watched, so that a page without surveys is spared their engine.
 */
export const createSurvey = ({
  name,
  session,
  browser: { freshId },
  watch,
  signal,
}: SurveyParts): {
  readonly survey: SurveyStore
  readonly heard: (survey: ClientSurvey) => void
} => {
  const { set, ...cell } = createCell<SurveyState>(unknownSurvey, () => {
    use(({ retry }) => retry())
    return watch()
  })
  const fail = (problem: ClientProblem) => set({ ...unknownSurvey, status: "failed", problem })
  const desk: AnsweringDesk = {
    load: () => session.ask({ path: `surveys/${encodeURIComponent(name)}`, signal }, readSurvey),
    post: (answer) => session.ask({ path: "answers", body: { ...answer, survey: name }, signal }, readSurvey),
    freshId,
    set,
    fail,
  }
  const use = lazily<Answering>(
    () => import("./answering.ts").then(({ createAnswering }) => createAnswering(desk)),
    () => fail(unreachable().problem),
  )
  return {
    survey: {
      ...cell,
      answer: (question, value) => use((answering) => answering.answer(question, value)),
      retry: () => use(({ retry }) => retry()),
    },
    heard: (survey) => use(({ heard }) => heard(survey)),
  }
}
