import type { Channel, ConnectionHost, HttpRequest, HttpResponse, WebhookRequest } from "../../channel/channel.ts"
import { jsonOf } from "../../channel/body.ts"
import { verifyCheck } from "../../channel/signature.ts"
import type { Inbound } from "../../channel/inbound.ts"
import { identifierAt, type HttpShape } from "../../channel/channel.ts"
import type { Stored } from "../../assembly/loop.ts"
import type { Entry } from "../../timeline/entry.ts"
import type { Store, Unit } from "../../timeline/store.ts"
import { memoryStore } from "../../runtime/store-memory.ts"
import { createTestEscucha } from "../escucha.ts"
import { type FaultTransport, faultTransport, type NetworkFault } from "../fault-transport.ts"
import type { ChannelSubject, Webhooks } from "./subject.ts"
import { fetchedAccess } from "./token.ts"
import { keysOf } from "./verify.ts"

/** A store that says what was written, and can be made to fail. */
export interface WatchedStore {
  readonly store: Store<Stored>
  /** Everything that was committed, in order. */
  readonly entries: () => readonly Entry[]
  /** The next commit fails: before it writes, or after it. */
  readonly fail: (when: "before" | "after", failure: Error) => void
}

/** A store in memory that a check looks into. */
export const watchedStore = (): WatchedStore => {
  const inner = memoryStore<Stored>()
  const entries: Entry[] = []
  let failing: { readonly when: "before" | "after"; readonly failure: Error } | undefined
  const commit = async (units: readonly Unit<Stored>[]) => {
    const { when, failure } = failing ?? {}
    failing = undefined
    if (when === "before") throw failure
    const results = await inner.commit(units)
    results.forEach(({ status }, index) => {
      if (status === "committed") entries.push(...(units[index]?.entries ?? []))
    })
    if (when === "after") throw failure
    return results
  }
  return {
    store: { ...inner, commit },
    entries: () => entries,
    fail: (when, failure) => {
      failing = { when, failure }
    },
  }
}

const encoder = new TextEncoder()
const wirePath = "/hooks/kit"

/** What comes in comes from the kit: nothing is asked for. */
const withoutPoll = (channel: Channel): Channel & HttpShape => {
  if (channel.shape !== "http") throw new TypeError("a connection asks for nothing")
  const { poll: _, ...rest } = channel
  return rest
}

/** The channel as it is, but for its way in: that believes the kit, and brings in what the kit says. */
const wired = (channel: Channel, opened: (host: ConnectionHost) => void, left: () => void): Channel => {
  if (channel.shape === "http")
    return {
      ...withoutPoll(channel),
      inbound: {
        verify: () => ({ scheme: "token", given: "kit", expected: "kit" }),
        // what `receive` below wrote
        parse: ({ body }) => ({ inbound: jsonOf(body) as readonly Inbound[] }),
      },
    }
  return {
    ...channel,
    open: async (host) => {
      opened(host)
      const connection = await channel.open(host)
      return {
        ...connection,
        send: (message, signal) => {
          left()
          return connection.send(message, signal)
        },
      }
    },
  }
}

/** What a house is made of. */
export interface HouseOptions {
  readonly watched?: WatchedStore
  readonly faults?: readonly NetworkFault[]
  /** When it begins, in milliseconds. */
  readonly at?: number
  /** Asks the provider for what came, where the channel does so. */
  readonly asks?: boolean
  /** The answer of the provider to anything that is asked of it. */
  readonly answers?: (request: HttpRequest) => HttpResponse
}

const nothingSaid: HttpResponse = { status: 200, headers: {}, body: "{}" }
const noon = Date.UTC(2026, 2, 2, 12)

/** Where a webhook goes, by its own address: the name of its channel, and what stands before the routes. */
const placeOf = ({ url }: WebhookRequest): { readonly name: string; readonly prefix: string } => {
  const [, prefix = "", name = "kit"] = /^(.*)\/hooks\/([^/]+)$/.exec(new URL(url).pathname) ?? []
  return { name, prefix }
}

/** The provider of a subject, as far as the kit knows it: it accepts what it is sent, and gives tokens of the hour. */
const providerOf =
  <Options extends object>(channel: Channel, { responses, webhooks }: ChannelSubject<Options>) =>
  (request: HttpRequest): HttpResponse => {
    const token = fetchedAccess(channel)?.request(noon)
    if (token && token.url === request.url) return responses?.access?.granted ?? nothingSaid
    return webhooks?.asked?.(request) ?? responses?.accepted ?? nothingSaid
  }

type KitEscucha = ReturnType<typeof houseOver>["escucha"]

/** A house around one channel, on a network that fails by script. Nothing leaves this process but by a connection. */
export interface KitHouse extends AsyncDisposable {
  readonly escucha: KitEscucha
  readonly network: FaultTransport
  /** How many messages were handed to the provider. */
  readonly sent: () => number
  readonly entries: () => readonly Entry[]
  /** What the house reported, as text. */
  readonly reported: () => string
  /** A genuine webhook. */
  readonly hook: (webhook: WebhookRequest) => Promise<{ readonly status: number; readonly body: string }>
  /** Brings something in as if the channel had read it. */
  readonly receive: (...inbound: readonly Inbound[]) => Promise<void>
  /** The customer at an address of this channel. */
  readonly customer: (address: string) => string
}

