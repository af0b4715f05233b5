import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { InputError } from "../../packages/core/src/kernel/errors.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { type Address, addresses, live, steps } from "../support/history.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"
import { houseOf, projectionsOf } from "../support/projections.ts"

const runs = 3_000
const bugRuns = 200

const options = {
  secret: "a secret of a test, long enough to be one",
  traits: {},
  events: { visited: { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } } },
  surveys: [defineSurvey("visit", (s) => s.ask("score", nps("How was it?")))],
  contact: { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" },
  rules: [
    {
      name: "care",
      on: "message-received",
      when: (m) => m.feeling.is("negative"),
      do: (_, act) => act.openCase({ kind: "complaint", owner: "support" }),
    },
  ],
} satisfies AnyOptions

const history = fc.array(
  fc.oneof(...Object.values(steps), steps.write, steps.link, steps.opt, steps.unlink, steps.send, steps.past),
  { minLength: 2, maxLength: 12 },
)
const who = fc.constantFrom(...addresses)

const seen = { erased: 0, joined: 0, stopped: 0, others: 0 }
afterAll(() =>
  console.log(JSON.stringify({ law: "an erasure takes all of one and nothing of another", runs, ...seen })),
)

const lists = ["inbox", "unanswered", "case", "suggestion"]

/** Everything that can be read of a store, but of these streams; and what of it names them. */
const contentsOf = async (store: Store<Stored>, own: ReadonlySet<StreamId>) => {
  const others: string[] = [],
    theirs: string[] = []
  const note = (isTheirs: boolean, what: unknown) => (isTheirs ? theirs : others).push(JSON.stringify(what))
  const streams = new Set<StreamId>()
  for await (const { entry } of store.feed(0)) {
    streams.add(entry.stream)
    note(own.has(entry.stream), entry)
  }
  const identifiers = addresses.map((address) => `tel:${address}` as const)
  const found = await store.load({ inputs: [], identifiers, streams: [...streams, ...own] })
  for (const binding of found.bound) note(own.has(binding[1]), binding)
  for (const row of found.streams) note(own.has(row[0]), row)
  for (const job of (await store.jobs({ limit: 1000 })).items) note(own.has(job.key), job)
  for (const list of lists)
    for (const line of (await store.query(list, {}, { limit: 1000 })).items)
      note(
        [...own].some((stream) => JSON.stringify(line).includes(stream)),
        line,
      )
  for (const text of ["hola", "pedido", "terrible", "news", "answer"])
    for (const { entry } of (await store.search(text, { limit: 1000 })).items)
      note(own.has(entry.stream), [text, entry.id])
  return { others: others.toSorted(), theirs }
}

const refusalOf = async (call: () => Promise<unknown>): Promise<string> => {
  try {
    await call()
    return "taken"
  } catch (failure) {
    if (failure instanceof InputError) return failure.reason
    throw failure
  }
}

/** The purposes to which somebody has said no, whatever the channel. */
const refusedBy = async ({ consents }: TestHouse["escucha"], address: Address): Promise<readonly string[]> =>
  (await consents.of(`tel:${address}`))
    .filter(({ state }) => state === "denied" || state === "withdrawn")
    .map(({ purpose, channel }) => `${purpose} ${channel}`)
    .toSorted()

/** Who is gone stays gone whatever others say, and comes back by themselves with the stop that they left. */
const staysAway = async (
  { escucha, writes }: TestHouse,
  gone: readonly Address[],
  {
    streams,
    wasOut,
    refused,
  }: { readonly streams: number; readonly wasOut: boolean; readonly refused: readonly string[] },
): Promise<void> => {
  for (const address of gone) {
    const name = `tel:${address}` as const
    expect(await escucha.customers.get(name)).toBeUndefined()
    expect(await refusalOf(() => escucha.customers.track(name, "visited", {}))).toBe("conflict")
    expect(await refusalOf(() => escucha.identities.link("user:somebody", name))).toBe("conflict")
    expect(await refusalOf(() => escucha.messages.send(name, { text: "news" }))).toBe("conflict")
    const past = [{ type: "message" as const, id: `past ${address}`, address, text: "hola", at: 1 }]
    expect(await refusalOf(() => escucha.conversations.receive("chat", past, { historic: true }))).toBe("conflict")
    expect(await escucha.customers.get(name)).toBeUndefined()
  }
  for (const address of gone) {
    await writes("¿dónde está mi pedido?", { address })
    expect((await escucha.customers.get(`tel:${address}`))?.optedOut).toBe(wasOut)
    expect(await refusedBy(escucha, address)).toEqual(refused)
  }
  expect((await escucha.store.query("erased", {}, { limit: 9 })).items).toHaveLength(streams - gone.length)
}

