import * as z from "zod"
import { jsonOf } from "../../src/channel/body.ts"
import {
  type Channel,
  defineChannel,
  type HttpRequest,
  type HttpResponse,
  type HttpShape,
  type Outgoing,
  type Sent,
} from "../../src/channel/channel.ts"
import { failureOf } from "../../src/channel/failure.ts"
import type { Inbound } from "../../src/channel/inbound.ts"
import { DeliveryError } from "../../src/kernel/errors.ts"
import type { ChannelSubject } from "../../src/testing/channel-conformance.ts"
import { signedWebhook } from "../../src/testing/signed-webhook.ts"

const Event = z.object({ id: z.string().min(1), from: z.string().min(1), at: z.int(), kind: z.string() })
const Said = z.object({ text: z.string(), file: z.string().optional() })
const Told = z.object({ message: z.string().min(1) })
const Call = z.object({ account: z.string(), events: z.array(z.unknown()) })
type Options = { readonly key: string; readonly verifyToken: string; readonly account: string }

const config = z.strictObject({
  key: z.string().min(8),
  verifyToken: z.string().min(8),
  account: z.string().regex(/^\d+$/, "must be the number of the account"),
})

const eventOf = (value: unknown): readonly Inbound[] => {
  const { data: known } = Event.safeParse(value)
  if (!known) return []
  const { kind, from, ...rest } = known
  const base = { ...rest, at: known.at * 1000, address: from }
  const said = Said.safeParse(value).data
  const told = Told.safeParse(value).data
  if (kind === "echo") return []
  if (kind === "stop") return [{ type: "wish", ...base, wish: "stop", by: "blocked" }]
  if (told && (kind === "delivered" || kind === "read")) return [{ type: "receipt", ...base, ...told, status: kind }]
  if (!said) return [{ type: "message", ...base, text: "", unsupported: kind }]
  const attachments =
    said.file === undefined ? {} : { attachments: [{ kind: "image", url: `provider:${said.file}` }] as const }
  return [{ type: "message", ...base, text: said.text, ...attachments }]
}

const request = (
  { id, address, content, files = {} }: Outgoing,
  { account }: Options,
  { access }: { access: string },
) => {
  const { text, choices, image, file, place, template } = content
  const sent = file && files[file.url]
  const about = { key: id, to: address, text, choices, image: image?.url, place, template }
  const headers = { authorization: `Bearer ${access}` }
  const url = `https://bazaar.example/${account}/messages`
  if (sent)
    return {
      method: "POST",
      url,
      headers,
      form: [
        { name: "about", value: JSON.stringify(about) },
        { name: "file", value: sent.bytes, filename: sent.name, type: sent.type },
      ],
    } as const
  return { method: "POST", url, headers, body: JSON.stringify(about) } as const
}

const codes: { readonly [code: number]: DeliveryError["reason"] } = { 47: "window-closed", 50: "opted-out" }

const receipt = (response: HttpResponse): Sent => {
  const answer = z
    .object({ id: z.string().optional(), code: z.int().optional(), wait: z.int().optional() })
    .safeParse(jsonOf(response.body)).data
  if (response.status === 200 && answer?.id !== undefined) return { status: "sent", provider: answer.id }
  const reason = response.status === 400 ? codes[answer?.code ?? 0] : undefined
  if (reason) return { status: "failed", error: new DeliveryError("bazaar", reason, { retryable: false, sent: "no" }) }
  const waits =
    answer?.wait === undefined
      ? response
      : { ...response, headers: { ...response.headers, "retry-after": String(answer.wait) } }
  return { status: "failed", error: failureOf("bazaar", waits) }
}

/** A channel with everything that a channel may have, which keeps every promise. */
export const rich = defineChannel({
  id: "bazaar",
  kind: "chat",
  scheme: "bazaar",
  config,
  account: ({ account }) => account,
  capabilities: {
    parts: {
      choices: { level: "full", max: 3, maxLabel: 20 },
      image: { level: "full", types: ["image/*"], maxBytes: 5_000_000, caption: 100 },
      file: { level: "full", by: "bytes", caption: 0 },
      place: "full",
      template: "full",
    },
    text: { max: 500, format: "whatsapp" },
    inbound: true,
    receipts: ["delivered", "read"],
    idempotency: { kind: "reconcile" },
    replyWindow: { length: 86_400_000, after: "template" },
    rate: [{ count: 100, per: 1_000 }],
    optOut: "network",
  },
  request,
  receipt,
  access: ({ key }) => ({
    request: () => ({ method: "POST", url: "https://bazaar.example/token", headers: { "x-key": key } }),
    read: (response) => {
      const token = z.object({ token: z.string().min(1) }).safeParse(jsonOf(response.body)).data
      if (response.status === 200 && token) return { ...token, lasts: 3_600_000 }
      return { error: failureOf("bazaar", response) }
    },
  }),
  extras: ({ account }) => {
    const call = (path: string, access: string, body: object = {}): HttpRequest => ({
      method: "POST",
      url: `https://bazaar.example/${account}/${path}`,
      headers: { authorization: `Bearer ${access}` },
      body: JSON.stringify(body),
    })
    return {
      typing: ({ address }, { access }) => call("typing", access, { to: address }),
      markRead: ({ provider }, { access }) => call("read", access, { message: provider }),
      react: ({ provider }, emoji, { access }) => call("react", access, { message: provider, emoji }),
      edit: ({ provider }, content, { access }) => call("edit", access, { message: provider, text: content.text }),
      media: {
        hosts: ["bazaar.example"],
        locate: () => undefined,
        download: (reference, _located, { access }) => call(`files/${encodeURIComponent(reference)}`, access),
      },
      find: {
        request: ({ id }, { access }) => call("find", access, { key: id }),
        read: (response, { id }) => {
          const found = z.object({ messages: z.array(z.object({ key: z.string(), id: z.string() })) })
          const list = found.safeParse(jsonOf(response.body)).data
          if (!list) return { status: "failed", error: failureOf("bazaar", response) }
          const one = list.messages.find(({ key }) => key === id)
          return one && { status: "sent", provider: one.id }
        },
      },
    }
  },
  inbound: {
    verify: ({ headers, body }, { key }) => ({
      scheme: "hmac-sha256",
      key,
      signed: `${headers["x-bazaar-time"]}.${body}`,
      given: headers["x-bazaar-signature"],
      encoding: "hex",
      at: { seconds: Number(headers["x-bazaar-time"]), tolerance: 300 },
    }),
    parse: ({ body }, { account }) => {
      const call = Call.safeParse(jsonOf(body)).data
      if (!call) return { problem: { field: "body", remedy: "must be a call of the bazaar" } }
      if (call.account !== account) return { foreign: true }
      return { inbound: call.events.flatMap(eventOf) }
    },
    challenge: ({ method, url }, { verifyToken }) => {
      const asked = new URL(url).searchParams
      if (method !== "GET") return undefined
      const given = asked.get("token") ?? undefined
      return {
        check: { scheme: "token", given, expected: verifyToken },
        answer: { type: "text/plain", body: asked.get("challenge") ?? "" },
      }
    },
  },
})

