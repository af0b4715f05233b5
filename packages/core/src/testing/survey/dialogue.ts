import { explain } from "../../survey/explain.ts"
import type { Capabilities } from "../../channel/capability.ts"
import { textIn, type Localized } from "../../kernel/localized.ts"
import type { Answer, AnswerProblem, CheckedAnswer } from "../../survey/answer.ts"
import { checkAnswer } from "../../survey/check-answer.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import { type Ended, next, relevant, type Walk } from "../../survey/engine.ts"
import { hold } from "../../survey/hold.ts"
import { isBack, isMeant } from "../../survey/meant.ts"
import { partOf } from "../../survey/parts.ts"
import { planOf, stepsFor } from "../../survey/plan.ts"
import type { Prompt } from "../../survey/prompt.ts"
import type { Medium, Question } from "../../survey/question.ts"
import { render } from "../../survey/render.ts"
import { parseReply, parseTap } from "../../survey/reply.ts"
import { isHelp, moreFrom } from "../../survey/reply-word.ts"
import { inPlainSigns, segmentsOf } from "../../survey/sms-segments.ts"
import { afterUnheard, speakable } from "../../survey/voice.ts"
import { parseKeys } from "../../survey/voice-keys.ts"
import type { Reply } from "./said.ts"

/** Where a survey is put in a simulation, and to whom. */
export interface Stage extends Walk {
  readonly medium: Medium
  readonly language: string | undefined
  readonly capabilities?: Pick<Capabilities, "parts" | "text">
}

/** One line of a transcript. `choices` can be tapped; `segments` is how many short messages it takes. */
export interface Line {
  readonly from: "us" | "customer"
  readonly text: string
  readonly choices?: readonly string[]
  readonly segments?: number
}

/** How far a conversation is. */
export interface Dialogue {
  readonly definition: AnyDefinition
  readonly stage: Stage
  readonly answers: { readonly [question: string]: unknown }
  readonly draft?: unknown
  /** The question to which they went back. */
  readonly reopened?: string
  /** How often the question was put again because the reply could not be its answer. */
  readonly repeated: number
  readonly lines: readonly Line[]
  /** What was put last. */
  readonly asked?: { readonly question: Question; readonly part: Question; readonly prompt: Prompt }
  readonly ended?: Ended
  /** The call is over before the survey is. */
  readonly hungUp?: true
  /** What was said that is no answer: messages like any other. */
  readonly others: readonly string[]
}

const mostRepeated = 2

const said = (dialogue: Dialogue, line: Line): Dialogue => ({ ...dialogue, lines: [...dialogue.lines, line] })

const wordsOf = ({ wording, text }: Question, medium: Medium): Localized => wording?.[medium] ?? text

/** The question that waits: the one to which they went back, or the next. */
const waiting = ({ definition, answers, reopened, stage }: Dialogue): ReturnType<typeof next> => {
  if (reopened === undefined) return next(definition, answers, stage)
  const { [reopened]: _, ...rest } = answers
  // what stands before it was answered, so that it is the first that waits
  const found = next(definition, rest, stage)
  return "question" in found && found.question.id === reopened ? found : next(definition, answers, stage)
}

/** Goes past what is only read: the words of it, and how far the conversation is then. */
const pastStatements = (dialogue: Dialogue): readonly [Dialogue, readonly string[]] => {
  const { medium, language } = dialogue.stage
  const now = waiting(dialogue)
  if (!("question" in now) || now.question.kind !== "statement" || medium === "web") return [dialogue, []]
  const words = textIn(wordsOf(now.question, medium), language)
  const answers = { ...dialogue.answers, [now.question.id]: null }
  const [after, rest] = pastStatements({ ...dialogue, answers })
  return [after, [medium === "voice" ? speakable(words) : words, ...rest]]
}

