import { describe, expect, it } from "vitest"
import type { Channel, Connection, Outgoing } from "../../src/channel/channel.ts"
import { DeliveryError } from "../../src/kernel/errors.ts"
import { channelConformance, type ChannelSubject } from "../../src/testing/channel-conformance.ts"
import { brokenPromises, config, honest, lying, type Options, subject, unknown, valid } from "./honest-channel.ts"

describe("an honest channel", () => {
  it.each(channelConformance(subject()))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe("a channel that lies", () => {
  const bySubject: readonly (readonly [string, string, (options: Options) => Channel])[] = [
    [
      "believes whatever it is told",
      "refuses a signature that is empty, cut off, doubled or one bit away",
      lying(({ inbound }) =>
        inbound
          ? {
              inbound: {
                ...inbound,
                verify: ({ headers }) => ({
                  scheme: "token",
                  given: headers["x-acme-signature"],
                  expected: headers["x-acme-signature"] ?? "",
                }),
              },
            }
          : {},
      ),
    ],
    [
      "compares the start of the signature only",
      "refuses a signature that is empty, cut off, doubled or one bit away",
      lying(({ inbound }) =>
        inbound
          ? {
              inbound: {
                ...inbound,
                verify: ({ headers }) => ({
                  scheme: "token",
                  given: headers["x-acme-signature"]?.slice(0, 8),
                  expected: valid.headers["x-acme-signature"]?.slice(0, 8) ?? "",
                }),
              },
            }
          : {},
      ),
    ],
    [
      "checks no signature at all",
      "refuses a webhook without its signature",
      lying(({ inbound }) =>
        inbound ? { inbound: { ...inbound, verify: () => ({ scheme: "token", given: "x", expected: "x" }) } } : {},
      ),
    ],
    [
      "signs with one key for every account",
      "refuses a webhook of another account",
      lying(({ inbound }) =>
        inbound
          ? {
              inbound: {
                ...inbound,
                verify: ({ headers, body }) => ({
                  scheme: "hmac-sha256",
                  key: config.key,
                  signed: body,
                  given: headers["x-acme-signature"],
                  encoding: "hex",
                }),
              },
            }
          : {},
      ),
    ],
    [
      "declares a feature that it drops",
      "carries subject, as it declares",
      lying(({ capabilities }) => ({ capabilities: { ...capabilities, parts: { choices: "full", subject: "full" } } })),
    ],
    [
      "cuts long texts in silence",
      "carries a text of the longest length whole",
      lying(({ request }) => ({
        request: (message, context) =>
          request({ ...message, content: { ...message.content, text: message.content.text.slice(0, 100) } }, context),
      })),
    ],
    [
      "declares a key that it does not send",
      "sends the idempotency key that it declares",
      lying(({ request }) => ({ request: (message, context) => ({ ...request(message, context), headers: {} }) })),
    ],
    [
      "makes another key for each attempt",
      "sends the idempotency key that it declares",
      lying(({ request }) => ({
        request: (message, context) => request({ ...message, id: `${message.id}-${message.attempt}` }, context),
      })),
    ],
    [
      "makes each request different",
      "makes the same request of the same message, and changes nothing",
      lying(({ request }) => ({
        request: (message, context) => ({ ...request(message, context), headers: { nonce: String(Math.random()) } }),
      })),
    ],
    [
      "writes the text into a header",
      "lets no text break out of its place",
      lying(({ request }) => ({
        request: (message, context) => ({
          ...request(message, context),
          headers: { ...request(message, context).headers, "x-text": message.content.text },
        }),
      })),
    ],
    [
      "takes everything for a success",
      "does not take garbage for a success",
      lying(() => ({ receipt: () => ({ status: "sent", provider: "x" }) })),
    ],
    [
      "throws at an answer that it does not know",
      "does not take garbage for a success",
      lying(() => ({ receipt: ({ body }) => ({ status: "sent", provider: String(JSON.parse(body).id) }) })),
    ],
    [
      "tries again what cannot work",
      "reads 401, whatever the body",
      lying(({ receipt }) => ({
        receipt: (response) =>
          response.status === 200
            ? receipt(response)
            : { status: "failed", error: new DeliveryError("acme", "unavailable", { retryable: true, sent: "no" }) },
      })),
    ],
    [
      "throws at a body that it does not know",
      "survives a body that is not what it should be",
      lying(({ inbound }) =>
        inbound ? { inbound: { ...inbound, parse: ({ body }) => ({ inbound: [JSON.parse(body)] }) } } : {},
      ),
    ],
    [
      "gives new ids to the same webhook",
      "reads a genuine message, the same each time",
      lying(({ inbound }) =>
        inbound
          ? {
              inbound: {
                ...inbound,
                parse: () => ({
                  inbound: [{ type: "message", id: String(Math.random()), address: "1", text: "x", at: 1 }],
                }),
              },
            }
          : {},
      ),
    ],
    [
      "throws away what it cannot read",
      "keeps what it cannot read",
      lying(({ inbound }) =>
        inbound
          ? {
              inbound: {
                ...inbound,
                parse: (request) => (request.body === unknown.body ? { inbound: [] } : inbound.parse(request)),
              },
            }
          : {},
      ),
    ],
    [
      "declares no way in, but has one",
      "has the way in that it declares",
      lying(({ capabilities }) => ({ capabilities: { ...capabilities, inbound: false } })),
    ],
    ["shows its secret", "keeps its secrets to itself", (options) => ({ ...honest(options), options })],
    [
      "takes no care of its options",
      "refuses a wrong key and names it",
      (options) => honest({ ...config, ...(options.key && { key: options.key }) }),
    ],
  ]
  it.each(bySubject)("and %s is caught", async (_, promise, make) => {
    expect(await brokenPromises(subject(make), promise)).toContain(promise)
  })
})

describe("a connection that lies", () => {
  const good: Connection = { send: async ({ id }) => ({ status: "sent", provider: id }), close: async () => undefined }
  const failed = {
    status: "failed",
    error: new DeliveryError("line", "unavailable", { retryable: true, sent: "no" }),
  } as const
  const careful =
    (over: Partial<Connection> = {}) =>
    (): Channel => ({
      id: "line",
      kind: "chat",
      scheme: "line",
      shape: "connection",
      capabilities: {
        features: [],
        parts: {},
        text: { max: 100 },
        inbound: false,
        receipts: [],
        idempotency: { kind: "key", window: 60_000 },
      },
      open: async () => {
        let isOpen = true
        const send = async (message: Outgoing, signal: AbortSignal) =>
          isOpen && !signal.aborted ? good.send(message, signal) : failed
        return {
          send,
          close: async () => {
            isOpen = false
          },
          ...over,
        }
      },
    })
  const of = (make: () => Channel): ChannelSubject<Options> => ({
    make,
    config,
    otherConfig: config,
    secrets: [],
    address: "1",
  })

  it("and does not lie is not blamed", async () => {
    expect(await brokenPromises(of(careful()))).toEqual([])
  })

  it.each([
    ["sends after it was closed", "does not send after it was closed", { close: async () => undefined }],
    ["sends though it was aborted", "does not send when it was aborted before", { send: good.send }],
    [
      "rejects",
      "survives hostile addresses and texts",
      {
        send: async (message: Outgoing, signal: AbortSignal) => {
          if (message.address.includes("\0")) throw new TypeError("invalid character")
          return signal.aborted ? failed : good.send(message, signal)
        },
      },
    ],
    [
      "forgets which message it was",
      "gives the same answer to the same message again",
      { send: async () => ({ status: "sent", provider: String(Math.random()) }) as const },
    ],
  ])("and %s is caught", async (_, promise, over) => {
    expect(await brokenPromises(of(careful(over)), promise)).toContain(promise)
  })
})
