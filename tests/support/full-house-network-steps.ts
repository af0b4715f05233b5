// What networks bring into a house, and what leaves by them, as steps of a random history.
import * as fc from "fast-check"
import type { Content } from "../../packages/core/src/channel/content.ts"
import type { Inbound } from "../../packages/core/src/channel/inbound.ts"
import type { EntryId, StreamId } from "../../packages/core/src/kernel/ids.ts"
import { aRequest } from "../doors/caller.ts"
import { everythingOf } from "./everything.ts"
import type { FullHouse } from "./full-house.ts"
import { png } from "./media-house.ts"
import { aHook, type Network, outward, type Trouble } from "./networks.ts"

const hour = 3_600_000

/** Where somebody is at a network: whom the house calls by the name of the third. */
export const addresses = [
  { network: "wa", address: "34600000001", name: "wa:34600000001" },
  { network: "wa", address: "34600000002", name: "wa:34600000002" },
  { network: "sms-a", address: "+34600000001", name: "tel:+34600000001" },
  { network: "sms-b", address: "+34600000002", name: "tel:+34600000002" },
  { network: "page", address: "1", name: "fb:A/1" },
  { network: "page2", address: "1", name: "fb:B/1" },
  { network: "wall", address: "1", name: "wall:1" },
  { network: "box", address: "1", name: "box:1" },
] as const satisfies readonly { readonly network: Network; readonly address: string; readonly name: string }[]

/** Their names there. */
export const places = [...new Set(addresses.map(({ name }) => name))]

const at = fc.nat({ max: addresses.length - 1 })
const there = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 2, 4, 7) }, { weight: 2, arbitrary: at })
const hereOf = (place: number) => addresses[place % addresses.length] ?? addresses[0]
const texts = ["hola", "hola", "thank you", "where is my order?", "where is it?", "STOP", "START", "START"]
const wishes: ReadonlySet<string> = new Set(["STOP", "START"])
const flag = fc.boolean()
const nat = fc.nat({ max: 9 })

const more = fc.constantFrom<object>(
  {},
  {},
  {},
  { automatic: true },
  { claimed: true },
  { call: { status: "missed" } },
  { public: { post: "p-1" } },
  { unsupported: "hologram", metadata: { raw: "{}" } },
  { also: ["tel:+34600000001"] },
  { also: ["email:ana@example.com", "fb:A/1"] },
  { attachments: [{ kind: "image", url: "provider:AB12", type: "image/png" }] },
  { place: { latitude: 40, longitude: -3 } },
  { timezone: "America/Mexico_City", language: "es", name: "Ana" },
)
const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({
    kind: fc.constant("pause" as const),
    seconds: fc.constantFrom(1, 30, 4_000),
    as: fc.constantFrom("seconds", "date"),
  }),
  fc.record({ kind: fc.constantFrom("broken", "hang", "lost", "no", "closed", "gone", "stop", "deaf") }),
  fc.record({ kind: fc.constant("lost" as const) }), // what is hardest to get right
  fc.record({
    kind: fc.constant("early" as const),
    status: fc.constantFrom("delivered", "read", "failed"),
    by: fc.constantFrom("provider", "ours"),
  }),
)
const contents = fc.constantFrom("words", "words", "long", "picture", "template", "choices", "map")
const purposes = fc.constantFrom("service", "service", "service", "terms", "terms", "marketing", "newsletter")

const of = <const Does extends string, More extends object>(does: Does, rest: fc.Arbitrary<More>) =>
  fc.tuple(there, rest).map(([place, each]) => ({ does, place, ...each }))

