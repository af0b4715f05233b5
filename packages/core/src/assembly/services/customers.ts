import * as Context from "effect/Context"
import { endpointOf, identifier } from "../../kernel/ids.ts"
import { statementOf } from "../consent/statement.ts"
import type { CallOptions, CustomersDoor } from "../doors/customers.ts"
import { later } from "../later.ts"
import { idFor, type Loop } from "../loop.ts"
import { viewOf } from "../view.ts"
import { checkedEvent, checkedTraits, type Declared, knownSource } from "./declared.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"
import { pageOf } from "./list.ts"
import { makeMemberships } from "./memberships.ts"
import { outcomeOf } from "./outcome.ts"
import { makeOwnData } from "./own-data.ts"

/** What we know of customers, and how it gets there. */
export interface CustomersService extends Effectful<CustomersDoor> {}

/** Customers as a service of Effect. */
export class Customers extends Context.Service<Customers, CustomersService>()("@escucha/Customers") {}

/** Traits that are addresses as well: the host says whose they are, so they join. */
const addresses: { readonly [trait: string]: string } = { email: "email", phone: "tel" }

/** What an input of the host has from its call: where it came in, which it is, and when it happened. */
const calledOn = (loop: Loop, kind: string, customer: string, { id, at }: CallOptions) => ({
  id: idFor(kind, id, loop),
  on: endpointOf(customer),
  ...(at !== undefined && { occurredAt: at }),
})

const makeFacts = (loop: Loop, declared: Declared): Pick<CustomersService, "identify" | "track"> => ({
  identify: (customer, traits, { also = [], source = "app", ...call } = {}) =>
    outcomeOf(loop, () => {
      const values = checkedTraits(declared, traits)
      const named = Object.entries(addresses).flatMap(([trait, scheme]) =>
        typeof values[trait] === "string" ? [identifier(scheme, values[trait])] : [],
      )
      const others = [...named, ...also.map(endpointOf)]
      return {
        kind: "identify",
        ...calledOn(loop, "identify", customer, call),
        traits: values,
        source: knownSource(loop.setting.sources, source),
        ...(others.length > 0 && { with: others }),
      }
    }),
  track: (customer, event, properties, call = {}) =>
    outcomeOf(loop, () => ({
      kind: "track",
      ...calledOn(loop, "track", customer, call),
      event,
      properties: checkedEvent(declared, event, properties),
    })),
})

const makeWishes = (loop: Loop): Pick<CustomersService, "consent" | "optOut" | "optIn" | "liftSuppression"> => {
  const opt =
    (out: boolean) =>
    (customer: string, call: CallOptions = {}) =>
      outcomeOf(loop, () => ({ kind: "opt", ...calledOn(loop, "opt", customer, call), out, by: "app" }))
  return {
    consent: (customer, purpose, given, { evidence, ...call }) =>
      outcomeOf(loop, () => ({
        kind: "consent",
        ...calledOn(loop, "consent", customer, call),
        statement: statementOf(
          loop.setting,
          { purpose, decision: given ? "grant" : "deny", method: "app", evidence: { note: evidence } },
          undefined,
        ),
      })),
    optOut: opt(true),
    optIn: opt(false),
    liftSuppression: (customer, { reason, by = "app", ...call }) =>
      outcomeOf(loop, () => ({
        kind: "lift-suppression",
        ...calledOn(loop, "lift-suppression", customer, call),
        reason,
        by,
      })),
  }
}

const past = later(() => import("../own-data/verbs.ts"))

/** The loop, or the loop as it was. */
const loopThen = async (loop: Loop, customer: string, asOf: number | undefined): Promise<Loop | undefined> =>
  asOf === undefined ? loop : (await past()).loopAsOf(loop, customer, asOf)

const makeMemory = (loop: Loop): Pick<CustomersService, "get" | "timeline" | "search"> => ({
  get: (customer, { asOf } = {}) =>
    attempt(async () => {
      const then = await loopThen(loop, customer, asOf)
      return then && viewOf(then, customer)
    }),
  timeline: (customer, { asOf, ...page } = {}) =>
    attempt(async () => {
      const then = await loopThen(loop, customer, asOf)
      const id = asOf === undefined ? await loop.named(customer) : (await then?.whole(customer))?.id
      return then && id !== undefined ? await then.read.timeline(id, pageOf(page)) : { items: [] }
    }),
  search: (text, page) =>
    attempt(async () => {
      await loop.ready()
      return loop.read.search(text, pageOf(page))
    }),
})

/** The service over a loop. */
export const makeCustomers = (loop: Loop, declared: Declared): CustomersService => ({
  ...makeFacts(loop, declared),
  ...makeWishes(loop),
  ...makeMemberships(loop),
  ...makeMemory(loop),
  ...makeOwnData(loop, declared),
})
