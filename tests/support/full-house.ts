// A house in which everything is declared.
import * as z from "zod"
import type { Outgoing } from "../../packages/core/src/channel/channel.ts"
import type { Clock } from "../../packages/core/src/kernel/clock.ts"
import type { Engine } from "../../packages/core/src/timeline/engine.ts"
import type { Escucha } from "../../packages/core/src/assembly/escucha.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { UnsupportedWarning } from "../../packages/core/src/assembly/receive.ts"
import type { Rule } from "../../packages/core/src/assembly/rule.ts"
import { defineSegment } from "../../packages/core/src/assembly/segment/segments.ts"
import { all, any, not } from "../../packages/core/src/kernel/condition.ts"
import { count, first, sum } from "../../packages/core/src/profile/computed.ts"
import { phone } from "../../packages/core/src/profile/identifier-phone.ts"
import { date, exact, name as nameField } from "../../packages/core/src/profile/matching/comparator.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { createClock, type TestClock } from "../../packages/core/src/testing/clock.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { aChannel } from "./channels.ts"
import { anOutside, networks, type Outside } from "./networks.ts"
import { type AnyOptions, type Bug, open } from "./planted.ts"

const declared = {
  traits: {
    name: z.string(),
    born: z.string(),
    plan: z.enum(["free", "pro"]),
    score: z.number(),
    email: z.string(),
    phone: z.string(),
  },
  events: { order: z.object({ total: z.number() }), visited: z.object({}) },
  computed: { spent: sum("order", "total"), lately: count("order", { during: "3 days" }), began: first("order") },
}
const define = defineSegment<typeof declared>
const segments = [
  define("pro", ({ traits }) => traits.plan.is("pro")),
  define("busy", ({ events }) => events.order.during("2 days").count.atLeast(2)),
  define("recent pro", ({ traits, events }) => all(traits.plan.is("pro"), events.order.last.within("30 hours"))),
  define("quiet", ({ events }) => not(events.order.last.within("10 days"))),
  define("lately", ({ traits }) => traits.lately.atLeast(1)),
  define("troubled", ({ openCases, mood }) => any(openCases.atLeast(1), mood.is("upset"))),
  define("returned", ({ lifecycle }) => lifecycle.isOneOf(["won-back", "active"])),
]

const rules: readonly Rule[] = [
  {
    name: "sorry",
    on: "mood-changed",
    when: (m) => m.mood.is("upset"),
    do: (_, act) => act.openCase({ kind: "complaint", owner: "support", within: "2 hours" }),
  },
  { name: "welcome", on: "segment-entered", do: ({ segment }, act) => act.notify("sales", `in ${segment}`) },
  { name: "goodbye", on: "segment-left", atMost: "once per 1 day", do: (_, act) => act.notify("sales", "gone") },
  {
    name: "lost",
    on: "lifecycle-changed",
    when: (m) => m.to.is("lost"),
    do: (_, act) => act.openCase({ kind: "win-back", owner: "sales" }),
  },
  { name: "heard", on: "message-received", do: (_, act) => act.notify("support", "somebody wrote") },
  { name: "late", on: "answer-overdue", do: (_, act) => act.notify("support", "somebody waits") },
]

