import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { personOf } from "../../packages/core/src/conversation/contact.ts"
import { consents } from "../../packages/core/src/profile/consent.ts"
import { standingOf } from "../../packages/core/src/profile/consent-word.ts"
import { contact } from "../../packages/core/src/conversation/contact.ts"
import type { Identifier } from "../../packages/core/src/kernel/ids.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { Bug } from "../support/planted.ts"

const runs = 300
const names = ["tel:ana", "tel:ben", "tel:eva", "tel:leo"] as const satisfies readonly Identifier[]
const start = Date.parse("2026-06-01T12:00:00Z")

// What a source says of a customer, each with its own time. A wish to stop or to hear from us again is said at one address: what a
// "start" at another address takes back depends on who was known to be one person when it came, and so on the order.
const name = fc.constantFrom(...names)
const minute = fc.nat({ max: 20 })
const delivery = fc.oneof(
  fc.record({
    says: fc.constant("message"),
    name,
    minute,
    zone: fc.constantFrom("Europe/Madrid", "Asia/Tokyo", undefined),
  }),
  fc.record({ says: fc.constant("trait"), name, minute, plan: fc.constantFrom("free", "pro") }),
  fc.record({
    says: fc.constant("consent"),
    name,
    minute,
    purpose: fc.constantFrom("service", "marketing"),
    given: fc.boolean(),
  }),
  fc.record({ says: fc.constant("wish"), minute, out: fc.boolean() }),
  fc.record({ says: fc.constant("link"), name, other: name }),
  fc.record({ says: fc.constant("retract"), link: fc.nat({ max: 24 }), name, other: name }),
)
type Delivery = typeof delivery extends fc.Arbitrary<infer Value> ? Value : never
type Numbered = Delivery & { readonly number: number }

/** Numbers what is said; a retraction takes back one of the links of its story, whether that was said before or comes later. */
const numbered = (list: readonly Delivery[]): Numbered[] => {
  const links = list.flatMap((said, number) => (said.says === "link" ? [{ ...said, number }] : []))
  return list.map((said, number): Numbered => {
    const meant = said.says === "retract" ? links[said.link % Math.max(1, links.length)] : undefined
    return said.says === "retract" && meant
      ? { ...said, number, link: meant.number, name: meant.name, other: meant.other }
      : { ...said, number }
  })
}

const tell = async ({ escucha }: TestHouse, said: Numbered): Promise<unknown> => {
  const id = `d${said.number}`
  const at = "minute" in said ? start - (30 - said.minute) * 60_000 : undefined
  switch (said.says) {
    case "message":
      return escucha.conversations.receive("chat", [
        {
          type: "message",
          id,
          address: said.name.slice(4),
          text: "hola",
          ...(at !== undefined && { at }),
          ...(said.zone !== undefined && { timezone: said.zone }),
        },
      ])
    case "trait":
      return escucha.customers.identify(said.name, { plan: said.plan }, { id, ...(at !== undefined && { at }) })
    case "consent":
      return escucha.customers.consent(said.name, said.purpose, said.given, {
        id,
        evidence: "form",
        ...(at !== undefined && { at }),
      })
    case "wish":
      return escucha.customers[said.out ? "optOut" : "optIn"](names[0], { id, ...(at !== undefined && { at }) })
    case "link":
      return escucha.identities.link(said.name, said.other, { id })
    case "retract":
      return escucha.identities.retract(said.name, said.other, `link:d${said.link}`, { id, reason: "a mistake" })
  }
}

/**
 * Who is one person with whom, and what we may do with each: everything by which two worlds can be compared. Ids are left out: they are
 * born by chance.
 */
