import { describe, expect, it } from "vitest"
import type { Channel, HttpShape, WebhookRequest } from "../../src/channel/channel.ts"
import type { Inbound } from "../../src/channel/inbound.ts"
import type { Check } from "../../src/channel/signature.ts"
import { DeliveryError } from "../../src/kernel/errors.ts"
import { signedWebhook } from "../../src/testing/signed-webhook.ts"
import { brokenPromises, config, lying, type Options, subject, valid } from "./honest-channel.ts"

type Make = (options: Options) => Channel
type Lie = readonly [what: string, promise: string, make: Make]

const request = (change: (made: ReturnType<HttpShape["request"]>, options: Options) => object): Make =>
  lying((honest, options) => ({
    request: (message, context) => {
      const made = honest.request(message, context)
      return { ...made, ...change(made, options) }
    },
  }))
const receipt = (change: (error: DeliveryError, body: string) => DeliveryError): Make =>
  lying((honest) => ({
    receipt: (response) => {
      const sent = honest.receipt(response)
      return sent.status === "failed" ? { ...sent, error: change(sent.error, response.body) } : sent
    },
  }))
const verify = (change: (webhook: WebhookRequest) => WebhookRequest): Make =>
  lying(({ inbound }) =>
    inbound ? { inbound: { ...inbound, verify: (webhook) => inbound.verify(change(webhook)) } } : {},
  )
const parse = (change: (one: Inbound) => Inbound): Make =>
  lying(({ inbound }) => {
    if (!inbound) return {}
    const changed = (webhook: WebhookRequest) => {
      const parsed = inbound.parse(webhook)
      return "inbound" in parsed ? { inbound: parsed.inbound.map(change) } : parsed
    }
    return { inbound: { ...inbound, parse: changed } }
  })

const requests: readonly Lie[] = [
  [
    "writes its secret into the body",
    "hands its secrets to its own provider only, and over a private line",
    request(({ body }, { key }) => ({ body: `${body} ${key}` })),
  ],
  [
    "sends a retry to another host, secret and all",
    "hands its secrets to its own provider only, and over a private line",
    lying((honest) => ({
      request: (message, context) => ({
        ...honest.request(message, context),
        ...(message.attempt > 1 && { url: "https://backup.example/messages" }),
      }),
    })),
  ],
  [
    "talks in the clear",
    "hands its secrets to its own provider only, and over a private line",
    request(({ url }) => ({ url: url.replace("https:", "http:") })),
  ],
  [
    "writes the thread into a header as it came",
    "hands its secrets to its own provider only, and over a private line",
    lying((honest) => ({
      request: (message, context) => {
        const made = honest.request(message, context)
        return { ...made, headers: { ...made.headers, "x-thread": message.inReplyTo ?? "" } }
      },
    })),
  ],
  [
    "writes the address into the url as it came",
    "lets no address break out of its place",
    lying((honest) => ({
      request: (message, context) => ({
        ...honest.request(message, context),
        url: `https://acme.example/to/${message.address}`,
      }),
    })),
  ],
]

const receipts: readonly Lie[] = [
  [
    "does not hear how long it shall wait",
    "reads 429 with Retry-After: 7, whatever the body",
    receipt((error) =>
      error.reason === "rate-limit"
        ? new DeliveryError(error.channel, error.reason, { retryable: true, sent: "no" })
        : error,
    ),
  ],
  [
    "takes a provider that is busy for one that may have taken the message",
    "reads 429, whatever the body",
    receipt(
      ({ channel, reason, retryable, retryAfter, sent }) =>
        new DeliveryError(channel, reason, {
          retryable,
          sent: reason === "rate-limit" ? "unknown" : sent,
          ...(retryAfter !== undefined && { retryAfter }),
        }),
    ),
  ],
  [
    "says that nothing left where nobody knows: the person would get it twice",
    "reads 500, whatever the body",
    receipt(
      ({ channel, reason, retryable, retryAfter }) =>
        new DeliveryError(channel, reason, { retryable, sent: "no", ...(retryAfter !== undefined && { retryAfter }) }),
    ),
  ],
  [
    "repeats what the provider repeated, a secret too",
    "reads 401, whatever the body",
    receipt(
      ({ channel, reason, retryable, retryAfter, sent }, cause) =>
        new DeliveryError(
          channel,
          reason,
          { retryable, sent, ...(retryAfter !== undefined && { retryAfter }) },
          { cause },
        ),
    ),
  ],
]

