import { describe, expect, it } from "vitest"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { call, type Carried, refusalOf } from "./caller.ts"
import { takenIn } from "./ingest-facts.ts"
import { troubledStore } from "./troubled-store.ts"
import { everythingOf } from "../support/everything.ts"

const writeKey = "a-write-key-of-this-house"
const basic = (user: string, password = "") => ({ authorization: `Basic ${btoa(`${user}:${password}`)}` })

/** A house that takes events. */
const aHouse = (writeKeys: readonly string[] = [writeKey, "another-write-key"]) => {
  const troubled = troubledStore()
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    ingest: { writeKeys },
    store: troubled.store,
    report: (failure) => failures.push(failure),
  })
  /** Posts a body as it is; with the right key, where nothing else is said. */
  const post = (body: unknown, headers: Carried["headers"] = basic(writeKey)) =>
    call(escucha, "POST", "/v1/batch", { body, headers })
  const batch = (...events: readonly unknown[]) => post({ batch: events })
  const entries = () => takenIn(escucha)
  return { escucha, post, batch, entries, failures, ...troubled }
}

let last = 0
const event = (part: object = {}) => ({
  type: "track",
  messageId: `m${++last}`,
  userId: "user-42",
  event: "order-placed",
  properties: { total: 40 },
  ...part,
})

describe("a batch in Segment's shape", () => {
  it("is answered when all of it is committed", async () => {
    const { escucha, batch } = aHouse()
    const { status, value } = await batch(
      event({ type: "identify", traits: { plan: "pro" } }),
      event(),
      event({ type: "page", properties: { path: "/" } }),
      event({ type: "screen" }),
      event({ type: "group", groupId: "acme", traits: { company: "ACME" } }),
      event({ type: "alias", previousId: "cookie-0" }),
    )
    expect([status, value]).toEqual([200, { success: true, accepted: 6 }])
    const facts = await everythingOf(escucha, "user-42")
    expect(facts.map(({ kind }) => kind)).toEqual([
      "traits-set",
      ...Array<string>(3).fill("event-tracked"),
      "membership-changed",
      "identities-linked",
    ])
    expect((await escucha.customers.get("account:acme"))?.traits).toEqual({ company: "ACME" })
    expect((await escucha.customers.get("user-42"))?.traits).toEqual({ plan: "pro" })
  })

  it("names the bad event by its place and field, and takes the rest", async () => {
    const { batch, entries } = aHouse()
    const { status, value } = await batch(
      event(),
      event({ messageId: undefined }),
      event({ messageId: "x".repeat(257) }),
      event({ userId: undefined }),
      event({ userId: { $ne: 1 } }),
      event({ type: "delete" }),
      event({ event: " " }),
      event({ properties: [1] }),
      event({ type: "identify", traits: "pro" }),
      event({ type: "group" }),
      event({ type: "group", groupId: ["acme"] }),
      event({ type: "alias" }),
      event({ userId: "null" }),
      null,
      "event",
      event(),
    )
    expect(status).toBe(200)
    expect(value).toMatchObject({ success: true, accepted: 2 })
    const { rejected } = value as { readonly rejected: readonly { readonly index: number; readonly field: string }[] } // what Rejected says
    expect(rejected.map(({ index, field }) => [index, field])).toEqual([
      [1, "messageId"],
      [2, "messageId"],
      [3, "userId"],
      [4, "userId"],
      [5, "type"],
      [6, "event"],
      [7, "properties"],
      [8, "traits"],
      [9, "groupId"],
      [10, "groupId"],
      [11, "previousId"],
      [12, "userId"],
      [13, "batch"],
      [14, "batch"],
    ])
    expect(await entries()).toBe(2)
  })

  it("does not repeat in the answer what it was sent", async () => {
    const { batch } = aHouse()
    const personal = "ana.maria@example.com"
    const { text } = await batch(
      event({ type: personal }),
      event({ userId: [personal] }),
      event({ traits: personal, type: "identify" }),
    )
    expect(text).toContain("rejected")
    expect(text).not.toContain("ana.maria")
  })

  it("changes nothing when it is sent again, whole or in part, at once or later", async () => {
    const { batch, entries } = aHouse()
    const events = [event(), event({ type: "identify", traits: { plan: "pro" } }), event()]
    const answers = await Promise.all([batch(...events), batch(...events), batch(events[1])])
    expect(answers.map(({ value }) => value)).toEqual([
      { success: true, accepted: 3 },
      { success: true, accepted: 3 },
      { success: true, accepted: 1 },
    ])
    expect((await batch(...events, event({ ...events[0], event: "something-else" }))).status).toBe(200)
    expect(await entries()).toBe(3)
  })

  it("takes the same event twice in one batch once", async () => {
    const { batch, entries } = aHouse()
    const one = event()
    expect((await batch(one, one)).value).toEqual({ success: true, accepted: 2 })
    expect(await entries()).toBe(1)
  })

  it("joins the stranger with the user whom an identify names together", async () => {
    const { escucha, batch } = aHouse()
    await batch(event({ userId: undefined, anonymousId: "cookie-1", event: "page-seen" }))
    expect((await escucha.store.size()).customers).toBe(1)
    await batch(event({ type: "identify", anonymousId: "cookie-1", traits: { name: "Ana" } }))
    expect((await escucha.store.size()).customers).toBe(1)
    const known = await escucha.customers.get("user-42")
    expect(known?.id).toBe((await escucha.customers.get("anonymous:cookie-1"))?.id)
    expect(known?.traits).toEqual({ name: "Ana" })
    expect((await everythingOf(escucha, "user-42")).map(({ kind }) => kind)).toContain("event-tracked")
  })

  it("joins nobody by a track that carries both", async () => {
    const { escucha, batch } = aHouse()
    await batch(event({ userId: undefined, anonymousId: "cookie-1" }), event({ anonymousId: "cookie-1" }))
    expect((await escucha.store.size()).customers).toBe(2)
  })

  it("dates an event from the future, or of a day that does not exist, when it came; an old one when it happened", async () => {
    const { escucha, batch } = aHouse()
    const now = escucha.clock.now()
    await batch(
      event({ timestamp: new Date(now + 1).toISOString() }),
      event({ timestamp: "9999-12-31T23:59:59Z" }),
      event({ timestamp: "+275760-09-13T00:00:00.001Z" }),
      event({ timestamp: "yesterday" }),
      event({ timestamp: 12 }),
      event({ timestamp: "2026-02-30T99:00Z" }),
      event({ timestamp: "2026-03-01T10:00:00+02:00" }),
    )
    const facts = await everythingOf(escucha, "user-42")
    expect(facts.map(({ occurredAt }) => occurredAt)).toEqual([
      Date.parse("2026-03-01T10:00:00+02:00"),
      ...Array<number>(6).fill(now),
    ])
  })
})