const options: Options = { key: "k-1234567890", verifyToken: "verify-1234", account: "101" }
const seconds = Date.UTC(2026, 2, 2, 12) / 1000

const called = (account: string, events: readonly object[]) => {
  const body = JSON.stringify({ account, events })
  return signedWebhook.hmac({
    key: options.key,
    body,
    header: "x-bazaar-signature",
    signed: `${seconds}.${body}`,
    headers: { "x-bazaar-time": String(seconds) },
    url: "http://localhost/hooks/bazaar",
  })
}
const event = (id: string, kind: string, more: object = {}) => ({ id, kind, from: "7", at: seconds, ...more })
const told = (...events: readonly object[]) => called(options.account, events)

/** What the kit is told of it, or of one that lies. */
export const subject = (make: (given: Options) => Channel = rich): ChannelSubject<Options> => ({
  make,
  config: options,
  otherConfig: { key: "k-0987654321", verifyToken: "verify-4321", account: "202" },
  secrets: ["key", "verifyToken"],
  address: "7",
  webhooks,
  responses: {
    accepted: { status: 200, headers: {}, body: '{"id":"out-1"}' },
    limited: [
      { response: { status: 429, headers: { "retry-after": "2" }, body: "{}" }, retryAfter: 2_000 },
      { response: { status: 429, headers: {}, body: '{"wait":3}' }, retryAfter: 3_000 },
    ],
    windowClosed: { status: 400, headers: {}, body: '{"code":47}' },
    optedOut: { status: 400, headers: {}, body: '{"code":50}' },
    access: {
      granted: { status: 200, headers: {}, body: '{"token":"t-1"}' },
      refused: { status: 401, headers: {}, body: "{}" },
    },
    found: {
      there: { status: 200, headers: {}, body: '{"messages":[{"key":"m_0123456789abcdef","id":"out-1"}]}' },
      absent: { status: 200, headers: {}, body: '{"messages":[]}' },
    },
  },
  schema: (made) =>
    made.url.endsWith("/messages") && bodyOf(made).startsWith('{"key"') ? undefined : "key: must be there",
})

const bodyOf = ({ body, form = [] }: HttpRequest): string => String(body ?? form[0]?.value ?? "")

const webhooks = {
  valid: await told(event("in-1", "text", { text: "¿hola?" })),
  unknown: await told(event("in-2", "fax")),
  receipts: {
    delivered: await told(event("in-3", "delivered", { message: "out-1" })),
    read: await told(event("in-4", "read", { message: "out-1" })),
  },
  echo: await told(event("in-5", "echo", { text: "lo que dijimos" })),
  batch: await told(event("in-6", "text", { text: "uno" }), event("in-7", "text", { text: "dos" })),
  partlyBad: await told(event("in-8", "text", { text: "uno" }), { id: 9 }),
  wish: await told(event("in-10", "stop")),
  attachment: await told(event("in-11", "image", { text: "así llegó", file: "f-1" })),
  foreign: await called("303", [event("in-12", "text", { text: "¿hola?" })]),
  challenge: {
    request: {
      method: "GET",
      url: "http://localhost/hooks/bazaar?token=verify-1234&challenge=c-42",
      headers: {},
      body: "",
    },
    answer: "c-42",
  },
  signedAt: seconds * 1000,
}

/** The rich channel, but for what is changed. */
export const lying =
  (change: (shape: Channel & HttpShape) => Partial<HttpShape> & Partial<Pick<Channel, "capabilities" | "account">>) =>
  (given: Options): Channel => {
    const channel = rich(given)
    return channel.shape === "http" ? { ...channel, ...change(channel) } : channel
  }
