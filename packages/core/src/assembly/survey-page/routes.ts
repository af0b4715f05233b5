import { BusyError, InputError, StoreError } from "../../kernel/errors.ts"
import { canonicalJson } from "../../profile/consent-chain.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import type { Call, Route } from "../../runtime/web/router.ts"
import type { Answer, AnswerProblem } from "../../survey/answer.ts"
import { checkAnswer } from "../../survey/check-answer.ts"
import { hold } from "../../survey/hold.ts"
import type { Question, QuestionOf } from "../../survey/question.ts"
import type { FileAnswer } from "../../survey/question-form.ts"
import { walkOf } from "../../survey/response.ts"
import type { Doors } from "../doors.ts"
import type { Loop } from "../loop.ts"
import { longestForm } from "../media/largest.ts"
import { languageOf } from "../rows.ts"
import { conditionalIn, shownField } from "./control-panel.ts"
import { formIn, type PostedForm } from "./form.ts"
import { countField, type Given, givenOf, oneOf } from "./given.ts"
import { surveyLinks, type SurveyClaims, type SurveyLinks } from "./link.ts"
import { type AskedPage, askPage, closedPage, endPage, type Reader } from "./page.ts"
import { everyProblem } from "./problems.ts"
import { compacted, readAnswer, thingsIn } from "./read-form.ts"
import { askedIn, beforeIn, nextIn, open, type Opened, progressIn, type Standing } from "./standing.ts"
import { handedIn } from "./upload.ts"

type Open = Extract<Opened, { readonly state: "open" }>

const readerOf = ({ request }: Call, opened: Opened): Reader => {
  const customer =
    opened.state === "open" ? opened.standing.customer : "customer" in opened ? opened.customer : undefined
  return { language: customer && languageOf(customer), accepted: request.headers["accept-language"] }
}

const isFile = (value: unknown): value is FileAnswer =>
  typeof value === "object" && value !== null && "media" in value && "bytes" in value

const filesIn = (question: Question, value: unknown): readonly FileAnswer[] =>
  question.kind === "file" && Array.isArray(value) ? value.filter(isFile) : []

const storedIn = ({ response: { answers } }: Standing, { id }: Question): unknown =>
  Object.hasOwn(answers, id) ? answers[id] : undefined

/** A question on its page, filled in with what was answered before unless something else is given. */
const asks = (standing: Standing, question: Question, reader: Reader, page: Partial<AskedPage> = {}): WebResponse => {
  const stored = storedIn(standing, question)
  const progress = progressIn(standing, question.id)
  return askPage(
    {
      question,
      given: givenOf(question, stored),
      files: filesIn(question, stored),
      progress,
      isLast: progress.step === progress.of,
      before: beforeIn(standing, question.id),
      ...page,
    },
    reader,
  )
}

/** The question that waits, or the end. */
const stands = (standing: Standing, reader: Reader, page: Partial<AskedPage> = {}): WebResponse => {
  const step = nextIn(standing)
  if ("question" in step) return asks(standing, step.question, reader, page)
  const { ended } = step
  return endPage(ended, reader, ended.why === "complete" ? beforeIn(standing) : undefined)
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other)

/** What the link itself answers, where that can still be answered so and is not the answer already. */
const chosenBy = ({ claims, standing }: Open): { readonly question: Question; readonly value: Answer } | undefined => {
  const question = claims.question === undefined ? undefined : askedIn(standing, claims.question)
  if (!question || claims.value === undefined) return undefined
  const held = hold(question, claims.value)
  if (!("value" in held) || isSame(held.value, storedIn(standing, question) ?? null)) return undefined
  return { question, value: held.value }
}

/** `GET`: nothing is written, whoever looks. */
const show = (opened: Open, call: Call): WebResponse => {
  const { standing } = opened
  const reader = readerOf(call, opened)
  const at = call.query.get("at")
  const asked = at === null ? undefined : askedIn(standing, at)
  if (asked && (Object.hasOwn(standing.response.answers, asked.id) || standing.response.question === asked.id))
    return asks(standing, asked, reader)
  const chosen = chosenBy(opened)
  if (!chosen) return stands(standing, reader)
  const { question, value } = chosen
  return asks(standing, question, reader, { given: givenOf(question, value), notice: "confirm" })
}

/** What a posted form comes to: an answer, with what has to be kept beside it, or the same page again. */
type Read =
  | { readonly value: Answer; readonly keep?: () => Promise<void>; readonly forget?: () => Promise<void> }
  | { readonly page: Partial<AskedPage> }

const wrong = (given: Given, problems: readonly AnswerProblem[]): Read => ({ page: { given, problems, status: 422 } })

const checked = (standing: Standing, question: Question, raw: unknown, given: Given): Read => {
  const { definition, response, around } = standing
  const taken = checkAnswer(definition, question.id, raw, response.answers, walkOf(response, around))
  if ("value" in taken) return taken
  const each = everyProblem(question, raw, given)
  return wrong(given, each.length > 0 ? each : [taken.problem])
}

