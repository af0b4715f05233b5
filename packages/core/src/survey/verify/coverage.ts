import type { Condition } from "../../kernel/condition.ts"
import type { Question } from "../question.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"
import type { Look } from "./look.ts"
import { atScores, scoresOf, spans } from "./scores.ts"

/** What a score leads to: a question or an ending, with the scores at which it may come, and at which it does. */
interface FollowUp {
  readonly name: string
  readonly isAlone: boolean
  readonly may: readonly boolean[]
}

const followUps = (
  look: Look,
  question: Question,
  scores: readonly number[],
  list: readonly { readonly name: string; readonly when: Condition }[],
): readonly FollowUp[] =>
  list.flatMap(({ name, when }) => {
    const said = look.suspect.has(when) ? undefined : atScores(look, when, question, scores)
    if (!said) return []
    const may = said.holds.map((truth) => truth !== false)
    // what comes whatever the score, and what never comes, is no answer to it
    return may.includes(false) && may.includes(true) ? [{ name, isAlone: said.isAlone, may }] : []
  })

/** The places that nothing covers, between such that something does. */
const holesIn = (covered: readonly boolean[]): readonly number[] => {
  const [first, last] = [covered.indexOf(true), covered.lastIndexOf(true)]
  return covered.flatMap((is, place) => (!is && place > first && place < last ? [place] : []))
}

const covers = (list: readonly FollowUp[], scores: readonly number[]): readonly boolean[] =>
  scores.map((_, place) => list.some(({ may }) => may[place] === true))

const names = (list: readonly FollowUp[]): string => list.map(({ name }) => quoted(name)).join(" and ")

// Who may say in their own words why is led on, whatever the score.
const asksWhy = (next: Question | undefined): boolean =>
  next !== undefined && next.when === undefined && (next.kind === "open-text" || next.kind === "text")

const gaps = (
  look: Look,
  question: Question,
  index: number,
  scores: readonly number[],
  { asked, ended }: { readonly asked: readonly FollowUp[]; readonly ended: readonly FollowUp[] },
): readonly Diagnostic[] => {
  const { questions, definition } = look.outline
  const { id } = question
  const told = (holes: readonly number[], list: readonly FollowUp[], what: string): readonly Diagnostic[] => {
    if (holes.length === 0) return []
    const missed = spans(holes.map((place) => scores[place] ?? 0))
    return [
      found(
        "uncovered-score",
        id,
        `Whoever answers ${quoted(id)} with ${missed} ${what}, while scores below and above lead to ${names(list)}.`,
        `let one of them take ${missed} in as well, or ask those something of their own`,
      ),
    ]
  }
  const next = questions.slice(index + 1).find(({ kind }) => kind !== "statement")
  const all = [...asked, ...ended]
  const between = all.length < 2 || asksWhy(next) ? [] : told(holesIn(covers(all, scores)), all, "is led nowhere")
  if (between.length > 0 || definition.thanks !== undefined || ended.length < 2) return between
  const isOpen = definition.endings?.some(({ when, early }) => !early && !when) === true
  const isOther = (definition.endings ?? []).length > ended.length
  if (isOpen || isOther) return []
  const covered = covers(ended, scores)
  return told(
    covered.flatMap((is, place) => (is ? [] : [place])),
    ended,
    "is told nothing at the end",
  ).map((each) => ({ ...each, message: each.message.replace("scores below and above", "other scores") }))
}

const isLow = ({ may }: FollowUp): boolean => may[0] === true && may.lastIndexOf(true) < may.indexOf(false)
const isHigh = ({ may }: FollowUp): boolean => may.at(-1) === true && may.indexOf(true) > may.lastIndexOf(false)

const overlaps = ({ id }: Question, scores: readonly number[], asked: readonly FollowUp[]): readonly Diagnostic[] => {
  const alone = asked.filter(({ isAlone }) => isAlone)
  for (const low of alone.filter(isLow))
    for (const high of alone.filter(isHigh)) {
      const shared = scores.filter((_, place) => low.may[place] === true && high.may[place] === true)
      if (shared.length === 0) continue
      return [
        found(
          "overlapping-scores",
          id,
          `Whoever answers ${quoted(id)} with ${spans(shared)} is asked both ${quoted(low.name)}, which is for low scores, ` +
            `and ${quoted(high.name)}, which is for high ones.`,
          "let one end where the other begins",
        ),
      ]
    }
  return []
}

/** Scores that lead nowhere between others that lead somewhere, and scores that lead to both sides. */
export const coverage = (look: Look): readonly Diagnostic[] => {
  const { questions, definition } = look.outline
  return questions.flatMap((question, index) => {
    const scores = scoresOf(question)
    if (!scores) return []
    const placed = (list: readonly { readonly id: string; readonly when?: Condition }[]) =>
      list.flatMap(({ id, when }) => (when ? [{ name: id, when }] : []))
    const asked = followUps(look, question, scores, placed(questions.slice(index + 1)))
    const ended = followUps(look, question, scores, placed(definition.endings ?? []))
    return [...gaps(look, question, index, scores, { asked, ended }), ...overlaps(question, scores, asked)]
  })
}
