import { BusyError, InputError } from "../../kernel/errors.ts"
import { corsHeaders } from "../../runtime/web/access.ts"
import { inflated } from "../../runtime/web/inflate.ts"
import { readObject } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { busy, type Call, failed, json, type Route } from "../../runtime/web/router.ts"
import type { Loop } from "../loop.ts"
import type { Declared } from "../services/declared.ts"
import { type Dialect, type Fields, textIn } from "./event.ts"
import { createIntake } from "./intake.ts"
import { createRejectLog, largestEvent, type Refusal } from "./reject-log.ts"
import type { Reading } from "./rejection.ts"
import { type IngestOptions, keyFor, keyOfBody, keyOfHeaders, mayUse, type OpenKey, openKeys } from "./write-key.ts"

const mostEvents = 1_000

/** The largest request, in bytes, as it is after it was unpacked: what Segment takes. */
const largestRequest = 512_000

/** What a path stands for. */
interface Door {
  readonly path: string
  readonly dialect: Dialect
  /** The type of the one event that is the body; a list of events, where it is left out. */
  readonly type?: string
  /** What happened long ago: it is remembered, and nothing is done about it. */
  readonly history?: true
}

const calls: { readonly [short: string]: string } = {
  i: "identify",
  t: "track",
  p: "page",
  s: "screen",
  g: "group",
  a: "alias",
}

/** Every path that a client of one of the dialects posts to. */
const doors: readonly Door[] = [
  ...Object.entries(calls).flatMap(([short, type]): Door[] => [
    { path: `/v1/${type}`, dialect: "segment", type },
    { path: `/v1/${short}`, dialect: "segment", type },
    { path: `/api/s/${type}`, dialect: "segment", type },
    { path: `/api/s/s2s/${type}`, dialect: "segment", type },
  ]),
  ...["/v1/batch", "/v1/b", "/api/public/apps/batch"].map((path): Door => ({ path, dialect: "segment" })),
  ...["/v1/import", "/v1/m"].map((path): Door => ({ path, dialect: "segment", history: true })),
  ...["/batch", "/batch/"].map((path): Door => ({ path, dialect: "posthog" })),
]

/** The headers that clients of all dialects send beside their own content type. */
const clientHeaders = "authorization, content-type, content-encoding, x-write-key, x-retry-count, x-enable-debug"

const readable = (origin: string | undefined) =>
  origin === undefined ? {} : { ...corsHeaders(origin), "access-control-allow-headers": clientHeaders }

const notThisPage = () =>
  new InputError("unauthorized", "origin", "add the origin of this page to the origins of a browser's write key")

const eventsOf = ({ type }: Door, body: Fields): readonly unknown[] => {
  if (type !== undefined) return [body["type"] === undefined ? { ...body, type } : body]
  const { batch } = body
  if (!Array.isArray(batch) || batch.length === 0)
    throw new InputError("invalid", "batch", "send a list of at least one event")
  if (batch.length > mostEvents) throw new InputError("too-large", "batch", `send at most ${mostEvents} events at once`)
  return batch
}

const readingOf = ({ dialect, history }: Door, { trust, source }: OpenKey, body: Fields): Reading => {
  const isHistory = history === true || body["historical_migration"] === true
  if (isHistory && trust === "browser")
    throw new InputError("unauthorized", "writeKey", "history is imported with the write key of a server")
  const sentAt = textIn(body, "sentAt") ?? textIn(body, "sent_at")
  return { dialect, trust, source, ...(sentAt !== undefined && { sentAt }), ...(isHistory && { historic: true }) }
}

/** Whether the sender is told: a conflict says of somebody that they are known here, or were erased, and a page could ask for anybody. */
const mayTell = ({ trust }: OpenKey, { rejection: { reason } }: Refusal): boolean =>
  trust === "server" || reason !== "conflict"