describe("a key", () => {
  const right: { readonly [how: string]: [body: object, headers: Carried["headers"]] } = {
    "as the user of Basic authentication": [{}, basic(writeKey)],
    "as the user, with a password beside it": [{}, basic(writeKey, "anything")],
    "in the body": [{ writeKey }, {}],
    "of several": [{}, basic("another-write-key")],
    "without the colon behind it": [{}, { authorization: `Basic ${btoa(writeKey)}` }],
    "as a bearer token": [{}, { authorization: `Bearer ${writeKey}` }],
    "in a header of its own": [{}, { "x-write-key": writeKey }],
    "in a header of its own, with a secret behind it": [{}, { "x-write-key": `${writeKey}:secret` }],
    "in the body, as api_key": [{ api_key: writeKey }, {}],
    "in the header beside a masked one in the body": [{ writeKey: "a-w:***" }, { "x-write-key": writeKey }],
  }
  for (const [how, [body, headers]] of Object.entries(right)) {
    it(`opens ${how}`, async () => {
      const { post } = aHouse()
      expect((await post({ batch: [event()], ...body }, headers)).status).toBe(200)
    })
  }

  const wrong: { readonly [how: string]: [body: object, headers: Carried["headers"]] } = {
    "that is missing": [{}, {}],
    "that is empty": [{}, basic("")],
    "that is another": [{}, basic("a-write-key-of-that-house")],
    "that is the beginning of one": [{}, basic(writeKey.slice(0, -1))],
    "that is longer than one": [{}, basic(`${writeKey}x`)],
    "as a password": [{}, basic("", writeKey)],
    "as another bearer token": [{}, { authorization: `Bearer ${writeKey}y` }],
    "that is no base64": [{}, { authorization: "Basic %%%%" }],
    "that is wrong in Basic beside a right one in the body": [{ writeKey }, basic("wrong")],
    "that is a list": [{ writeKey: [writeKey] }, {}],
  }
  for (const [how, [body, headers]] of Object.entries(wrong)) {
    it(`${how} opens nothing`, async () => {
      const { post, entries } = aHouse()
      const answer = await post({ batch: [event()], ...body }, headers)
      expect(refusalOf(answer)).toEqual({ status: 401, reason: "unauthorized", field: "writeKey" })
      expect(answer.text).not.toContain("a-write-key")
      expect(await entries()).toBe(0)
    })
  }

  it("refuses to start where it is opened without a key, or with an empty one, and is not there where nobody opened it", async () => {
    for (const keys of [[], [""], ["a-key", " "]])
      expect(() => aHouse(keys)).toThrow("ingest.writeKeys: give at least one key, and none that is empty")
    const escucha = createTestEscucha()
    expect((await call(escucha, "POST", "/v1/batch", { body: { batch: [event()] } })).status).toBe(404)
  })
})