/** Every kind of step that has to do with networks, by its name. */
export const networkSteps = {
  hear: of(
    "hear",
    fc.record({ text: fc.constantFrom(...texts), more, hoursAgo: fc.constantFrom(0, 0, 0, 2, 30), twice: flag }),
  ),
  "hear-past": of("hear-past", fc.record({ text: fc.constantFrom(...texts), more, hours: fc.nat({ max: 400 }) })),
  tie: of("tie", fc.record({ with: fc.constantFrom("ana", "ben", "email:ana@example.com", ...places) })),
  untie: of("untie", fc.constant({})),
  reaction: of("reaction", fc.record({ emoji: fc.constantFrom("👍", null), which: nat })),
  edited: of("edited", fc.record({ text: fc.constantFrom("I meant 4", "STOP", null), which: nat })),
  wish: of("wish", fc.record({ stops: flag, purpose: fc.constantFrom(undefined, undefined, "marketing") })),
  moved: of("moved", fc.record({ to: fc.constantFrom("34600000002", "+34600000002", "1", "2") })),
  visit: of("visit", fc.record({ who: fc.constantFrom("ana", "ben") })),
  agree: of("agree", fc.record({ who: fc.constantFrom("ana", "ben", ...places), purpose: purposes })),
  told: of(
    "told",
    fc.record({
      which: nat,
      status: fc.constantFrom("sent", "delivered", "read", "failed"),
      by: fc.constantFrom("provider", "provider", "ours", "moment"),
      suppress: fc.constantFrom(undefined, undefined, undefined, "bounce", "complaint"),
    }),
  ),
  trouble: of("trouble", fc.record({ trouble: troubles, again: fc.boolean() })),
  push: of(
    "push",
    fc.record({
      content: contents,
      purpose: purposes,
      via: fc.oneof(
        { weight: 3, arbitrary: fc.constant("here" as const) },
        { weight: 1, arbitrary: fc.constantFrom(null, ["sms", "wa"], ["wa", "sms"], ["sms", "mail"], ["box", "page"]) },
        {
          weight: 1,
          arbitrary: fc.uniqueArray(fc.constantFrom(...outward, "sms", "chat", "mail"), { minLength: 1, maxLength: 3 }),
        },
      ),
      orElse: fc.constantFrom(undefined, "sent", "delivered", "read"),
      hours: fc.constantFrom(undefined, undefined, 1, 48),
    }),
  ),
  answer2: of(
    "answer2",
    fc.record({ content: contents, isPinned: flag, where: fc.constantFrom(undefined, "private") }),
  ),
  gesture: of("gesture", fc.record({ what: fc.constantFrom("edit", "remove", "react", "read", "typing"), which: nat })),
  lift: of("lift", fc.constant({})),
  unsubscribe: of("unsubscribe", fc.record({ looks: flag })),
} as const

/** One of these steps. */
export type NetworkStep = {
  [Does in keyof typeof networkSteps]: (typeof networkSteps)[Does] extends fc.Arbitrary<infer S> ? S : never
}[keyof typeof networkSteps]

const hook = async ({ escucha }: FullHouse, name: Network, ...inbound: readonly Inbound[]) => {
  const { path, ...call } = aHook(name, inbound)
  const { status } = await escucha.handle(aRequest("POST", path, call))
  if (status !== 200) throw new RangeError(`a webhook of ${name} was answered with ${status}`)
}

/** The place as the house keeps it, where it does. */
const streamOf = async ({ store }: FullHouse, name: string): Promise<StreamId | undefined> => {
  const { bound } = await store.load({ inputs: [], identifiers: [name as `${string}:${string}`], streams: [] }) // a name of ours
  return [...bound.values()][0]
}

const pictureOf = async ({ escucha }: FullHouse, id: string): Promise<Content> => ({
  text: `look ${id}`,
  image: await escucha.media.put(png(id), { type: "image/png", name: `${id}.png` }),
})

const contentOf = async (house: FullHouse, kind: string, id: string): Promise<Content> => {
  switch (kind) {
    case "long":
      return { text: `one ${id} and more words, two ${id} and more words, three ${id} and more words` }
    case "picture":
      return pictureOf(house, id)
    case "template":
      return { text: "", template: { name: "hello", language: "es", values: { "1": id } } }
    case "choices":
      return { text: `say ${id}`, choices: [1, 2, 3].map((value) => ({ value: `${value}`, label: `n ${value}` })) }
    case "map":
      return { text: `here ${id}`, place: { latitude: 40, longitude: -3, name: `of ${id}` } }
    default:
      return { text: `words ${id}` }
  }
}

const bring = async (house: FullHouse, step: NetworkStep, id: string): Promise<unknown> => {
  const { outside, clock } = house
  const { network: name, address } = hereOf(step.place)
  const base = { id, address, at: clock.now() }
  const called = outside.calls.filter((call) => call.network === name && call.provider !== undefined)
  const messageAt = (which: number) => called[which % Math.max(1, called.length)]
  switch (step.does) {
    case "reaction": {
      const message = messageAt(step.which)?.provider ?? "unknown"
      return hook(house, name, { type: "reaction", ...base, message, emoji: step.emoji })
    }
    case "edited":
      return hook(house, name, { type: "edit", ...base, message: `h${step.which}`, text: step.text })
    case "wish": {
      const what = step.purpose === undefined ? {} : { purpose: step.purpose }
      return hook(house, name, { type: "wish", ...base, wish: step.stops ? "stop" : "start", by: "blocked", ...what })
    }
    case "moved":
      return hook(house, name, { type: "address-change", ...base, to: step.to })
    case "told": {
      const call = messageAt(step.which)
      if (!call) return undefined
      const { status, by, suppress } = step
      const told = { status, ...(suppress && { suppress }), ...(by === "ours" && { reference: call.id }) }
      const message = by === "moment" ? { upTo: call.at } : (call.provider ?? "")
      return hook(house, name, { type: "receipt", ...base, address: call.address, message, ...told })
    }
    default:
      throw new TypeError(`nobody brings ${step.does}`)
  }
}

