import { defineChannel, DeliveryError, failureOf, type HttpRequest, type HttpResponse, InputError } from "@escucha/core"
import { createTestEscucha } from "@escucha/core/testing"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { Conversations, layer, Messages } from "@escucha/core/effect"
import type { Transport } from "@escucha/core"

const call = (what: string, details: object): HttpRequest => ({
  method: "POST",
  url: `https://net.example/${what}`,
  headers: {},
  body: JSON.stringify(details),
})

/** A network that knows everything that is no message; it splits long texts and sends each file by itself. */
const able = defineChannel({
  id: "able",
  kind: "chat",
  scheme: "able",
  config: z.strictObject({}),
  capabilities: {
    parts: { image: { level: "full", caption: 0 }, choices: "full" },
    text: { max: 20 },
    inbound: true,
    receipts: ["delivered"],
    idempotency: { kind: "none" },
  },
  access: () => ({
    request: () => call("token", {}),
    read: (response) => ({ token: response.body, lasts: 3_600_000 }),
  }),
  request: ({ address, content }, _, { access }) => call("send", { address, text: content.text, access }),
  receipt: (response) =>
    response.status === 200
      ? { status: "sent", provider: response.body }
      : { status: "failed", error: failureOf("able", response) },
  extras: () => ({
    typing: ({ address }) => call("typing", { address }),
    markRead: ({ address, provider }, { access }) => call("read", { address, provider, access }),
    react: ({ address, provider }, emoji) => call("react", { address, provider, emoji }),
    edit: ({ address, provider }, { text, choices }) => call("edit", { address, provider, text, choices }),
    remove: ({ address, provider }) => call("remove", { address, provider }),
    refusal: (response) =>
      response.body === "refused" ? new DeliveryError("able", "rejected", { retryable: false, sent: "no" }) : undefined,
  }),
})

/** A network that carries messages and nothing else. */
const plain = defineChannel({
  id: "plain",
  kind: "sms",
  scheme: "plain",
  config: z.strictObject({}),
  capabilities: { parts: {}, text: { max: 100 }, inbound: true, receipts: [], idempotency: { kind: "none" } },
  request: () => call("send", {}),
  receipt: ({ body }) => ({ status: "sent", provider: body }),
})

const ana = "able:ana"

/** A house with two accounts of an able network and a plain one; answers are what `answer` gives, else an id of its own. */
const house = async (answer: (what: string, times: number) => Partial<HttpResponse> | undefined = () => undefined) => {
  const calls: {
    readonly channel: string
    readonly what: string
    readonly details: { readonly [name: string]: unknown }
  }[] = []
  const other = { ...able({}), scheme: "other" }
  const escucha = createTestEscucha({
    channels: { able: able({}), other, plain: plain({}) },
    transport: async (channel, { url, body }) => {
      const what = new URL(url).pathname.slice(1)
      const times = calls.filter((each) => each.what === what).length + 1
      calls.push({ channel, what, details: z.record(z.string(), z.unknown()).parse(JSON.parse(String(body))) })
      return { response: { status: 200, headers: {}, body: `${what}-${times}`, ...answer(what, times) } }
    },
  })
  await escucha.start()
  const beside = () => calls.filter(({ what }) => what !== "send" && what !== "token")
  const writes = async (text: string, channel: "able" | "other" | "plain" = "able", id = `in-${text}`) => {
    await escucha.conversations.receive(channel, [
      { type: "message", id, address: "ana", text, at: escucha.clock.now() },
    ])
    await escucha.settled()
  }
  const sends = async (text: string, customer = ana) => {
    const { id } = await escucha.messages.send(customer, { text })
    await escucha.settled()
    return id
  }
  const thread = async () => (await escucha.customers.get(ana))?.thread.items ?? []
  const lineOf = async (text: string) => {
    const found = (await thread()).find((item) => item.type === "received" && item.text === text)
    return found?.type === "received" ? found.id : expect.unreachable("there is such a line")
  }
  return { escucha, calls, beside, writes, sends, thread, lineOf }
}

const refused = async (promise: Promise<unknown>): Promise<InputError | DeliveryError> => {
  const failure: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (failure instanceof InputError || failure instanceof DeliveryError) return failure
  return expect.unreachable(`it was refused, and not ${String(failure)}`)
}

