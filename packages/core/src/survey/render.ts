import { type Capabilities, ruleOf } from "../channel/capability.ts"
import { marksOf } from "../channel/choice-mark.ts"
import type { Choice } from "../channel/content.ts"
import { buttonsFit } from "../channel/render.ts"
import { textIn } from "../kernel/localized.ts"
import { partOf } from "./parts.ts"
import { choicesOf, isSkippable, type Prompt, writtenOut } from "./prompt.ts"
import type { Medium, Question } from "./question.ts"
import { skipValue } from "./reply.ts"
import { inPlainSigns, segmentsOf } from "./sms-segments.ts"
import { spokenPrompt } from "./voice.ts"

/** Where a question is put, and to whom. */
export interface Rendering {
  readonly medium: Medium
  readonly language: string | undefined
  /** What the channel carries: what can be tapped, and how much text. */
  readonly capabilities?: Pick<Capabilities, "parts" | "text">
  /** What was said so far to a question that takes several steps. */
  readonly draft?: unknown
  /** The number of the option from which a long list goes on (`Prompt.more`). */
  readonly from?: number
}

/** What can be tapped, and whether the options stand in the text nevertheless, since a button has no room for them. */
interface Tapped {
  readonly choices: readonly Choice[]
  readonly isListed: boolean
}

const isSeveral = ({ kind }: Question): boolean => kind === "choices"

/** Whether the channel carries these as buttons, or as rows of a list. */
const carries = (capabilities: Pick<Capabilities, "parts">, choices: readonly Choice[]): boolean => {
  const rule = ruleOf(capabilities, "choices")
  return (rule.level === "full" || rule.level === "partial") && buttonsFit(choices, rule)
}

const tapped = (question: Question, { capabilities, language, medium }: Rendering): Tapped | undefined => {
  const choices = choicesOf(question, language)
  const names = choices && marksOf(choices.map(({ label }) => label))
  // where the channel may not carry them, options that are numbers have to be told: it would not number them
  if (!capabilities)
    return choices && medium !== "sms" ? { choices, isListed: "options" in question && !names } : undefined
  if (!choices) return undefined
  if (carries(capabilities, choices)) return { choices, isListed: false }
  const short = names && choices.map(({ value }, place) => ({ value, label: names[place] ?? "" }))
  return short && carries(capabilities, short) ? { choices: short, isListed: true } : undefined
}

/**
 * The same with one more to pass the question over, where there is room for it. What is answered in words gets none: should the message
 * end on a channel without buttons, "1. Skip" would stand there alone, and "1" be somebody's words.
 */
const withSkip = (found: Tapped, question: Question, { capabilities, language }: Rendering): Tapped | undefined => {
  const isTaken = "options" in question && question.options.some(({ value }) => value === skipValue)
  if (!capabilities || !isSkippable(question) || isTaken) return undefined
  const skip: Choice = { value: skipValue, label: textIn({ es: "Saltar", en: "Skip" }, language) }
  const choices = [...found.choices, skip]
  return carries(capabilities, choices) ? { ...found, choices } : undefined
}

// A channel that carries choices says their keys itself, and a score's are its numbers.
const spoken = (question: Question, { capabilities, language }: Rendering): Prompt => {
  const choices = choicesOf(question, language)
  if (!capabilities || !choices || !carries(capabilities, choices)) return spokenPrompt(question, language)
  return { ...spokenPrompt(question, language, { isListed: false }), choices }
}

/** More than this many short messages for one question are more than anybody reads; a list goes on when they ask for more. */
const mostSegments = 3
const mostLines = 30

const shortEnough = ({ medium, capabilities }: Rendering): ((text: string) => boolean) => {
  if (medium === "sms") return (text) => segmentsOf(inPlainSigns(text)) <= mostSegments
  const max = capabilities?.text.max ?? Infinity
  return (text) => text.length <= max && text.split("\n").length <= mostLines
}

/**
 * A question as it is put on a channel: within what can be tapped there, in few short messages, or spoken with keys. A question of several
 * steps is put as its next step. What is tapped is read by `parseTap`, what is written or said by `parseReply`, keys by `parseKeys`.
 *
 * @example
 * render(score, { medium: "sms", language: "en" })
 * // { text: "Would you recommend us?\nReply 0 (not at all likely) to 10 (extremely likely).", segments: 1 }
 */
export const render = (whole: Question, rendering: Rendering): Prompt => {
  const { question } = partOf(whole, rendering.draft)
  const { medium, language, from } = rendering
  if (medium === "voice") return spoken(question, rendering)
  const found = tapped(question, rendering)
  const more = found && withSkip(found, question, rendering)
  const { choices = [], isListed = true } = more ?? found ?? {}
  const isTold = isListed || (isSeveral(question) && medium !== "web")
  const written = writtenOut({
    question,
    language,
    medium,
    isListed: isTold,
    hasSkip: isSkippable(question) && !more && medium !== "web",
    from,
    fits: shortEnough(rendering),
  })
  const isSms = medium === "sms"
  const text = isSms ? inPlainSigns(written.text) : written.text
  return {
    text,
    ...(choices.length > 0 && { choices }),
    ...(isSms && { segments: segmentsOf(text) }),
    ...(written.more !== undefined && { more: written.more }),
  }
}

/** Whether a question can be answered in a medium at all. A file cannot be sent by text message or by telephone: a link leads to it. */
export const isAnswerable = ({ kind }: Question, medium: Medium): boolean =>
  kind !== "file" || (medium !== "sms" && medium !== "voice")