const webhooks: readonly Lie[] = [
  [
    "forgets the body when it verifies",
    "refuses a body that was changed, where the body is signed",
    verify((webhook) => ({ ...webhook, body: valid.body })),
  ],
  [
    "verifies the beginning of the body",
    "refuses a body that was changed, where the body is signed",
    verify((webhook) => ({ ...webhook, body: webhook.body.slice(0, valid.body.length) })),
  ],
  [
    "reads seconds as milliseconds",
    "reads a genuine message, the same each time",
    parse((one) => (one.at === undefined ? one : { ...one, at: one.at / 1000 })),
  ],
  ["gives one id to everything", "keeps what it cannot read", parse((one) => ({ ...one, id: "message" }))],
  [
    "declares receipts that never come",
    "brings in the receipts that it declares",
    parse(({ id, address, at }) => ({ type: "message", id, address, text: "", ...(at !== undefined && { at }) })),
  ],
  [
    "parses later",
    "reads a genuine message, the same each time",
    lying(({ inbound }) =>
      inbound
        ? {
            inbound: {
              ...inbound,
              // what JavaScript lets an author write by mistake
              parse: (async (webhook: WebhookRequest) => inbound.parse(webhook)) as unknown as typeof inbound.parse,
            },
          }
        : {},
    ),
  ],
]

describe("a channel that lies", () => {
  it.each([...requests, ...receipts, ...webhooks])("and %s is caught", async (_, promise, make) => {
    expect(await brokenPromises(subject(make), promise)).toContain(promise)
  })

  it("and forgets when a webhook was signed is caught", async () => {
    const signedAt = Date.UTC(2026, 0, 1)
    const seconds = String(signedAt / 1000)
    const timed = await signedWebhook.hmac({
      key: config.key,
      body: valid.body,
      signed: `${seconds}.${valid.body}`,
      header: "x-acme-signature",
      headers: { "x-acme-time": seconds },
    })
    const signed = ({ headers, body }: WebhookRequest, key: string): Check => ({
      scheme: "hmac-sha256",
      key,
      signed: `${headers["x-acme-time"]}.${body}`,
      given: headers["x-acme-signature"],
      encoding: "hex",
    })
    const by = (isCareful: boolean) => {
      const make = lying(({ inbound }, { key }) =>
        inbound
          ? {
              inbound: {
                ...inbound,
                verify: (webhook) => ({
                  ...signed(webhook, key),
                  ...(isCareful && { at: { seconds: Number(webhook.headers["x-acme-time"]), tolerance: 300 } }),
                }),
              },
            }
          : {},
      )
      const told = subject(make)
      return { ...told, webhooks: { ...told.webhooks, valid: timed, signedAt } }
    }
    const promise = "refuses a webhook that was signed a day ago, or will be"
    expect(await brokenPromises(by(true), promise)).not.toContain(promise)
    expect(await brokenPromises(by(false), promise)).toContain(promise)
  })

  it("and misreads the provider's own words for a rate limit is caught", { timeout: 60_000 }, async () => {
    const told = subject()
    const limited = { response: { status: 429, headers: {}, body: '{"wait":5}' }, retryAfter: 5_000 }
    const responses = told.responses && { ...told.responses, limited }
    expect(await brokenPromises({ ...told, ...(responses && { responses }) })).toEqual([
      "waits as long as the provider says in its own words",
    ])
  })

  it("may have its secret in the body where its provider takes it nowhere else", { timeout: 60_000 }, async () => {
    const make = request(({ body }, { key }) => ({ body: `${body} ${key}` }))
    expect(await brokenPromises({ ...subject(make), secretInBody: true })).toEqual([])
  })
})