describe("new words for an old message of ours", () => {
  it("go to where it went, and stand in its place with what it said before", async () => {
    const { escucha, beside, sends, thread } = await house()
    const id = await sends("Your parcel is late")
    expect(await escucha.messages.edit(ana, id, { text: "It is here" }, { by: "Luis" })).toBe("committed")
    expect(beside()).toMatchObject([
      { channel: "able", what: "edit", details: { address: "ana", provider: "send-1", text: "It is here" } },
    ])
    expect(await thread()).toMatchObject([
      { type: "written", text: "It is here", edited: { before: "Your parcel is late", isTakenBack: false } },
    ])
  })

  it("of one id are sent once", async () => {
    const { escucha, beside, sends } = await house()
    const id = await sends("one")
    const edit = () => escucha.messages.edit(ana, id, { text: "two" }, { id: "e-1" })
    expect([await edit(), await edit()]).toEqual(["committed", "duplicate"])
    expect(beside()).toHaveLength(1)
  })

  it("that are shorter take what is left over away; that are longer are refused before any call", async () => {
    const { escucha, beside, sends } = await house()
    const id = await sends("twenty letters here and twenty more")
    await escucha.messages.edit(ana, id, { text: "short" })
    expect(beside()).toMatchObject([
      { what: "edit", details: { provider: "send-1", text: "short" } },
      { what: "remove", details: { provider: "send-2" } },
    ])
    const other = await sends("one")
    const longer = escucha.messages.edit(ana, other, { text: "far more than twenty letters of text" })
    expect(await refused(longer)).toMatchObject({ reason: "too-large", field: "content.text" })
    expect(beside()).toHaveLength(2)
  })

  it("go where its words still stand: what an earlier edit took away is neither written nor taken away again", async () => {
    const { escucha, beside, sends } = await house()
    const id = await sends("twenty letters here and twenty more")
    await escucha.messages.edit(ana, id, { text: "short" })
    const longer = escucha.messages.edit(ana, id, { text: "twenty letters here and twenty more" })
    expect(await refused(longer)).toMatchObject({ reason: "too-large", field: "content.text" })
    await escucha.messages.edit(ana, id, { text: "again" })
    await escucha.messages.remove(ana, id)
    expect(beside()).toMatchObject([
      { what: "edit", details: { provider: "send-1", text: "short" } },
      { what: "remove", details: { provider: "send-2" } },
      { what: "edit", details: { provider: "send-1", text: "again" } },
      { what: "remove", details: { provider: "send-1" } },
    ])
  })

  it("leave the file that stands beside them alone", async () => {
    const { escucha, beside } = await house()
    const image = { url: "https://shop.example/a.png" }
    const { id } = await escucha.messages.send(ana, { text: "look", image })
    await escucha.settled()
    await escucha.messages.edit(ana, id, { text: "see" })
    expect(beside()).toMatchObject([{ what: "edit", details: { provider: "send-2", text: "see" } }])
    expect(await refused(escucha.messages.edit(ana, id, { text: "see", image }))).toMatchObject({ field: "content" })
  })

  it("are refused where it is somebody else's, never left, says nothing, or was removed", async () => {
    const { escucha, sends, writes, beside } = await house()
    const id = await sends("one")
    await writes("hola", "other")
    const edit = (customer: string, message: string, text = "two") =>
      refused(escucha.messages.edit(customer, message, { text }))
    expect(await edit("other:ana", id)).toMatchObject({ _tag: "InputError", field: "id", reason: "unknown" })
    expect(await edit("able:nobody", id)).toMatchObject({ field: "customer", reason: "unknown" })
    expect(await edit(ana, id, " ")).toMatchObject({ field: "text" })
    const { id: queued } = await escucha.messages.send("able:leo", { text: "x" }, { purpose: "marketing" })
    expect(await edit("able:leo", queued)).toMatchObject({ field: "id", reason: "conflict" })
    await escucha.messages.remove(ana, id)
    expect(await edit(ana, id)).toMatchObject({ field: "id", reason: "conflict" })
    expect(beside()).toHaveLength(1)
  })
})

