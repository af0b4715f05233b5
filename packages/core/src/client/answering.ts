import type { FileAnswer } from "../survey/question-form.ts"
import { standing } from "../survey/standing.ts"
import type { Call } from "./calls.ts"
import type { Read } from "./incoming.ts"
import type { Result } from "./problem.ts"
import { isRefusal } from "./refusal.ts"
import type { SurveyProblem, SurveyState } from "./survey-state.ts"
import type { ClientAnswer, ClientOffer, ClientSurvey } from "./wire.ts"

/** One survey at work. */
export interface Answering {
  readonly answer: (question: string, value: unknown) => void
  /** Shows the question before this one again, with its answer. */
  readonly back: () => void
  readonly upload: (file: File) => Promise<Result<FileAnswer>>
  readonly offer: () => Promise<Result<ClientOffer>>
  /** Loads what is not there yet, and sends what was not sent. */
  readonly retry: () => void
  readonly heard: (survey: ClientSurvey) => void
}

/** What a survey needs of the client. It is given, not imported: so this file, which is loaded late, has no part of the client twice. */
export interface AnsweringDesk {
  readonly name: string
  readonly ask: <Value>(call: Omit<Call, "signal">, read: Read<Value>) => Promise<Result<Value>>
  readonly read: Read<ClientSurvey>
  readonly freshId: () => string
  readonly set: (state: SurveyState) => void
  readonly fail: (failure: { readonly problem: SurveyProblem }) => void
}

type Pending = Omit<ClientAnswer, "survey" | "response">

const longestUpload = 300_000

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const isFile = (value: unknown): value is FileAnswer =>
  typeof value === "object" && value !== null && "media" in value && "type" in value && "bytes" in value

const readFile = (value: unknown): FileAnswer | undefined =>
  typeof value === "object" && value !== null && "file" in value && isFile(value.file) ? value.file : undefined

const readOffer = (value: unknown): ClientOffer | undefined =>
  typeof value === "object" && value !== null && "isOffered" in value && typeof value.isOffered === "boolean"
    ? {
        isOffered: value.isOffered,
        ...("because" in value && typeof value.because === "string" && { because: value.because }),
      }
    : undefined

const stateOf = (
  { definition, walk = {}, known = [], response }: ClientSurvey,
  answers: ClientSurvey["answers"],
  at: string | undefined,
  problem: SurveyProblem | undefined,
): SurveyState => {
  const { next, trail, progress } = standing(definition, answers, { ...walk, known, ...(at !== undefined && { at }) })
  const shared = { definition, walk, known, response, answers, progress, ...(problem && { problem }) }
  return "done" in next
    ? { ...shared, status: "done", question: undefined, ended: next.ended }
    : { ...shared, status: "asking", question: next.question, canGoBack: trail.length > 0 }
}

/** What was answered, here or on the server, and to which question somebody went back. */
interface Course {
  server?: ClientSurvey
  pending: readonly Pending[]
  at?: string | undefined
}

const givenIn = ({ pending }: Course, server: ClientSurvey): ClientSurvey["answers"] => ({
  ...server.answers,
  ...Object.fromEntries(pending.map(({ question, value }) => [question, value])),
})

const trailIn = (course: Course, server: ClientSurvey, at?: string): readonly string[] => {
  const { definition, walk, known = [] } = server
  return standing(definition, givenIn(course, server), { ...walk, known, ...(at !== undefined && { at }) }).trail
}

/** Adds an answer. What is answered as before is not sent again; whoever went back goes on to the question after it. */
const add = (course: Course, server: ClientSurvey, answer: Pending): void => {
  const { question, value } = answer
  const before = givenIn(course, server)
  const isNews = !Object.hasOwn(before, question) || !isSame(before[question], value)
  if (isNews) course.pending = [...course.pending, answer]
  if (course.at === undefined) return
  const trail = trailIn(course, server)
  course.at = trail[trail.indexOf(question) + 1]
}

interface Screen {
  readonly take: (known: ClientSurvey) => void
  readonly show: (problem?: SurveyProblem) => void
}

/** Sends what was answered, one after the other. */
const send = async (
  course: Course,
  post: (answer: Omit<ClientAnswer, "survey">) => Promise<Result<ClientSurvey>>,
  { take, show }: Screen,
): Promise<void> => {
  for (let [first] = course.pending; first; [first] = course.pending) {
    if (!course.server) return
    const sent = await post({ ...first, response: course.server.response })
    if ("problem" in sent) {
      // A refusal takes back this answer and those that were given because of it; anything else may pass.
      if (isRefusal(sent.problem)) {
        course.pending = []
        course.at = first.question // where it had an answer before, that is asked again
      }
      return show(sent.problem)
    }
    course.pending = course.pending.filter((waiting) => waiting !== first)
    take(sent.value)
  }
}

/** Answers a survey: what the server has, and over it the answers that are on their way, which go one after the other. */
export const createAnswering = ({ name: survey, ask, read, freshId, set, fail }: AnsweringDesk): Answering => {
  const course: Course = { pending: [] }
  let isBusy = false

  const show = (problem?: SurveyProblem) => {
    const { server, at } = course
    if (server) set(stateOf(server, givenIn(course, server), at, problem))
  }
  const take = (known: ClientSurvey) => {
    if (course.server?.response !== known.response) course.at = undefined
    course.server = known
    show()
  }
  const begin = async () => {
    const loaded = await ask({ path: `surveys/${encodeURIComponent(survey)}` }, read)
    if (course.server) return // it was heard of meanwhile
    if ("value" in loaded) take(loaded.value)
    else fail(loaded)
  }
  const work = async () => {
    if (isBusy) return
    isBusy = true
    try {
      if (!course.server) await begin()
      await send(course, (body) => ask({ path: "answers", body: { ...body, survey } }, read), { take, show })
    } finally {
      isBusy = false
    }
  }
  return {
    answer: (question, value) => {
      if (!course.server) return // nothing is asked yet
      add(course, course.server, { id: freshId(), question, value })
      show()
      void work()
    },
    back: () => {
      const { server, at } = course
      if (server) course.at = trailIn(course, server, at).at(-1) ?? at
      show()
    },
    upload: (file) => {
      const response = course.server?.response ?? ""
      const about = new URLSearchParams({ id: freshId(), name: file.name, survey, response })
      return ask({ path: `media?${about.toString()}`, body: file, patience: longestUpload }, readFile)
    },
    offer: () => ask({ path: `surveys/${encodeURIComponent(survey)}/offers`, body: { id: freshId() } }, readOffer),
    retry: () => void work(),
    heard: (known) => {
      const { pending, server } = course
      const isFree = pending.length === 0 && (!server || server.done || Object.keys(server.answers).length === 0)
      if (isFree || server?.response === known.response) take(known)
    },
  }
}
