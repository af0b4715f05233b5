// Everything that can come into a house, as steps of a random history.
import * as fc from "fast-check"
import { BusyError, ConfigurationError, DeliveryError, InputError } from "../../packages/core/src/kernel/errors.ts"
import { aRequest } from "../doors/caller.ts"
import type { FullHouse } from "./full-house.ts"
import { saidWith } from "./full-house-traces.ts"
import { isNetworkStep, networkSteps, places, takeNetwork } from "./full-house-network-steps.ts"

/** Numbers as people write them: the first two are one. */
const numbers = ["+34600000001", "600 00 00 01", "+34600000002", "+34600000003"] as const
/** Every name by which somebody may be known here. */
export const names = [
  "tel:+34600000001",
  "tel:+34600000002",
  "tel:+34600000003",
  "ana",
  "ben",
  "eva",
  "email:ana@example.com",
  "email:ben@example.com",
  "device:tablet",
  "device:kiosk",
  "account:acme",
  "community:runners",
] as const
/** Those of them that are nobody's group. */
export const people = names.slice(0, 10)

/** Few are met often, so that much happens to them; most may be users of one tablet. */
const who = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("tel:+34600000001", "ana", "email:ana@example.com") },
  { weight: 2, arbitrary: fc.constantFrom(...people) },
)
const texts = [
  "hola",
  "¿dónde está mi pedido?",
  "terrible, lost and broken, I hate it",
  "thank you, great",
  "STOP",
  "ALTA",
  "7",
  "por el precio",
]
const hour = 3_600_000
const purpose = fc.constantFrom("newsletter", "upsell", "terms", "service", "marketing")
const of = <const Does extends string, More extends object>(does: Does, more: fc.Arbitrary<More>) =>
  fc.tuple(who, more).map(([someone, rest]) => ({ does, who: someone, ...rest }))
const no = fc.constant({})

/** Every kind of step by its name, with how often it is taken. */
export const steps = {
  identify: of(
    "identify",
    fc.record({
      traits: fc.constantFrom<object>(
        { plan: "pro" },
        { plan: "free" },
        { plan: null },
        { score: 4 },
        { name: "Ana Pérez", born: "1980-01-02" },
        { name: "Ana Perez", born: "1980-01-02" },
        { email: "ana@example.com" },
        { phone: "600000002" },
      ),
      source: fc.constantFrom("crm", "app", "ingest"),
      also: fc.option(who),
      hoursAgo: fc.constantFrom(0, 0, 0, 30, 900),
    }),
  ),
  order: of("order", fc.record({ total: fc.constantFrom(5, 20), hoursAgo: fc.constantFrom(0, 0, 5, 40, 1000) })),
  link: of(
    "link",
    fc.record({ other: who, trust: fc.constantFrom("stated", "stated", "manual", "claimed", "suggested") }),
  ),
  apart: of("apart", fc.record({ other: who })),
  retract: of("retract", fc.record({ place: fc.nat({ max: 5 }) })),
  unlink: of("unlink", no),
  answer: of("answer", fc.record({ accepts: fc.boolean() })),
  record: of(
    "record",
    fc.record({
      purpose,
      channel: fc.constantFrom("*", "chat", "mail"),
      decision: fc.constantFrom("grant", "grant", "deny"),
      hours: fc.constantFrom(null, 30),
    }),
  ),
  withdraw: of("withdraw", fc.record({ purpose })),
  ask: of("ask", no),
  confirm: of("confirm", no),
  opt: of("opt", fc.record({ out: fc.boolean() })),
  prefer: of(
    "prefer",
    fc.record({
      wishes: fc.constantFrom<object>(
        { atMost: "1 per 1 day" },
        { atMost: null, language: "es" },
        { zone: "Asia/Tokyo", channels: ["mail", "chat"] },
      ),
    }),
  ),
  join: of(
    "join",
    fc.record({ group: fc.constantFrom("account:acme", "community:runners"), role: fc.constantFrom("a", "b") }),
  ),
  leave: of("leave", fc.record({ group: fc.constantFrom("account:acme", "community:runners") })),
  ingest: of("ingest", fc.record({ event: fc.nat({ max: 9 }), hoursAgo: fc.constantFrom(0, 3, 500) })),
  replay: of("replay", no),
  rectify: of("rectify", fc.record({ plan: fc.constantFrom("pro", "free", null) })),
  erase: of("erase", fc.record({ readmits: fc.boolean() })),
  write: of("write", fc.record({ number: fc.constantFrom(...numbers), text: fc.constantFrom(...texts) })),
  past: of(
    "past",
    fc.record({ number: fc.constantFrom(...numbers), text: fc.constantFrom(...texts), hours: fc.nat({ max: 900 }) }),
  ),
  send: of("send", fc.record({ purpose })),
  reply: of("reply", no),
  survey: of("survey", no),
  case: of("case", no),
  close: of("close", no),
  suggest: of("suggest", no),
  restart: of(
    "restart",
    fc.record({ without: fc.constantFrom(undefined, undefined, null, "pro", "quiet", "troubled") }),
  ),
  wait: of("wait", fc.record({ hours: fc.constantFrom(0, 1, 5, 20, 31, 80, 24 * 15, 24 * 40) })),
  ...networkSteps,
}
/** One step of a history. */
export type Step = {
  [Does in keyof typeof steps]: (typeof steps)[Does] extends fc.Arbitrary<infer S> ? S : never
}[keyof typeof steps]

