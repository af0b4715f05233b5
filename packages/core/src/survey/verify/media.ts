import { textIn } from "../../kernel/localized.ts"
import { partOf } from "../parts.ts"
import { choicesOf } from "../prompt.ts"
import type { Medium, Question } from "../question.ts"
import { isAnswerable, render } from "../render.ts"
import { found, quoted, type Diagnostic, type VerifyOptions } from "./diagnostic.ts"
import type { AnyDefinition } from "../definition.ts"
import { eachLanguage, textsOf } from "./texts.ts"

const mostSegments = 3
const mostHeard = 9
/** The longest list of a chat that most networks carry as something to tap. */
const mostTapped = 10

const onSms = (question: Question, languages: readonly string[]): readonly Diagnostic[] => {
  const written = languages.map((language) => ({ language, ...render(question, { medium: "sms", language }) }))
  const told = (what: string) => [
    found(
      "long-text",
      question.id,
      `By text message ${quoted(question.id)} ${what}.`,
      "give it shorter words there (`wording.sms`), fewer options, or letters of the plain alphabet (GSM-7)",
    ),
  ]
  const long = written.find(({ segments = 1 }) => segments > mostSegments)
  if (long) return told(`takes ${long.segments} messages (${long.language})`)
  const parted = written.find(({ more }) => more !== undefined)
  return parted
    ? told(`has more options than ${mostSegments} messages hold (${parted.language}): they come in portions`)
    : []
}

const optionsOf = (question: Question): number =>
  question.kind === "matrix" ? question.columns.length : "options" in question ? question.options.length : 0

const heardText = (question: Question, languages: readonly string[]): readonly string[] =>
  languages.map((language) => textIn(question.wording?.voice ?? question.text, language))

const onVoice = (question: Question, languages: readonly string[]): readonly Diagnostic[] => {
  const { id } = question
  const count = optionsOf(question)
  const told = (message: string, fix: string) => found("hard-on-medium", id, message, fix)
  return [
    ...(count > mostHeard
      ? [
          told(
            `On the telephone ${quoted(id)} has ${count} options: the key 1 may be the first or the beginning of 10.`,
            `offer ${mostHeard} there at most, or ask in two questions`,
          ),
        ]
      : []),
    ...(heardText(question, languages).some((words) => /https?:\/\/|www\./i.test(words))
      ? [
          told(
            `On the telephone ${quoted(id)} reads an address of the web aloud.`,
            "give it other words there (`wording.voice`)",
          ),
        ]
      : []),
    ...(question.kind === "email"
      ? [
          told(
            `On the telephone ${quoted(id)} asks for a mail address, which few can spell.`,
            "ask it elsewhere, or for a telephone number",
          ),
        ]
      : []),
  ]
}

const inChat = (question: Question): readonly Diagnostic[] => {
  const count =
    question.kind === "choice" || question.kind === "dropdown" || question.kind === "image-choice"
      ? optionsOf(question)
      : 0
  return count > mostTapped
    ? [
        found(
          "hard-on-medium",
          question.id,
          `In a chat ${quoted(question.id)} has ${count} options, and most networks carry ${mostTapped} to tap.`,
          "offer fewer, or ask in two questions",
        ),
      ]
    : []
}

const named: { readonly [On in Medium]: string } = {
  web: "on a page",
  email: "by mail",
  sms: "by text message",
  chat: "in a chat",
  voice: "on the telephone",
}

const onMedium = (question: Question, medium: Medium, languages: readonly string[]): readonly Diagnostic[] => {
  if (!isAnswerable(question, medium))
    return [
      found(
        "not-on-medium",
        question.id,
        `A file cannot be handed in ${named[medium]}, and ${quoted(question.id)} asks for one.`,
        "ask it on another medium, or let it be passed over (`required: false`)",
        question.required ? "error" : "warning",
      ),
    ]
  if (medium === "sms") return onSms(question, languages)
  if (medium === "voice") return onVoice(question, languages)
  return medium === "chat" ? inChat(question) : []
}

/** The most options, and the longest labels, of the channels that are known. */
const onChannels = (question: Question, { channels = {} }: VerifyOptions, languages: readonly string[]) =>
  Object.entries(channels).flatMap(([channel, { parts }]): readonly Diagnostic[] => {
    const rule = parts.choices
    const choices = languages.map((language) => choicesOf(partOf(question, undefined).question, language) ?? [])
    const count = Math.max(0, ...choices.map((list) => list.length))
    if (typeof rule !== "object" || count === 0) return []
    const longest = Math.max(...choices.flat().map(({ label }) => label.length))
    const isMany = rule.max !== undefined && count > rule.max
    if (!isMany && (rule.maxLabel === undefined || longest <= rule.maxLabel)) return []
    const why = isMany
      ? `${count} answers to tap, and it carries ${rule.max}`
      : `a label of ${longest} letters, and it carries ${rule.maxLabel}`
    return [
      found(
        "hard-on-medium",
        question.id,
        `On the channel ${quoted(channel)} ${quoted(question.id)} is written out with numbers: it has ${why}.`,
        isMany ? "offer fewer" : "give the options shorter labels",
      ),
    ]
  })

/** Questions that cannot be put, or are hard to answer, where the survey will be asked. */
export const media = (definition: AnyDefinition, options: VerifyOptions): readonly Diagnostic[] => {
  const { media: wanted = [], channels } = options
  if (wanted.length === 0 && !channels) return []
  const languages = definition.languages ?? [
    ...new Set(textsOf(definition).flatMap(({ text }) => eachLanguage(text).map(([language]) => language))),
  ]
  const read = languages.filter((language) => language !== "und")
  return definition.questions.flatMap((question) => [
    ...wanted.flatMap((medium) => onMedium(question, medium, read.length === 0 ? ["en"] : read)),
    ...onChannels(question, options, read.length === 0 ? ["en"] : read),
  ])
}
