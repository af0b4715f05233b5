import type { ClientConversation, ClientEvent, ClientMessage, ClientSession, ClientSurvey } from "./wire.ts"

/** Reads what came from outside: the value, or `undefined` where it is something else. What is wrong inside is not passed on. */
export type Read<Value> = (value: unknown) => Value | undefined

/** The fields of an object; none, where it is something else. */
export const fieldsOf = (value: unknown): { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null ? (value as { readonly [field: string]: unknown }) : {} // any object has fields

/** The value of a JSON text; `undefined` where it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // not ours: whoever reads it on sees nothing
    return undefined
  }
}

/** Whether it is a text. */
export const isText = (value: unknown): value is string => typeof value === "string"
/** Whether it is a number. */
export const isNumber = (value: unknown): value is number => typeof value === "number"

const isMessage = (value: unknown): value is ClientMessage => {
  const { id, text, at, from, choices = [] } = fieldsOf(value)
  return (
    isText(id) && isText(text) && isNumber(at) && (from === "customer" || from === "team") && Array.isArray(choices)
  )
}

const isSurvey = (value: unknown): value is ClientSurvey => {
  const { response, answers, definition } = fieldsOf(value)
  const { name, questions } = fieldsOf(definition)
  return isText(response) && isText(name) && Array.isArray(questions) && fieldsOf(answers) === answers
}

/** Reads a session. */
export const readSession: Read<ClientSession> = (value) => {
  const { token, expiresAt } = fieldsOf(value)
  return isText(token) && isNumber(expiresAt) ? { token, expiresAt } : undefined
}

/** Reads the conversation as it stands. */
export const readConversation: Read<ClientConversation> = (value) => {
  const { messages, surveys, cursor } = fieldsOf(value)
  return Array.isArray(messages) && Array.isArray(surveys) && isNumber(cursor)
    ? { messages: messages.filter(isMessage), surveys: surveys.filter(isSurvey), cursor }
    : undefined
}

/** Reads a survey that waits. */
export const readSurvey: Read<ClientSurvey> = (value) => (isSurvey(value) ? value : undefined)

/** Reads what the stream of events brought. A kind of event that only a newer server knows is none of ours. */
export const readEvent: Read<ClientEvent> = (value) => {
  const { type, message, survey, at } = fieldsOf(value)
  if (type === "message" && isMessage(message)) return { type, message }
  if (type === "typing" && isNumber(at)) return { type, at }
  return type === "survey" && isSurvey(survey) ? { type, survey } : undefined
}