const hear = async (
  house: FullHouse,
  step: Extract<NetworkStep, { does: "hear" | "hear-past" }>,
  id: string,
): Promise<unknown> => {
  const { network: name, address } = hereOf(step.place)
  const now = house.clock.now()
  const hours = step.does === "hear" ? step.hoursAgo : step.hours
  const said = step.does === "hear-past" ? "past" : "automatic" in step.more ? "robot" : step.text
  const text = wishes.has(said) ? said : `${said} ${id}`
  const message: Inbound = { type: "message", id, address, text, at: now - hours * hour, ...step.more }
  if (step.does === "hear-past") return house.escucha.conversations.receive(name, [message], { historic: true })
  if (name === "box") return house.outside.leave("box", message) // the next poll finds it
  await hook(house, name, message)
  return step.twice ? hook(house, name, message) : undefined
}

const gesture = async (
  { escucha, outside }: FullHouse,
  step: Extract<NetworkStep, { does: "gesture" }>,
  id: string,
): Promise<unknown> => {
  const { network: name, name: who } = hereOf(step.place)
  const called = outside.calls.filter((call) => call.network === name && call.provider !== undefined)
  const message = called[step.which % Math.max(1, called.length)]?.id.replace(/\.\d+$/, "") ?? "unknown"
  switch (step.what) {
    case "edit":
      return escucha.messages.edit(who, message, { text: `new ${id}` }, { id })
    case "remove":
      return escucha.messages.remove(who, message, { id })
    case "read":
      return escucha.conversations.read(who, { id })
    case "typing":
      return escucha.conversations.typing(who)
    case "react": {
      const heard = (await everythingOf(escucha, who)).filter(({ kind }) => kind === "message-received")
      const entry = heard[step.which % Math.max(1, heard.length)]?.id ?? ("none#0" as EntryId) // of nobody
      return escucha.messages.react(who, entry, "👍", { id })
    }
  }
}

const write = async (
  house: FullHouse,
  step: Extract<NetworkStep, { does: "push" | "answer2" }>,
  id: string,
): Promise<unknown> => {
  const { escucha, clock } = house
  const { name, network: here } = hereOf(step.place)
  const content = await contentOf(house, step.content, id)
  if (step.does === "answer2") {
    const to = step.isPinned ? await streamOf(house, name) : undefined
    const { where } = step
    return escucha.messages.reply(name, content, { id, ...(to !== undefined && { to }), ...(where && { where }) })
  }
  const { purpose, via, orElse, hours } = step
  return escucha.messages.send(name, content, {
    id,
    purpose,
    ...(via && { via: via === "here" ? [here, ...(orElse ? ["sms", "mail"] : [])] : via }),
    ...(orElse && { orElse: { unless: orElse, within: "90 minutes" } }),
    ...(hours !== undefined && { expiresAt: clock.now() + hours * hour }),
  })
}

/** The link of the last mail that had one. */
const unsubscribe = async ({ escucha, sent }: FullHouse, looks: boolean): Promise<unknown> => {
  const link = sent
    .flatMap(({ delivered }) => delivered)
    .flatMap(({ unsubscribe: url }) => (url === undefined ? [] : [url.replace("https://shop.example.com", "")]))
    .at(-1)
  if (link === undefined) return undefined
  if (looks) return escucha.handle(aRequest("GET", link))
  const headers = { "content-type": "application/x-www-form-urlencoded" }
  return escucha.handle(aRequest("POST", link, { body: "List-Unsubscribe=One-Click", headers }))
}

/** Takes one of these steps. */
export const takeNetwork = async (house: FullHouse, step: NetworkStep, id: string): Promise<unknown> => {
  const { escucha } = house
  const { name, network } = hereOf(step.place)
  switch (step.does) {
    case "hear":
    case "hear-past":
      return hear(house, step, id)
    case "tie":
      return escucha.identities.link(name, step.with, { id, trust: "stated" })
    case "untie":
      return escucha.identities.unlink(name, { id, reason: "a shared address" })
    case "visit":
      return escucha.conversations.receive("shop", [
        { type: "check-in", id, address: step.who, scheme: "user", where: "the corner", by: "qr" },
      ])
    case "agree":
      return escucha.consents.record(step.who, { id, purpose: step.purpose, decision: "grant", method: "form" })
    case "trouble":
      house.outside.trouble(network, step.trouble)
      return step.again ? house.outside.trouble(network, step.trouble) : undefined
    case "push":
    case "answer2":
      return write(house, step, id)
    case "gesture":
      return gesture(house, step, id)
    case "lift":
      return escucha.customers.liftSuppression(name, { id, reason: "it works again", by: "eva" })
    case "unsubscribe":
      return unsubscribe(house, step.looks)
    default:
      return bring(house, step, id)
  }
}

/** Whether a step is one of these. */
export const isNetworkStep = <Other extends { readonly does: string }>(
  step: Other | NetworkStep,
): step is NetworkStep => Object.hasOwn(networkSteps, step.does)
