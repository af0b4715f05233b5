import type { ClientConversation, ClientEvent, ClientMessage, ClientSession, ClientSurvey } from "./wire.ts"

interface Fields { readonly [field: string]: unknown }

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Reads what came from the network: the value, or `undefined` where it is something else. Nothing that is wrong inside is passed on. */
export type Read<Value> = (value: unknown) => Value | undefined

const isMessage = (value: unknown): value is ClientMessage =>
  isFields(value) && typeof value["id"] === "string" && typeof value["text"] === "string" && typeof value["at"] === "number"
  && (value["from"] === "customer" || value["from"] === "team") && (value["choices"] === undefined || isList(value["choices"]))

const isSurvey = (value: unknown): value is ClientSurvey =>
  isFields(value) && typeof value["response"] === "string" && isFields(value["answers"])
  && isFields(value["definition"]) && typeof value["definition"]["name"] === "string" && isList(value["definition"]["questions"])

/** Reads a session. */
export const readSession: Read<ClientSession> = (value) =>
  isFields(value) && typeof value["token"] === "string" && typeof value["expiresAt"] === "number"
    ? { token: value["token"], expiresAt: value["expiresAt"] } : undefined

/** Reads the conversation as it stands. */
export const readConversation: Read<ClientConversation> = (value) =>
  isFields(value) && isList(value["messages"]) && isList(value["surveys"]) && typeof value["cursor"] === "number"
    ? { messages: value["messages"].filter(isMessage), surveys: value["surveys"].filter(isSurvey), cursor: value["cursor"] } : undefined

/** Reads a survey that waits. */
export const readSurvey: Read<ClientSurvey> = (value) => isSurvey(value) ? value : undefined

/** Reads what the stream of events brought. A kind of event that a newer server knows is none of ours. */
export const readEvent: Read<ClientEvent> = (value) => {
  if (!isFields(value)) return undefined
  const { type, message, survey } = value
  if (type === "message" && isMessage(message)) return { type, message }
  return type === "survey" && isSurvey(survey) ? { type, survey } : undefined
}