const law = (make: () => Store<Stored>, bug?: Bug) =>
  fc.asyncProperty(history, who, async (story, one) => {
    const store = make()
    const house = await aHouse({ ...options, store, at: "2026-03-28T17:00:00Z", ...(bug && { bug }) })
    await live(house, story)
    const { customers } = house.escucha
    const before = await customers.get(`tel:${one}`)
    const own = new Set(before?.known.map(({ stream }) => stream))
    const gone: Address[] = []
    for (const address of addresses)
      if (before && (await customers.get(`tel:${address}`))?.id === before.id) gone.push(address)
    const refused = before ? await refusedBy(house.escucha, one) : []
    const { others, theirs } = await contentsOf(store, own)
    const receipt = await customers.erase(`tel:${one}`)
    expect(receipt?.streams).toBe(before && own.size)
    expect(await contentsOf(store, own)).toEqual({ others, theirs: [] })
    const { live: kept, rebuilt } = await projectionsOf(houseOf({ ...options, channels: { chat: house.chat } }), store)
    expect([kept.states, kept.rows]).toEqual([rebuilt.states, rebuilt.rows])
    if (before) await staysAway(house, gone, { streams: own.size, wasOut: before.optedOut, refused })
    expect(house.failures).toEqual([])
    seen.erased += Number(theirs.length > 0)
    seen.joined += Number(own.size > 1)
    seen.stopped += Number(before?.optedOut === true)
    seen.others += others.length
    await house.escucha.close()
  })

describe("an erasure", () => {
  it(`takes all of one and nothing of another, and they stay away (${runs} histories)`, async () => {
    await fc.assert(
      law(() => memoryStore<Stored>()),
      { numRuns: runs },
    )
    expect(seen.erased).toBeGreaterThan(runs / 4)
    expect(seen.joined).toBeGreaterThan(runs / 20)
    expect(seen.stopped).toBeGreaterThan(runs / 20)
    expect(seen.others).toBeGreaterThan(runs)
  })

  it("does so in a file, too", async () => {
    await fc.assert(
      law(() => sqliteStore<Stored>(":memory:")),
      { numRuns: runs / 10 },
    )
  })

  it.for<Bug>([
    {
      name: "it leaves no shadows",
      store: (store) => ({ ...store, erase: (customer, remains) => store.erase(customer, { ...remains, puts: [] }) }),
    },
    {
      name: "it forgets their stop",
      store: (store) => ({
        ...store,
        erase: (customer, { puts = [], ...remains } = {}) =>
          store.erase(customer, {
            ...remains,
            puts: puts.map((row) => ({ ...row, data: row.data.replace('"optedOut":true', '"optedOut":false') })),
          }),
      }),
    },
    {
      name: "it forgets a no to a single purpose",
      store: (store) => ({
        ...store,
        erase: (customer, { puts = [], ...remains } = {}) =>
          store.erase(customer, {
            ...remains,
            puts: puts.map((row) => ({ ...row, data: row.data.replace(/"refused":.*/, '"refused":[]}') })),
          }),
      }),
    },
    {
      name: "a shadow stays when they have come back",
      store: (store) => ({ ...store, commit: (units) => store.commit(units.map((unit) => ({ ...unit, drops: [] }))) }),
    },
    {
      name: "it takes one who was joined to them once",
      store: (store) => ({
        ...store,
        erase: async (customer, remains) => {
          const receipt = await store.erase(customer, remains)
          const next = (await store.query("inbox", {}, { limit: 1 })).items[0]?.key
          if (next?.startsWith("s_")) await store.erase(next as StreamId) // a key of the inbox is a customer
          return receipt
        },
      }),
    },
  ])("is noticed where there is a planted bug: $name", async (bug) => {
    expect(
      await isNoticed(
        law(() => memoryStore<Stored>(), bug),
        bugRuns,
      ),
    ).toBe(true)
  })
})
