// Networks of every shape for a house with everything: each is a channel over HTTP and what stands behind it.
import * as z from "zod"
import type { DescribedCapabilities, PartRules, ReplyWindow } from "../../packages/core/src/channel/capability.ts"
import { type ChannelKind, defineChannel, type Extras, type Outgoing } from "../../packages/core/src/channel/channel.ts"
import { failureOf } from "../../packages/core/src/channel/failure.ts"
import type { Inbound } from "../../packages/core/src/channel/inbound.ts"
import { DeliveryError } from "../../packages/core/src/kernel/errors.ts"
import type { Called, Transport } from "../../packages/core/src/runtime/transport.ts"

const hour = 3_600_000
const token = "s3cret-token"

interface NetworkOptions extends Partial<DescribedCapabilities<PartRules>> {
  readonly kind?: ChannelKind
  readonly scheme: string
  readonly account?: string
  readonly reaches?: { readonly scheme: string; readonly address: (value: string) => string | undefined }
  readonly has?: readonly (keyof Extras)[]
  readonly polls?: boolean
}

const say = (id: string, path: string, body: object) => ({
  method: "POST" as const,
  url: `https://${id}.example/${path}`,
  headers: {},
  body: JSON.stringify(body),
})

const extrasOf = (id: string, has: readonly (keyof Extras)[]): Extras => {
  const all: Extras = {
    typing: (target) => say(id, "typing", target),
    markRead: (target) => say(id, "read", target),
    react: (target, emoji) => say(id, "react", { ...target, emoji }),
    edit: (target, content) => say(id, "edit", { ...target, content }),
    remove: (target) => say(id, "remove", target),
    find: {
      request: (message) => say(id, "find", message),
      read: ({ status, body }) => (status === 200 && body !== "" ? { status: "sent", provider: body } : undefined),
    },
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => has.some((each) => each === name)))
}

const verify = ({ headers }: { readonly headers: { readonly [name: string]: string | undefined } }) =>
  ({ scheme: "token", given: headers["x-token"], expected: token }) as const

const inboundIn = (body: string): readonly Inbound[] => JSON.parse(body).inbound

const aNetwork = (id: string, { kind = "chat", scheme, has = [], polls = false, ...options }: NetworkOptions) => {
  const { account, reaches, ...capabilities } = options
  return defineChannel({
    id,
    kind,
    scheme,
    config: z.strictObject({}),
    ...(account !== undefined && { account: () => account }),
    ...(reaches && { reaches }),
    capabilities: {
      parts: {},
      text: { max: 4096 },
      inbound: true,
      receipts: ["delivered", "read"],
      idempotency: { kind: "none" },
      ...capabilities,
    },
    extras: () => extrasOf(id, has),
    inbound: { verify, parse: ({ body }) => ({ inbound: inboundIn(body) }) },
    ...(polls && {
      poll: () => ({
        every: 90 * hour,
        request: (cursor: string | undefined) => say(id, "poll", { cursor }),
        read: ({ body }: { readonly body: string }) => ({ inbound: inboundIn(body) }),
      }),
    }),
    request: (message) => say(id, "messages", { ...message, files: Object.keys(message.files ?? {}) }),
    receipt: (response) =>
      response.status === 200
        ? { status: "sent", provider: response.body }
        : { status: "failed", error: failureOf(id, response) },
  })({})
}

const source = defineChannel({
  id: "shop",
  kind: "signal",
  scheme: "user",
  config: z.strictObject({}),
  capabilities: { inbound: true },
  inbound: { verify, parse: ({ body }) => ({ inbound: inboundIn(body) }) },
})

/** How long a provider with keys knows them. */
export const keysLast = hour

const window = (after: ReplyWindow["after"]): ReplyWindow => ({ length: 24 * hour, after })
const keyed = { kind: "key", window: keysLast } as const