/** Failures by everything that is said of them. */
export const wordsOf = (failure: unknown, depth = 0): string => {
  if (!(failure instanceof Error) || depth > 5) return String(failure)
  return [failure.message, failure.stack, JSON.stringify(failure), wordsOf(failure.cause, depth + 1)].join("\n")
}

const postTo = (escucha: KitEscucha) => async (request: WebhookRequest) => {
  const { method, url, headers, body, bytes = encoder.encode(body) } = request
  const answer = await escucha.handle({ method, url, headers, body: bytes })
  return { status: answer.status, body: typeof answer.body === "string" ? answer.body : "" }
}

const houseOver = (
  channel: Channel,
  names: readonly string[],
  prefix: string,
  { watched = watchedStore(), faults = [], at = noon, answers = () => nothingSaid }: HouseOptions,
) => {
  const network = faultTransport({ faults, accepts: answers })
  const reports: unknown[] = []
  const escucha = createTestEscucha(
    {
      channels: Object.fromEntries(names.map((name) => [name, channel])),
      store: watched.store,
      report: (failure) => {
        reports.push(failure)
      },
      transport: network.transport,
      ...(prefix !== "" && { prefix }),
    },
    { at },
  )
  return { network, escucha, entries: watched.entries, reported: () => reports.map((each) => wordsOf(each)).join("\n") }
}

/**
 * The channel as it is, but that a check which needs a published key is made before the call: nothing is fetched in a test. Its
 * verdict is what the house hears.
 */
const withPublishedKeys = (channel: Channel, { published }: Pick<Webhooks, "published">, now: () => number) => {
  const inbound = channel.shape === "http" ? channel.inbound : undefined
  const verdicts = new Map<string, boolean>()
  const keyOf = ({ url, headers, body }: WebhookRequest) => JSON.stringify([url, headers, body])
  if (!published || !inbound || channel.shape !== "http") return { channel, look: async () => undefined }
  const look = async (webhook: WebhookRequest): Promise<void> => {
    const verdict = await verifyCheck(inbound.verify(webhook), now(), { keysAt: keysOf({ published }) })
    verdicts.set(keyOf(webhook), verdict)
  }
  const verify = (webhook: WebhookRequest) => ({
    scheme: "token" as const,
    given: String(verdicts.get(keyOf(webhook)) ?? false),
    expected: "true",
  })
  return { channel: { ...channel, inbound: { ...inbound, verify } }, look }
}

/** A house whose channel is as it is: webhooks have to be genuine. */
export const genuineHouse = <Options extends object>(
  channel: Channel,
  subject: ChannelSubject<Options>,
  webhooks: readonly WebhookRequest[],
  options: HouseOptions = {},
): KitHouse => {
  const places = webhooks.map(placeOf)
  const names = [...new Set(["kit", ...places.map(({ name }) => name)])]
  const answers = options.answers ?? providerOf(channel, subject)
  const at = options.at ?? subject.webhooks?.signedAt ?? noon
  const seen = withPublishedKeys(channel, subject.webhooks ?? {}, () => at)
  const own = seen.channel.shape === "http" && options.asks !== true ? withoutPoll(seen.channel) : seen.channel
  const house = houseOver(own, names, places[0]?.prefix ?? "", { ...options, answers, at })
  const post = postTo(house.escucha)
  return {
    ...house,
    sent: () => house.network.calls.length,
    hook: async (webhook) => {
      const placed = placeOf(webhook).name === "kit" ? { ...webhook, url: `http://localhost${wirePath}` } : webhook
      await seen.look(placed)
      return post(placed)
    },
    receive: async () => undefined,
    customer: (address) => identifierAt(channel, address),
    [Symbol.asyncDispose]: house.escucha.close,
  }
}

/** A house whose channel brings in what the kit says: everything behind its way in is as it is. */
export const wiredHouse = <Options extends object>(
  channel: Channel,
  subject: ChannelSubject<Options>,
  options: HouseOptions = {},
): KitHouse => {
  let host: ConnectionHost | undefined
  let count = 0
  const open = wired(
    channel,
    (given) => (host = given),
    () => (count += 1),
  )
  const house = houseOver(open, ["kit"], "", { ...options, answers: options.answers ?? providerOf(channel, subject) })
  const post = postTo(house.escucha)
  return {
    ...house,
    sent: () => (channel.shape === "http" ? house.network.calls.length : count),
    hook: post,
    receive: async (...inbound) => {
      if (channel.shape === "connection") {
        await house.escucha.start()
        return host?.receive(inbound)
      }
      const body = JSON.stringify(inbound)
      await post({ method: "POST", url: `http://localhost${wirePath}`, headers: {}, body })
      return undefined
    },
    customer: (address) => identifierAt(channel, address),
    [Symbol.asyncDispose]: house.escucha.close,
  }
}