const knownIn = async ({ escucha }: TestHouse) => {
  const { bound, streams } = await escucha.store.load({ inputs: [], identifiers: names, streams: [] })
  const customerOf = (each: Identifier) => streams.get(bound.get(each) ?? "s_")?.customer
  const own = names.map((each) => streams.get(bound.get(each) ?? "s_")?.state)
  return {
    groups: names.map((each) =>
      names.filter(
        (other) => other === each || (customerOf(each) !== undefined && customerOf(other) === customerOf(each)),
      ),
    ),
    persons: own.map((state) => {
      const person = personOf({ contact: contact.initial, consents: consents.initial, ...state })
      // where it was said is born by chance
      return { ...person, consents: person.consents.map((word) => ({ ...word, from: "somewhere" })) }
    }),
    traits: own.map((state) => state?.traits ?? {}),
    messages: own.map((state) => state?.conversation?.received ?? 0),
  }
}

const seen = { deliveries: 0, repeats: 0, groups: 0, stops: 0, refusals: 0 }
afterAll(() => console.log(JSON.stringify({ law: "same input twice = once, in any order", runs: 2 * runs, ...seen })))

const plan = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) } } as const
const stores = { memory: () => memoryStore<Stored>(), sqlite: () => sqliteStore<Stored>(":memory:") }
type Kind = keyof typeof stores
const world = async (story: readonly Numbered[], together: boolean, kind: Kind, bug?: Bug) => {
  const house = await aHouse({ traits: { plan }, at: start, store: stores[kind](), ...(bug && { bug }) })
  if (together) await Promise.all(story.map((said) => tell(house, said)))
  else for (const said of story) await tell(house, said)
  await house.escucha.settled()
  const known = await knownIn(house)
  await house.escucha.close()
  return known
}

const law = (kind: Kind, bug?: Bug) =>
  fc.asyncProperty(
    fc
      .array(delivery, { minLength: 4, maxLength: 25 })
      .map(numbered)
      .chain((story) =>
        fc.record({
          story: fc.constant(story),
          together: fc.boolean(),
          // every delivery at least once, some of them twice, in any order
          other: fc
            .shuffledSubarray(story)
            .chain((twice) => fc.shuffledSubarray([...story, ...twice], { minLength: story.length + twice.length })),
        }),
      ),
    async ({ story, other, together }) => {
      const one = await world(story, false, kind, bug)
      seen.deliveries += other.length
      seen.repeats += other.length - story.length
      seen.groups += one.groups.filter(({ length }) => length > 1).length
      seen.stops += one.persons.filter(({ optedOutAt }) => optedOutAt !== null).length
      seen.refusals += one.persons.filter(
        ({ consents: said }) => standingOf(said, "marketing", undefined, Infinity).objection !== undefined,
      ).length
      expect(await world(other, together, kind, bug)).toEqual(one)
    },
  )

describe("what is delivered again and in any order", () => {
  it.for(["memory", "sqlite"] as const)(
    `gives the same identities, consents, stops and traits, and counts once (${runs} histories on %s)`,
    async (kind) => {
      await fc.assert(law(kind), { numRuns: runs })
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 8)
    },
  )

  it.for<Bug>([
    {
      name: "the seen check is dropped",
      store: (store) => ({
        ...store,
        load: async (need) => ({ ...(await store.load(need)), seen: new Set() }),
        commit: (units) => store.commit(units.map((unit) => ({ ...unit, inputs: [] }))),
      }),
    },
    {
      name: "the last one to arrive wins",
      house: (house) => ({
        ...house,
        project: (state, entry) => house.project(state, { ...entry, occurredAt: entry.receivedAt + entry.position }),
      }),
    },
    {
      name: "a retraction that comes first is forgotten",
      house: (house) => ({
        ...house,
        project: (state, entry) => {
          const { link } = Object(entry.data) as { readonly link?: string } // of an assertion or a retraction
          return entry.kind === "identities-unlinked" && !state.identity.links[link ?? ""]
            ? state
            : house.project(state, entry)
        },
      }),
    },
  ])("notices a planted bug: $name", async (bug) => {
    expect(await isNoticed(law("memory", bug), runs)).toBe(true)
  })
})
