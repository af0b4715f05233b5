import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import * as z from "zod"
import { customerFacts } from "../../packages/core/src/assembly/facts.ts"
import { defineSegment } from "../../packages/core/src/assembly/segment/segments.ts"
import { createStanding } from "../../packages/core/src/assembly/segment/standing.ts"
import type { State } from "../../packages/core/src/assembly/entries.ts"
import type { Input } from "../../packages/core/src/assembly/inputs.ts"
import { settingOf } from "../../packages/core/src/assembly/options.ts"
import { all, any, compile, not } from "../../packages/core/src/kernel/condition.ts"
import type { Identifier, StreamId } from "../../packages/core/src/kernel/ids.ts"
import { count } from "../../packages/core/src/profile/computed.ts"
import { lifecycleFacts, stageOf } from "../../packages/core/src/profile/lifecycle.ts"
import { segmentsIn } from "../../packages/core/src/profile/segment.ts"
import { type House, wholeOf } from "../../packages/core/src/runtime/house.ts"
import { allPages } from "../../packages/core/src/testing/store-builders.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"
import { driftOf, houseOf } from "../support/projections.ts"

const runs = 3000
const start = Date.parse("2026-10-23T18:30:00Z") // Europe turns its clocks back two nights later
const hour = 3_600_000
const names = ["tel:ana", "tel:ben", "tel:eva"] as const satisfies readonly Identifier[]

const declared = {
  traits: { plan: z.enum(["free", "pro"]), score: z.number() },
  events: { order: z.object({ total: z.number() }) },
  computed: { lately: count("order", { during: "1 day" }) },
}
const define = defineSegment<typeof declared>
const defined = [
  define("pro", ({ traits }) => traits.plan.is("pro")),
  define("middling", ({ traits }) => any(traits.score.between(3, 7), not(traits.plan.exists()))),
  define("busy", ({ events }) => events.order.during("2 days").count.atLeast(2)),
  define("spending", ({ events }) => events.order.during("3 days").sums.total.atLeast(20)),
  define("recent pro", ({ traits, events }) => all(traits.plan.is("pro"), events.order.last.within("30 hours"))),
  define("quiet", ({ events }) => not(events.order.last.within("30 hours"))),
  define("lately", ({ traits }) => traits.lately.atLeast(1)),
  define("returned", ({ lifecycle }) => lifecycle.isOneOf(["won-back", "active"])),
]
const options = {
  ...declared,
  segments: defined as unknown as NonNullable<AnyOptions["segments"]>, // in a house of which only names are known
  lifecycle: { event: "order", usual: "7 days" },
} satisfies AnyOptions

const name = fc.constantFrom(...names)
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant("identify"), name, plan: fc.constantFrom("free", "pro", null) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("score"), name, score: fc.nat({ max: 9 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("order"),
      name,
      total: fc.constantFrom(5, 10, 20),
      hoursAgo: fc.constantFrom(0, 0, 5, 40, 1000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant("wait"), hours: fc.constantFrom(1, 20, 31, 80, 24 * 15, 24 * 40) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("write"), name }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("link"), name, other: name }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("unlink"), name }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const take = async ({ escucha, clock, waits }: TestHouse, deed: Step): Promise<unknown> => {
  switch (deed.does) {
    case "identify":
      return escucha.customers.identify(deed.name, { plan: deed.plan })
    case "score":
      return escucha.customers.identify(deed.name, { score: deed.score })
    case "order":
      return escucha.customers.track(
        deed.name,
        "order",
        { total: deed.total },
        { at: clock.now() - deed.hoursAgo * hour },
      )
    case "write":
      return escucha.conversations.receive("chat", [
        { type: "message", id: `m${clock.now()}`, address: deed.name.slice(4), text: "¿hola?" },
      ])
    case "wait":
      return waits(clock.now() + deed.hours * hour)
    case "link":
      return escucha.identities.link(deed.name, deed.other)
    case "unlink":
      return (
        (await escucha.customers.get(deed.name)) &&
        escucha.identities.unlink(deed.name, { reason: "a shared telephone" })
      )
  }
}

/** The same without what is computed over a window, which has to be asked anew each time. */
const plain = { ...options, segments: options.segments.filter((segment) => segment.name !== "lately") }

const setting = settingOf(options)
const house = houseOf(options)
const askedOf = (some: AnyOptions) =>
  settingOf(some).segments.map((segment) => ({ name: segment.name, holds: compile(segment.condition) }))
type Asked = ReturnType<typeof askedOf>
const seen = { entered: 0, left: 0, byTime: 0, joined: 0, stages: 0 }
afterAll(() => console.log(JSON.stringify({ law: "segments are what holds", runs, ...seen })))

