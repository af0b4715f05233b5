import { partOf } from "@escucha/core/survey-render"
import type { Answer, Question } from "@escucha/core/survey"

/** How a question is put where one thing is asked at a time. */
export interface Steps {
  readonly shown: readonly Question[]
  /** How many steps there are in all, as far as somebody goes who takes the first of everything. */
  readonly all: number
}

const most = 60

// What is said to one step so that the next one comes; it is never checked, and never leaves this page.
const anything = (step: Question): Answer => {
  if ("options" in step) return step.options[0]?.value ?? ""
  if (step.kind === "consent") return step.id.endsWith(".0.another") // of a panel: there is one, and not another one
  return "…"
}

/** The steps of a question on a channel that asks one thing at a time; the first `few` of them to look at. */
export const stepsOf = (question: Question, few: number): Steps => {
  const shown: Question[] = []
  let [all, draft]: [number, unknown] = [0, undefined]
  while (all < most) {
    const { question: step, take } = partOf(question, draft)
    all += 1
    if (shown.length < few) shown.push(step)
    const taken = take(anything(step))
    if (!("draft" in taken)) break
    draft = taken.draft
  }
  return { shown, all }
}