/** 429 is what the clients know as "later", and they wait as long as it says; other failures are the router's to answer. */
const later = ({ message, retryAfter }: BusyError): WebResponse => busy(429, message, retryAfter)

/** What Segment's client for browsers asks for before it sends: where to send, and nothing else, not even figures of its own. */
const settingsFor = (key: string) => ({
  integrations: { "Segment.io": { apiKey: key, unbundledIntegrations: [], addBundledMetadata: true } },
  plan: { track: { __default: { enabled: true, integrations: {} } } },
  edgeFunction: {},
  metrics: { sampleRate: 0 },
})

const createTaking = (loop: Loop, declared: Declared, keys: readonly OpenKey[]) => {
  const intake = createIntake(loop, declared)
  const log = createRejectLog(loop, new Set(keys.map(({ key }) => key)))
  return async (door: Door, { request }: Call): Promise<WebResponse> => {
    const { headers } = request
    const shown = keyOfHeaders(request)
    if (shown !== undefined) keyFor(keys, shown) // before anything of the body is read
    const bytes = await inflated(request.body, headers["content-encoding"], largestRequest)
    const body: Fields = readObject(bytes)
    const key = keyFor(keys, shown ?? keyOfBody(body))
    if (!mayUse(key, headers["origin"], headers["host"])) throw notThisPage()
    const reading = readingOf(door, key, body)
    const events = eventsOf(door, body)
    await loop.ready()
    await log.expire()
    const now = loop.clock.now()
    const refusals = await intake.take({ events, reading, receivedAt: now, mayBeLarge: bytes.length > largestEvent })
    await log.keep(refusals, now)
    const told = refusals.filter((refusal) => mayTell(key, refusal))
    return json(200, {
      success: true,
      accepted: events.length - told.length,
      ...(told.length > 0 && {
        rejected: told.map(({ index, rejection: { field, message } }) => ({ index, field, message })),
      }),
    })
  }
}

/**
 * The routes of ingest: what clients of Segment, RudderStack, Customer.io, PostHog, Jitsu and Dittofeed post to. They answer when every
 * event that can be taken is committed; one that cannot is named and kept, and the rest goes on. What the application declared is held
 * here as it is in its own calls.
 */
export const ingestRoutes = (loop: Loop, declared: Declared, options: IngestOptions | undefined): readonly Route[] => {
  if (!options) return []
  const keys = openKeys(options, loop.setting.sources)
  const take = createTaking(loop, declared, keys)
  const isForPages = keys.some(({ origins }) => origins.length > 0)
  const allowing =
    (answering: (call: Call) => Promise<WebResponse>) =>
    async (call: Call): Promise<WebResponse> => {
      const { origin, host } = call.request.headers
      const response = await answering(call).catch((failure: unknown) =>
        failure instanceof BusyError ? later(failure) : failed(failure, loop.report),
      )
      if (origin === undefined || !keys.some((key) => mayUse(key, origin, host))) return response
      return { ...response, headers: { ...response.headers, ...readable(origin) } }
    }
  const preflight = async ({ request: { headers } }: Call): Promise<WebResponse> => {
    if (!keys.some((key) => mayUse(key, headers["origin"], headers["host"]))) throw notThisPage()
    return json(200, {})
  }
  const settings = async ({ parameters, request: { headers } }: Call): Promise<WebResponse> => {
    const key = keyFor(keys, parameters["key"])
    if (!mayUse(key, headers["origin"], headers["host"])) throw notThisPage()
    return json(200, settingsFor(key.key))
  }
  const posts = doors.map((door): Route => ({
    method: "POST",
    path: door.path,
    answer: allowing((call) => take(door, call)),
  }))
  const reads: Route = { method: "GET", path: "/v1/projects/:key/settings", answer: allowing(settings) }
  const asks = [...posts, reads].map(({ path }): Route => ({ method: "OPTIONS", path, answer: allowing(preflight) }))
  return [...posts, reads, ...(isForPages ? asks : [])]
}
