import type { DraftOf } from "../timeline/entry.ts"
import { type AskedResponse, type surveyMigrated, take } from "./asking.ts"
import type { AnyDefinition } from "./definition.ts"
import { type Ended, next, relevant, type Walk, wayThrough } from "./engine.ts"
import { migrate } from "./migrate.ts"
import { planOf, stepsFor } from "./plan.ts"
import type { Question } from "./question.ts"
import { walkOf } from "./response.ts"
import { shown } from "./shown.ts"

/** What is known of the person and of the house while a response goes on. */
export type Around = Omit<Walk, "seed">

/**
 * A response as the survey stands today. One to an older version is carried over, and the fact says so: from then on its answers are of
 * this version, so that it is carried over once and can be rebuilt without the old definition.
 */
export const carriedOver = (
  definition: AnyDefinition,
  response: AskedResponse,
  around: Around,
): { readonly response: AskedResponse; readonly entries: readonly DraftOf<typeof surveyMigrated>[] } => {
  const { version } = definition
  if (response.version === version) return { response, entries: [] }
  const { answers, lost } = migrate(definition, response.version, response.answers)
  const step = next(definition, answers, walkOf(response, around))
  const question = response.question === null ? null : "question" in step ? step.question.id : null
  const { draft: _, repeated: __, ...rest } = response
  const { id, survey } = response
  return {
    response: { ...rest, version, answers, question },
    entries: [{ kind: "survey-migrated", data: { response: id, survey, version, answers, lost, question } }],
  }
}

/**
 * The question that waits, as this person is asked it: the one to which they went back, where it is still asked; else the one that
 * comes next. How it ended, where none is left.
 */
export const waiting = (
  definition: AnyDefinition,
  response: AskedResponse,
  around: Around,
): { readonly question: Question } | { readonly ended: Ended } => {
  const walk = walkOf(response, around)
  const step = response.question === null ? undefined : planOf(definition).byId.get(response.question)
  if (step) {
    const { facts, ended } = wayThrough(definition, response.answers, walk, true)
    if (!ended && (!step.asked || step.asked(facts) === true)) return { question: shown(definition, step, facts, walk) }
  }
  const after = next(definition, response.answers, walk)
  return "question" in after ? after : { ended: after.ended }
}

/** The question to which somebody goes back: the last one before this that they answered themselves. */
export const questionBefore = (
  definition: AnyDefinition,
  response: AskedResponse,
  around: Around,
): string | undefined => {
  const answered = relevant(definition, response.answers, walkOf(response, around))
  const known = new Set(response.known)
  let last: string | undefined
  for (const { question } of stepsFor(definition, planOf(definition), response.seed)) {
    if (question.id === response.question) return last
    if (question.kind !== "statement" && Object.hasOwn(answered, question.id) && !known.has(question.id))
      last = question.id
  }
  return last
}

/** Passes what is only read: it is said together with the question behind it. */
export const pastStatements = (
  definition: AnyDefinition,
  given: AskedResponse,
  at: number,
  around: Around,
): Pick<ReturnType<typeof take>, "response" | "entries"> & { readonly read: readonly Question[] } => {
  const entries: ReturnType<typeof take>["entries"][number][] = []
  const read: Question[] = []
  let response = given
  // each statement is answered once, so there are never more rounds than questions
  for (const _ of definition.questions) {
    const now = waiting(definition, response, around)
    if (!("question" in now) || now.question.kind !== "statement") break
    read.push(now.question)
    const taken = take(definition, response, { question: now.question.id, value: null, at, ...around })
    entries.push(...taken.entries)
    response = taken.response
  }
  return { response, entries, read }
}
