import type { CustomerId, CustomerView, Delivery, InboxItem, MoodLevel, Pulse, ThreadItem } from "@escucha/core"
import type { Hours, List } from "../route.ts"
import { asDeskError, errorOf } from "./desk-error.ts"
import { type ChannelClient, createChannelClient, type ReplyToSend, placed } from "./channel-client.ts"
import { createPersonClient, type PersonClient } from "./person-client.ts"
import { createSurveyClient, type SurveyClient } from "./survey-client.ts"

/** One page of a list and the token of the next. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** Which customers the inbox asks for. */
export interface InboxFilter {
  readonly list: List
  readonly mood: MoodLevel | null
}

/** Something found in what customers wrote. */
export interface Found {
  readonly customer: CustomerId
  readonly name: string
  readonly text: string
  readonly at: number
}

/** What a colleague decides about a conversation, or about one case of the customer. `id` is made here: a retry is the same act. */
export interface Act {
  readonly id: string
  readonly customer: CustomerId
  readonly case: string | null
}

/** A signed-in colleague. `expiresAt` is in milliseconds. */
export interface DeskSession {
  readonly session: string
  readonly user: { readonly name: string }
  readonly expiresAt: number
}

/** The desk's routes as functions. Each rejects with a `DeskError` and with nothing else. */
export interface DeskClient extends PersonClient, ChannelClient, SurveyClient {
  readonly inbox: (
    filter: InboxFilter,
    page: { readonly limit: number; readonly after?: string },
  ) => Promise<Page<InboxItem>>
  readonly pulse: (hours: Hours) => Promise<Pulse>
  readonly customer: (id: CustomerId) => Promise<CustomerView>
  readonly thread: (id: CustomerId, after: string) => Promise<Page<ThreadItem>>
  readonly search: (words: string, signal: AbortSignal) => Promise<readonly Found[]>
  readonly reply: (id: CustomerId, reply: ReplyToSend) => Promise<Delivery>
  readonly assign: (act: Act, owner: string) => Promise<void>
  readonly close: (act: Act, reason: string) => Promise<void>
  /** Opens the stream of events after `lastEvent`. */
  readonly events: (lastEvent: string | null, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>
}

const patience = 20_000

interface Call {
  readonly path: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: { readonly [name: string]: string }
  readonly signal?: AbortSignal
}

const request = async ({ path, token, body, headers, signal }: Call): Promise<Response> => {
  try {
    const response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      cache: "no-store",
      signal: signal ?? AbortSignal.timeout(patience),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.ok) return response
    throw errorOf(response.status, await response.json().catch(() => null)) // a proxy's page instead of JSON: the status says enough
  } catch (cause) {
    throw asDeskError(cause)
  }
}

const json = async <Body>(call: Call): Promise<Body> => {
  const response = await request(call)
  try {
    return (await response.json()) as Body // the desk's own routes, same origin, answer with the types they share with this page
  } catch (cause) {
    throw asDeskError(cause)
  }
}

/** Trades the token of the server's link for a session. */
export const signIn = (token: string): Promise<DeskSession> => json({ path: "/desk/session", body: { token } })

const inboxQuery = ({ list, mood }: InboxFilter, page: { readonly limit: number; readonly after?: string }): string =>
  String(
    new URLSearchParams({
      only: list === "waiting" ? "waiting" : "all",
      ...(list === "mine" ? { owner: "me" } : {}),
      ...(mood === null ? {} : { mood }),
      limit: String(page.limit),
      ...(page.after === undefined ? {} : { after: page.after }),
    }),
  )

/** A client of `/desk/*` that speaks for one session; `onExpired` is told once the server no longer accepts it. */
export const createDeskClient = (token: string, onExpired: () => void): DeskClient => {
  const guarded = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work
    } catch (cause) {
      const error = asDeskError(cause)
      if (error.reason === "unauthorized") onExpired()
      throw error
    }
  }
  const get = <Body>(path: string, signal?: AbortSignal) =>
    guarded(json<Body>({ path, token, ...(signal ? { signal } : {}) }))
  const post = <Body>(path: string, body: unknown) => guarded(json<Body>({ path, token, body }))
  const act = async ({ id, customer, case: open }: Act, verb: "assign" | "close", detail: object): Promise<void> => {
    await (open === null
      ? post(`/desk/customers/${customer}/${verb}`, { id, ...detail })
      : post(`/desk/cases/${encodeURIComponent(open)}/${verb}`, { id, customer, ...detail }))
  }
  return {
    ...createPersonClient({ get, post }),
    ...createSurveyClient({ get, post }),
    ...createChannelClient({ token, get, post, guarded }),
    inbox: (filter, page) => get(`/desk/inbox?${inboxQuery(filter, page)}`),
    pulse: (hours) => get(`/desk/pulse?hours=${hours}`),
    customer: (id) => get(`/desk/customers/${id}`),
    thread: (id, after) => get(`/desk/customers/${id}/thread?after=${encodeURIComponent(after)}`),
    search: async (words, signal) =>
      (await get<{ readonly items: readonly Found[] }>(`/desk/search?q=${encodeURIComponent(words)}`, signal)).items,
    reply: (id, reply) => post(`/desk/customers/${id}/reply`, { ...placed(reply), text: reply.text }),
    assign: (what, owner) => act(what, "assign", { owner }),
    close: (what, reason) => act(what, "close", { reason }),
    events: async (lastEvent, signal) => {
      const response = await guarded(
        request({
          path: "/desk/events",
          token,
          signal,
          headers: { accept: "text/event-stream", ...(lastEvent === null ? {} : { "last-event-id": lastEvent }) },
        }),
      )
      return response.body ?? new ReadableStream()
    },
  }
}
