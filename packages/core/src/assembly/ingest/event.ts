/** The fields of a JSON object. */
export interface Fields {
  readonly [field: string]: unknown
}

/** Whom an event names: a user whom the application knows, a stranger (a cookie, a device), or both. */
export interface Who {
  readonly user?: string
  readonly stranger?: string
}

interface Told {
  /** Its sender's id of it, the same in every retry. */
  readonly id: string
  /** When it happened, in milliseconds, by our clock. */
  readonly at: number
}

/** Somebody is told of. */
export interface IdentifyEvent extends Told {
  readonly type: "identify"
  readonly who: Who
  /** A `null` takes a trait back. */
  readonly traits: Fields
  /** Traits that hold only where nothing else is known. */
  readonly once: Fields
  /** What the client itself knows of the person's language and time zone. */
  readonly language?: string
  readonly zone?: string
}

/** Somebody did something. `own` are the calls of a protocol itself (`page`, `screen`, `$pageleave`): nobody has to declare them. */
export interface TrackEvent extends Told {
  readonly type: "track"
  readonly who: Who
  readonly event: string
  readonly own: boolean
  readonly properties: Fields
}

/** Somebody belongs to a group; `who` is nobody where only the group itself is told of. */
export interface GroupEvent extends Told {
  readonly type: "group"
  readonly who: Who | undefined
  readonly scheme: "account" | "community"
  readonly group: string
  readonly traits: Fields
}

/** Two ids are one person's. */
export interface AliasEvent extends Told {
  readonly type: "alias"
  readonly who: Who
  readonly previous: string
  /** Somebody insists: the client was told to merge in spite of its own rules. */
  readonly insists: boolean
}

/** An event in the one form that every dialect is translated to. */
export type IngestEvent = IdentifyEvent | TrackEvent | GroupEvent | AliasEvent

/** The protocols that are understood: Segment's with its relatives (RudderStack, Customer.io, Jitsu, Dittofeed), and PostHog's. */
export type Dialect = "segment" | "posthog"

/** What an event is read with, beside itself. */
export interface Envelope {
  readonly dialect: Dialect
  /** The type that the path says, where an event comes alone. */
  readonly type?: string
  /** When the sender's clock says that it was sent. */
  readonly sentAt?: string
  readonly receivedAt: number
}

/** Why an event cannot be taken: the field, and the remedy. What was sent is never in it. */
export interface Problem {
  readonly field: string
  readonly message: string
}

/** What an event of a dialect comes to: usually one event. */
export type Translated = { readonly events: readonly IngestEvent[] } | { readonly problem: Problem }

/** The longest id or name that is taken. */
export const longestName = 256

/** Whether a value is a JSON object. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A text of 1 to 256 characters; `undefined` for everything else. */
export const textIn = (fields: Fields, field: string): string | undefined => {
  const value = fields[field]
  return typeof value === "string" && value.length <= longestName && value.trim() !== "" ? value : undefined
}

/** An id: a text, or a whole number, which some senders have as their key. */
export const idIn = (fields: Fields, field: string): string | undefined => {
  const value = fields[field]
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : textIn(fields, field)
}

/** The object in a field, empty where there is none; `undefined` where there is something else. */
export const objectIn = (fields: Fields, field: string): Fields | undefined => {
  const value = fields[field] ?? {}
  return isFields(value) ? value : undefined
}

/** A refusal of a translation. */
export const refused = (field: string, message: string) => ({ problem: { field, message } })