/** Says what comes now: statements together with the question behind them, or how it ended. */
export const speak = (given: Dialogue, above: readonly string[] = [], from?: number): Dialogue => {
  const [dialogue, read] = pastStatements(given)
  const before = [...above, ...read]
  const between = dialogue.stage.medium === "voice" ? " " : "\n"
  const now = waiting(dialogue)
  if (!("question" in now)) {
    const { text } = now.ended
    const lines = [...before, ...(text === undefined ? [] : [textIn(text, dialogue.stage.language)])]
    const over: Dialogue = { ...dialogue, ended: now.ended }
    return lines.length === 0 ? over : said(over, { from: "us", text: lines.join(between) })
  }
  const { part, prompt } = put(dialogue, now.question, from)
  const { choices } = prompt
  const whole = [...before, prompt.text].join(between)
  const isSms = dialogue.stage.medium === "sms"
  const text = isSms ? inPlainSigns(whole) : whole
  return said(
    { ...dialogue, asked: { question: now.question, part, prompt } },
    {
      from: "us",
      text,
      ...(choices && { choices: choices.map(({ label }) => label) }),
      ...(isSms && { segments: segmentsOf(text) }),
    },
  )
}

const put = ({ draft, stage }: Dialogue, question: Question, from: number | undefined) => {
  // a page asks all of it at once
  const part = stage.medium === "web" ? question : partOf(question, draft).question
  const prompt = render(part, { ...stage, ...(from !== undefined && { from }) })
  return { part, prompt }
}

const again = (dialogue: Dialogue, problem: AnswerProblem): Dialogue => {
  const message = explain(problem)
  const { language, medium } = dialogue.stage
  const repeated = dialogue.repeated + 1
  if (medium === "voice") {
    const { text, next: then } = afterUnheard(repeated, language)
    const more = { ...dialogue, repeated }
    if (then === "repeat") return speak(more, [text])
    return said({ ...more, hungUp: true }, { from: "us", text })
  }
  if (medium !== "web" && repeated > mostRepeated) return dialogue
  return speak({ ...dialogue, repeated }, [textIn(message, language)])
}

/** Takes an answer to the part that was asked, or says what is wrong with it. */
const take = (dialogue: Dialogue, question: Question, read: CheckedAnswer): Dialogue => {
  if ("problem" in read) return again(dialogue, read.problem)
  const { definition, stage, answers, draft } = dialogue
  const taken = stage.medium === "web" ? { value: read.value } : partOf(question, draft).take(read.value)
  if ("draft" in taken) return speak({ ...dialogue, draft: taken.draft, repeated: 0 })
  const checked = checkAnswer(definition, question.id, taken.value, answers, stage)
  const { draft: _, reopened: __, ...rest } = dialogue
  if ("problem" in checked) return again(rest, checked.problem)
  return speak({ ...rest, repeated: 0, answers: { ...answers, [question.id]: checked.value } })
}

const back = (dialogue: Dialogue, question: Question): Dialogue => {
  const { definition, answers, stage, draft, reopened, ...rest } = dialogue
  if (draft !== undefined)
    return speak({ ...rest, definition, answers, stage, ...(reopened !== undefined && { reopened }), repeated: 0 })
  const counted = relevant(definition, answers, stage)
  const before: string[] = []
  for (const { question: each } of stepsFor(definition, planOf(definition), stage.seed ?? 0)) {
    if (each.id === question.id) break
    if (each.kind !== "statement" && Object.hasOwn(counted, each.id)) before.push(each.id)
  }
  const last = before.at(-1)
  const open = last === undefined ? {} : { reopened: last }
  return speak({ ...rest, definition, answers, stage, ...open, repeated: 0 })
}

const ignored = (dialogue: Dialogue, text: string): Dialogue => ({ ...dialogue, others: [...dialogue.others, text] })

