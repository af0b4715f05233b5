import type { Answers } from "../survey/definition.ts"
import type { FileAnswer } from "../survey/question-form.ts"
import type { AnsweringDesk } from "./answering.ts"
import type { Browser } from "./browser.ts"
import { readSurvey } from "./incoming.ts"
import { lazily } from "./lazily.ts"
import { unreachable } from "./problem.ts"
import type { Session } from "./session.ts"
import type { SurveyProblem, SurveyState } from "./survey-state.ts"
import { createCell, type Watched } from "./watched.ts"
import type { ClientOffer, ClientSurvey } from "./wire.ts"

/** What became of a file: the part of an answer that names it, or why it was not taken. */
export type Uploaded = { readonly value: FileAnswer } | { readonly problem: SurveyProblem }

/** Whether a survey may be put to somebody now, and why not. */
export type Offered = { readonly value: ClientOffer } | { readonly problem: SurveyProblem }

/** One survey of this customer. */
export interface SurveyStore<Given = Answers> extends Watched<SurveyState<Given>> {
  /** Answers a question. The next one is there at once; where the server refuses, the answer is taken back and `problem` says why. */
  answer<Name extends keyof Given & string>(question: Name, value: Exclude<Given[Name], undefined>): void
  /** Shows the question before this one again, with its answer; nothing is taken back by it. */
  back(): void
  /** Hands in a file; what it gives is a part of the answer to a question for files. */
  upload(file: File): Promise<Uploaded>
  /**
   * Asks the server whether this survey may be put to them now, and by that it counts as put; `problem`, where it cannot be asked. Whoever
   * was asked lately, or answered it, is left in peace.
   */
  offer(): Promise<Offered>
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
  const fail = (failure: { readonly problem: SurveyProblem }) => {
    set({ ...unknownSurvey, ...failure, status: "failed" })
    return failure
  }
  const desk: AnsweringDesk = {
    name,
    ask: (call, read) => session.ask({ ...call, signal }, read),
    read: readSurvey,
    freshId,
    set,
    fail,
  }
  const use = lazily(
    () => import("./answering.ts").then(({ createAnswering }) => createAnswering(desk)),
    () => fail(unreachable()),
  )
  return {
    survey: {
      ...cell,
      answer: (question, value) => use(({ answer }) => answer(question, value)),
      back: () => use(({ back }) => back()),
      upload: (file) => use(({ upload }) => upload(file)),
      offer: () => use(({ offer }) => offer()),
      retry: () => use(({ retry }) => retry()),
    },
    heard: (survey) => use(({ heard }) => heard(survey)),
  }
}
