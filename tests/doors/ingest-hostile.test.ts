import * as fc from "fast-check"
import { deflateSync, gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { BusyError } from "../../packages/core/src/kernel/errors.ts"
import { aSender, anEvent, basic, writeKey } from "./a-sender.ts"
import { call, refusalOf } from "./caller.ts"

const packed = { "content-encoding": "gzip", ...basic(writeKey) }

describe("a packed body", () => {
  it("that unpacks to more than may be sent is read no further: a bomb costs what a request costs", async () => {
    const { post, entries } = aSender()
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(400_000_000, 0x20))) // 400 MB in less than 400 kB
    const before = process.memoryUsage().arrayBuffers
    for (const headers of [packed, basic(writeKey)])
      expect(refusalOf(await post("/v1/batch", bomb, headers))).toEqual({
        status: 413,
        reason: "too-large",
        field: "body",
      })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000)
    expect(await entries()).toBe(0)
  })

  it("that is broken, cut or packed in another way is refused by name", async () => {
    const { post } = aSender()
    const whole = gzipSync(JSON.stringify({ batch: [anEvent()] }))
    const broken = new Uint8Array(whole)
    broken.fill(0xff, 12, 30)
    expect(refusalOf(await post("/v1/batch", broken, packed))).toMatchObject({ status: 400, field: "body" })
    expect(refusalOf(await post("/v1/batch", new Uint8Array(whole.subarray(0, 40)), packed))).toMatchObject({
      status: 400,
      field: "body",
    })
    for (const encoding of ["br", "zstd", "gzip, gzip"])
      expect(
        refusalOf(await post("/v1/batch", { batch: [anEvent()] }, { ...packed, "content-encoding": encoding })),
      ).toMatchObject({ status: 400, field: "content-encoding" })
  })

  it("is read by what it is, where its header says something else", async () => {
    const { post, entries } = aSender()
    const body = () => Buffer.from(JSON.stringify({ batch: [anEvent()] }))
    await post("/v1/batch", new Uint8Array(body()), packed) // a proxy unpacked it and left the header
    await post("/v1/batch", new Uint8Array(gzipSync(body())), basic(writeKey))
    await post("/v1/batch", new Uint8Array(deflateSync(body())), { ...packed, "content-encoding": "Deflate" })
    expect(await entries()).toBe(3)
  })
})

describe("an event that is too large", () => {
  it("is refused alone, by bytes and not by letters, and the rest of its batch goes on", async () => {
    const { batch, entries, escucha } = aSender()
    const large = anEvent({ properties: { text: "x".repeat(33_000) } })
    const many = anEvent({ properties: { text: "ñ".repeat(17_000) } })
    const just = anEvent({ properties: { text: "x".repeat(32_000) } })
    const { status, value } = await batch(anEvent(), large, many, just)
    expect(status).toBe(200)
    expect(value).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 1, field: "event" },
        { index: 2, field: "event" },
      ],
    })
    expect(await entries()).toBe(2)
    const kept = (await escucha.ingest.rejected()).items
    expect(kept.map(({ reason }) => reason)).toEqual(["too-large", "too-large"])
    for (const { raw } of kept) expect(raw?.length).toBeLessThanOrEqual(32_768)
  })
})

describe("a house that is busy", () => {
  it("says 429 and when to come again; the retry is taken once", async () => {
    const { escucha, batch, entries, post } = aSender({ limits: { inputs: 1, waiting: 1, attempts: 1 } })
    const events = Array.from({ length: 50 }, () => anEvent())
    const { status, headers, value } = await batch(...events)
    expect([status, headers["retry-after"]]).toEqual([429, "1"])
    expect(value).toMatchObject({ error: { reason: "busy" } })
    await escucha.settled()
    for (const event of events) expect((await post("/v1/track", event)).status).toBe(200)
    expect(await entries()).toBe(50)
    expect(new BusyError(1).retryable).toBe(true)
  })
})