const wholes = async ({ escucha }: TestHouse) => {
  const { streams } = await escucha.store.load({ inputs: [], identifiers: [...names], streams: [] })
  const rows = [...streams].map(
    ([stream, row]) => [stream, { ...row, state: { ...house.initial, ...row.state } }] as const,
  )
  return [...Map.groupBy(rows, ([, { customer }]) => customer)].map(([id, own]) => wholeOf(house, id, new Map(own)))
}

/** What is so, and what has to be: asked one condition after the other, of the facts alone. */
const judge = async (world: TestHouse, asked: Asked) => {
  const now = world.clock.now()
  const customers = await wholes(world)
  seen.joined += customers.filter(({ streams }) => streams.size > 1).length
  const expected = customers.map((customer) => {
    const facts = customerFacts(customer, setting, now)
    return [
      customer.id,
      asked
        .filter(({ holds }) => holds(facts, now))
        .map((segment) => segment.name)
        .sort(),
    ] as const
  })
  expect(customers.map(({ id, state }) => [id, segmentsIn(state.segments).toSorted()])).toEqual(expected)
  for (const { name: segment } of asked) {
    const rows = (await allPages(100, (page) => world.escucha.store.query(`segment:${segment}`, {}, page))).flat()
    expect(rows.map(({ key }) => key).sort()).toEqual(
      expected.flatMap(([id, segments]) => (segments.includes(segment) ? [id] : [])).sort(),
    )
  }
  const { lifecycle } = setting
  const stageIn = stageOf(lifecycle?.stages ?? [])
  for (const { state } of customers) {
    const figures = state.events["order"]
    const stage = figures ? stageIn(lifecycleFacts(figures, state.lifecycle, lifecycle?.usual ?? 0), now) : null
    expect(state.lifecycle.stage).toBe(stage)
  }
}

/** In each stream everybody comes and goes in turn, also where two were joined and taken apart. */
const alternates = async ({ escucha }: TestHouse) => {
  const inside = new Set<string>()
  const place = (stream: StreamId, segment: string) => `${stream} ${segment}`
  for await (const { entry } of escucha.store.feed(0)) {
    if (entry.kind === "lifecycle-changed") seen.stages++
    if (entry.kind !== "segment-entered" && entry.kind !== "segment-left") continue
    const { segment } = entry.data as { readonly segment: string } // of both kinds
    const isEntry = entry.kind === "segment-entered"
    expect(inside.has(place(entry.stream, segment))).toBe(!isEntry)
    if (isEntry) inside.add(place(entry.stream, segment))
    else inside.delete(place(entry.stream, segment))
    seen[isEntry ? "entered" : "left"]++
    if (entry.id.startsWith("review:")) seen.byTime++
  }
}

const law = (bug?: Bug, some: Omit<AnyOptions, "clock" | "report"> = options) => {
  const asked = askedOf(some)
  return fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
    const world = await aHouse({ ...some, at: start, ...(bug && { bug }) })
    for (const deed of steps) {
      await take(world, deed)
      await world.escucha.settled()
      await judge(world, asked)
    }
    await alternates(world)
    expect(await driftOf(houseOf({ ...some, channels: { chat: world.chat } }), world.escucha.store)).toEqual([])
    expect(world.failures).toEqual([])
    await world.escucha.close()
  })
}

describe("the segments of a customer", () => {
  it(`are those whose condition holds, whatever happens and however time goes by (${runs} histories)`, async () => {
    await fc.assert(law(), { numRuns: runs })
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(runs / 10)
  }, 600_000)

  it(`are found from what changed alone, where there are many (${runs / 3} histories)`, async () => {
    const changes = createStanding(settingOf(plain), 0)
    const same = { name: "none", house: (built: House<State, Input>) => ({ ...built, standing: changes }) }
    await fc.assert(law(same, plain), { numRuns: runs / 3 })
  }, 600_000)

  it.for<Bug>([
    {
      name: "nothing is left when time goes by",
      house: (planted) => ({
        ...planted,
        ...(planted.standing && { standing: { ...planted.standing, timers: () => [] } }),
      }),
    },
    {
      name: "a merge is not looked at",
      house: (planted) => ({
        ...planted,
        ...(planted.standing && {
          standing: {
            ...planted.standing,
            concerns: (input, entries) =>
              input.kind === "link" ? undefined : planted.standing?.concerns(input, entries),
          },
        }),
      }),
    },
    {
      name: "who leaves is forgotten in one stream only",
      house: (planted) => ({
        ...planted,
        ...(planted.standing && {
          standing: {
            ...planted.standing,
            conclude: (conclusion) => ({
              entries: (planted.standing?.conclude(conclusion).entries ?? []).map((draft) =>
                draft.kind === "segment-left" ? { ...draft, streams: (draft.streams ?? []).slice(0, 1) } : draft,
              ),
            }),
          },
        }),
      }),
    },
  ])("are noticed when they are not: $name", async (bug) => {
    expect(await isNoticed(law(bug), runs)).toBe(true)
  })
})