/** The channels, by name; each has another shape. */
export const networks = () => ({
  wa: aNetwork("wa", {
    scheme: "wa",
    reaches: { scheme: "tel", address: (value) => value.slice(1) },
    idempotency: { kind: "reconcile" },
    replyWindow: window("template"),
    parts: { image: "full", template: "full", choices: { level: "partial", max: 2 } },
    has: ["find", "react", "markRead", "typing"],
  }),
  "sms-a": aNetwork("sms-a", { scheme: "tel", kind: "sms", text: { max: 40, overflow: "split" } }),
  "sms-b": aNetwork("sms-b", { scheme: "tel", kind: "sms", text: { max: 40, overflow: "split" } }),
  page: aNetwork("page", {
    scheme: "fb",
    account: "A",
    kind: "social",
    idempotency: keyed,
    replyWindow: window("nothing"),
    comments: ["public", "private"],
    parts: { choices: "full" },
    rate: [{ count: 2, per: 1_000 }],
    has: ["react", "markRead", "edit", "remove"],
  }),
  page2: aNetwork("page2", { scheme: "fb", account: "B", kind: "social", idempotency: keyed, has: ["edit", "remove"] }),
  wall: aNetwork("wall", { scheme: "wall", kind: "social", outbound: "public", comments: ["public"], has: ["remove"] }),
  box: aNetwork("box", {
    scheme: "box",
    polls: true,
    idempotency: keyed,
    text: { max: 24 },
    parts: { image: { level: "full", by: "bytes" }, place: "full" },
    rate: [{ count: 1, per: 2_000, each: "address" }],
    has: ["edit", "remove"],
  }),
  shop: source({}),
})

/** The name of a network. */
export type Network = keyof ReturnType<typeof networks>

/** Those by which something leaves. */
export const outward = ["wa", "sms-a", "sms-b", "page", "page2", "wall", "box"] as const satisfies readonly Network[]

/** What becomes of the next call of a network. `seconds`: it asks for a pause. */
export type Trouble =
  | { readonly kind: "pause"; readonly seconds: number; readonly as: "seconds" | "date" }
  | { readonly kind: "broken" | "hang" | "lost" | "no" | "closed" | "gone" }
  /** It says nothing to who asks what became of a message: of the next four questions. */
  | { readonly kind: "deaf" }
  /** Before it answers, the customer says stop, or a receipt of this very message comes in. */
  | { readonly kind: "stop" }
  | { readonly kind: "early"; readonly status: "delivered" | "read" | "failed"; readonly by: "provider" | "ours" }

/** A call that carried a message. */
export interface MessageCall {
  readonly at: number
  readonly network: Network
  /** Ours, with the place of its part. */
  readonly id: string
  readonly address: string
  readonly content: Outgoing["content"]
  readonly unsubscribe?: string
  readonly trouble: Trouble["kind"] | "none"
  /** The provider's id, where it took it. */
  readonly provider?: string
  /** Somebody got it: no, where the provider knew the key. */
  readonly isEffect: boolean
}

/** What a house does on its way to answer: it is told in the middle of a call. */
export type Hears = (network: Network, inbound: Inbound) => Promise<unknown>

/** Everything that stands behind the networks. */
export interface Outside {
  readonly transport: Transport
  readonly calls: readonly MessageCall[]
  /** What a provider asked not to be done: calls before its pause had ended. */
  readonly violations: readonly object[]
  readonly trouble: (network: Network, trouble: Trouble) => void
  /** Puts something where the next poll finds it. */
  readonly leave: (network: Network, inbound: Inbound) => void
  /** The process has ended, and what it knew of pauses with it. */
  readonly restarted: () => void
}

interface Behind {
  readonly troubles: Trouble[]
  deaf: number
  readonly left: Inbound[]
  readonly taken: Map<string, { readonly provider: string; readonly at: number; readonly key: string }>
  closedUntil: number
}

type Sending = Pick<Outgoing, "id" | "address" | "content" | "unsubscribe">

