import { describe, expect, it } from "vitest"
import type { Channel, HttpShape } from "../../src/channel/channel.ts"
import type { Inbound } from "../../src/channel/inbound.ts"
import { DeliveryError } from "../../src/kernel/errors.ts"
import { channelConformance, families, type Family, type Webhooks } from "../../src/testing/channel-conformance.ts"
import { ConformanceError } from "../../src/testing/expectation.ts"
import { lying, subject } from "./rich-channel.ts"

type Rich = ReturnType<typeof subject>
type Lie = readonly [family: Family, what: string, promise: string, lied: Rich]

/** The names of the checks of this name, or of all, that fail. */
const broken = async (lied: Rich, promise?: string): Promise<readonly string[]> => {
  const failed: string[] = []
  for (const { name, run } of channelConformance(lied))
    if (promise === undefined || name === promise)
      await run().catch((thrown: unknown) => {
        expect(thrown).toBeInstanceOf(ConformanceError)
        failed.push(name)
      })
  return failed
}

const asked = (change: (made: ReturnType<HttpShape["request"]>, text: string) => object) =>
  subject(
    lying(({ request }) => ({
      request: (message, context) => {
        const made = request(message, context)
        return { ...made, ...change(made, message.content.text) }
      },
    })),
  )
const heard = (change: (all: readonly Inbound[]) => readonly Inbound[]) =>
  subject(
    lying(({ inbound }) => {
      if (!inbound) return {}
      const parse: typeof inbound.parse = (webhook) => {
        const parsed = inbound.parse(webhook)
        return "inbound" in parsed ? { ...parsed, inbound: change(parsed.inbound) } : parsed
      }
      return { inbound: { ...inbound, parse } }
    }),
  )
const each = (change: (one: Inbound) => Inbound) => heard((all) => all.map(change))
const without = (name: keyof Webhooks): Rich => {
  const whole = subject()
  return { ...whole, ...(whole.webhooks && { webhooks: { ...whole.webhooks, [name]: undefined } }) }
}
const told = (change: (channel: Channel & HttpShape) => ReturnType<Parameters<typeof lying>[0]>) =>
  subject(lying(change))
const error = (reason: DeliveryError["reason"], details: ConstructorParameters<typeof DeliveryError>[2]) =>
  ({ status: "failed", error: new DeliveryError("bazaar", reason, details) }) as const

