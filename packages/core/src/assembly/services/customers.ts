import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf, identifier } from "../../kernel/ids.ts"
import { type Problem, type Schemas, validate, validateEach } from "../../kernel/standard-schema.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { ErasureReceipt, Page, PageRequest } from "../../timeline/store.ts"
import type { CustomerView } from "../customer-view.ts"
import type { AnyEntry } from "../entries.ts"
import { idFor, type Loop } from "../loop.ts"
import type { Found } from "../reader.ts"
import { viewOf } from "../view.ts"
import { attempt, type ServiceError } from "./failure.ts"

/** What a call may carry beside its own arguments. */
export interface CallOptions {
  /** Your id of this call: a retry with the same id changes nothing. */
  readonly id?: string
  /** When it happened, in milliseconds; now, where it is left out. */
  readonly at?: number
}

/** What `identify` may carry. */
export interface IdentifyOptions extends CallOptions {
  /** Further identifiers that you know to be the same person's: `telegram:123`, `visitor:…`. */
  readonly also?: readonly string[]
}

/** What we know of customers, and how it gets there. */
export interface CustomersService {
  /**
   * Tells what is known of a customer; names and values are checked against the declared traits. An `email` or `phone` is
   * linked as an identifier.
   */
  readonly identify: (
    customer: string,
    traits: object,
    options?: IdentifyOptions,
  ) => Effect.Effect<Outcome["status"], ServiceError>
  /** Tells what a customer did; the properties are checked against the declared event. */
  readonly track: (
    customer: string,
    event: string,
    properties: unknown,
    options?: CallOptions,
  ) => Effect.Effect<Outcome["status"], ServiceError>
  /** One current picture of a customer, from one read; `undefined` where nobody has this name. */
  readonly get: (customer: string) => Effect.Effect<CustomerView | undefined, ServiceError>
  /** Everything that ever passed between us, newest first. */
  readonly timeline: (customer: string, page?: Partial<PageRequest>) => Effect.Effect<Page<AnyEntry>, ServiceError>
  readonly search: (text: string, page?: Partial<PageRequest>) => Effect.Effect<Page<Found>, ServiceError>
  /** Records that the customer agreed to be contacted for a purpose, or took it back; `evidence` says how we know. */
  readonly consent: (
    customer: string,
    purpose: "service" | "marketing",
    given: boolean,
    options: CallOptions & { readonly evidence: string },
  ) => Effect.Effect<Outcome["status"], ServiceError>
  /** Records that the customer wants to hear no more from us, or again. */
  readonly optOut: (customer: string, options?: CallOptions) => Effect.Effect<Outcome["status"], ServiceError>
  readonly optIn: (customer: string, options?: CallOptions) => Effect.Effect<Outcome["status"], ServiceError>
  /** Everything that we hold of a customer, oldest first, as plain data. */
  readonly export: (customer: string) => Effect.Effect<readonly AnyEntry[], ServiceError>
  /** Removes everything of a customer from every file that we own. It cannot be taken back. */
  readonly erase: (customer: string) => Effect.Effect<ErasureReceipt | undefined, ServiceError>
}

/** Customers as a service of Effect. */
export class Customers extends Context.Service<Customers, CustomersService>()("@escucha/Customers") {}

const refused = (path: string, { path: [name, ...rest], message }: Problem) =>
  new InputError("invalid", [path, name, ...rest].filter(Boolean).join("."), message)

/** Traits that are addresses as well: the host says whose they are, so they join. */
const addresses: { readonly [trait: string]: string } = { email: "email", phone: "tel" }

const checkedTraits = (schemas: Schemas, traits: object): { readonly [name: string]: unknown } => {
  if (Object.keys(schemas).length === 0 && Object.keys(traits).length === 0) return {}
  const checked = validateEach(schemas, traits)
  if ("problems" in checked) throw refused("traits", checked.problems[0])
  return checked.values
}

