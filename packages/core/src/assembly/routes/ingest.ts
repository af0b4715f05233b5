import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import { identifier, inputId } from "../../kernel/ids.ts"
import { isSameSecret } from "../../runtime/web/access.ts"
import { readObject } from "../../runtime/web/json.ts"
import type { WebRequest } from "../../runtime/web/request.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { Input } from "../inputs.ts"
import type { Loop } from "../loop.ts"
import { checkedEvent, checkedTraits, type Declared } from "../services/declared.ts"

interface Fields {
  readonly [field: string]: unknown
}

/** What became of one event of a batch, by its place in it. */
interface Rejected {
  readonly index: number
  readonly field: string
  readonly message: string
}

const mostEvents = 1_000
const longestName = 256

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * Basic authentication with the write key as its user, as Segment's clients send it
 * (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/).
 */
const keyOf = ({ headers }: WebRequest, body: Fields): string | undefined => {
  const basic = /^Basic ([\w+/=]+)$/i.exec(headers["authorization"] ?? "")?.[1]
  if (basic === undefined) return typeof body["writeKey"] === "string" ? body["writeKey"] : undefined
  try {
    return atob(basic).split(":", 1)[0]
  } catch {
    // not base64: no key
    return undefined
  }
}

const text = (event: Fields, field: string): string | undefined => {
  const value = event[field]
  return typeof value === "string" && value.trim() !== "" && value.length <= longestName ? value : undefined
}

const refused = (field: string, message: string) => ({ problem: { field, message } })

const timeOf = (event: Fields, now: number): number => {
  const at = Date.parse(text(event, "timestamp") ?? "")
  return Number.isFinite(at) && at <= now ? at : now
}

const isNothing = (declared: object): boolean => Object.keys(declared).length === 0

/** Traits as they are declared; an application that declares none takes any. */
const traitsOf = (traits: Fields, declared: Declared): Fields =>
  isNothing(declared.traits) ? traits : checkedTraits(declared, traits)

/** Properties as they are declared; an application that declares no event takes any, and the calls of the protocol itself need no word. */
const propertiesOf = (name: string, isTrack: boolean, properties: Fields, declared: Declared): Fields =>
  isNothing(declared.events) || (!isTrack && !Object.hasOwn(declared.events, name))
    ? properties
    : checkedEvent(declared, name, properties)

/** An event of the batch as an input. A known user is `user:…`, a stranger `anonymous:…`; where both are named, they are one person. */
const inputOf = (
  event: unknown,
  now: number,
  declared: Declared,
): { readonly input: Input } | ReturnType<typeof refused> => {
  if (!isFields(event)) return refused("batch", "an event is an object")
  const messageId = text(event, "messageId")
  if (messageId === undefined)
    return refused("messageId", `give each event its own id of 1 to ${longestName} characters, the same in a retry`)
  const [user, stranger] = [text(event, "userId"), text(event, "anonymousId")]
  const who =
    user !== undefined
      ? identifier("user", user)
      : stranger !== undefined
        ? identifier("anonymous", stranger)
        : undefined
  if (who === undefined) return refused("userId", "name the user with userId, or the stranger with anonymousId")
  const base = { id: inputId(`v1:${messageId}`), on: who, occurredAt: timeOf(event, now) }
  const isBoth = user !== undefined && stranger !== undefined
  switch (event["type"]) {
    case "identify": {
      const traits = event["traits"] ?? {}
      if (!isFields(traits)) return refused("traits", "traits are an object")
      return {
        input: {
          ...base,
          kind: "identify",
          traits: traitsOf(traits, declared),
          source: "v1",
          ...(isBoth && { with: [identifier("anonymous", stranger)] }),
        },
      }
    }
    case "track":
    case "page":
    case "screen":
    case "group":
    case "alias": {
      const isTrack = event["type"] === "track"
      const name = isTrack ? text(event, "event") : `${event["type"]}`
      if (name === undefined) return refused("event", `name the event, 1 to ${longestName} characters`)
      const properties = event["properties"] ?? event["traits"] ?? {}
      if (!isFields(properties)) return refused("properties", "properties are an object")
      return {
        input: { ...base, kind: "track", event: name, properties: propertiesOf(name, isTrack, properties, declared) },
      }
    }
    default:
      return refused("type", "is one of identify, track, page, screen, group, alias")
  }
}

/**
 * `POST /v1/batch` in the shape of Segment's clients. It answers when every event that could be read is committed; one
 * that cannot is named, the rest goes on. What the application declared is held here as it is in its own calls.
 */
export const ingestRoutes = (
  loop: Loop,
  declared: Declared,
  options: { readonly writeKeys: readonly string[] } | undefined,
): readonly Route[] => {
  if (!options) return []
  const { writeKeys } = options
  if (writeKeys.length === 0 || writeKeys.some((key) => key.trim() === ""))
    throw new ConfigurationError("ingest.writeKeys", "give at least one key, and none that is empty")
  const take = async (event: unknown, index: number, now: number): Promise<Rejected | undefined> => {
    try {
      const read = inputOf(event, now, declared)
      if ("problem" in read) return { index, ...read.problem }
      await loop.post(read.input)
      return undefined
    } catch (failure) {
      if (failure instanceof InputError) return { index, field: failure.field, message: failure.message }
      throw failure
    }
  }
  return [
    {
      method: "POST",
      path: "/v1/batch",
      answer: async ({ request }) => {
        const body = readObject(request.body)
        const key = keyOf(request, body)
        if (key === undefined || !writeKeys.some((known) => isSameSecret(key, known)))
          throw new InputError(
            "unauthorized",
            "writeKey",
            "send one of the write keys of createEscucha as the user of Basic authentication",
          )
        const { batch } = body
        if (!Array.isArray(batch) || batch.length === 0)
          throw new InputError("invalid", "batch", "send a list of at least one event")
        if (batch.length > mostEvents)
          throw new InputError("too-large", "batch", `send at most ${mostEvents} events at once`)
        const now = loop.clock.now()
        const taken = await Promise.all(batch.map((event: unknown, index) => take(event, index, now)))
        const rejected = taken.filter((each) => each !== undefined)
        return json(200, {
          success: true,
          accepted: batch.length - rejected.length,
          ...(rejected.length > 0 && { rejected }),
        })
      },
    },
  ]
}