it("a message that is removed is gone at the network and from the thread, and not from history; a second time nothing is called", async () => {
  const { escucha, beside, sends, thread } = await house()
  const id = await sends("wrong person, sorry")
  expect([await escucha.messages.remove(ana, id), await escucha.messages.remove(ana, id)]).toEqual([
    "committed",
    "duplicate",
  ])
  expect(beside()).toMatchObject([{ what: "remove", details: { address: "ana", provider: "send-1" } }])
  expect(await thread()).toMatchObject([{ text: "", edited: { before: "wrong person, sorry", isTakenBack: true } }])
})

describe("a reaction of ours", () => {
  it("goes to the message that it is about, stands with it, and is taken back", async () => {
    const { escucha, beside, writes, thread, lineOf } = await house()
    await writes("un paquete")
    const line = await lineOf("un paquete")
    await escucha.messages.react(ana, line, "❤️")
    expect(await thread()).toMatchObject([{ text: "un paquete", reaction: "❤️" }])
    await escucha.messages.react(ana, line, null)
    expect((await thread())[0]).not.toHaveProperty("reaction")
    expect(beside().map(({ details }) => details)).toEqual([
      { address: "ana", provider: "in-un paquete", emoji: "❤️" },
      { address: "ana", provider: "in-un paquete", emoji: null },
    ])
  })

  it.each([[""], ["two words"], ["\n"], ["x".repeat(65)]])("is no %j", async (emoji) => {
    const { escucha, writes, lineOf, beside } = await house()
    await writes("un paquete")
    const line = await lineOf("un paquete")
    expect(await refused(escucha.messages.react(ana, line, emoji))).toMatchObject({ field: "emoji" })
    expect(beside()).toEqual([])
  })

  it("is of a message of this customer alone", async () => {
    const { escucha, writes, lineOf } = await house()
    await writes("un paquete")
    const line = await lineOf("un paquete")
    await escucha.conversations.receive("able", [{ type: "message", id: "leo-1", address: "leo", text: "hola" }])
    expect(await refused(escucha.messages.react("able:leo", line, "👍"))).toMatchObject({ field: "entry" })
  })
})

it("what was read is shown once, as far as their last message", async () => {
  const { escucha, beside, writes, thread } = await house()
  await writes("one")
  await writes("two")
  const read = () => escucha.conversations.read(ana)
  expect([await read(), await read()]).toEqual(["committed", "duplicate"])
  expect(beside()).toMatchObject([{ what: "read", details: { address: "ana", provider: "in-two" } }])
  expect(await thread()).toMatchObject([{ seen: true }, { seen: true }])
  await escucha.clock.advance("1 second")
  await writes("three")
  expect((await thread())[0]).not.toHaveProperty("seen")
  expect(await read()).toBe("committed")
})

it("everything goes to the endpoint that its message came or went by, also where customers are one", async () => {
  const { escucha, beside, writes, sends, lineOf } = await house()
  await writes("here", "able")
  await escucha.clock.advance("1 second")
  await writes("there", "other")
  const id = await sends("to the other", "other:ana")
  await escucha.identities.link(ana, "other:ana", { source: "test" })
  await escucha.messages.react(ana, await lineOf("here"), "👍")
  await escucha.messages.react(ana, await lineOf("there"), "👍")
  await escucha.messages.edit(ana, id, { text: "edited" })
  await escucha.conversations.read(ana)
  await escucha.conversations.read("other:ana")
  expect(beside().map(({ channel, what }) => `${channel} ${what}`)).toEqual([
    "able react",
    "other react",
    "other edit",
    "able read",
    "other read",
  ])
})

it("that somebody is writing is shown at the endpoint that is named", async () => {
  const { escucha, beside, writes, thread } = await house()
  await writes("here", "able")
  await escucha.clock.advance("1 second")
  await writes("there", "other")
  await escucha.identities.link(ana, "other:ana", { source: "test" })
  for (const text of ["here", "there"]) {
    const line = (await thread()).find((item) => item.type === "received" && item.text === text)
    if (line?.type === "received") await escucha.conversations.typing(ana, { to: line.stream })
  }
  expect(beside().map(({ channel, what }) => `${channel} ${what}`)).toEqual(["able typing", "other typing"])
})

