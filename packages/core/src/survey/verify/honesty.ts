import type { AnyDefinition } from "../definition.ts"
import type { Question } from "../question.ts"
import { plain } from "../spoken.ts"
import { found, quoted, type Diagnostic, type VerifyOptions } from "./diagnostic.ts"
import { rootsOf } from "./reads.ts"
import { eachLanguage, textsOf, type SurveyText } from "./texts.ts"
import { doubled, isLeading, isShaming } from "./wording.ts"
import { isBad, isGood } from "./words-of-judgement.ts"

const leading = ({ text, question, kind }: SurveyText): readonly Diagnostic[] => {
  if (kind !== "question") return []
  const [led] = eachLanguage(text).flatMap(([, words]) => isLeading(plain(words)) ?? [])
  return led === undefined
    ? []
    : [
        found(
          "leading-question",
          question,
          `The words of ${quoted(question)} expect one answer: “${led}”.`,
          "ask so that every answer is as easy to give: “How was …?”, “¿Cómo fue…?”",
        ),
      ]
}

const isScaled = ({ kind }: Question): boolean => ["nps", "csat", "ces", "rating", "slider"].includes(kind)

const double = (question: Question): readonly Diagnostic[] => {
  const texts = [
    ...(isScaled(question) ? [question.text] : []),
    ...(question.kind === "matrix" ? question.rows.map(({ label }) => label) : []),
  ]
  const [both] = texts.flatMap((text) => eachLanguage(text).flatMap(([, words]) => doubled(plain(words)) ?? []))
  return both === undefined
    ? []
    : [
        found(
          "double-question",
          question.id,
          `${quoted(question.id)} asks about two things at once, with one scale: “${both}”.`,
          "ask about each by itself, or in a matrix with a row for each",
        ),
      ]
}

const options = (question: Question): readonly Diagnostic[] => {
  const offered = question.kind === "matrix" ? question.columns : "options" in question ? question.options : []
  const labels = offered.map(({ label }) => eachLanguage(label).map(([, words]) => words))
  const told = (message: string, fix: string) => [found("unbalanced-options", question.id, message, fix)]
  const shaming = labels.flat().find((words) => isShaming(plain(words)))
  if (shaming !== undefined)
    return told(
      `An option of ${quoted(question.id)} shames whoever chooses it: ${quoted(shaming)}.`,
      "say plainly what is chosen: “No, thank you”",
    )
  const judged = labels.filter((words) => words.some(isGood) || words.some(isBad))
  if (judged.length < 3 || judged.length < labels.length) return []
  const praising = judged.filter((words) => words.some(isGood)).length
  if (praising > 0 && praising < judged.length) return []
  return told(
    `All options of ${quoted(question.id)} ${praising > 0 ? "praise" : "blame"}.`,
    "offer as many good answers as bad ones",
  )
}

const deepest = 3
const isMenu = ({ kind }: Question): boolean => kind === "choice" || kind === "dropdown" || kind === "image-choice"

/** Lists that open one behind the other, each by what was chosen before, until something else is asked. */
const menus = ({ questions }: AnyDefinition): readonly Diagnostic[] => {
  const depth = new Map<string, number>()
  for (const question of questions) {
    if (question.kind === "statement") continue
    if (!isMenu(question)) return []
    const above = question.when ? [...rootsOf(question.when)].map((name) => depth.get(name) ?? 0) : []
    const own = Math.max(0, ...above) + 1
    depth.set(question.id, own)
    if (own > deepest)
      return [
        found(
          "deep-menu",
          question.id,
          `${quoted(question.id)} is the list number ${own} that somebody has to go through before anything is asked.`,
          `offer ${deepest} lists at most, or ask for a few words and sort them yourself`,
        ),
      ]
  }
  return []
}

const early = ({ questions }: AnyDefinition, { afterContact }: VerifyOptions): readonly Diagnostic[] => {
  const first = questions.find(({ kind }) => kind !== "statement")
  if (afterContact !== false || !first || !["nps", "csat", "ces"].includes(first.kind)) return []
  return [
    found(
      "early-score",
      first.id,
      `${quoted(first.id)} asks for a score before the customer was given anything.`,
      "ask after something was delivered, answered or changed; until then ask what they need",
    ),
  ]
}

/** Questions that push: words that expect an answer, two things in one, options that shame, lists without end, scores too early. */
export const honesty = (definition: AnyDefinition, given: VerifyOptions): readonly Diagnostic[] => [
  ...textsOf(definition).flatMap(leading),
  ...definition.questions.flatMap(double),
  ...definition.questions.flatMap(options),
  ...menus(definition),
  ...early(definition, given),
]