/** What is declared, but for what touches the world. */
export const everything = {
  ...declared,
  segments: segments as unknown as NonNullable<AnyOptions["segments"]>, // in a house of which only names are known
  rules,
  sources: ["crm", "app", "ingest"],
  identifiers: { tel: phone({ country: "ES", limit: 2 }), email: { priority: 1 }, device: { limit: "2 per 10 days" } },
  lifecycle: { event: "order", usual: "7 days" },
  value: { event: "order", amount: "total" },
  purposes: {
    newsletter: { basis: "consent", text: "News", version: "1" },
    upsell: { basis: "soft-opt-in", channels: ["chat"] },
    terms: { basis: "contract" },
  },
  secret: "a secret of a test, long enough to be one",
  publicUrl: "https://shop.example.com",
  matching: { fields: { name: nameField(), born: date(), plan: exact() }, blocks: [["name"], ["born"]] },
  ingest: { writeKeys: ["wk_of_a_server"] },
  surveys: [
    defineSurvey("visit", (s) =>
      s.ask("score", nps("How was it?")).ask("why", openText("Why?"), { when: (a) => a.score.lessThan(9) }),
    ),
  ],
  contact: {
    quietHours: ["21:00", "09:00"],
    atMost: "3 per 7 days",
    zone: "Europe/Madrid",
    countries: ["ES"],
    postalAddress: "Calle Mayor 1, Madrid",
    checkIns: "newsletter",
  },
  pools: { sms: { "sms-a": 3, "sms-b": 1 } },
  delivery: { terms: { within: "10 days", uncertain: "reconcile" } },
} satisfies AnyOptions

/** An application with everything, whose process can be started anew. */
export interface FullHouse {
  /** The application as it runs now. */
  escucha: Escucha
  readonly clock: TestClock
  readonly store: Store<Stored>
  /** How it is declared now. */
  options: AnyOptions
  /** What was reported, and what no caller waited for. */
  readonly failures: unknown[]
  /** What left by mail and by chat, the last at the end. */
  readonly sent: readonly { readonly delivered: readonly Outgoing[] }[]
  /** What stands behind the networks. */
  readonly outside: Outside
  /** Every list that was ever written to. */
  readonly lists: ReadonlySet<string>
  /** Ends the process and begins another one over what was kept; perhaps with all segments but one, which is not declared then. */
  readonly restart: (without?: string | null) => Promise<void>
}

/** Opens a house with everything over a store, at a moment. */
export const aFullHouse = async (
  kept: Store<Stored>,
  {
    at,
    bug,
    more = {},
    engine,
  }: {
    readonly at: number
    readonly bug?: Bug | undefined
    readonly more?: AnyOptions | undefined
    /** Another engine than that of the house. */
    readonly engine?: (clock: Clock) => Engine
  },
): Promise<FullHouse> => {
  const lists = new Set<string>()
  const note = (rows: readonly { readonly projection: string }[] = []) => {
    for (const { projection } of rows) lists.add(projection)
  }
  const store: Store<Stored> = {
    ...kept,
    commit: (units) => {
      for (const { puts } of units) note(puts)
      return kept.commit(units)
    },
    erase: (customer, remains) => {
      note(remains?.puts)
      return kept.erase(customer, remains)
    },
    close: async () => {}, // the next process opens what this one left
  }
  const clock = createClock(at, { settle: () => house.escucha.settled() })
  const chat = fakeChannel({ scheme: "tel" }),
    mail = aChannel({ scheme: "email" }, "email")
  const outside = anOutside(clock.now, (name, inbound) => house.escucha.conversations.receive(name, [inbound]))
  const failures: unknown[] = []
  const options: AnyOptions = {
    ...everything,
    ...more,
    random: createRandom(7),
    store,
    channels: { chat, mail, ...networks() },
    transport: outside.transport,
    clock,
    ...(engine && { engine: engine(clock) }),
    report: (failure) => {
      if (!(failure instanceof UnsupportedWarning)) failures.push(failure)
    },
  }
  const isFixed = bug !== undefined || more.segments !== undefined // a planted house is not sorted anew
  const house: FullHouse = {
    escucha: open(options, bug) as Escucha, // planted houses have the same doors
    clock,
    store,
    options,
    failures,
    sent: [mail, chat],
    outside,
    lists,
    restart: async (without) => {
      await house.escucha.close()
      outside.restarted()
      if (!isFixed && without !== undefined)
        house.options = { ...options, segments: everything.segments.filter(({ name }) => name !== without) }
      house.escucha = open(house.options, bug) as Escucha // as above
      await house.escucha.settled()
    },
  }
  await house.escucha.settled()
  return house
}
