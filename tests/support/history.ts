import * as fc from "fast-check"
import { BusyError, InputError } from "../../packages/core/src/kernel/errors.ts"
import type { Identifier } from "../../packages/core/src/kernel/ids.ts"
import type { TestHouse } from "./house.ts"

/** The addresses of the customers of a history. */
export const addresses = ["ana", "ben", "eva", "leo"] as const
/** One of them. */
export type Address = (typeof addresses)[number]

/** One step of a random history. */
export type Step =
  | { readonly does: "write"; readonly who: Address; readonly text: string; readonly automatic: boolean }
  | { readonly does: "send"; readonly who: Address; readonly purpose: "service" | "marketing" }
  | { readonly does: "reply"; readonly who: Address; readonly acknowledgement: boolean }
  | {
      readonly does: "consent"
      readonly who: Address
      readonly purpose: "service" | "marketing"
      readonly given: boolean
    }
  | { readonly does: "opt"; readonly who: Address; readonly out: boolean }
  | { readonly does: "link" | "claim" | "apart" | "unlink"; readonly who: Address; readonly other: Address }
  | { readonly does: "retract"; readonly place: number }
  | { readonly does: "survey" | "case" | "assign" | "close" | "identify" | "track"; readonly who: Address }
  | { readonly does: "join" | "leave" | "user"; readonly who: Address }
  | { readonly does: "prefer"; readonly who: Address; readonly atMost: "1 per 1 day" | null }
  | { readonly does: "past"; readonly who: Address; readonly text: string; readonly minutes: number }
  | { readonly does: "wait"; readonly minutes: number }

const who = fc.constantFrom(...addresses)
const texts = [
  "hola",
  "¿dónde está mi pedido?",
  "terrible, lost and broken",
  "thank you, great",
  "STOP",
  "baja",
  "ALTA",
  "start",
  "7",
  "10",
  "por el precio",
]
/** Pauses between steps: some within a promise, some over a night, some over several days. */
const pauses = [0, 0, 1, 4, 5, 20, 90, 400, 700, 3000]

/** The kinds of steps by name; a history picks those that its law is about. */
export const steps = {
  write: fc.record({
    does: fc.constant("write"),
    who,
    text: fc.constantFrom(...texts),
    automatic: fc.constantFrom(false, false, false, false, true),
  }),
  send: fc.record({ does: fc.constant("send"), who, purpose: fc.constantFrom("service", "marketing") }),
  reply: fc.record({ does: fc.constant("reply"), who, acknowledgement: fc.constantFrom(false, false, true) }),
  consent: fc.record({
    does: fc.constant("consent"),
    who,
    purpose: fc.constantFrom("service", "marketing"),
    given: fc.boolean(),
  }),
  opt: fc.record({ does: fc.constant("opt"), who, out: fc.boolean() }),
  link: fc.record({ does: fc.constant("link"), who, other: who }),
  claim: fc.record({ does: fc.constant("claim"), who, other: who }),
  apart: fc.record({ does: fc.constant("apart"), who, other: who }),
  unlink: fc.record({ does: fc.constant("unlink"), who, other: who }),
  retract: fc.record({ does: fc.constant("retract"), place: fc.nat({ max: 5 }) }),
  survey: fc.record({ does: fc.constant("survey"), who }),
  case: fc.record({ does: fc.constant("case"), who }),
  assign: fc.record({ does: fc.constant("assign"), who }),
  close: fc.record({ does: fc.constant("close"), who }),
  identify: fc.record({ does: fc.constant("identify"), who }),
  track: fc.record({ does: fc.constant("track"), who }),
  join: fc.record({ does: fc.constant("join"), who }),
  leave: fc.record({ does: fc.constant("leave"), who }),
  user: fc.record({ does: fc.constant("user"), who }),
  prefer: fc.record({ does: fc.constant("prefer"), who, atMost: fc.constantFrom("1 per 1 day", null) }),
  past: fc.record({
    does: fc.constant("past"),
    who,
    text: fc.constantFrom(...texts),
    minutes: fc.nat({ max: 20_000 }),
  }),
  wait: fc.record({ does: fc.constant("wait"), minutes: fc.constantFrom(...pauses) }),
} satisfies { readonly [Does in Step["does"]]: fc.Arbitrary<Step> }

