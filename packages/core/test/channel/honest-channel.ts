import { expect } from "vitest"
import * as z from "zod"
import { jsonOf } from "../../src/channel/body.ts"
import { defineChannel, type Channel, type HttpShape } from "../../src/channel/channel.ts"
import { failureOf } from "../../src/channel/failure.ts"
import { channelConformance, type ChannelSubject } from "../../src/testing/channel-conformance.ts"
import { ConformanceError } from "../../src/testing/expectation.ts"
import { signedWebhook } from "../../src/testing/signed-webhook.ts"

const Incoming = z.object({
  id: z.string().min(1),
  from: z.string().min(1),
  at: z.number(),
  text: z.string().optional(),
  delivered: z.string().optional(),
})

/** A channel that keeps every promise. */
export const honest = defineChannel({
  id: "acme",
  kind: "sms",
  scheme: "phone",
  config: z.strictObject({ key: z.string().min(8), account: z.string().min(1) }),
  capabilities: {
    parts: { choices: "full" },
    text: { max: 160 },
    inbound: true,
    receipts: ["delivered"],
    idempotency: { kind: "key", window: 86_400_000 },
  },
  request: ({ id, address, content }, { key, account }) => ({
    method: "POST",
    url: `https://acme.example/${account}/messages`,
    headers: { authorization: `Bearer ${key}`, "idempotency-key": encodeURIComponent(id) },
    body: JSON.stringify({ to: address, text: content.text, buttons: content.choices }),
  }),
  receipt: (response) => {
    const answer = z.object({ id: z.string(), error: z.string().optional() }).safeParse(jsonOf(response.body)).data
    if (response.status !== 200 || !answer) return { status: "failed", error: failureOf("acme", response) }
    if (answer.error) return { status: "failed", error: failureOf("acme", { ...response, status: 400 }) }
    return { status: "sent", provider: answer.id }
  },
  inbound: {
    verify: ({ headers, body }, { key }) => ({
      scheme: "hmac-sha256",
      key,
      signed: body,
      given: headers["x-acme-signature"],
      encoding: "hex",
    }),
    parse: ({ body }) => {
      const read = Incoming.safeParse(jsonOf(body))
      if (!read.success) return { problem: { field: "body", remedy: "must be a message of Acme" } }
      const { id, from, at, text, delivered: message } = read.data
      if (message) return { inbound: [{ type: "receipt", id, message, address: from, status: "delivered", at }] }
      return {
        inbound: [
          {
            type: "message",
            id,
            address: from,
            text: text ?? "",
            at,
            ...(text === undefined && { unsupported: "other" }),
          },
        ],
      }
    },
  },
})

/** What it takes. */
export interface Options {
  readonly key: string
  readonly account: string
}
/** Options that work. */
export const config: Options = { key: "k-1234567890", account: "uno" }
/** A webhook of Acme. */
export const webhook = (value: object, key = config.key) =>
  signedWebhook.hmac({ key, body: JSON.stringify(value), header: "x-acme-signature" })
const at = Date.UTC(2026, 0, 1)
/** A message. */
export const valid = await webhook({ id: "in-1", from: "+34600000001", at, text: "¿hola?" })
/** A kind that is not read. */
export const unknown = await webhook({ id: "in-2", from: "+34600000001", at, fax: true })
const receipt = await webhook({ id: "in-3", from: "+34600000001", at, delivered: "out-1" })
const limited = {
  response: { status: 429, headers: { "retry-after": "2" }, body: "{}" },
  retryAfter: 2_000,
}
const accepted = { status: 200, headers: {}, body: '{"id":"out-1"}' }

/** What the kit is told of it, or of one that lies. */
export const subject = (make: (options: Options) => Channel = honest): ChannelSubject<Options> => ({
  make,
  config,
  otherConfig: { key: "k-0987654321", account: "dos" },
  secrets: ["key"],
  address: "+34600000002",
  webhooks: { valid, unknown, receipt, receipts: { delivered: receipt } },
  responses: { accepted, refusedAs200: { ...accepted, body: '{"id":"out-1","error":"blocked"}' }, limited },
})

/** The names of the checks that it fails; of those alone of this name, where one is given. */
export const brokenPromises = async (of: ChannelSubject<Options>, promise?: string): Promise<readonly string[]> => {
  const results = await Promise.all(
    channelConformance(of)
      .filter(({ name }) => promise === undefined || name === promise)
      .map(async ({ name, run }) => {
        try {
          await run()
          return []
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ConformanceError)
          return [name]
        }
      }),
  )
  return results.flat()
}

/** The honest channel, but for what is changed. */
export const lying =
  (
    change: (
      shape: Channel & HttpShape,
      options: Options,
    ) => Partial<HttpShape> & Partial<Pick<Channel, "capabilities">>,
  ) =>
  (options: Options): Channel => {
    const channel = honest(options)
    return channel.shape === "http" ? { ...channel, ...change(channel, options) } : channel
  }
