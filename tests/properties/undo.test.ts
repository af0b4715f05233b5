import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Identifier } from "../../packages/core/src/kernel/ids.ts"
import { allPages } from "../../packages/core/src/testing/store-builders.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { Bug } from "../support/planted.ts"
import { driftOf, houseOf } from "../support/projections.ts"

const runs = 300
const names = [
  "tel:ana",
  "tel:ben",
  "tel:eva",
  "tel:leo",
  "tel:ada",
  "tel:ivo",
] as const satisfies readonly Identifier[]

// Only what is not decided by who was joined at that moment: moods and answers are facts, and facts are not undone.
const name = fc.constantFrom(...names)
const step = fc.oneof(
  fc.record({ does: fc.constant("write"), name, minute: fc.nat({ max: 30 }) }),
  fc.record({ does: fc.constant("consent"), name, given: fc.boolean() }),
  fc.record({ does: fc.constant("link"), name, other: name, isUndone: fc.boolean() }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
type Deed = (
  Step | { readonly does: "retract"; readonly name: Identifier; readonly other: Identifier; readonly link: string }
) & { readonly id: string }

const start = Date.parse("2026-06-01T12:00:00Z")

const take = async ({ escucha }: TestHouse, deed: Deed): Promise<unknown> => {
  const { id } = deed
  switch (deed.does) {
    case "write":
      return escucha.conversations.receive("chat", [
        { type: "message", id, address: deed.name.slice(4), text: `order ${id}`, at: start - deed.minute * 60_000 },
      ])
    case "consent":
      return escucha.customers.consent(deed.name, "marketing", deed.given, { id, evidence: "form" })
    case "link":
      return escucha.identities.link(deed.name, deed.other, { id })
    case "retract":
      return escucha.identities.retract(deed.name, deed.other, deed.link, { id, reason: "a shared mailbox" })
  }
}

/** A world in which these things were said; streams are born first, in one order, so that two worlds have the same names. */
const world = async (deeds: readonly Deed[], bug?: Bug) => {
  const house = await aHouse({ at: start, ...(bug && { bug }) })
  for (const each of names) await take(house, { does: "write", name: each, minute: 0, id: `hello ${each}` })
  for (const deed of deeds) await take(house, deed)
  await house.escucha.settled()
  return house
}

const listsOf = async ({ escucha: { store } }: TestHouse) =>
  Promise.all(
    ["inbox", "unanswered", "case"].map(async (list) =>
      (await allPages(100, (page) => store.query(list, {}, page))).flat(),
    ),
  )

const timelinesOf = async (house: TestHouse) =>
  Promise.all(
    names.map(async (each) =>
      (await house.facts(each))
        .filter(({ kind }) => kind === "message-received" || kind === "consent-changed")
        .map(({ id, stream }) => [id, stream])
        .sort(),
    ),
  )

const seen = { links: 0, undone: 0, joined: 0, unlinked: 0 }
afterAll(() => console.log(JSON.stringify({ law: "undo is exact", runs: 2 * runs, ...seen })))

const stories = fc
  .array(step, { minLength: 4, maxLength: 24 })
  .map((list) => list.map((each, number): Step & { readonly id: string } => ({ ...each, id: `s${number}` })))
const retractions = (story: readonly Deed[]): readonly Deed[] =>
  story.flatMap((deed): readonly Deed[] =>
    deed.does === "link" && deed.isUndone
      ? [{ does: "retract", name: deed.name, other: deed.other, link: `link:${deed.id}`, id: `undo ${deed.id}` }]
      : [],
  )

const law = (bug?: Bug) =>
  fc.asyncProperty(
    stories.chain((story) =>
      fc.record({
        story: fc.constant(story),
        any: fc.shuffledSubarray([...story, ...retractions(story)], {
          minLength: story.length + retractions(story).length,
        }),
      }),
    ),
    async ({ story, any }) => {
      const never = await world(story.filter((deed) => deed.does !== "link" || !deed.isUndone)) // what was taken back was never said
      const lists = await listsOf(never),
        timelines = await timelinesOf(never)
      seen.links += story.filter(({ does }) => does === "link").length
      seen.undone += retractions(story).length
      seen.joined += names.length - (await never.escucha.store.size()).customers
      for (const deeds of [[...story, ...retractions(story)], any]) {
        const undone = await world(deeds, bug)
        expect((await listsOf(undone)).map((rows) => rows.map(({ key, at, data }) => [key, at, data]))).toEqual(
          lists.map((rows) => rows.map(({ key, at, data }) => [key, at, data])),
        )
        expect(await timelinesOf(undone)).toEqual(timelines)
        expect(await driftOf(houseOf({ channels: { chat: undone.chat } }), undone.escucha.store)).toEqual([])
      }
    },
  )

describe("a link that is taken back", () => {
  it(`leaves everything as if it had never been said, in whatever order it comes (${runs} histories)`, async () => {
    await fc.assert(law(), { numRuns: runs })
    expect(seen.undone).toBeGreaterThan(runs)
    expect(seen.joined).toBeGreaterThan(runs / 3)
  })

  it(`by unlink takes a place out exactly: the rest hold together by their own links (${runs} histories)`, async () => {
    await fc.assert(
      fc.asyncProperty(stories, name, async (story, gone) => {
        const links = story.flatMap((deed) =>
          deed.does === "link" && deed.name !== deed.other ? [[deed.name, deed.other] as const] : [],
        )
        const kept = story.filter((deed) => deed.does !== "link" || (deed.name !== gone && deed.other !== gone))
        const house = await world(story),
          never = await world(kept)
        await house.escucha.identities.unlink(gone, { reason: "a shared telephone" })
        seen.unlinked += links.filter((ends) => ends.includes(gone)).length
        expect(await timelinesOf(house)).toEqual(await timelinesOf(never))
        expect(await listsOf(house)).toEqual(await listsOf(never))
      }),
      { numRuns: runs },
    )
    expect(seen.unlinked).toBeGreaterThan(runs / 3)
  })

  it.for<Bug>([
    {
      name: "a retraction is written into the wrong stream",
      house: (house) => ({
        ...house,
        decide: (situation, input) => {
          const decision = house.decide(situation, input)
          const ends = new Set([situation.stream, ...situation.others.map(({ stream }) => stream)])
          const wrong = [...situation.customer.streams.keys()].filter((stream) => !ends.has(stream)).slice(0, 1)
          return decision.invalid || input.kind !== "retract" || wrong.length === 0
            ? decision
            : { ...decision, entries: decision.entries.map((draft) => ({ ...draft, streams: wrong })) }
        },
      }),
    },
    {
      name: "the customer keeps the name of the merge",
      house: (house) => ({
        ...house,
        customers: (streams) =>
          house.customers(
            new Map(
              [...streams].map(([stream, state]) => [
                stream,
                { ...state, identity: { ...state.identity, retracted: {} } },
              ]),
            ),
          ),
      }),
    },
    {
      name: "the list keeps the line of the merge",
      store: (store) => ({
        ...store,
        commit: (units) =>
          store.commit(
            units.map((unit) => ({
              ...unit,
              puts: unit.puts.filter(
                ({ projection }) => projection !== "inbox" || unit.inputs.every((id) => !id.startsWith("retract")),
              ),
            })),
          ),
      }),
    },
  ])("is noticed when it is not exact: $name", async (bug) => {
    expect(await isNoticed(law(bug), runs)).toBe(true)
  })
})
