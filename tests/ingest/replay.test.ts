import * as fc from "fast-check"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { inputId } from "../../packages/core/src/kernel/ids.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { anyWire, sentBy, takenBy, type Wire } from "./wire.ts"

// The same request, however often it comes and in whatever it is wrapped, is taken once and is the same.

const runs = 3_000
const plainly: Wire = { packed: "no", type: "application/json" }
const writeKeys = ["wk_test", "phc_test", "wk:test"]

interface Request {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: unknown
}

const aHouse = () => createTestEscucha({ ingest: { writeKeys } }, { at: "2026-11-24T12:00:00Z" })
type House = ReturnType<typeof aHouse>

const post = async (house: House, { url, headers, body }: Request, wire: Wire) => {
  const { headers: of, body: bytes } = sentBy(wire, body)
  const answer = await house.handle({
    method: "POST",
    url: `http://localhost${url}`,
    headers: { ...headers, ...of },
    body: bytes,
  })
  return { status: answer.status, text: typeof answer.body === "string" ? answer.body : "" }
}

const names = fc.constantFrom("u1", "u2", "u3")
const strangers = fc.constantFrom("a1", "a2")
const moment = fc
  .integer({ min: 0, max: 86_400_000 })
  .map((before) => new Date(Date.parse("2026-11-24T11:59:00Z") - before).toISOString())
const values = fc.dictionary(
  fc.constantFrom("plan", "seats", "ñandú"),
  fc.oneof(fc.string(), fc.integer(), fc.boolean()),
)

const segmentEvent = fc.record(
  {
    type: fc.constantFrom("identify", "track", "page", "screen", "group", "alias"),
    userId: names,
    anonymousId: strangers,
    previousId: strangers,
    groupId: fc.constantFrom("acme", "globex"),
    event: fc.constantFrom("order-placed", "page-seen"),
    traits: values,
    properties: values,
    timestamp: moment,
    sentAt: moment,
  },
  { requiredKeys: ["type", "userId", "timestamp"] },
)
const postHogEvent = fc.record({
  event: fc.constantFrom("$identify", "order-placed", "$create_alias", "$groupidentify", "$pageview", "$screen"),
  distinct_id: names,
  properties: fc.record({
    alias: strangers,
    $set: values,
    $group_type: fc.constant("company"),
    $group_key: fc.constant("acme"),
    $group_set: values,
    total: fc.integer(),
  }),
  timestamp: moment,
})

/** Each event with an id of its own; every third without one, known by what is in it. */
const numbered = (field: "messageId" | "uuid") => (events: readonly object[]) =>
  events.map((event, place) => (place % 3 === 2 ? { ...event, place } : { ...event, [field]: `m${place}` }))

const segmentRequest = fc
  .record({ batch: fc.array(segmentEvent, { minLength: 1, maxLength: 6 }).map(numbered("messageId")), sentAt: moment })
  .map((body): Request => ({ url: "/v1/batch", headers: { authorization: `Basic ${btoa("wk_test:")}` }, body }))
const postHogRequest = fc
  .record({
    api_key: fc.constant("phc_test"),
    batch: fc.array(postHogEvent, { minLength: 1, maxLength: 6 }).map(numbered("uuid")),
    sent_at: moment,
  })
  .map((body): Request => ({ url: "/batch/", headers: {}, body }))

let [events, repeats] = [0, 0]
afterAll(() => console.log(JSON.stringify({ law: "a request again is the same request", runs, events, repeats })))

const inTurn = async <Each, Answer>(all: readonly Each[], run: (each: Each) => Promise<Answer>) => {
  const answers: Answer[] = []
  for (const each of all) answers.push(await run(each))
  return answers
}

/** What a house took of requests that came in these ways, one after the other or all at once. */
const takenOf = async (
  requests: readonly (readonly [Request, Wire])[],
  atOnce: boolean,
  ids: ReadonlySet<string> = new Set(),
) => {
  await using house = aHouse()
  const answers = atOnce
    ? await Promise.all(requests.map(([request, wire]) => post(house, request, wire)))
    : await inTurn(requests, ([request, wire]) => post(house, request, wire))
  const inputs = [...ids].map((id) => inputId(`v1:${id}`))
  const { seen } = await house.store.load({ inputs, identifiers: [], streams: [] })
  return {
    answers: new Set(answers.map(({ status, text }) => `${status} ${text}`)),
    facts: await takenBy(house),
    taken: seen.size,
  }
}

describe("a request that comes again", () => {
  it("counts once, however it is packed and called", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(segmentRequest, postHogRequest),
        fc.array(anyWire, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (request, wires, atOnce) => {
          const once = await takenOf([[request, plainly]], false)
          const often = await takenOf(
            wires.map((wire) => [request, wire] as const),
            atOnce,
          )
          events += once.facts.length
          repeats += wires.length
          expect(often).toEqual(once)
          expect([...once.answers][0]).toMatch(/^200 /)
        },
      ),
      { numRuns: runs },
    )
  })
})

const folder = join(process.env["ESCUCHA_DATA"] ?? "", "profiles", "captures")
const isThere = process.env["ESCUCHA_DATA"] !== undefined && existsSync(folder)

interface Capture extends Request {
  readonly method: string
}

/** The posts of a recorded file; its bodies are kept unpacked. */
const capturesIn = (file: string): readonly Capture[] =>
  (JSON.parse(readFileSync(join(folder, file), "utf8")) as readonly Capture[]) // the form in which they were recorded
    .filter(({ method }) => method === "POST")
    .map(({ method, url, headers: { authorization, "x-write-key": key }, body }) => ({
      method,
      url,
      headers: { ...(authorization && { authorization }), ...(key && { "x-write-key": key }) },
      body,
    }))

const undated = (fact: string): string => fact.replace(/,\d{13},/, ",")

const idsIn = (requests: readonly Capture[]): ReadonlySet<string> =>
  new Set(
    requests.flatMap(({ body }) => {
      const { batch = [Object(body)] } = body as { readonly batch?: readonly object[] } // every recorded body is an object
      return batch.map((event) => String(Reflect.get(event, "messageId") ?? Reflect.get(event, "uuid")))
    }),
  )

describe.skipIf(!isThere)("requests that were recorded of seven clients (skipped: data not present)", () => {
  for (const file of isThere ? readdirSync(folder).filter((name) => name.endsWith(".json")) : []) {
    it(`count once however often and in whatever they come: ${file}`, async () => {
      const requests = capturesIn(file)
      const ids = idsIn(requests)
      const once = await takenOf(
        requests.map((request) => [request, plainly] as const),
        false,
        ids,
      )
      const answers = [...once.answers].map((answer) => JSON.parse(answer.slice(4)) as object) // each is JSON
      for (const answer of answers) expect(answer).toMatchObject({ success: true })
      expect(answers.filter((answer) => "rejected" in answer)).toEqual([])
      expect(once.taken).toBe(ids.size)
      await fc.assert(
        fc.asyncProperty(fc.array(anyWire, { minLength: 2, maxLength: 4 }), fc.boolean(), async (wires, atOnce) => {
          const all = wires.flatMap((wire) => requests.map((request) => [request, wire] as const))
          // a retry says anew when it was sent: which of them is first decides about milliseconds, and so of two about their order
          const facts = (await takenOf(all, atOnce)).facts.map(undated).toSorted()
          expect(facts).toEqual(once.facts.map(undated).toSorted())
        }),
        { numRuns: 20 },
      )
    })
  }
})
