// The door @escucha/core/client: a customer's page, in any browser. No Effect, no zod.
export { createClient } from "./client/client.ts"
export type { Client, ClientOptions } from "./client/client.ts"
export type { AnswersTo, Described, SurveyName } from "./client/application.ts"
export type { Conversation, ConversationState } from "./client/conversation.ts"
export type { ConnectionStatus } from "./client/live.ts"
export type { ClientProblem } from "./client/problem.ts"
export type { Offered, SurveyStore, Uploaded } from "./client/survey.ts"
export type { SurveyProblem, SurveyState } from "./client/survey-state.ts"
export type { Line, Upload } from "./client/thread.ts"
export type { VisitorStorage } from "./client/visitor-storage.ts"
export type { Watched } from "./client/watched.ts"
export type {
  ClientAnswer,
  ClientConversation,
  ClientEvent,
  ClientFile,
  ClientMessage,
  ClientOffer,
  ClientOfferCall,
  ClientReceipt,
  ClientSend,
  ClientSession,
  ClientSurvey,
  WireProblem,
} from "./client/wire.ts"
