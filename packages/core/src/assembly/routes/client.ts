import { milliseconds } from "../../kernel/duration.ts"
import type { Channel, WebAccess } from "../../channel/channel.ts"
import { longestText } from "../../channel/content.ts"
import type { ClientConversation, ClientEvent, ClientSession } from "../../client/wire.ts"
import { InputError } from "../../kernel/errors.ts"
import { type Identifier, identifier } from "../../kernel/ids.ts"
import { unguessable } from "../../kernel/random.ts"
import { allowsOrigin, corsHeaders, mustBeJson } from "../../runtime/web/access.ts"
import { readObject, textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { type Call, failed, json, type Route } from "../../runtime/web/router.ts"
import { bearerOf } from "../../runtime/web/seal.ts"
import { cursorOf, eventStream, type ServerEvent } from "../../runtime/web/sse.ts"
import { idFor, type Loop } from "../loop.ts"
import { takeAnswer } from "../survey/answer.ts"
import { freshSurvey, surveysOf } from "../survey/client-survey.ts"
import { offerSurvey } from "../survey/offer.ts"
import { createSendFile, linkForVisitor } from "../media/visitor.ts"
import { createAliases, createVisitorSessions, isMinted } from "./visitor.ts"
import { setPreferences, showPreferences } from "./preference-centre.ts"
import { beside } from "../presence.ts"
import { withLinks } from "./visitor-parts.ts"
import { takeReceipt, takeTyping } from "./visitor-presence.ts"
import { createVisitorReader, homeOf, messagesOf, readLate } from "./visitor-thread.ts"

const visitorSession = milliseconds("30 days")

/** The web chat of a house, by the name that the application gave it. */
interface Chat {
  readonly loop: Loop
  readonly name: string
  readonly scheme: string
  readonly capabilities: Channel["capabilities"]
  readonly access: WebAccess
  readonly sessions: ReturnType<typeof createVisitorSessions>
  readonly aliasOf: (visitor: string) => Promise<string>
}

/** What each call has after its session was checked. */
interface Visit extends Chat {
  readonly call: Call
  readonly visitor: string
  readonly expiresAt: number
  readonly address: Identifier
  /** Stands for the visitor in ids of inputs: who minted the session may have named them by their address. */
  readonly alias: string
}

type Answer = (visit: Visit) => Promise<WebResponse>

const visitOf = async (chat: Chat, call: Call): Promise<Visit> => {
  const known = await chat.sessions.unseal(bearerOf(call.request.headers), chat.loop.clock.now())
  if (!known) throw new InputError("unauthorized", "session", "open a session first, or renew it")
  const alias = await chat.aliasOf(known.visitor)
  return { ...chat, ...known, call, alias, address: identifier(chat.scheme, known.visitor) }
}

const openSession = async ({ loop, access, sessions }: Chat, call: Call): Promise<WebResponse> => {
  const now = loop.clock.now()
  const known = await sessions.unseal(bearerOf(call.request.headers), now)
  if (known ? isMinted(known) : !access.visitors)
    throw new InputError("unauthorized", "session", "your host has to mint the session; ask it for one")
  const expiresAt = now + visitorSession
  const session: ClientSession = {
    token: await sessions.seal({ visitor: known?.visitor ?? `v${unguessable()}`, expiresAt }),
    expiresAt,
  }
  return json(201, session)
}

const conversation: Answer = async ({ loop, name, address, alias, capabilities }) => {
  await loop.ready()
  const cursor = await loop.store.head()
  const customer = await loop.whole(address)
  const home = homeOf(customer, address)
  const read = createVisitorReader(name, alias, capabilities)
  const found = customer && home ? await messagesOf(loop, customer, home[0], read) : []
  const messages = await Promise.all(found.map((message) => withLinks(loop, name, message)))
  const surveys = await surveysOf(loop, customer, home?.[1].state)
  const body: ClientConversation = { messages, surveys, cursor }
  return json(200, body)
}

/** The id that a browser gave. Without a slash, so that alias and id together are nobody else's. */
const ownIdIn = (fields: { readonly [field: string]: unknown }): string => {
  const id = textField(fields, "id", 128)
  if (id.includes("/")) throw new InputError("invalid", "id", "make it without a slash, such as crypto.randomUUID()")
  return id
}

const say: Answer = async ({ loop, name, call, visitor, alias }) => {
  const fields = readObject(call.request.body)
  const [id, text] = [ownIdIn(fields), textField(fields, "text", longestText)]
  const [outcome] = await loop.receive(name, [{ type: "message", id: `${alias}/${id}`, address: visitor, text }])
  return json(outcome?.status === "duplicate" ? 200 : 201, { id, status: outcome?.status })
}

const answer: Answer = async ({ loop, call, address, alias }) => {
  const fields = readObject(call.request.body)
  const [id, survey, question] = [ownIdIn(fields), textField(fields, "survey"), textField(fields, "question")]
  const response = textField(fields, "response", 256)
  if (!/^[a-z0-9]+:/.test(response)) throw new InputError("invalid", "response", "use the id that the survey came with")
  const value = fields["value"]
  await takeAnswer(loop, {
    id: idFor("answer", `${alias}/${id}`, loop),
    on: address,
    survey,
    response,
    question,
    value,
  })
  const customer = await loop.whole(address) // a survey that was asked elsewhere may be answered here
  const [known] = await surveysOf(loop, customer, customer?.state, (each) => each.id === response)
  if (!known) throw new InputError("unknown", "response", "no survey of this name waits for an answer")
  return json(200, known)
}

const survey: Answer = async ({ loop, call, address }) => {
  const { name: wanted = "" } = call.parameters
  const definition = Object.hasOwn(loop.setting.surveys, wanted) ? loop.setting.surveys[wanted] : undefined
  if (!definition) throw new InputError("unknown", "survey", "name one of the surveys of createEscucha")
  const customer = await loop.whole(address)
  const home = homeOf(customer, address)
  const known = (await surveysOf(loop, customer, home?.[1].state, (each) => each.survey === wanted)).at(-1)
  return json(200, known ?? (await freshSurvey(loop, customer, definition, `web:${unguessable()}`)))
}

const offer: Answer = async ({ loop, call, address, alias }) => {
  const id = `${alias}/${ownIdIn(readObject(call.request.body))}`
  return json(200, await offerSurvey(loop, call.parameters["name"] ?? "", { id, on: address }))
}

async function* eventsOf(
  { loop, name, address, alias, capabilities }: Visit,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  const read = createVisitorReader(name, alias, capabilities)
  let home = homeOf(await loop.whole(address), address)?.[0]
  let last = after
  for await (const news of beside(loop.read.follow(after, signal), loop.presence.listen(signal))) {
    if ("place" in news) {
      if (news.from === "team" && news.place === address)
        yield { id: last, data: { type: "typing", at: news.at } satisfies ClientEvent }
      continue
    }
    const { cursor, entry } = news
    last = cursor
    if (home === undefined && entry.position === 1) home = homeOf(await loop.whole(address), address)?.[0]
    if (entry.stream !== home) continue
    const message = read(entry) ?? (await readLate(loop, entry, read))
    if (message)
      yield {
        id: cursor,
        data: { type: "message", message: await withLinks(loop, name, message) } satisfies ClientEvent,
      }
    if (entry.kind !== "survey-asked" && entry.kind !== "question-answered") continue
    const customer = await loop.whole(address)
    const state = homeOf(customer, address)?.[1].state
    const [asked] = await surveysOf(loop, customer, state, ({ id }) => id === entry.data.response)
    if (asked) yield { id: cursor, data: { type: "survey", survey: asked } satisfies ClientEvent }
  }
}

const events: Answer = async (visit) => {
  const { loop, expiresAt, call } = visit
  await loop.ready()
  const after = cursorOf(call.request.headers["last-event-id"], call.query.get("after")) ?? (await loop.store.head())
  return eventStream(loop.clock, expiresAt, (signal) => eventsOf(visit, after, signal))
}

const guarded =
  ({ loop, access }: Chat, answering: (call: Call) => Promise<WebResponse>) =>
  async (call: Call): Promise<WebResponse> => {
    const { origin, host } = call.request.headers
    if (!allowsOrigin(origin, host, access.origins))
      throw new InputError("unauthorized", "origin", "add the origin of this page to the web chat")
    const response = await answering(call).catch((failure: unknown) => failed(failure, loop.report))
    return { ...response, headers: { ...response.headers, ...corsHeaders(origin) } }
  }

const paths = [
  "session",
  "conversation",
  "messages",
  "media",
  "receipts",
  "typing",
  "answers",
  "events",
  "preferences",
  "surveys/:name",
  "surveys/:name/offers",
] as const

/**
 * `/client/*`: what the page of a customer calls. Every call but the first has a sealed session, and sees that visitor's
 * conversation alone.
 */
export const clientRoutes = (loop: Loop): readonly Route[] => {
  const [name, channel] = Object.entries(loop.setting.channels).find(([, each]) => each.web) ?? []
  if (name === undefined || !channel?.web) return []
  const access = channel.web()
  const [sessions, aliasOf] = [createVisitorSessions(access), createAliases(access)]
  const { scheme, capabilities } = channel
  const chat: Chat = { loop, name, scheme, capabilities, access, sessions, aliasOf }
  const sendFile = createSendFile(loop.clock.now)
  const get = (path: string, answering: Answer): Route => ({
    method: "GET",
    path: `/client/${path}`,
    answer: guarded(chat, async (call) => answering(await visitOf(chat, call))),
  })
  const post = (path: string, answering: (call: Call) => Promise<WebResponse>): Route => ({
    method: "POST",
    path: `/client/${path}`,
    answer: guarded(chat, async (call) => {
      mustBeJson(call.request.headers["content-type"])
      return answering(call)
    }),
  })
  return [
    post("session", (call) => openSession(chat, call)),
    get("conversation", conversation),
    post("messages", async (call) => say(await visitOf(chat, call))),
    post("receipts", async (call) => takeReceipt(await visitOf(chat, call))),
    post("typing", async (call) => takeTyping(await visitOf(chat, call))),
    get("surveys/:name", survey),
    post("surveys/:name/offers", async (call) => offer(await visitOf(chat, call))),
    post("answers", async (call) => answer(await visitOf(chat, call))),
    get("events", events),
    get("preferences", showPreferences),
    get("media", linkForVisitor),
    {
      method: "POST",
      path: "/client/media",
      answer: guarded(chat, async (call) => sendFile(await visitOf(chat, call))),
    },
    post("preferences", async (call) => setPreferences(await visitOf(chat, call))),
    ...paths.map((path): Route => ({
      method: "OPTIONS",
      path: `/client/${path}`,
      answer: guarded(chat, async () => json(200, {})),
    })),
  ]
}
