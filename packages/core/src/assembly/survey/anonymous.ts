import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { millisecondsPer } from "../../kernel/duration.ts"
import { type Endpoint, type Identifier, identifier, type StreamId } from "../../kernel/ids.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Question } from "../../survey/question.ts"
import type { Job } from "../../timeline/job.ts"

/** The scheme of places that belong to nobody: answers to anonymous surveys lie there. */
export const nobody = "anonymous"

/** The day of a moment. */
const dayOf = (moment: number): number => Math.floor(moment / millisecondsPer.day) * millisecondsPer.day

/** The moment of what happens at a place: of what belongs to nobody the day alone, because a moment would lead to whoever wrote then. */
export const momentAt = (place: Endpoint | undefined, moment: number): number =>
  place?.startsWith(`${nobody}:`) === true ? dayOf(moment) : moment

/** Where the answers of an anonymous response lie: at a place of their own, which only the secret of the house leads to. */
export interface AnonymousPlace {
  readonly on: Identifier
  readonly response: string
}

/** The place of the answers to an anonymous survey. Without the secret nobody can tell from a response whose answers these are. */
export const anonymousPlace = (secret: string, response: string): AnonymousPlace => {
  const name = bytesToHex(hmac(sha256, utf8ToBytes(`anonymous\n${secret}`), utf8ToBytes(response))).slice(0, 40)
  return { on: identifier(nobody, name), response: `web:${name}` }
}

/** The id of an input that writes there: the same for the same answer, and none of its words is in it. */
export const anonymousInput = (secret: string, input: string): string =>
  anonymousPlace(secret, `input\n${input}`).response

const isOneStep = ({ kind }: Question): boolean =>
  kind !== "matrix" && kind !== "ranking" && kind !== "max-diff" && kind !== "contact" && kind !== "panel"

/**
 * Whether an anonymous survey can be asked question by question where its answers may not be remembered: nothing in it depends on an
 * answer, and each question is answered in one step.
 */
export const isPlain = ({ questions, values = [], endings = [], quotas = [] }: AnyDefinition): boolean => {
  const names = new Set(questions.map(({ id }) => id))
  const isFree = (question: Question): boolean =>
    !question.when &&
    !question.requiredWhen &&
    !question.checks?.length &&
    isOneStep(question) &&
    !("options" in question && question.options.some(({ when }) => when)) &&
    ![...JSON.stringify(question).matchAll(/\{([\p{L}_][\p{L}\p{N}_-]*)[|}]/gu)].some(([, name = ""]) =>
      names.has(name),
    )
  return values.length + endings.length + quotas.length === 0 && questions.every(isFree)
}

/** What a vote says while it is on its way to its place. */
export interface Ballot {
  readonly survey: string
  readonly response: string
  readonly question: string
  readonly value: unknown
}

/** The job that brings an answer to its place after the commit that heard it; it is gone with the commit that has written it there. */
export const ballotOf = ({
  key,
  input,
  response,
  question,
  value,
}: {
  readonly key: StreamId
  readonly input: string
  readonly response: { readonly id: string; readonly survey: string }
  readonly question: string
  readonly value: unknown
}): Job => {
  const ballot: Ballot = { survey: response.survey, response: response.id, question, value }
  return { key, id: `ballot:${input}`, type: "ballot", ref: JSON.stringify(ballot) }
}