/** Histories of steps of these kinds; one that is there twice comes twice as often. */
export const historyOf = (kinds: readonly (keyof typeof steps)[], maxLength: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.oneof(...kinds.map((kind): fc.Arbitrary<Step> => steps[kind])), { minLength: 3, maxLength, size: "max" })

/** Histories of everything; `often` are the kinds that come more often. */
export const history = (
  maxLength: number,
  often: readonly (keyof typeof steps)[] = [],
): fc.Arbitrary<readonly Step[]> => {
  const kinds = Object.keys(steps) as (keyof typeof steps)[] // an object has its own keys
  return historyOf([...kinds, ...often], maxLength)
}

const shapes = (
  { event, who: someone, hoursAgo }: Extract<Step, { does: "ingest" }>,
  id: string,
  now: number,
): object => {
  const at = new Date(now - hoursAgo * hour).toISOString()
  const base = { messageId: `i${id}`, userId: someone, timestamp: at }
  const list: readonly object[] = [
    { ...base, type: "track", event: "order", properties: { total: 7 } },
    { ...base, type: "track", event: "order", properties: { total: "much" } },
    { ...base, type: "track", event: "ordre", properties: {} },
    { ...base, type: "identify", traits: { plan: "pro", name: "Eva" } },
    { ...base, type: "identify", traits: { plan: "gold" } },
    { ...base, type: "alias", previousId: "anon-1" },
    { ...base, type: "group", groupId: "acme" },
    { ...base, type: "page", name: "Home", userId: undefined, anonymousId: "anon-1" },
    { ...base, type: "identify", anonymousId: "anon-1", traits: { email: "ben@example.com" } },
    { ...base, type: "track", event: "visited", properties: {}, userId: undefined },
  ]
  return list[event] ?? {}
}

/** What a history has come to, beside what the house keeps. */
export interface Told {
  readonly links: { readonly id: string; readonly ends: readonly [string, string] }[]
  /** Every id by which somebody was ever called. */
  readonly ids: Set<string>
  /** What was said with those who were erased since, and their files. */
  readonly gone: Set<string>
  /** How many steps were taken, and not refused, by kind. */
  readonly taken: { [does: string]: number }
}

/** Nothing was told yet. */
export const nothingTold = (): Told => ({ links: [], ids: new Set(), gone: new Set(), taken: {} })

const post = ({ escucha }: FullHouse, path: string, body: object) =>
  escucha.handle(aRequest("POST", path, { body, headers: { authorization: `Basic ${btoa("wk_of_a_server:")}` } }))

const confirmLast = async ({ escucha, sent }: FullHouse) => {
  const link = sent
    .flatMap(({ delivered }) => delivered)
    .flatMap(({ content }) => /https:\/\/shop\.example\.com(\/c\/\S+)/.exec(content.text ?? "")?.[1] ?? [])
    .at(-1)
  if (link !== undefined) await escucha.handle(aRequest("POST", link))
}

