import { milliseconds } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import { allowsOrigin, isSameSecret, mustBeJson } from "../../runtime/web/access.ts"
import { readObject, textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { type Call, json, type Route } from "../../runtime/web/router.ts"
import { bearerOf, createSeal } from "../../runtime/web/seal.ts"
import { cursorOf, eventStream } from "../../runtime/web/sse.ts"
import type { AnyEntry } from "../entries.ts"
import type { Loop } from "../loop.ts"
import type { Doors } from "../doors.ts"
import type { Declared } from "../services/declared.ts"
import { threadPage } from "../view.ts"
import { deskMediaRoutes } from "../media/desk.ts"
import { maskedItem, maskedView } from "./desk-mask.ts"
import type { DeskOptions } from "./desk-options.ts"
import { deskChannelRoutes } from "./desk-channels.ts"
import { deskDoubtRoutes } from "./desk-doubt.ts"
import { deskEvents } from "./desk-events.ts"
import { deskProfileRoutes } from "./desk-profile.ts"
import { createReply } from "./desk-reply.ts"
import { deskSurveyRoutes } from "./desk-surveys.ts"
import { deskTypingRoutes } from "./desk-typing.ts"
import { type Colleague, fieldsOf, pageOf, type Seated, type Sitting, wholeOf as customerBy } from "./desk-sitting.ts"

const workday = milliseconds("12 hours")

const readColleague = (value: unknown): Colleague | undefined => {
  if (typeof value !== "object" || value === null || !("name" in value) || !("expiresAt" in value)) return undefined
  const { name, expiresAt } = value
  return typeof name === "string" && typeof expiresAt === "number" ? { name, expiresAt } : undefined
}

const textOf = (entry: AnyEntry): string => {
  if (entry.kind === "message-received") return entry.data.text
  return entry.kind === "message-written" ? entry.data.content.text : ""
}

/** Whoever has exactly this address or customer number. */
const namedExactly = async (loop: Loop, words: string) => {
  const value = words.trim()
  if (value === "" || value.includes(":")) return []
  const schemes = new Set(["user", ...Object.values(loop.setting.channels).map(({ scheme }) => scheme)])
  const found = await Promise.all([...schemes].map((scheme) => loop.whole(`${scheme}:${value}`)))
  const customers = found.filter((customer) => customer !== undefined)
  return [...new Map(customers.map((customer) => [customer.id, customer])).values()].map(({ id, state }) => ({
    id,
    text: "",
    at: state.conversation.last?.at ?? loop.clock.now(),
  }))
}

const createReads = (loop: Loop, doors: Doors) => {
  const wholeOf = (id: string | undefined) => customerBy(loop, id)
  const inbox = async ({ call: { query }, name }: Sitting) => {
    const filter: Record<string, string> = {}
    for (const field of ["mood", "channel", "language"]) {
      const value = query.get(field)
      if (value !== null) filter[field] = value
    }
    const owner = query.get("owner")
    if (owner !== null) filter["owner"] = owner === "me" ? name : owner
    const page = await doors.conversations.inbox(filter, pageOf(query))
    if (query.get("only") !== "waiting") return json(200, page)
    const items = page.items.filter(({ waiting }) => waiting !== null)
    // who waits comes first: behind the first who does not, nobody does
    return json(200, items.length < page.items.length ? { items } : page)
  }
  const customer = async ({ call: { parameters } }: Sitting) => {
    const view = await doors.customers.get((await wholeOf(parameters["id"])).id)
    return json(200, view && maskedView(view))
  }
  const thread = async ({ call: { parameters, query } }: Sitting) => {
    const page = await threadPage(loop, await wholeOf(parameters["id"]), pageOf(query))
    return json(200, { ...page, items: page.items.map(maskedItem) })
  }
  const pulse = async ({ call: { query } }: Sitting) =>
    json(200, await doors.insights.pulse({ hours: Number(query.get("hours") ?? 48) || 48 }))
  const search = async ({ call: { query } }: Sitting) => {
    const words = (query.get("q") ?? "").slice(0, 200)
    const { items, next } = await doors.customers.search(words, pageOf(query))
    const hits = items.map(({ customer: id, entry }) => ({ id, text: textOf(entry), at: entry.occurredAt }))
    const named = query.get("after") === null ? await namedExactly(loop, words) : []
    const found = await Promise.all(
      [...named, ...hits].map(async ({ id, text, at }) => ({
        customer: id,
        name: (await doors.customers.get(id))?.name ?? "",
        text: text.slice(0, 300),
        at,
      })),
    )
    return json(200, { items: found, ...(next !== undefined && { next }) })
  }
  const events = async ({ call: { request, query }, expiresAt }: Sitting) => {
    await loop.ready()
    const after = cursorOf(request.headers["last-event-id"], query.get("after")) ?? (await loop.store.head())
    return eventStream(loop.clock, expiresAt, (signal) => deskEvents(loop, after, signal))
  }
  return { wholeOf, inbox, customer, thread, pulse, search, events }
}

const createActs = (doors: Doors, { wholeOf }: Pick<ReturnType<typeof createReads>, "wholeOf">) => {
  const assign = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const { id } = await wholeOf(sitting.call.parameters["id"])
    return json(200, {
      status: await doors.conversations.assign(id, textField(fields, "owner"), {
        id: textField(fields, "id", 128),
        by: sitting.name,
      }),
    })
  }
  const close = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const { id } = await wholeOf(sitting.call.parameters["id"])
    return json(200, {
      status: await doors.conversations.close(id, textField(fields, "reason", 2_000), {
        id: textField(fields, "id", 128),
        by: sitting.name,
      }),
    })
  }
  const closeCase = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const { id } = await wholeOf(textField(fields, "customer"))
    return json(200, {
      status: await doors.cases.close(id, sitting.call.parameters["case"] ?? "", textField(fields, "reason", 2_000), {
        id: textField(fields, "id", 128),
        by: sitting.name,
      }),
    })
  }
  const assignCase = async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const { id } = await wholeOf(textField(fields, "customer"))
    return json(200, {
      status: await doors.cases.assign(id, sitting.call.parameters["case"] ?? "", textField(fields, "owner"), {
        id: textField(fields, "id", 128),
        by: sitting.name,
      }),
    })
  }
  return { assign, close, closeCase, assignCase }
}