const hearText = (dialogue: Dialogue, text: string): Dialogue => {
  const { asked, stage } = dialogue
  if (!asked) return ignored(dialogue, text)
  const { question, part, prompt } = asked
  if (isBack(text)) return back(dialogue, question)
  const from = prompt.more === undefined ? undefined : moreFrom(text)
  if (from !== undefined) return speak(dialogue, [], from || prompt.more)
  const read = parseReply(part, text, stage.language)
  if ("value" in read) return take(dialogue, question, read)
  if (isHelp(text)) return speak(dialogue)
  const isSure = stage.medium === "voice" || isMeant(part, text)
  return isSure && (dialogue.repeated < mostRepeated || stage.medium === "voice")
    ? again(dialogue, read.problem)
    : ignored(dialogue, text)
}

// A script can hold what no page could send.
const asJson = (answer: unknown): string => {
  try {
    return JSON.stringify(answer) ?? "…"
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    return "…" // it goes in a circle, or is no JSON
  }
}

const shownReply = (reply: Reply, { asked }: Dialogue): string => {
  if (typeof reply === "string") return reply
  if ("tap" in reply) {
    const choice = asked?.prompt.choices?.find(({ value, label }) => value === reply.tap || label === reply.tap)
    return `[${choice?.label ?? reply.tap}]`
  }
  if ("keys" in reply) return `(${reply.keys})`
  if ("files" in reply) return reply.files.map(({ name, media }) => `<${name ?? media}>`).join(" ")
  return "answer" in reply ? asJson(reply.answer) : "…"
}

const nothing: AnswerProblem = { field: "", reason: "missing", remedy: ["own", ""] }

/** What a reply comes to: the answer, taken, and what is said next. */
export const hear = (given: Dialogue, reply: Reply): Dialogue => {
  const text = shownReply(reply, given)
  const dialogue = said(given, { from: "customer", text })
  const { asked, ended, hungUp } = dialogue
  if (!asked || ended || hungUp) return ignored(dialogue, text)
  const { question, part, prompt } = asked
  if (typeof reply === "string")
    return dialogue.stage.medium === "web" ? take(dialogue, question, hold(question, reply)) : hearText(dialogue, reply)
  if ("answer" in reply) return take(dialogue, question, hold(question, reply.answer))
  if ("keys" in reply) return take(dialogue, question, parseKeys(part, reply.keys))
  if ("files" in reply) return take(dialogue, question, hold(part, reply.files))
  if ("silence" in reply) return dialogue.stage.medium === "voice" ? again(dialogue, nothing) : dialogue
  const tapped = prompt.choices?.find(({ value, label }) => value === reply.tap || label === reply.tap)
  return tapped ? take(dialogue, question, parseTap(part, tapped.value)) : hearText(dialogue, reply.tap)
}

/** The beginning of a conversation. */
export const opened = (definition: AnyDefinition, stage: Stage): Dialogue =>
  speak({ definition, stage, answers: {}, repeated: 0, lines: [], others: [] })

/** The part of an answer that a question of one step asks for, by its id (`service.speed`). */
export const partOfAnswer = (question: Question, part: string, value: Answer | undefined): Answer => {
  if (part === question.id || value === null || value === undefined) return value ?? null
  const rest = part.slice(question.id.length + 1)
  const at = (holder: Answer | undefined, name: string): Answer => {
    if (typeof holder !== "object" || holder === null) return null
    return (Reflect.get(holder, name) as Answer | undefined) ?? null // answers are plain JSON
  }
  const [place = "", ...more] = rest.split(".")
  switch (question.kind) {
    case "ranking":
      return at(value, String(Number(place) - 1))
    case "max-diff":
      return at(at(value, place), more.join("."))
    case "panel": {
      if (more[0] === "another") return Array.isArray(value) && value.length > Number(place)
      const inner = question.questions.find(({ id }) => id === more[0])
      return inner ? partOfAnswer(inner, more.join("."), at(at(value, place), inner.id)) : null
    }
    default:
      return at(value, rest)
  }
}