const takeWord = async (house: FullHouse, step: Step, id: string, told: Told): Promise<unknown> => {
  const { escucha } = house
  const now = house.clock.now()
  switch (step.does) {
    case "link":
      told.links.push({ id: `link:${id}`, ends: [step.who, step.other] })
      return escucha.identities.link(step.who, step.other, { id, trust: step.trust })
    case "apart": {
      const { id: word } = await escucha.identities.keepApart(step.who, step.other, { id, reason: "two", by: "eva" })
      return told.links.push({ id: word, ends: [step.who, step.other] })
    }
    case "retract": {
      const known = told.links[step.place % Math.max(1, told.links.length)]
      return known && escucha.identities.retract(...known.ends, known.id, { id, reason: "a mistake" })
    }
    case "unlink":
      return escucha.identities.unlink(step.who, { id, reason: "a shared address" })
    case "answer": {
      const [guess] = (await escucha.identities.suggestions()).items
      if (!guess) return undefined
      return step.accepts
        ? escucha.identities.accept(guess.id, { by: "eva" })
        : escucha.identities.refuse(guess.id, { by: "eva", reason: "two people" })
    }
    case "suggest":
      return escucha.identities.suggest()
    case "record": {
      const { purpose: name, channel, decision, hours } = step
      return escucha.consents.record(step.who, {
        id,
        purpose: name,
        channel,
        decision,
        method: "form",
        ...(name === "upsell" && decision === "grant" && { evidence: { sale: "order 7" } }),
        ...(hours !== null && decision === "grant" && { expiresAt: now + hours * hour }),
      })
    }
    case "withdraw":
      return escucha.consents.withdraw(step.who, { id, purpose: step.purpose })
    case "ask":
      return escucha.consents.request(step.who, "newsletter", {
        id,
        channel: step.who.startsWith("email:") ? "mail" : "chat",
      })
    case "confirm":
      return confirmLast(house)
    case "opt":
      return escucha.customers[step.out ? "optOut" : "optIn"](step.who, { id })
    case "prefer":
      return escucha.preferences.set(step.who, step.wishes, { id })
    default:
      return takeDeed(house, step, id)
  }
}

const takeDeed = async (house: FullHouse, step: Step, id: string): Promise<unknown> => {
  const { escucha } = house
  const now = house.clock.now()
  switch (step.does) {
    case "identify":
      return escucha.customers.identify(step.who, step.traits, {
        id,
        source: step.source,
        at: now - step.hoursAgo * hour,
        ...(step.also !== null && { also: [step.also] }),
      })
    case "order":
      return escucha.customers.track(step.who, "order", { total: step.total }, { id, at: now - step.hoursAgo * hour })
    case "join":
      return escucha.customers.join(step.who, step.group, { id, role: step.role })
    case "leave":
      return escucha.customers.leave(step.who, step.group, { id })
    case "ingest":
      return post(house, "/v1/batch", { batch: [shapes(step, id, now)] })
    case "replay":
      for (const { id: refused } of (await escucha.ingest.rejected()).items) await escucha.ingest.replay(refused)
      return undefined
    case "rectify":
      return escucha.customers.rectify(step.who, { id, traits: { plan: step.plan }, reason: "they said so", by: "eva" })
    case "erase":
      await escucha.customers.erase(step.who)
      return step.readmits && escucha.customers.readmit(step.who, { id, by: "eva", reason: "they asked" })
    default:
      return takeTalk(house, step, id)
  }
}

const takeTalk = async (house: FullHouse, step: Step, id: string): Promise<unknown> => {
  const { escucha, clock } = house
  switch (step.does) {
    case "write":
      return escucha.conversations.receive("chat", [{ type: "message", id, address: step.number, text: step.text }])
    case "past":
      return escucha.conversations.receive(
        "chat",
        [{ type: "message", id, address: step.number, text: step.text, at: clock.now() - step.hours * hour }],
        { historic: true },
      )
    case "send":
      return escucha.messages.send(step.who, { text: `news ${id}` }, { id, purpose: step.purpose })
    case "reply":
      return escucha.messages.reply(step.who, { text: `answer ${id}` }, { id })
    case "survey":
      return escucha.surveys.ask(step.who, "visit", { id })
    case "case":
      return escucha.cases.open(step.who, { kind: "callback", owner: "support" }, { id })
    case "close":
      return escucha.conversations.close(step.who, "nothing was asked", { id })
    case "restart":
      return house.restart(step.without)
    case "wait":
      return clock.advance(step.hours * hour)
    default:
      throw new TypeError(`nobody takes ${step.does}`)
  }
}

/** Takes one step; a refusal is an answer, too. Whether it was taken. */
export const take = async (house: FullHouse, step: Step, id: string, told: Told): Promise<boolean> => {
  try {
    if (step.does === "erase") for (const said of await saidWith(house, step.who)) told.gone.add(said)
    await (isNetworkStep(step) ? takeNetwork(house, step, id) : takeWord(house, step, id, told))
    told.taken[step.does] = (told.taken[step.does] ?? 0) + 1
  } catch (failure) {
    const isRefusal = [InputError, BusyError, ConfigurationError, DeliveryError].some((kind) => failure instanceof kind)
    if (!isRefusal) throw failure
    return false
  } finally {
    await house.escucha.settled()
  }
  for (const name of [...names, ...places]) {
    const view = await house.escucha.customers.get(name)
    if (view) told.ids.add(view.id)
  }
  return true
}
