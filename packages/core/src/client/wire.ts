// What travels between a browser and the `/client` and `/desk` routes, as JSON. Types only: this file adds nothing to a bundle.
import type { CustomerId, EntryId } from "../kernel/ids.ts"
import type { AnyDefinition } from "../survey/definition.ts"
import type { Walk } from "../survey/engine.ts"
import type { Prompt } from "../survey/prompt.ts"

/** `POST /client/session` and its renewal. The token is sealed by the server; the browser only keeps it. */
export interface ClientSession {
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** A file of a message. */
export interface ClientFile {
  readonly kind: "image" | "audio" | "voice" | "video" | "file"
  /** `https://…`, or where it begins with a slash a path below `baseUrl`: it holds for a day, and each loading gives another. */
  readonly url: string
  readonly type?: string
  readonly name?: string
  /** What it shows or says, for whoever cannot see or hear it. */
  readonly alt?: string
  /** What is said in it, where somebody wrote it down. */
  readonly transcript?: string
}

/** A message as the customer sees it. */
export interface ClientMessage {
  readonly id: string
  readonly from: "customer" | "team"
  /** Who of us wrote it. */
  readonly author?: string
  readonly text: string
  readonly at: number
  /** The question that it asks: when that is answered, here or elsewhere, the choices answer nothing any more. */
  readonly asks?: { readonly survey: string; readonly question: string }
  /** Answers that can be tapped. */
  readonly choices?: NonNullable<Prompt["choices"]>
  /** Pages to open. */
  readonly links?: readonly { readonly label: string; readonly url: string }[]
  readonly files?: readonly ClientFile[]
}

/** A survey that waits for this customer, with what they have answered so far. */
export interface ClientSurvey {
  readonly response: string
  readonly definition: AnyDefinition
  readonly answers: { readonly [question: string]: unknown }
  readonly done: boolean
  /** What the way through it depends on beside the answers: the seed of the response, the names that its texts may use, full quotas. */
  readonly walk?: Walk
  /** The questions whose answers were known before anything was asked. */
  readonly known?: readonly string[]
}

/** `POST /client/surveys/:name/offers`: the id is made by the browser, so that a retry is the same offer. */
export interface ClientOfferCall {
  readonly id: string
}

/** What becomes of it: whether the survey may be put now. */
export interface ClientOffer {
  readonly isOffered: boolean
  /** Why not: `answered`, `capped`, `opted-out`. */
  readonly because?: string
}

/** `GET /client/conversation`: the last messages, oldest first, and the cursor from which `/client/events` goes on. */
export interface ClientConversation {
  readonly messages: readonly ClientMessage[]
  readonly surveys: readonly ClientSurvey[]
  readonly cursor: number
}

/** What `/client/events` (SSE) sends; the SSE id is the cursor. */
export type ClientEvent =
  | { readonly type: "message"; readonly message: ClientMessage }
  | { readonly type: "survey"; readonly survey: ClientSurvey }
  /** Somebody of us is writing at this moment; it is over a few seconds later. */
  | { readonly type: "typing"; readonly at: number }

/** `POST /client/messages`: the id is made by the browser, so that a retry is the same message. */
export interface ClientSend {
  readonly id: string
  readonly text: string
}

/** `POST /client/receipts`: how far the page got with what we wrote, by the time of the last message of ours. */
export interface ClientReceipt {
  readonly status: "delivered" | "read"
  readonly upTo: number
}

/** `POST /client/answers`. */
export interface ClientAnswer {
  readonly survey: string
  readonly id: string
  readonly response: string
  readonly question: string
  readonly value: unknown
}

/** The body of every refusal: which field, and what to do about it. */
export interface WireProblem {
  readonly error: {
    readonly reason: string
    readonly field?: string
    readonly message: string
    readonly retryAfter?: number
  }
}

/** What `/desk/events` (SSE) sends for each committed entry; the SSE id is the cursor. */
export interface DeskEvent {
  readonly customer: CustomerId
  readonly entry: EntryId
  readonly kind: string
  readonly at: number
}

/** What `/desk/events` sends between entries: somebody is writing at this moment. Nothing of it is kept; its SSE id is the last cursor. */
export interface DeskPresence {
  readonly customer: CustomerId
  readonly kind: "typing"
  readonly channel: string
  readonly at: number
}
