import { explain } from "../../survey/explain.ts"
import { textIn, type Localized } from "../../kernel/localized.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import type { AnswerProblem } from "../../survey/answer.ts"
import type { Ended } from "../../survey/engine.ts"
import type { Question } from "../../survey/question.ts"
import { barePage } from "../routes/consent-page.ts"
import { partName } from "./control-panel.ts"
import type { Given } from "./given.ts"
import { element, fragment, type Html, type Part } from "./html.ts"
import { questionForm } from "./question.ts"
import { idOf, type Sheet } from "./sheet.ts"
import { surveyStyle } from "./style.ts"
import { counted, directionOf, type Face, faceFor, ours, type OwnText, ownText, said } from "./words.ts"

/** Whose page it is, as far as that decides its language: what we know of the customer, and what their browser asks for. */
export interface Reader {
  readonly language?: string | undefined
  readonly accepted?: string | undefined
}

/** A question as a page asks it. */
export interface AskedPage {
  readonly question: Question
  readonly given: Given
  readonly problems?: readonly AnswerProblem[]
  readonly files?: Sheet["files"]
  /** Something to know before the question: by the name of our text. */
  readonly notice?: OwnText
  readonly status?: number
  readonly progress?: { readonly step: number; readonly of: number; readonly isSure: boolean }
  /** The question before this one. */
  readonly before?: string | undefined
  /** The answers end with this one. */
  readonly isLast?: boolean
}

const longestTitle = 120

const faceOf = (text: Localized, { language, accepted }: Reader): Face => faceFor(text, language, accepted)

const drawn = (
  face: Face,
  title: string,
  main: Html,
  { status = 200, images = [] }: { readonly status?: number; readonly images?: readonly string[] } = {},
): WebResponse =>
  barePage({
    status,
    language: face.page,
    direction: directionOf(face.page),
    title: title.length > longestTitle ? `${title.slice(0, longestTitle)}…` : title,
    main: main.html,
    style: surveyStyle,
    images,
  })

/** Where the pictures of a question lie: of each only its origin is said, so that nothing else can be loaded. */
const imagesOf = (question: Question): readonly string[] => {
  if (question.kind !== "image-choice") return []
  const origins = question.options.map(({ image }) =>
    /^https:\/\//i.test(image) && URL.canParse(image) ? new URL(image).origin : "'self'",
  )
  return [...new Set(origins)]
}

// What is wrong comes first and has the focus; each line leads to its field. Without a script only the browser can move the focus.
const summary = (face: Face, question: Question, problems: readonly AnswerProblem[]): Part => {
  if (problems.length === 0) return undefined
  const lines = problems.map((problem) => {
    const { field } = problem
    const part = partName(question, field, { face })
    const to = question.kind === "ranking" && field === question.id ? `${field}.1` : field
    const words = [part && [part, ": "], said(face, explain(problem))]
    return element("li", {}, element("a", { href: `#${idOf(to)}` }, words))
  })
  const title = element("p", {}, element("b", {}, ours(face, "check")))
  const own = { class: "summary", role: "alert", tabindex: -1, autofocus: true }
  return element("div", own, title, element("ul", {}, lines))
}

const bar = (face: Face, progress: AskedPage["progress"]): Part => {
  if (!progress || progress.of < 2) return undefined
  const { step, of, isSure } = progress
  const words = counted(face, {
    es: `Paso ${step} de ${of}${isSure ? "" : " como mucho"}`,
    en: `Step ${step} of ${isSure ? "" : "at most "}${of}`,
  })
  // the words say all of it: the bar is for the eyes
  const drawnBar = element("progress", { value: step - 1, max: of, "aria-hidden": "true" })
  return element("p", { class: "progress" }, drawnBar, " ", words)
}

const leadBack = (face: Face, before: string | undefined, words: OwnText): Part =>
  before !== undefined && element("a", { href: `?at=${encodeURIComponent(before)}` }, ours(face, words))

const buttonsOf = (face: Face, { question, before, isLast }: AskedPage): Html => {
  const { kind, required } = question
  const name = kind === "statement" ? "goOn" : isLast ? "send" : "next"
  const isSkippable = !required && kind !== "statement"
  return element(
    "div",
    { class: "buttons" },
    element("button", { class: "first", name: "do", value: "answer" }, ours(face, name)),
    isSkippable && element("button", { name: "do", value: "skip" }, ours(face, "skip")),
    leadBack(face, before, "back"),
  )
}

// The first button of a form is the one that Enter presses: where others stand before the real one, one that nobody sees does.
const enter = ({ kind }: Question): Part =>
  kind === "panel" &&
  element("button", { class: "default", name: "do", value: "answer", tabindex: -1, "aria-hidden": "true" })

/** The page that asks a question. */
export const askPage = (page: AskedPage, reader: Reader): WebResponse => {
  const { question, given, problems = [], files, notice, status } = page
  const words = question.wording?.web ?? question.text
  const face = faceOf(words, reader)
  const sheet: Sheet = { face, given, problems, ...(files && { files }) }
  const error = problems.length > 0 ? `${textIn(ownText("error"), face.own)} ` : ""
  const own = {
    method: "post",
    action: "?",
    novalidate: true,
    enctype: question.kind === "file" ? "multipart/form-data" : undefined,
  }
  const main = fragment(
    summary(face, question, problems),
    notice && element("p", { class: "notice", role: "status" }, ours(face, notice)),
    bar(face, page.progress),
    element(
      "form",
      own,
      enter(question),
      element("input", { type: "hidden", name: "question", value: question.id }),
      questionForm(question, sheet),
      buttonsOf(face, page),
    ),
  )
  const title = `${error}${textIn(words, face.wanted).split("\n", 1)[0] ?? ""}`
  return drawn(face, title, main, { images: imagesOf(question), ...(status !== undefined && { status }) })
}

/** Where an ending may lead: to the web or to a path of the same house, and to nothing that runs. */
const isSafe = (link: string): boolean => /^https:\/\//i.test(link) || /^\/(?![/\\])/.test(link)

/** The page behind the last question: what the survey says at its end, and where it leads. */
export const endPage = ({ why, text, link }: Ended, reader: Reader, before?: string): WebResponse => {
  const words: Localized = text ?? ownText(why === "quota-full" ? "full" : "thanks")
  const face = faceOf(words, reader)
  const onward = link !== undefined && isSafe(link) && element("a", { class: "button", href: link }, ours(face, "goOn"))
  const back = leadBack(face, before, "change")
  const main = [
    element("h1", { class: "asked" }, said(face, words)),
    (onward || back) && element("div", { class: "buttons" }, onward, " ", back),
  ]
  return drawn(face, textIn(words, face.wanted).split("\n", 1)[0] ?? "", fragment(main))
}

/** Why there is no question. */
export type Closed = "unknown" | "over" | "busy" | "too-large"

const closed: {
  readonly [State in Closed]: { readonly title: OwnText; readonly more?: OwnText; readonly status: number }
} = {
  unknown: { title: "unknown", more: "unknownMore", status: 404 },
  over: { title: "over", more: "overMore", status: 410 },
  busy: { title: "busy", status: 503 },
  "too-large": { title: "tooLarge", status: 413 },
}

/** A page that says why there is no question: the link is none of ours, its time has passed, or the house is busy. */
export const closedPage = (state: Closed, reader: Reader): WebResponse => {
  const { title, more, status } = closed[state]
  const face = faceOf(ownText(title), reader)
  const main = fragment(element("h1", {}, ours(face, title)), more && element("p", {}, ours(face, more)))
  return drawn(face, textIn(ownText(title), face.own), main, { status })
}
