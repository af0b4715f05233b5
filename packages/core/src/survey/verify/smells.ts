import type { Condition } from "../../kernel/condition.ts"
import { textIn } from "../../kernel/localized.ts"
import type { Question } from "../question.ts"
import { scaleOf } from "../question-scale.ts"
import { found, quoted, type Diagnostic, type VerifyOptions } from "./diagnostic.ts"
import type { Look } from "./look.ts"
import type { PlacedCondition } from "./references.ts"
import { atScores, scoresOf } from "./scores.ts"
import { eachLanguage } from "./texts.ts"
import { isBad, isGood } from "./words-of-judgement.ts"

/** The scores behind which something changes: `6` where 7 is another matter than 6. */
const cutsOf = (look: Look, question: Question, conditions: readonly Condition[]): ReadonlySet<number> => {
  const scores = scoresOf(question) ?? []
  const cuts = new Set<number>()
  for (const condition of conditions) {
    const said = atScores(look, condition, question, scores)
    if (!said?.isAlone) continue
    for (const [place, score] of scores.entries())
      if (place + 1 < scores.length && said.holds[place] !== said.holds[place + 1]) cuts.add(score)
  }
  return cuts
}

/** Where a group of the NPS was cut one score beside its place. */
const misplaced = (cuts: ReadonlySet<number>): readonly string[] => {
  const faults: string[] = []
  if (cuts.has(5) && !cuts.has(6)) faults.push("sets 6 apart from the detractors (0 to 6)")
  if (cuts.has(7) && !cuts.has(6) && !cuts.has(8)) faults.push("does not tell 8, a passive, from 9, a promoter")
  else if (cuts.has(7) && !cuts.has(6)) faults.push("counts 7, a passive, with the detractors (0 to 6)")
  else if (cuts.has(7) && !cuts.has(8)) faults.push("counts 8, a passive, with the promoters (9 and 10)")
  if (cuts.has(9) && cuts.has(6) && !cuts.has(8)) faults.push("sets 9 apart from the promoters (9 and 10)")
  return faults
}

const groups = (look: Look, sound: readonly PlacedCondition[]): readonly Diagnostic[] =>
  look.outline.questions.flatMap((question) => {
    if (question.kind !== "nps") return []
    const faults = misplaced(
      cutsOf(
        look,
        question,
        sound.map(({ condition }) => condition),
      ),
    )
    return faults.map((fault) =>
      found(
        "nps-groups",
        question.id,
        `What follows from ${quoted(question.id)} ${fault}.`,
        "cut at 6 and at 8: detractors are atMost(6), passives between(7, 8), promoters atLeast(9)",
      ),
    )
  })

const directionOf = (question: Question): "up" | "down" | undefined => {
  if (question.kind === "nps" || question.kind === "csat" || question.kind === "ces") return "up"
  const ends = "ends" in question ? question.ends : undefined
  if (!ends) return undefined
  const [lows, highs] = [ends.low, ends.high].map((end) => eachLanguage(end).map(([, words]) => words))
  if (lows?.some(isBad) && highs?.some(isGood)) return "up"
  return lows?.some(isGood) && highs?.some(isBad) ? "down" : undefined
}

const directions = ({ outline }: Look): readonly Diagnostic[] =>
  outline.questions.flatMap((question) => {
    if (directionOf(question) !== "down" || !("ends" in question) || !question.ends) return []
    const { low, high } = question.ends
    return [
      found(
        "scale-direction",
        question.id,
        `The low end of ${quoted(question.id)} is ${quoted(textIn(low, "en"))} and the high one ${quoted(textIn(high, "en"))}: ` +
          "more is worse, as on no other scale.",
        "let the high number be the good one, and turn the ends round",
      ),
    ]
  })

// "from 1 to 10", "del 1 al 10", "1-10": a scale that is named in words.
const namedScale = /\b(?:from|scale of|de|del|entre)\s+(\d{1,3})\s*(?:to|a|al|y|-|–)\s*(?:el\s+)?(\d{1,3})\b/iu

const ranges = ({ outline }: Look): readonly Diagnostic[] =>
  outline.questions.flatMap((question) => {
    if (!("text" in question) || scoresOf(question) === undefined) return []
    const { low, high } = scaleOf(question as Parameters<typeof scaleOf>[0]) // one with scores is a scale
    for (const [, words] of eachLanguage(question.text)) {
      const [, from, to] = namedScale.exec(words) ?? []
      if (from === undefined || to === undefined || (Number(from) === low && Number(to) === high)) continue
      // the years from 20 to 30 are no scale
      if (Number(from) > 1 || ![3, 4, 5, 6, 7, 9, 10, 100].includes(Number(to))) continue
      return [
        found(
          "scale-range",
          question.id,
          `The words of ${quoted(question.id)} name a scale from ${from} to ${to}, and it runs from ${low} to ${high}.`,
          "name the scale that is shown, or leave it to the page",
        ),
      ]
    }
    return []
  })

const usual = 12

const effort = ({ outline }: Look, { mostRequired = usual }: VerifyOptions): readonly Diagnostic[] => {
  const asking = outline.questions.filter(({ kind }) => kind !== "statement")
  const demanded = asking.filter(({ required, when }) => required && !when).length
  if (demanded > mostRequired)
    return [
      found(
        "too-many-required",
        undefined,
        `Everybody has to answer ${demanded} questions, and more than ${mostRequired} is a lot to ask.`,
        "let what you can do without be passed over (`required: false`), or ask it another time",
      ),
    ]
  const isOptional = asking.length > 0 && asking.every(({ required, requiredWhen }) => !required && !requiredWhen)
  return isOptional
    ? [
        found(
          "nothing-required",
          undefined,
          "Every question may be passed over, so that a response may be empty.",
          "require the one answer without which the survey is worth nothing",
        ),
      ]
    : []
}

/** What can be meant, and is a mistake in most surveys. */
export const smells = (
  look: Look,
  sound: readonly PlacedCondition[],
  options: VerifyOptions,
): readonly Diagnostic[] => [...groups(look, sound), ...directions(look), ...ranges(look), ...effort(look, options)]