describe("a body that cannot be taken", () => {
  it("is refused by the name of what is wrong, and nothing of it is taken", async () => {
    const { post, batch, entries } = aHouse()
    const deep = `{"batch":[{"messageId":"d","userId":"u","type":"track","event":"e","properties":${'{"a":'.repeat(70)}1${"}".repeat(70)}}]}`
    const refusals = {
      "an empty batch": [await batch(), 400, "batch"],
      "no batch": [await post({ event: event() }), 400, "batch"],
      "a batch that is none": [await post({ batch: { length: 1, 0: event() } }), 400, "batch"],
      "too many": [await batch(...Array.from({ length: 1_001 }, () => event())), 413, "batch"],
      "not JSON": [await post("batch"), 400, "body"],
      empty: [await post(""), 400, "body"],
      "a list": [await post([event()]), 400, "body"],
      null: [await post("null"), 400, "body"],
      "not UTF-8": [await post(Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d)), 400, "body"],
      "too deep": [await post(deep), 400, "body"],
      "much too deep": [await post("[".repeat(500_000)), 400, "body"],
      "too large": [await batch(event({ properties: { text: "x".repeat(512_000) } })), 413, "body"],
    } as const
    for (const [what, [answer, status, field]] of Object.entries(refusals))
      expect({ what, ...refusalOf(answer) }).toMatchObject({ what, status, field })
    expect(await entries()).toBe(0)
  })

  it("with a thousand events is taken", async () => {
    const { batch, entries } = aHouse()
    const { value } = await batch(...Array.from({ length: 1_000 }, (_, number) => event({ userId: `u${number % 7}` })))
    expect(value).toEqual({ success: true, accepted: 1_000 })
    expect(await entries()).toBe(1_000)
  })
})

describe("names that every object has", () => {
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]

  it("harm nothing as users, events, ids and properties", async () => {
    const { escucha, batch } = aHouse()
    const events = names.map(
      (name) =>
        event({
          messageId: name,
          userId: name,
          event: name,
          properties: JSON.parse(`{"${name}":{"polluted":true}}`) as object,
        }), // an object, by its text
    )
    expect((await batch(...events)).value).toEqual({ success: true, accepted: names.length })
    expect(Reflect.get({}, "polluted")).toBeUndefined()
    for (const name of names)
      expect(await everythingOf(escucha, name)).toMatchObject([{ kind: "event-tracked", data: { event: name } }])
  })

  const identify = (name: string) =>
    `{"batch":[{"type":"identify","messageId":"${name}","userId":"user-${name}","traits":{"${name}":{"polluted":true},"plan":"pro"}}]}`

  it("are refused as traits where they could change what every object is", async () => {
    const { post, entries } = aHouse()
    for (const name of ["__proto__", "constructor", "prototype"])
      expect((await post(identify(name))).value).toMatchObject({
        accepted: 0,
        rejected: [{ index: 0, field: "traits" }],
      })
    expect(await entries()).toBe(0)
  })

  it("are traits like any other where they could not", async () => {
    const { escucha, post } = aHouse()
    for (const name of ["toString", "hasOwnProperty", "valueOf"]) {
      expect((await post(identify(name))).value).toEqual({ success: true, accepted: 1 })
      expect((await escucha.customers.get(`user-${name}`))?.traits).toEqual({ [name]: { polluted: true }, plan: "pro" })
    }
  })
})

describe("the door", () => {
  it("takes POST alone: no other method changes anything", async () => {
    const { escucha, entries } = aHouse()
    for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post"]) {
      const carried = { body: { batch: [event()] }, headers: basic(writeKey) }
      const { status, headers } = await call(escucha, method, "/v1/batch", carried)
      expect([method, status, headers["allow"]]).toEqual([method, 405, "POST"])
    }
    expect(await entries()).toBe(0)
  })

  it("says 503 with the pause to make when the disk is full, and the retry is taken once", async () => {
    const { batch, trouble, failures, entries } = aHouse()
    const events = [event(), event({ userId: "user-43" })]
    trouble.commit = new StoreError("full")
    const answer = await batch(...events)
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"])
    expect(failures).toContain(trouble.commit)
    delete trouble.commit
    expect((await batch(...events)).value).toEqual({ success: true, accepted: 2 })
    expect(await entries()).toBe(2)
  })
})
