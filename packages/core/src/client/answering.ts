import type { AnyDefinition, Answers } from "../survey/definition.ts"
import { next } from "../survey/engine.ts"
import type { ClientProblem, Result } from "./problem.ts"
import { isRefusal } from "./refusal.ts"
import type { SurveyState } from "./survey-state.ts"
import type { ClientAnswer, ClientSurvey } from "./wire.ts"

/** One survey at work. */
export interface Answering {
  readonly answer: (question: string, value: unknown) => void
  /** Loads what is not there yet, and sends what was not sent. */
  readonly retry: () => void
  readonly heard: (survey: ClientSurvey) => void
}

/** What a survey needs of the client. It is given, not imported: so this file, which is loaded late, has no part of the client twice. */
export interface AnsweringDesk {
  readonly load: () => Promise<Result<ClientSurvey>>
  readonly post: (answer: Omit<ClientAnswer, "survey">) => Promise<Result<ClientSurvey>>
  readonly freshId: () => string
  readonly set: (state: SurveyState) => void
  readonly fail: (problem: ClientProblem) => void
}

type Pending = Omit<ClientAnswer, "survey" | "response">

const stateOf = (definition: AnyDefinition, answers: Answers, problem: ClientProblem | undefined): SurveyState => {
  const step = next(definition, answers)
  const { questions, thanks } = definition
  const trouble = problem && { problem }
  if ("done" in step)
    return {
      status: "done",
      question: undefined,
      answers,
      progress: 1,
      ...(thanks !== undefined && { thanks }),
      ...trouble,
    }
  const { question } = step
  return { status: "asking", question, answers, progress: questions.indexOf(question) / questions.length, ...trouble }
}

/** Answers a survey: what the server has, and over it the answers that are on their way, which go one after the other. */
export const createAnswering = ({ load, post, freshId, set, fail }: AnsweringDesk): Answering => {
  let server: ClientSurvey | undefined
  let pending: readonly Pending[] = []
  let isBusy = false

  const show = (problem?: ClientProblem) => {
    if (!server) return
    const given = Object.fromEntries(pending.map(({ question, value }) => [question, value]))
    set(stateOf(server.definition, { ...server.answers, ...given }, problem))
  }
  const take = (survey: ClientSurvey) => {
    server = survey
    show()
  }
  const begin = async () => {
    const loaded = await load()
    if (server) return // it was heard of meanwhile
    if ("value" in loaded) take(loaded.value)
    else fail(loaded.problem)
  }
  const send = async () => {
    for (let [first] = pending; first; [first] = pending) {
      if (!server) return
      const sent: Result<ClientSurvey> = await post({ ...first, response: server.response })
      if ("problem" in sent) {
        // A refusal takes back this answer and those that were given because of it; anything else may pass.
        if (isRefusal(sent.problem)) pending = []
        return show(sent.problem)
      }
      pending = pending.filter((waiting) => waiting !== first)
      take(sent.value)
    }
  }
  const work = async () => {
    if (isBusy) return
    isBusy = true
    try {
      if (!server) await begin()
      await send()
    } finally {
      isBusy = false
    }
  }
  return {
    answer: (question, value) => {
      if (!server) return // nothing is asked yet
      pending = [...pending, { id: freshId(), question, value }]
      show()
      void work()
    },
    retry: () => void work(),
    heard: (survey) => {
      const isFree = pending.length === 0 && (!server || server.done || Object.keys(server.answers).length === 0)
      if (isFree || server?.response === survey.response) take(survey)
    },
  }
}
