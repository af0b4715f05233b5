import type { Identifier, StreamId } from "../../kernel/ids.ts"
import { deliveryIn } from "../../conversation/outbox.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyEntry, EntryOfKind, State } from "../entries.ts"
import type { Cell } from "./export-csv.ts"

/** A line of a table, by column. */
export interface Line {
  readonly [column: string]: Cell
}

/** How far messages got, by what was read of a customer: entries come newest first, so what becomes of a message comes before it. */
export type Deliveries = Map<string, EntryOfKind<"delivery-changed">>

/** One kind of thing that passed between us and a customer, as a table that a person can read. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  /** The lines that an entry makes; of most entries none. */
  readonly linesOf: (entry: AnyEntry, customer: Whole<State>, deliveries: Deliveries) => readonly Line[]
}

/** A moment as people and spreadsheets read it. */
export const moment = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString()

const text = (value: unknown): Cell =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
    ? value
    : JSON.stringify(value)

const addressOf = ({ streams }: Whole<State>, stream: StreamId): Identifier | null =>
  streams.get(stream)?.identifier ?? null

const messages: Table = {
  name: "messages",
  columns: ["at", "from", "channel", "address", "text", "author", "purpose", "delivery", "feeling"],
  linesOf: (entry, customer, deliveries) => {
    const { kind, data, stream, occurredAt } = entry
    const at = moment(occurredAt),
      address = addressOf(customer, stream)
    if (kind === "message-received") {
      const { channel, text: said, reading } = data
      return [{ at, from: "customer", channel, address, text: said, feeling: reading?.label }]
    }
    if (kind === "delivery-changed" && entry.position > (deliveries.get(data.message)?.position ?? 0))
      deliveries.set(data.message, entry)
    if (kind !== "message-written") return []
    const { message, channel, content, author, purpose, delivery } = data
    const outbox = customer.streams.get(stream)?.state.outbox
    // of old messages the outbox knows nothing any more
    const { status } = (outbox && deliveryIn(outbox, message)) ?? deliveries.get(message)?.data.delivery ?? delivery
    deliveries.delete(message)
    return [{ at, from: "us", channel, address, text: content.text, author, purpose, delivery: status }]
  },
}

const events: Table = {
  name: "events",
  columns: ["at", "event", "properties", "known by"],
  linesOf: ({ kind, data, stream, occurredAt }, customer) =>
    kind === "event-tracked"
      ? [
          {
            at: moment(occurredAt),
            event: data.event,
            properties: JSON.stringify(data.properties),
            "known by": addressOf(customer, stream),
          },
        ]
      : [],
}

const surveys: Table = {
  name: "surveys",
  columns: ["at", "survey", "response", "question", "answer"],
  linesOf: ({ kind, data, occurredAt }) => {
    if (kind === "survey-asked")
      return [{ at: moment(occurredAt), survey: data.survey, response: data.response, question: data.question }]
    if (kind !== "question-answered") return []
    const { survey, response, question, value } = data
    return [{ at: moment(occurredAt), survey, response, question, answer: text(value) }]
  },
}

const incentives: Table = {
  name: "incentives",
  columns: ["at", "incentive", "what", "survey", "response", "by"],
  linesOf: ({ kind, data, occurredAt }) => {
    if (kind !== "incentive-given" && kind !== "incentive-redeemed") return []
    const { incentive, survey, response } = data
    const at = moment(occurredAt)
    return kind === "incentive-given"
      ? [{ at, incentive, what: "given", survey, response }]
      : [{ at, incentive, what: "redeemed", survey, response, by: data.by }]
  },
}

const cases: Table = {
  name: "cases",
  columns: ["at", "case", "what", "kind", "owner", "because", "due", "by"],
  linesOf: ({ kind, data, occurredAt }) => {
    const at = moment(occurredAt)
    if (kind === "case-opened") {
      const { case: id, kind: sort, owner, because, due } = data
      return [{ at, case: id, what: "opened", kind: sort, owner, because, due: moment(due) }]
    }
    if (kind === "case-assigned") return [{ at, case: data.case, what: "assigned", owner: data.owner, by: data.by }]
    return kind === "case-closed" ? [{ at, case: data.case, what: "closed", because: data.reason, by: data.by }] : []
  },
}

const consents: Table = {
  name: "consents",
  columns: [
    "at",
    "record",
    "purpose",
    "channel",
    "decision",
    "basis",
    "method",
    "actor",
    "expires",
    "language",
    "text version",
    "text",
    "evidence",
    "hash",
  ],
  linesOf: ({ kind, data, occurredAt }) => {
    const at = moment(occurredAt)
    if (kind === "opted-out" || kind === "opted-in")
      return [{ at, purpose: "*", channel: data.channel ?? "*", decision: kind, method: data.by }]
    if (kind !== "consent-changed") return []
    const { id: record, purpose, channel, decision, basis, method, actor, expiresAt, evidence, hash } = data
    return [
      {
        at,
        record,
        purpose,
        channel,
        decision,
        basis,
        method,
        actor,
        hash,
        expires: moment(expiresAt),
        language: data.text?.language,
        "text version": data.text?.version,
        text: data.text?.text,
        evidence: JSON.stringify(evidence),
      },
    ]
  },
}

/** The tables of an export, in their order. */
export const tables: readonly Table[] = [messages, events, surveys, incentives, cases, consents]

/** Every entry with all that it holds: the table that leaves nothing out. */
export const everyEntry: Table = {
  name: "entries",
  columns: ["id", "kind", "happened", "received", "known by", "data"],
  linesOf: ({ id, kind, data, stream, occurredAt, receivedAt }, customer) => [
    {
      id,
      kind,
      happened: moment(occurredAt),
      received: moment(receivedAt),
      "known by": addressOf(customer, stream),
      data: JSON.stringify(data),
    },
  ],
}
