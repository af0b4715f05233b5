import type { WebAccess } from "../../channel/channel.ts"
import { longestText } from "../../channel/content.ts"
import type { ClientConversation, ClientEvent, ClientMessage, ClientSession, ClientSurvey } from "../../client/wire.ts"
import { InputError } from "../../kernel/errors.ts"
import { type Identifier, identifier, type StreamId } from "../../kernel/ids.ts"
import { allowsOrigin, corsHeaders, mustBeJson } from "../../runtime/web/access.ts"
import { readObject, textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { type Call, failed, json, type Route } from "../../runtime/web/router.ts"
import { bearerOf, createSeal } from "../../runtime/web/seal.ts"
import { cursorOf, eventStream, type ServerEvent } from "../../runtime/web/sse.ts"
import type { Response } from "../../survey/response.ts"
import { unguessable } from "../../kernel/random.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyEntry, State } from "../entries.ts"
import { idFor, type Loop } from "../loop.ts"

/** Whom a session of a browser speaks for: one address of the web chat, nothing else. */
export interface Visitor {
  readonly visitor: string
  readonly expiresAt: number
}

const hour = 3_600_000
const visitorSession = 30 * 24 * hour
const messagesShown = 50

const readVisitor = (value: unknown): Visitor | undefined => {
  if (typeof value !== "object" || value === null || !("visitor" in value) || !("expiresAt" in value)) return undefined
  const { visitor, expiresAt } = value
  return typeof visitor === "string" && typeof expiresAt === "number" ? { visitor, expiresAt } : undefined
}

/** The sessions of a web chat: sealed, short, and bound to one visitor. */
export const createVisitorSessions = (access: WebAccess) => createSeal(access.secret, "escucha visitor", readVisitor)

/** Where the browser's id of a message went: it comes back as the id of the message. */
const ownId = (channel: string, visitor: string, input: string): string => {
  const prefix = `in:${channel}:${visitor}/`
  return input.startsWith(prefix) ? input.slice(prefix.length) : input
}

const authorOf = (author: string): { readonly author: string } | object => author.includes(":") || author === "app" || author === "team" || author === "opt-out" ? {} : { author }

/** Turns entries of one visitor's stream into what their page shows. A message of ours is shown when it has left. */
const createReader = (channel: string, visitor: string) => {
  const written = new Map<string, ClientMessage>()
  const received = (entry: Extract<AnyEntry, { readonly kind: "message-received" }>): ClientMessage =>
    ({ id: ownId(channel, visitor, entry.id.slice(0, entry.id.lastIndexOf("#"))), from: "customer", text: entry.data.text, at: entry.occurredAt })
  return (entry: AnyEntry): ClientMessage | undefined => {
    if (entry.kind === "message-received") return received(entry)
    if (entry.kind === "message-written") {
      const { message, author, content: { text, choices }, delivery } = entry.data
      const shown: ClientMessage = { id: message, from: "team", text, at: entry.occurredAt, ...authorOf(author), ...choices && { choices } }
      if (delivery.status === "sent") return shown
      if (delivery.status === "queued") written.set(message, shown)
      return undefined
    }
    if (entry.kind !== "delivery-changed" || entry.data.delivery.status !== "sent") return undefined
    const shown = written.get(entry.data.message)
    written.delete(entry.data.message)
    return shown && { ...shown, at: entry.occurredAt }
  }
}

const entriesOf = async (loop: Loop, customer: Whole<State>, stream: StreamId): Promise<readonly AnyEntry[]> => {
  const { items } = await loop.read.timeline(customer.id, { limit: 4 * messagesShown })
  return items.filter((entry) => entry.stream === stream).reverse() // one pinned conversation only
}

const surveysOf = (loop: Loop, responses: readonly Response[]): readonly ClientSurvey[] => responses.flatMap(({ id, survey, answers, question }) => {
  const definition = loop.setting.surveys[survey]
  return definition ? [{ response: id, definition, answers, done: question === null }] : []
})

const homeOf = (customer: Whole<State> | undefined, of: Identifier) => customer && [...customer.streams].find(([, row]) => row.identifier === of)

/** What each call has after its session was checked. */
interface Visit {
  readonly call: Call
  readonly visitor: string
  readonly address: Identifier
}

const createAnswers = (loop: Loop, name: string, scheme: string, access: WebAccess) => {
  const sessions = createVisitorSessions(access)
  const open = async (visitor: string): Promise<ClientSession> => {
    const expiresAt = loop.clock.now() + visitorSession
    return { token: await sessions.seal({ visitor, expiresAt }), expiresAt }
  }
  const visit = async (call: Call): Promise<Visit> => {
    const known = await sessions.unseal(bearerOf(call.request.headers), loop.clock.now())
    if (!known) throw new InputError("unauthorized", "session", "open a session first, or renew it")
    return { call, visitor: known.visitor, address: identifier(scheme, known.visitor) }
  }
  const session = async (call: Call): Promise<WebResponse> => {
    const known = await sessions.unseal(bearerOf(call.request.headers), loop.clock.now())
    if (!known && !access.visitors) throw new InputError("unauthorized", "session", "your host has to mint the session; ask it for one")
    return json(201, await open(known?.visitor ?? `v${unguessable()}`))
  }
  const conversation = async ({ address, visitor }: Visit): Promise<WebResponse> => {
    await loop.ready()
    const cursor = await loop.store.head()
    const customer = await loop.whole(address)
    const home = homeOf(customer, address)
    const read = createReader(name, visitor)
    const messages = customer && home ? (await entriesOf(loop, customer, home[0])).flatMap((entry) => read(entry) ?? []).slice(-messagesShown) : []
    const body: ClientConversation = { messages, surveys: home ? surveysOf(loop, Object.values(home[1].state.surveys)) : [], cursor }
    return json(200, body)
  }
  const say = async ({ call, visitor }: Visit): Promise<WebResponse> => {
    const fields = readObject(call.request.body)
    const [id, text] = [textField(fields, "id", 128), textField(fields, "text", longestText)]
    const [outcome] = await loop.receive(name, [{ type: "message", id: `${visitor}/${id}`, address: visitor, text, at: loop.clock.now() }])
    return json(outcome?.status === "duplicate" ? 200 : 201, { id, status: outcome?.status })
  }
  const answer = async ({ call, address }: Visit): Promise<WebResponse> => {
    const fields = readObject(call.request.body)
    const [id, survey, question] = [textField(fields, "id", 128), textField(fields, "survey"), textField(fields, "question")]
    const response = textField(fields, "response", 256)
    if (!/^[a-z0-9]+:/.test(response)) throw new InputError("invalid", "response", "use the id that the survey came with")
    await loop.post({ kind: "answer", id: idFor("answer", `${address}/${id}`, loop), on: address, survey, response, question, value: fields["value"] })
    const home = homeOf(await loop.whole(address), address)
    const [known] = surveysOf(loop, Object.values(home?.[1].state.surveys ?? {}).filter((each) => each.id === response))
    if (!known) throw new InputError("unknown", "response", "no survey of this name waits for an answer")
    return json(200, known)
  }
  const survey = async ({ call, address }: Visit): Promise<WebResponse> => {
    const { name: wanted = "" } = call.parameters
    const definition = Object.hasOwn(loop.setting.surveys, wanted) ? loop.setting.surveys[wanted] : undefined
    if (!definition) throw new InputError("unknown", "survey", "name one of the surveys of createEscucha")
    const home = homeOf(await loop.whole(address), address)
    const known = surveysOf(loop, Object.values(home?.[1].state.surveys ?? {}).filter((each) => each.survey === wanted)).at(-1)
    const begun: ClientSurvey = known ?? { response: `web:${unguessable()}`, definition, answers: {}, done: false }
    return json(200, begun)
  }
  const events = async ({ call, address, visitor }: Visit): Promise<WebResponse> => {
    const after = cursorOf(call.request.headers["last-event-id"], call.query.get("after"))
    await loop.ready()
    return eventStream(loop.clock, (signal) => visitorEvents(loop, { name, address, visitor, after, signal }))
  }
  return { session, visit, conversation, say, answer, survey, events }
}

async function* visitorEvents(loop: Loop, { name, address, visitor, after, signal }: {
  readonly name: string; readonly address: Identifier; readonly visitor: string; readonly after: number | undefined; readonly signal: AbortSignal
}): AsyncGenerator<ServerEvent> {
  const read = createReader(name, visitor)
  let home = homeOf(await loop.whole(address), address)?.[0]
  for await (const { cursor, entry } of loop.read.follow(after, signal)) {
    if (home === undefined && entry.position === 1) home = homeOf(await loop.whole(address), address)?.[0]
    if (entry.stream !== home) continue
    const message = read(entry)
    if (message) yield { id: cursor, data: { type: "message", message } satisfies ClientEvent }
    if (entry.kind !== "survey-asked" && entry.kind !== "question-answered") continue
    const state = homeOf(await loop.whole(address), address)?.[1].state
    const [survey] = surveysOf(loop, Object.values(state?.surveys ?? {}).filter(({ id }) => id === entry.data.response))
    if (survey) yield { id: cursor, data: { type: "survey", survey } satisfies ClientEvent }
  }
}

const paths = ["session", "conversation", "messages", "answers", "events", "surveys/:name"] as const

/** `/client/*`: what the page of a customer calls. Every call but the first has a sealed session, and sees that visitor's conversation alone. */
export const clientRoutes = (loop: Loop): readonly Route[] => {
  const [name, channel] = Object.entries(loop.setting.channels).find(([, each]) => each.web) ?? []
  if (name === undefined || !channel?.web) return []
  const web = channel.web()
  const answers = createAnswers(loop, name, channel.scheme, web)
  const guarded = (answer: (call: Call) => Promise<WebResponse>) => async (call: Call): Promise<WebResponse> => {
    const { origin, host } = call.request.headers
    if (!allowsOrigin(origin, host, web.origins)) throw new InputError("unauthorized", "origin", "add the origin of this page to the web chat")
    const response = await answer(call).catch((failure: unknown) => failed(failure, loop.report))
    return { ...response, headers: { ...response.headers, ...corsHeaders(origin) } }
  }
  const visited = (answer: (visit: Visit) => Promise<WebResponse>) => guarded(async (call) => answer(await answers.visit(call)))
  const posted = (answer: (call: Call) => Promise<WebResponse>) => (call: Call) => {
    mustBeJson(call.request.headers["content-type"])
    return answer(call)
  }
  return [
    { method: "POST", path: "/client/session", answer: guarded(posted(answers.session)) },
    { method: "GET", path: "/client/conversation", answer: visited(answers.conversation) },
    { method: "POST", path: "/client/messages", answer: visited((visit) => posted(() => answers.say(visit))(visit.call)) },
    { method: "GET", path: "/client/surveys/:name", answer: visited(answers.survey) },
    { method: "POST", path: "/client/answers", answer: visited((visit) => posted(() => answers.answer(visit))(visit.call)) },
    { method: "GET", path: "/client/events", answer: visited(answers.events) },
    ...paths.map((path): Route => ({ method: "OPTIONS", path: `/client/${path}`, answer: guarded(async () => json(200, {})) })),
  ]
}

