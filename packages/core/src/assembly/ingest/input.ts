import { InputError } from "../../kernel/errors.ts"
import { type Identifier, identifier, type InputId, inputId } from "../../kernel/ids.ts"
import { plainJson } from "../../kernel/plain-json.ts"
import { validate } from "../../kernel/standard-schema.ts"
import type { Input } from "../inputs.ts"
import { checkedEvent, checkedTraits, type Declared } from "../services/declared.ts"
import type { AliasEvent, Fields, GroupEvent, IdentifyEvent, IngestEvent, TrackEvent, Who } from "./event.ts"
import type { Reading } from "./rejection.ts"

/** What had to be looked up before an event can become an input. */
export interface LookedUp {
  /** Whether the previous id of an alias is a user's. */
  readonly isUser: boolean
  /** The names of the traits that are known already. */
  readonly known: ReadonlySet<string>
}

/** Nothing was looked up, because nothing had to be. */
export const notLookedUp: LookedUp = { isUser: false, known: new Set() }

/** Traits that are addresses as well: who identifies somebody says whose they are. */
const addresses: { readonly [trait: string]: string } = { email: "email", phone: "tel" }
const longestAddress = 320

/** The one identifier by which an event is filed: the user where it names one, the stranger otherwise. */
export const identifierOf = ({ user, stranger = "" }: Who): Identifier =>
  user === undefined ? identifier("anonymous", stranger) : identifier("user", user)

/** Ids that pages make are a space of their own: whoever guesses the id of a server's event must not be able to take it away. */
const prefixes: { readonly [trust in Reading["trust"]]: string } = { server: "v1:", browser: "page:" }

const inputIdOf = (id: string, { trust }: Reading): InputId => inputId(`${prefixes[trust]}${id}`)

const isNothing = (declared: object): boolean => Object.keys(declared).length === 0

/** Traits of an application that declares none: any, but what could not be kept as it is, such as a number without end. */
const anyTraits = (traits: Fields): Fields => {
  for (const [name, value] of Object.entries(traits)) {
    const plain = plainJson(value)
    if ("problem" in plain)
      throw new InputError("invalid", ["traits", name.slice(0, 64)].join("."), plain.problem.message)
  }
  return traits
}

/** Traits as they are declared; an application that declares none takes any. */
const traitsOf = (traits: Fields, declared: Declared): Fields =>
  isNothing(declared.traits) ? anyTraits(traits) : checkedTraits(declared, traits)

/** Properties as they are declared; an application that declares no event takes any, and the calls of the protocol itself need no word. */
const propertiesOf = ({ event, own, properties }: TrackEvent, declared: Declared): Fields =>
  isNothing(declared.events) || (own && !Object.hasOwn(declared.events, event))
    ? properties
    : checkedEvent(declared, event, properties)

/**
 * Traits that hold only where nothing else is known: those that the sender calls so, and the language and zone that a client knows by
 * itself, where the application has a trait that they fit.
 */
const onceOf = ({ once, traits, language, zone }: IdentifyEvent, declared: Declared): Fields => {
  if (language === undefined && zone === undefined) return once
  const hints = Object.entries({ language, zone }).filter(([name, value]) => {
    const schema = Object.hasOwn(declared.traits, name) ? declared.traits[name] : undefined
    return value !== undefined && schema && !Object.hasOwn(traits, name) && !("problem" in validate(schema, value))
  })
  return hints.length === 0 ? once : { ...Object.fromEntries(hints), ...once }
}

/** Whether something has to be looked up first: who had the previous id, or what is known already. */
export const needsLookUp = (event: IngestEvent, declared: Declared): boolean =>
  event.type === "alias" || (event.type === "identify" && !isNothing(onceOf(event, declared)))

const base = ({ id, at }: Pick<IngestEvent, "id" | "at">, on: Identifier, reading: Reading) => ({
  id: inputIdOf(id, reading),
  on,
  occurredAt: at,
  ...(reading.historic && { historic: true }),
})

const identify = (
  event: IdentifyEvent,
  declared: Declared,
  reading: Reading,
  { known }: LookedUp,
): readonly Input[] => {
  const { who } = event
  const once = onceOf(event, declared)
  const missing = Object.entries(once).filter(([name]) => !known.has(name))
  const all = missing.length === 0 ? event.traits : { ...Object.fromEntries(missing), ...event.traits }
  const traits = traitsOf(all, declared)
  const others = Object.entries(addresses).flatMap(([trait, scheme]) => {
    const value = Object.hasOwn(traits, trait) ? traits[trait] : undefined
    return typeof value === "string" && value.trim() !== "" && value.length <= longestAddress
      ? [identifier(scheme, value)]
      : []
  })
  if (who.user !== undefined && who.stranger !== undefined) others.unshift(identifier("anonymous", who.stranger))
  const { occurredAt, ...named } = base(event, identifierOf(who), reading)
  const told = { ...named, kind: "identify", traits, source: reading.source } as const
  const together = { ...told, ...(others.length > 0 && { with: others }) }
  if (reading.trust === "server") return [{ ...together, occurredAt }]
  // whoever claims an address claims it now: which page was first is not for its clock to say
  return [{ ...together, trust: "claimed", ...(others.length === 0 && { occurredAt }) }]
}

const group = (event: GroupEvent, declared: Declared, reading: Reading): readonly Input[] => {
  const { id, who, scheme, traits } = event
  const home = identifier(scheme, event.group)
  const told = traitsOf(traits, declared)
  const isTold = Object.keys(told).length > 0
  const claimed = reading.trust === "browser" ? ({ trust: "claimed" } as const) : {}
  return [
    ...(who
      ? [
          {
            ...base(event, identifierOf(who), reading),
            kind: "join",
            with: [home],
            role: "member",
            ...claimed,
          } as const,
        ]
      : []),
    ...(isTold
      ? [
          {
            ...base(who ? { ...event, id: `${id}/group` } : event, home, reading),
            kind: "identify",
            traits: told,
            source: reading.source,
            ...claimed,
          } as const,
        ]
      : []),
  ]
}

const alias = (event: AliasEvent, reading: Reading, { isUser }: LookedUp): readonly Input[] => {
  const { who, previous, insists } = event
  const scheme = isUser || insists || who.user === previous ? "user" : "anonymous"
  const { occurredAt, ...named } = base(event, identifierOf(who), reading)
  const said = { ...named, kind: "link", with: [identifier(scheme, previous)], source: reading.source } as const
  if (reading.trust === "browser") return [{ ...said, trust: "claimed" }] // and now, like every claim
  return [{ ...said, occurredAt, trust: insists ? "manual" : "stated" }]
}

/**
 * What an event comes to: the inputs by which it enters the house, held to what the application declared. Throws `InputError`, which
 * names the field.
 */
export const inputsOf = (
  event: IngestEvent,
  declared: Declared,
  reading: Reading,
  looked: LookedUp = notLookedUp,
): readonly Input[] => {
  switch (event.type) {
    case "identify":
      return identify(event, declared, reading, looked)
    case "track":
      return [
        {
          ...base(event, identifierOf(event.who), reading),
          kind: "track",
          event: event.event,
          properties: propertiesOf(event, declared),
        },
      ]
    case "group":
      return group(event, declared, reading)
    case "alias":
      return alias(event, reading, looked)
    default:
      throw new InputError("invalid", "type", "no event of this type exists")
  }
}