const named = (address: Address): Identifier => `tel:${address}`

/**
 * Takes the steps in order against a house; every step is the same promise that a caller would wait for. `zones` says where each address
 * lives.
 */
export const live = async (
  house: TestHouse,
  history: readonly Step[],
  {
    zones = {},
    isSettled = true,
    chapter = "h",
  }: {
    readonly zones?: { readonly [Who in Address]?: string | undefined }
    /** Whether every step waits until nothing is left to do. */
    readonly isSettled?: boolean
    /** The beginning of the ids of these steps: a second history in the same house needs its own. */
    readonly chapter?: string
  } = {},
): Promise<void> => {
  const { escucha } = house
  const links: { readonly id: string; readonly ends: readonly [Identifier, Identifier] }[] = []
  const take = async (step: Step, id: string): Promise<unknown> => {
    switch (step.does) {
      case "write": {
        const zone = zones[step.who]
        return escucha.conversations.receive("chat", [
          {
            type: "message",
            id,
            address: step.who,
            text: step.text,
            ...(step.automatic && { automatic: true }),
            ...(zone !== undefined && { timezone: zone }),
          },
        ])
      }
      case "send":
        return escucha.messages.send(named(step.who), { text: `news ${id}` }, { id, purpose: step.purpose })
      case "reply":
        return escucha.messages.reply(
          named(step.who),
          { text: `${step.acknowledgement ? "ack" : "answer"} ${id}` },
          { id, acknowledgement: step.acknowledgement },
        )
      case "consent":
        return escucha.customers.consent(named(step.who), step.purpose, step.given, { id, evidence: "test" })
      case "opt":
        return escucha.customers[step.out ? "optOut" : "optIn"](named(step.who), { id })
      case "link":
      case "claim":
        links.push({ id: `link:${id}`, ends: [named(step.who), named(step.other)] })
        return escucha.identities.link(named(step.who), named(step.other), {
          id,
          trust: step.does === "link" ? "stated" : "claimed",
        })
      case "apart":
        return escucha.identities.keepApart(named(step.who), named(step.other), { id, reason: "a mistake", by: "eva" })
      case "retract": {
        const known = links[step.place % Math.max(1, links.length)]
        return known && escucha.identities.retract(...known.ends, known.id, { id, reason: "a mistake" })
      }
      case "unlink":
        return escucha.identities.unlink(named(step.who), { id, reason: "a shared address" })
      case "survey":
        return escucha.surveys.ask(named(step.who), "visit", { id })
      case "case":
        return escucha.cases.open(named(step.who), { kind: "callback", owner: "support" }, { id })
      case "assign":
        return escucha.conversations.assign(named(step.who), `colleague ${id}`, { id })
      case "close":
        return escucha.conversations.close(named(step.who), "nothing was asked", { id })
      case "identify":
        return escucha.customers.identify(named(step.who), {}, { id })
      case "track":
        return escucha.customers.track(named(step.who), "visited", { id, pages: id.length }, { id })
      case "user":
        return escucha.customers.identify(step.who, {}, { id, also: [named(step.who)] })
      case "join":
        return escucha.customers.join(named(step.who), "account:acme", { id, role: "buyer" })
      case "leave":
        return escucha.customers.leave(named(step.who), "account:acme", { id })
      case "prefer":
        return escucha.preferences.set(named(step.who), { atMost: step.atMost }, { id })
      case "past":
        return escucha.conversations.receive(
          "chat",
          [{ type: "message", id, address: step.who, text: step.text, at: house.clock.now() - step.minutes * 60_000 }],
          { historic: true },
        )
      case "wait":
        return house.waits(house.clock.now() + step.minutes * 60_000)
    }
  }
  for (const [place, step] of history.entries()) {
    try {
      await take(step, `${chapter}${place}`)
    } catch (failure) {
      if (!(failure instanceof InputError || failure instanceof BusyError)) throw failure // a refusal is an answer, too
    }
    if (isSettled) await escucha.settled()
  }
  await escucha.settled()
}
