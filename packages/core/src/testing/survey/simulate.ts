import type { AnyDefinition, Answers } from "../../survey/definition.ts"
import type { Answer } from "../../survey/answer.ts"
import { type Ended, relevant } from "../../survey/engine.ts"
import type { Medium } from "../../survey/question.ts"
import { drawing } from "../../survey/seed.ts"
import { type Dialogue, hear, type Line, opened, partOfAnswer, type Stage } from "./dialogue.ts"
import { type Reply, saidFor } from "./said.ts"

/** Where a survey is simulated: a medium, or all there is to say of it. */
export type Where = Medium | (Partial<Omit<Stage, "medium">> & Pick<Stage, "medium">)

/** What was said on both sides, and what came of it. */
export interface Transcript {
  readonly lines: readonly Line[]
  /** All of it as one text, to be compared with what somebody wrote down. */
  readonly text: string
  /** The answers that count. */
  readonly answers: Answers
  /** How it ended; none where a question still waits. */
  readonly ended?: Ended
  /** The question that waits, or the part of it. */
  readonly waiting?: string
  /** What was said that is no answer to anything. */
  readonly others: readonly string[]
}

const inText = ({ from, text, choices, segments }: Line): string => {
  const rows = [...text.split("\n"), ...(choices ? [choices.map((label) => `[${label}]`).join(" ")] : [])]
  const cost = segments === undefined || segments === 1 ? "" : ` (${segments} messages)`
  return `${from === "us" ? "us" : "customer"}${cost}: ${rows.join("\n  ")}`
}

const transcriptOf = ({ definition, stage, lines, answers, asked, ended, others }: Dialogue): Transcript => ({
  lines,
  text: lines.map(inText).join("\n"),
  answers: relevant(definition, answers, stage),
  ...(ended ? { ended } : asked && { waiting: asked.part.id }),
  others,
})

const stageOf = (where: Where): Stage =>
  typeof where === "string" ? { medium: where, language: "en" } : { language: "en", ...where }

/**
 * Plays a survey with what the customer says, one thing after another: pure, with the words that they would read or hear. What is said when
 * nothing is asked any more is kept as a message like any other. It throws nothing, whatever is said.
 *
 * @example
 * const { text, answers } = simulate(postPurchase, "sms", ["6", "it came late", "2"])
 * simulate(postPurchase, { medium: "chat", language: "es", capabilities: telegram.capabilities }, [{ tap: "6" }, "tarde", "el precio"])
 */
export const simulate = (definition: AnyDefinition, where: Where, script: readonly Reply[]): Transcript =>
  transcriptOf(script.reduce(hear, opened(definition, stageOf(where))))

/** How often a customer says something before we give up on them. */
const mostReplies = 2000

/**
 * Plays a survey with a customer who means these answers, and says each in one of the ways in which people do: by a tap, a key, a number, a
 * word. The seed decides which. It ends where they have nothing more to say.
 *
 * @example
 * simulateAnswers(postPurchase, "voice", fake(postPurchase, 7)).answers // the same as those of fake
 */
export const simulateAnswers = (definition: AnyDefinition, where: Where, meant: Answers): Transcript => {
  const stage = stageOf(where)
  const draw = drawing((stage.seed ?? 0) ^ 0x5eed)
  const language = stage.language?.toLowerCase().startsWith("es") ? "es" : "en"
  let dialogue = opened(definition, stage)
  for (let count = 0; count < mostReplies && dialogue.asked && !dialogue.ended && !dialogue.hungUp; count++) {
    const { question, part, prompt } = dialogue.asked
    if (!Object.hasOwn(meant, question.id) || dialogue.repeated > 0) break
    const value = partOfAnswer(question, part.id, meant[question.id] as Answer) // it is to be held against the question, like any answer
    const before = dialogue.others.length
    dialogue = hear(dialogue, saidFor(part, value, { medium: stage.medium, language, prompt, draw }))
    if (dialogue.others.length > before) break
  }
  return transcriptOf(dialogue)
}