describe("names that every object has", () => {
  it("are refused in traits at any depth, and become nobody's prototype", async () => {
    const { post, entries } = aSender()
    const raw = (traits: string) =>
      post(
        "/v1/batch",
        `{"batch":[{"type":"identify","messageId":"${traits.length}","userId":"ana","traits":${traits}}]}`,
      )
    for (const traits of [
      '{"__proto__":{"polluted":1}}',
      '{"address":{"__proto__":{"polluted":1}}}',
      '{"list":[{"constructor":{"prototype":{"polluted":1}}}]}',
    ])
      expect((await raw(traits)).value).toMatchObject({ accepted: 0 })
    expect(await entries()).toBe(0)
    expect(Reflect.get({}, "polluted")).toBeUndefined()
  })

  it("open nothing as keys, types, events and paths", async () => {
    const { escucha, capture, batch } = aSender({ events: { paid: z.object({}) }, traits: { plan: z.string() } })
    for (const key of ["__proto__", "constructor", "toString", ""])
      expect((await call(escucha, "POST", "/v1/batch", { body: { batch: [anEvent()], writeKey: key } })).status).toBe(
        401,
      )
    for (const type of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      expect((await batch(anEvent({ type }))).value).toMatchObject({ rejected: [{ field: "type" }] })
      expect((await batch(anEvent({ event: type }))).value).toMatchObject({ rejected: [{ field: "event" }] })
      expect((await capture({ event: type, distinct_id: "ana", uuid: type })).value).toMatchObject({ accepted: 0 })
    }
    expect((await call(escucha, "GET", "/v1/projects/__proto__/settings")).status).toBe(401)
  })
})

const odd = fc.oneof(
  { maxDepth: 2 },
  fc.anything({ withNullPrototype: false, maxDepth: 2, maxKeys: 3 }),
  fc.constantFrom("__proto__", "null", "[object Object]", "\u0000", "\ud800", "x".repeat(300), -0, 1e308, "2026-13-45"),
)
const fields = ["type", "event", "messageId", "userId", "anonymousId", "traits", "properties", "timestamp", "sentAt"]
const more = ["groupId", "previousId", "context", "name", "uuid", "distinct_id", "originalTimestamp"]
const anything = fc.dictionary(fc.constantFrom(...fields, ...more), odd, { maxKeys: 10, noNullPrototype: true })
const nearly = fc
  .tuple(
    fc.constantFrom<object>(
      { type: "identify", userId: "ana", traits: {} },
      { type: "group", userId: "ana", groupId: "acme" },
      { type: "alias", userId: "ana", previousId: "cookie" },
      { event: "$identify", distinct_id: "ana", properties: { $set: {} } },
      { event: "$groupidentify", distinct_id: "ana", properties: { $group_type: "company", $group_key: "acme" } },
    ),
    anything,
  )
  .map(([event, over]) => ({ ...event, ...over }))

describe("whatever is sent", () => {
  it("is taken or refused by the name of a field; nothing breaks, and what was refused is kept", async () => {
    const { escucha, post, failures } = aSender()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(nearly, anything, odd), { minLength: 1, maxLength: 5 }),
        fc.constantFrom("/v1/batch", "/batch/"),
        async (batch, path) => {
          const text = JSON.stringify({ batch }, (_, value: unknown) =>
            typeof value === "bigint" ? `${value}` : value,
          )
          const { status, value } = await post(path, text)
          expect(status).toBe(200)
          const { accepted, rejected = [] } = value as {
            readonly accepted: number
            readonly rejected?: readonly { readonly index: number; readonly field: string }[]
          } // what the answer says
          expect(accepted + rejected.length).toBe(batch.length)
          for (const { field } of rejected) expect(field).toMatch(/\S/)
        },
      ),
      { numRuns: 3_000 },
    )
    expect(failures).toEqual([])
    expect((await escucha.ingest.rejected({ limit: 1_000 })).items.length).toBeGreaterThan(100)
  })
})