/** What stands behind the networks of one house; `hears` is how it is told of what happens in the middle of a call. */
export const anOutside = (now: () => number, hears: Hears): Outside => {
  const behind = new Map<string, Behind>()
  const calls: MessageCall[] = []
  const violations: object[] = []
  const of = (name: string): Behind => {
    const known = behind.get(name) ?? { troubles: [], deaf: 0, left: [], taken: new Map(), closedUntil: -Infinity }
    behind.set(name, known)
    return known
  }
  const answer = (status: number, body = "", headers: { readonly [name: string]: string } = {}): Called => ({
    response: { status, headers: { date: new Date(now()).toUTCString(), ...headers }, body },
  })
  const pause = (own: Behind, { seconds, as }: Extract<Trouble, { readonly kind: "pause" }>): Called => {
    const until = as === "date" ? Math.ceil(now() / 1_000 + seconds) * 1_000 : now() + seconds * 1_000
    // whoever called in this very moment could not know yet
    setImmediate(() => {
      own.closedUntil = Math.max(own.closedUntil, until)
    })
    return answer(429, "", { "retry-after": as === "date" ? new Date(until).toUTCString() : String(seconds) })
  }
  /** Takes a message; one whose key is known is not given to anybody again. */
  const take = (name: Network, own: Behind, id: string) => {
    const isKeyed = name === "page" || name === "page2" || name === "box"
    const known = own.taken.get(id)
    if (isKeyed && known && now() - known.at < keysLast) return { provider: known.provider, isEffect: false }
    const provider = `${name}-${own.taken.size + 1}`
    own.taken.set(own.taken.has(id) ? `${id} again ${own.taken.size}` : id, { provider, at: now(), key: id })
    return { provider, isEffect: true }
  }
  const send = async (name: Network, own: Behind, message: Sending): Promise<Called> => {
    const trouble: Trouble | { readonly kind: "none" } = own.troubles.shift() ?? { kind: "none" }
    const { id, address, content, unsubscribe } = message
    const arrives = ["none", "lost", "stop", "early"].includes(trouble.kind)
    const taken = arrives ? take(name, own, id) : { isEffect: false }
    const link = unsubscribe === undefined ? {} : { unsubscribe }
    calls.push({ at: now(), network: name, id, address, content, ...link, trouble: trouble.kind, ...taken })
    const provider = "provider" in taken ? taken.provider : ""
    const unknown: Called = { error: new DeliveryError(name, "timeout", { retryable: true, sent: "unknown" }) }
    switch (trouble.kind) {
      case "pause":
        return pause(own, trouble)
      case "broken":
        return { error: new DeliveryError(name, "network", { retryable: true, sent: "no" }) }
      case "gone":
        return answer(503, "", { "retry-after": "7" })
      case "no":
        return answer(400)
      case "closed":
        return { error: new DeliveryError(name, "window-closed", { retryable: false, sent: "no" }) }
      case "deaf":
      case "hang":
      case "lost":
        return unknown
      case "stop":
        await hears(name, { type: "message", id: `stop ${provider}`, address, text: "STOP" })
        return answer(200, provider)
      case "early": {
        const { status, by } = trouble
        const named = by === "ours" ? { reference: id } : {}
        await hears(name, { type: "receipt", id: `early ${provider}`, address, message: provider, ...named, status })
        return answer(200, provider)
      }
      case "none":
        return answer(200, provider)
    }
  }
  const transport: Transport = async (name, request) => {
    const network = name as Network // the house knows no others
    const own = of(network)
    const path = new URL(request.url).pathname.slice(1)
    const body = JSON.parse(typeof request.body === "string" ? request.body : "{}")
    if (path === "poll") return answer(200, JSON.stringify({ inbound: own.left }))
    if (now() < own.closedUntil) violations.push({ network, path, at: now(), closedUntil: own.closedUntil })
    if (path === "find" && own.deaf-- > 0) return answer(500)
    if (path === "find") return answer(200, [...own.taken.values()].find(({ key }) => key === body.id)?.provider ?? "")
    return path === "messages" ? send(network, own, body) : answer(200)
  }
  return {
    transport,
    calls,
    violations,
    trouble: (name, trouble) => {
      if (trouble.kind === "deaf") of(name).deaf = 4
      else of(name).troubles.push(trouble)
    },
    leave: (name, inbound) => void of(name).left.push(inbound),
    restarted: () => {
      for (const own of behind.values()) own.closedUntil = -Infinity
    },
  }
}

/** A webhook as these networks send it. */
export const aHook = (network: string, inbound: readonly Inbound[], given = token) => ({
  path: `/hooks/${network}`,
  body: { inbound },
  headers: { "x-token": given },
})