const checkedEvent = (schemas: Schemas, event: string, properties: unknown): { readonly [name: string]: unknown } => {
  const schema = Object.hasOwn(schemas, event) ? schemas[event] : undefined
  if (!schema)
    throw new InputError(
      "unknown",
      "event",
      `declare ${JSON.stringify(event)} under events, or use one of: ${Object.keys(schemas).join(", ") || "none is declared"}`,
    )
  const checked = validate(schema, properties)
  if ("problem" in checked) throw refused(event, checked.problem)
  if (typeof checked.value !== "object" || checked.value === null)
    throw new InputError("invalid", event, "the schema of an event must give an object")
  return { ...checked.value }
}

const pageOf = (page: Partial<PageRequest> | undefined): PageRequest => ({ limit: 50, ...page })

/** The service over a loop. */
export const makeCustomers = (
  loop: Loop,
  schemas: { readonly traits: Schemas; readonly events: Schemas },
): CustomersService => {
  const known = async (customer: string) => (await loop.whole(customer))?.id
  const opt =
    (out: boolean) =>
    (customer: string, { id, at }: CallOptions = {}) =>
      attempt(
        async () =>
          (
            await loop.post({
              kind: "opt",
              id: idFor("opt", id, loop),
              on: endpointOf(customer),
              out,
              by: "app",
              ...(at !== undefined && { occurredAt: at }),
            })
          ).status,
      )
  const everything = async (customer: string): Promise<readonly AnyEntry[]> => {
    const id = await known(customer)
    const entries: AnyEntry[] = []
    for (let after: string | undefined; id !== undefined;) {
      const page = await loop.read.timeline(id, { limit: 1000, ...(after !== undefined && { after }) })
      entries.push(...page.items)
      if (page.next === undefined) break
      after = page.next
    }
    return entries.reverse()
  }
  return {
    identify: (customer, traits, { id, at, also = [] } = {}) =>
      attempt(async () => {
        const values = checkedTraits(schemas.traits, traits)
        const named = Object.entries(addresses).flatMap(([trait, scheme]) =>
          typeof values[trait] === "string" ? [identifier(scheme, values[trait])] : [],
        )
        const others = [...named, ...also.map(endpointOf)]
        return (
          await loop.post({
            kind: "identify",
            id: idFor("identify", id, loop),
            on: endpointOf(customer),
            traits: values,
            source: "app",
            ...(others.length > 0 && { with: others }),
            ...(at !== undefined && { occurredAt: at }),
          })
        ).status
      }),
    track: (customer, event, properties, { id, at } = {}) =>
      attempt(
        async () =>
          (
            await loop.post({
              kind: "track",
              id: idFor("track", id, loop),
              on: endpointOf(customer),
              event,
              properties: checkedEvent(schemas.events, event, properties),
              ...(at !== undefined && { occurredAt: at }),
            })
          ).status,
      ),
    get: (customer) => attempt(() => viewOf(loop, customer)),
    timeline: (customer, page) =>
      attempt(async () => {
        const id = await known(customer)
        return id === undefined ? { items: [] } : await loop.read.timeline(id, pageOf(page))
      }),
    search: (text, page) =>
      attempt(async () => {
        await loop.ready()
        return loop.read.search(text, pageOf(page))
      }),
    consent: (customer, purpose, given, { id, at, evidence }) =>
      attempt(
        async () =>
          (
            await loop.post({
              kind: "consent",
              id: idFor("consent", id, loop),
              on: endpointOf(customer),
              purpose,
              given,
              evidence,
              ...(at !== undefined && { occurredAt: at }),
            })
          ).status,
      ),
    optOut: opt(true),
    optIn: opt(false),
    export: (customer) => attempt(() => everything(customer)),
    erase: (customer) =>
      attempt(async () => {
        const whole = await loop.whole(customer)
        if (!whole) return undefined
        const receipt = await loop.store.erase(whole.id)
        loop.forget(
          whole.streams.keys(),
          [...whole.streams.values()].map((row) => row.identifier),
        )
        return receipt
      }),
  }
}