const readFiles = async (
  loop: Loop,
  standing: Standing,
  question: QuestionOf<"file">,
  { given, files }: PostedForm,
): Promise<Read> => {
  const chosen = files.get(question.id) ?? []
  if (chosen.length === 0) {
    const before = filesIn(question, storedIn(standing, question))
    return checked(standing, question, before.length > 0 ? before : undefined, given)
  }
  const handed = await handedIn(loop.files, question, chosen)
  if ("field" in handed) return wrong(given, [handed])
  const { keep, forget } = handed
  const read = checked(standing, question, handed.value, given)
  return "value" in read ? { ...read, keep, forget } : read
}

const readPanel = (standing: Standing, question: QuestionOf<"panel">, posted: Given): Read => {
  const wanted = oneOf(posted, "do") ?? ""
  const { id, most } = question
  const removed = /^remove\.(\d{1,2})$/.exec(wanted)?.[1]
  const given = compacted(question, posted, removed === undefined ? undefined : Number(removed))
  if (removed !== undefined) return { page: { given } }
  if (wanted === "add") {
    const count = Math.min(most, thingsIn(question, posted) + 1)
    return { page: { given: new Map([...given, [countField(id), [String(count)]] as const]) } }
  }
  const seen = posted.get(shownField(id)) ?? []
  const isMore = conditionalIn(question, given).some((field) => !seen.includes(field))
  if (isMore) return { page: { given, notice: "more" } }
  return checked(standing, question, readAnswer(question, given), given)
}

const readIn = (loop: Loop, standing: Standing, question: Question, form: PostedForm): Read | Promise<Read> => {
  const { given } = form
  if (oneOf(given, "do") === "skip") return checked(standing, question, null, given)
  if (question.kind === "file") return readFiles(loop, standing, question, form)
  if (question.kind === "panel") return readPanel(standing, question, given)
  return checked(standing, question, readAnswer(question, given), given)
}

/** Writes an answer down. The same as before is not written again, unless it waits for it: who presses twice answers once. */
const write = async (doors: Doors, standing: Standing, question: Question, read: Extract<Read, { value: Answer }>) => {
  const { stream, response } = standing
  const isAnswered = Object.hasOwn(response.answers, question.id) && response.question !== question.id
  if (isAnswered && isSame(storedIn(standing, question), read.value)) return
  await read.keep?.()
  try {
    const answer = { survey: response.survey, response: response.id, question: question.id, value: read.value }
    await doors.surveys.answer(stream, answer)
  } catch (failure) {
    await read.forget?.()
    throw failure
  }
}

const notTaken = (standing: Standing, reader: Reader, notice: "stale" | "refused"): WebResponse =>
  stands(standing, reader, { notice, status: 409 })

/** `POST`: takes an answer, and leads to the page that goes on. The address in the bar stays one that can be looked at again. */
const take = async (loop: Loop, doors: Doors, links: SurveyLinks, opened: Open, call: Call): Promise<WebResponse> => {
  const { standing, claims } = opened
  const reader = readerOf(call, opened)
  const form = await formIn(call, longestForm(loop.files?.setting.maxBytes ?? 0))
  if (form === "too-large") return closedPage("too-large", reader)
  if (form === "broken") return notTaken(standing, reader, "refused")
  const question = askedIn(standing, oneOf(form.given, "question") ?? "")
  if (!question) return notTaken(standing, reader, "stale")
  const read = await readIn(loop, standing, question, form)
  if ("page" in read) return asks(standing, question, reader, read.page)
  try {
    await write(doors, standing, question, read)
  } catch (failure) {
    if (!(failure instanceof InputError)) throw failure
    return notTaken(standing, reader, "refused") // it was answered, changed or ended elsewhere in this very moment
  }
  const { question: _, value: __, ...onward } = claims
  const location = `./${await links.seal.seal(onward satisfies SurveyClaims)}`
  return { status: 303, headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" }, body: "" }
}

/**
 * `GET|POST /s/:token`: a survey as pages without scripts, one question each, by a link that only we can make. Looking changes nothing:
 * scanners and previews look at every link. What is posted is held against the survey of today and against what was answered before.
 */
export const surveyRoutes = (loop: Loop, doors: Doors): readonly Route[] => {
  const links = surveyLinks(loop.setting)
  if (!links) return [] // no link was ever sent
  const answering = (use: (opened: Open, call: Call) => WebResponse | Promise<WebResponse>) => async (call: Call) => {
    try {
      const opened = await open(loop, links, call.parameters["token"])
      return opened.state === "open" ? await use(opened, call) : closedPage(opened.state, readerOf(call, opened))
    } catch (failure) {
      const isPassing = failure instanceof BusyError || (failure instanceof StoreError && failure.retryable)
      if (!isPassing) throw failure
      loop.report(failure)
      return closedPage("busy", { accepted: call.request.headers["accept-language"] })
    }
  }
  return [
    { method: "GET", path: "/s/:token", answer: answering(show) },
    { method: "POST", path: "/s/:token", answer: answering((...given) => take(loop, doors, links, ...given)) },
  ]
}