/** `/desk/*`: what the people of the company call, with a session that a sign-in token opened. */
export const deskRoutes = (loop: Loop, doors: Doors, declared: Declared, options: DeskOptions): readonly Route[] => {
  const sessions = createSeal(options.token, "escucha desk", readColleague)
  const reads = createReads(loop, doors)
  const acts = createActs(doors, reads)
  const local = (answer: (call: Call) => Promise<WebResponse>) => async (call: Call) => {
    if (!allowsOrigin(call.request.headers["origin"], call.request.headers["host"], []))
      throw new InputError("unauthorized", "origin", "the desk answers its own page only")
    return answer(call)
  }
  const signIn = async ({ request }: Call): Promise<WebResponse> => {
    mustBeJson(request.headers["content-type"])
    const fields = readObject(request.body)
    if (!isSameSecret(textField(fields, "token", 512), options.token))
      throw new InputError("unauthorized", "token", "this token does not open the desk")
    const name =
      typeof fields["name"] === "string" && fields["name"].trim() !== ""
        ? fields["name"].trim().slice(0, 80)
        : (options.user ?? "Desk")
    const expiresAt = loop.clock.now() + workday
    return json(201, { session: await sessions.seal({ name, expiresAt }), user: { name }, expiresAt })
  }
  const seated: Seated = (answer) =>
    local(async (call) => {
      const colleague = await sessions.unseal(bearerOf(call.request.headers), loop.clock.now())
      if (!colleague) throw new InputError("unauthorized", "session", "sign in again")
      return answer({ ...colleague, call })
    })
  return [
    { method: "POST", path: "/desk/session", answer: local(signIn) },
    { method: "GET", path: "/desk/inbox", answer: seated(reads.inbox) },
    { method: "GET", path: "/desk/pulse", answer: seated(reads.pulse) },
    { method: "GET", path: "/desk/search", answer: seated(reads.search) },
    { method: "GET", path: "/desk/events", answer: seated(reads.events) },
    { method: "GET", path: "/desk/customers/:id", answer: seated(reads.customer) },
    { method: "GET", path: "/desk/customers/:id/thread", answer: seated(reads.thread) },
    { method: "POST", path: "/desk/customers/:id/reply", answer: seated(createReply(loop, doors, options)) },
    { method: "POST", path: "/desk/customers/:id/assign", answer: seated(acts.assign) },
    { method: "POST", path: "/desk/customers/:id/close", answer: seated(acts.close) },
    { method: "POST", path: "/desk/cases/:case/close", answer: seated(acts.closeCase) },
    { method: "POST", path: "/desk/cases/:case/assign", answer: seated(acts.assignCase) },
    ...deskProfileRoutes(loop, doors, seated),
    ...deskMediaRoutes(loop, doors, seated),
    ...deskChannelRoutes(loop, doors, options, seated),
    ...deskDoubtRoutes(loop, doors, seated),
    ...deskTypingRoutes(loop, doors, seated),
    ...deskSurveyRoutes(loop, doors, declared, seated),
  ]
}