const lies: readonly Lie[] = [
  [
    "capabilities",
    "declares places and sends none",
    "carries place, as it declares",
    asked(({ body }) => (typeof body === "string" ? { body: body.replace(/"place":\{[^}]*\}/, '"place":1') } : {})),
  ],
  [
    "capabilities",
    "sends cards and does not declare them",
    "carries nothing that it does not declare",
    told(({ request }) => ({
      request: (message, context) => ({
        ...request(message, context),
        headers: { x: JSON.stringify(message.content.cards ?? []) },
      }),
    })),
  ],
  [
    "capabilities",
    "declares that it takes files as bytes and sends their address",
    "carries file, as it declares",
    told(({ request }) => ({
      request: (message, context) => request({ ...message, files: {} }, context),
    })),
  ],
  [
    "capabilities",
    "goes to another host to say that somebody types",
    "makes a request for typing, to its own provider",
    told(({ extras }) => ({
      extras: { ...extras, typing: () => ({ method: "POST", url: "https://other.example/", headers: {} }) },
    })),
  ],
  [
    "capabilities",
    "declares that the provider can be asked, and does not ask",
    "is given to the kit with extras.find on the channel, because it declares that the provider can be asked",
    told(({ extras: { typing } }) => ({ extras: { ...(typing && { typing }) } })),
  ],
  [
    "capabilities",
    "takes for absent what it could not read",
    "finds a message of which nobody knew whether it left",
    told(({ extras }) => ({
      extras: { ...extras, ...(extras.find && { find: { ...extras.find, read: () => undefined } }) },
    })),
  ],
  [
    "capabilities",
    "reads a token out of everything",
    "fetches its token of the hour, and sees that one was refused",
    told(({ access }) => (access ? { access: { ...access, read: () => ({ token: "t", lasts: 1 }) } } : {})),
  ],
  [
    "capabilities",
    "names more features than it carries",
    "declares limits that can be kept",
    told(({ capabilities }) => ({ capabilities: { ...capabilities, features: ["cards"] } })),
  ],
  [
    "render",
    "falls over a message that it declares it takes",
    "makes only allowed payloads of 500 messages of any kind, and tells every loss",
    told(({ request }) => ({
      request: (message, context) => {
        if (message.content.choices?.length === 1) throw new TypeError("too few")
        return request(message, context)
      },
    })),
  ],
  [
    "signature",
    "answers every challenge",
    "answers a challenge of its own account, and no other",
    told(({ inbound }) =>
      inbound
        ? {
            inbound: {
              ...inbound,
              challenge: () => ({ check: { scheme: "token", given: "x", expected: "x" }, answer: { body: "c-42" } }),
            },
          }
        : {},
    ),
  ],
  [
    "signature",
    "takes what was meant for another account",
    "sees that a genuine webhook is about another account",
    told(({ inbound }) => (inbound ? { inbound: { ...inbound, parse: () => ({ inbound: [] }) } } : {})),
  ],
  [
    "signature",
    "says yes to a call about another account",
    "writes nothing of a forged call, and says the same whatever was wrong",
    told(({ inbound }) =>
      inbound
        ? {
            inbound: {
              ...inbound,
              parse: (webhook) => {
                const parsed = inbound.parse(webhook)
                return "foreign" in parsed ? { inbound: [] } : parsed
              },
            },
          }
        : {},
    ),
  ],
  [
    "faults",
    "makes a request that no client sends",
    'says "no" of whether a message left after a refused connection',
    asked(() => ({ headers: { "x-bazaar": "a\r\nb" } })),
  ],
  [
    "faults",
    "makes another message of every attempt",
    "sends once what did not leave at first",
    told(({ receipt }) => ({
      receipt: (response) =>
        response.status === 200 ? error("rejected", { retryable: false, sent: "no" }) : receipt(response),
    })),
  ],
  [
    "rate-limits",
    "does not hear one of the ways in which the provider asks for a pause",
    "waits as long as the provider says in its own words, 2",
    told(({ receipt }) => ({
      receipt: (response) => receipt({ ...response, body: response.body.replace("wait", "w") }),
    })),
  ],
  [
    "refusals",
    "takes a closed window for any refusal",
    "knows a closed window by the provider's own words",
    told(({ receipt }) => ({
      receipt: (response) => receipt({ ...response, body: response.body.replace("47", "48") }),
    })),
  ],
  [
    "delivery-order",
    "reads the first of a batch alone",
    "takes in everything of a batch, once",
    heard((all) => all.slice(0, 1)),
  ],
  [
    "delivery-order",
    "takes nothing of a batch of which one thing is bad",
    "takes in what is good of a batch of which one thing cannot be read",
    told(({ inbound }) =>
      inbound
        ? {
            inbound: {
              ...inbound,
              parse: (webhook) =>
                webhook.body.includes('"id":9')
                  ? { problem: { field: "events", remedy: "x" } }
                  : inbound.parse(webhook),
            },
          }
        : {},
    ),
  ],
  [
    "delivery-order",
    "takes a read message for a delivered one",
    "reads a receipt of what was read",
    each((one) => (one.type === "receipt" ? { ...one, status: "delivered" } : one)),
  ],
  [
    "crash",
    "gives a new id to each delivery of the same message",
    "knows after a restart what it took before it",
    each((one) => ({ ...one, id: `${one.id}-${Math.random()}` })),
  ],
  [
    "opt-out",
    "takes the network's stop for a message",
    "sends nothing more after the network's own button",
    each((one) => (one.type === "wish" ? { type: "message", id: one.id, address: one.address, text: "" } : one)),
  ],
  [
    "opt-out",
    "declares a button and shows the kit none",
    "is given to the kit with webhooks.wish, because people stop here by the network's own button",
    without("wish"),
  ],
  [
    "window",
    "declares a window and shows the kit no refusal",
    "is given to the kit with responses.windowClosed, because the channel declares a reply window",
    { ...subject(), responses: { accepted: { status: 200, headers: {}, body: '{"id":"out-1"}' } } },
  ],
  [
    "echo",
    "hears itself",
    "does not take for a customer's message what we sent ourselves",
    told(({ inbound }) =>
      inbound
        ? {
            inbound: {
              ...inbound,
              parse: (webhook) => inbound.parse({ ...webhook, body: webhook.body.replace('"echo"', '"text"') }),
            },
          }
        : {},
    ),
  ],
  [
    "attachments",
    "carries the bytes of a file in what comes in",
    "brings a file in by its address, never by its bytes",
    each((one) =>
      one.type === "message" && one.attachments
        ? { ...one, attachments: [{ kind: "image", url: `data:image/png;base64,${"A".repeat(100)}` }] }
        : one,
    ),
  ],
  [
    "attachments",
    "shows its token to whatever host a reference names",
    "fetches files from its own hosts, and shows its secrets nowhere else",
    told(({ extras }) => ({
      extras: {
        ...extras,
        ...(extras.media && {
          media: {
            ...extras.media,
            download: (reference, _located, { access }) =>
              URL.canParse(reference)
                ? { method: "GET", url: reference, headers: { authorization: `Bearer ${access}` } }
                : undefined,
          },
        }),
      },
    })),
  ],
  [
    "attachments",
    "gives references that lead nowhere",
    "can turn its own references into a request",
    told(({ extras }) => ({
      extras: { ...extras, ...(extras.media && { media: { ...extras.media, download: () => undefined } }) },
    })),
  ],
  [
    "discretion",
    "repeats in its errors what the provider repeated",
    "says no secret in an error",
    told(({ receipt }) => ({
      receipt: (response) => {
        const sent = receipt(response)
        if (sent.status !== "failed") return sent
        const { channel, reason, retryable, sent: left } = sent.error
        return {
          status: "failed",
          error: new DeliveryError(channel, reason, { retryable, sent: left }, { cause: response.body }),
        }
      },
    })),
  ],
  [
    "discretion",
    "writes down as the provider's id whatever the provider said",
    "writes no secret down, whatever the provider repeats",
    told(({ receipt }) => ({
      receipt: (response) =>
        response.status === 401 ? { status: "sent", provider: response.body } : receipt(response),
    })),
  ],
  [
    "edge",
    "needs Buffer",
    "works where there is neither Buffer nor process",
    asked(({ body }) => ({ headers: { length: String(Buffer.byteLength(String(body))) } })),
  ],
  [
    "edge",
    "imports what only Node has",
    "imports nothing that only Node has",
    { ...subject(), source: new URL("../../src/sqlite.ts", import.meta.url) },
  ],
  [
    "schema",
    "forgets a field that the provider needs",
    "makes requests that the provider's own description allows",
    asked(({ body }) => (typeof body === "string" ? { body: body.replace(/"key":"[^"]*",/, "") } : {})),
  ],
  [
    "schema",
    "has a description that takes everything",
    "has a description that refuses something",
    { ...subject(), schema: () => undefined },
  ],
]

describe("a channel with everything", () => {
  it.each(channelConformance(subject()))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("is looked at in every family", () => {
    const looked = new Set(
      channelConformance(subject()).flatMap(({ family, notApplicable }) => notApplicable ?? family),
    )
    expect([...looked].sort()).toEqual([...families].sort())
  })
})

describe("a channel that lies", () => {
  it("can do so in every family", () => {
    expect(new Set(lies.map(([family]) => family))).toEqual(new Set(families))
  })

  it.each(lies)("about %s: %s", async (family, _, promise, lied) => {
    const found = channelConformance(lied).filter(({ name }) => name === promise)
    expect(found.map((one) => one.family)).toContain(family)
    expect(await broken(lied, promise)).toContain(promise)
  })
})