it("a network without such things says what it can do, and nothing is called", async () => {
  const { escucha, beside, writes } = await house()
  await writes("hola", "plain")
  const { id } = await escucha.messages.reply("plain:ana", { text: "one" })
  await escucha.settled()
  expect(await refused(escucha.messages.edit("plain:ana", id, { text: "two" }))).toMatchObject({
    _tag: "InputError",
    message: 'channel: "plain" cannot change a message: it only carries messages; send a new message',
  })
  expect(await refused(escucha.conversations.read("plain:ana"))).toMatchObject({ _tag: "InputError", field: "channel" })
  expect(beside()).toEqual([])
})

it("after a stop nothing of it leaves but removing", async () => {
  const { escucha, beside, writes, sends, lineOf } = await house()
  const id = await sends("one")
  await writes("hola")
  const line = await lineOf("hola")
  await escucha.customers.optOut(ana)
  const edit = escucha.messages.edit(ana, id, { text: "two" })
  const react = escucha.messages.react(ana, line, "👍")
  expect(await escucha.conversations.typing(ana)).toBe(false)
  for (const each of [edit, react, escucha.conversations.read(ana)])
    expect(await refused(each)).toMatchObject({ _tag: "InputError", field: "customer", reason: "conflict" })
  expect(beside()).toEqual([])
  expect(await escucha.messages.remove(ana, id)).toBe("committed")
  expect(beside()).toMatchObject([{ what: "remove" }])
})

describe("what the network does not take is an error, and nothing is written", () => {
  it("under the status of a failure, with the pause that it asks for; it is not asked again before", async () => {
    const busy = (what: string) => (what === "edit" ? { status: 429, headers: { "retry-after": "30" } } : undefined)
    const { escucha, beside, sends, thread } = await house(busy)
    const id = await sends("one")
    const edit = () => refused(escucha.messages.edit(ana, id, { text: "two" }))
    expect(await edit()).toMatchObject({ _tag: "DeliveryError", reason: "rate-limit", retryAfter: 30_000 })
    await escucha.clock.advance("10 seconds")
    expect(await edit()).toMatchObject({ reason: "rate-limit", retryable: true, retryAfter: 20_000 })
    expect(beside()).toHaveLength(1)
    expect((await thread())[0]).not.toHaveProperty("edited")
  })

  it("under the status of a success", async () => {
    const { escucha, sends, thread } = await house((what) => (what === "edit" ? { body: "refused" } : undefined))
    const id = await sends("one")
    expect(await refused(escucha.messages.edit(ana, id, { text: "two" }))).toMatchObject({ reason: "rejected" })
    expect((await thread())[0]).not.toHaveProperty("edited")
  })

  it("because the token ended: a new one is fetched, once", async () => {
    const expired = (what: string, times: number) => (what === "read" && times === 1 ? { status: 401 } : undefined)
    const { escucha, calls, writes } = await house(expired)
    await writes("hola")
    expect(await escucha.conversations.read(ana)).toBe("committed")
    const read = calls.filter(({ what }) => what === "read")
    expect(read.map(({ details }) => details["access"])).toEqual(["token-1", "token-2"])
  })
})

it("everything of it is gone with the customer", async () => {
  const { escucha, writes, sends, lineOf } = await house()
  const id = await sends("one")
  await writes("hola")
  await escucha.messages.edit(ana, id, { text: "canary-of-an-edit" })
  await escucha.messages.react(ana, await lineOf("hola"), "🦜")
  expect(JSON.stringify(await escucha.customers.get(ana))).toContain("canary-of-an-edit")
  await escucha.customers.erase(ana)
  expect(await escucha.customers.get(ana)).toBeUndefined()
  expect(await refused(escucha.messages.edit(ana, id, { text: "two" }))).toMatchObject({ field: "customer" })
})

it("users of Effect get what the network did not take as a failure of its own", async () => {
  const failing = Effect.gen(function* () {
    const [conversations, messages] = [yield* Conversations, yield* Messages]
    yield* conversations.receive("able", [{ type: "message", id: "in-1", address: "ana", text: "hola" }])
    return yield* messages.react(ana, "in:able:in-1#0", "👍")
  }).pipe(Effect.catchTag("DeliveryError", ({ reason }) => Effect.succeed(reason)))
  const transport: Transport = async () => ({ response: { status: 503, headers: {}, body: "" } })
  expect(
    await Effect.runPromise(failing.pipe(Effect.provide(layer({ channels: { able: able({}) }, transport })))),
  ).toBe("unavailable")
})
