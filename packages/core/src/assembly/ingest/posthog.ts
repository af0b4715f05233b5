// PostHog's events: https://posthog.com/docs/api/capture. One id, `distinct_id`, names users and strangers alike.
import {
  type Envelope,
  type Fields,
  type IngestEvent,
  isFields,
  longestName,
  objectIn,
  refused,
  textIn,
  type Translated,
  type Who,
} from "./event.ts"
import { happenedAt } from "./moment.ts"
import { eventIdIn, optionalId } from "./who.ts"

interface Told {
  readonly id: string
  readonly at: number
  readonly who: Who
  readonly properties: Fields
}

const without = (fields: Fields, isLeftOut: (name: string) => boolean): Fields =>
  Object.keys(fields).some(isLeftOut)
    ? Object.fromEntries(Object.entries(fields).filter(([name]) => !isLeftOut(name)))
    : fields

/** Names that begin so are the client's own, and not the application's: https://posthog.com/docs/product-analytics/privacy */
const isOfClient = (name: string): boolean => name.startsWith("$") || name === "token"
const ownOf = (fields: unknown): Fields => (isFields(fields) ? without(fields, isOfClient) : {})

/** Whether the client says that it does not know the person: an event without a profile, or the id that it gave to the device. */
const isStranger = (id: string, properties: Fields): boolean =>
  properties["$process_person_profile"] === false ||
  properties["$is_identified"] === false ||
  properties["$device_id"] === id

/** What an event says of the person beside what happened; nothing, where it says nothing. */
const personIn = ({ id, at, who, properties }: Told, isWhole: boolean): readonly IngestEvent[] => {
  const forgotten = properties["$unset"]
  const traits: Fields = {
    ...ownOf(properties["$set"]),
    ...(Array.isArray(forgotten) && Object.fromEntries(forgotten.map((name) => [String(name), null]))),
  }
  const once = without(ownOf(properties["$set_once"]), (name) => Object.hasOwn(traits, name))
  if (!isWhole && Object.keys(traits).length + Object.keys(once).length === 0) return []
  return [{ type: "identify", id: isWhole ? id : `${id}/person`, at, who, traits, once }]
}

const identify = (told: Told): Translated => {
  const { properties, who } = told
  const before = optionalId(properties, "$anon_distinct_id")
  if ("problem" in before) return before
  const stranger = before.value ?? who.stranger
  return { events: personIn({ ...told, who: { ...who, ...(stranger !== undefined && { stranger }) } }, true) }
}

const alias =
  (insists: boolean) =>
  ({ id, at, who, properties }: Told): Translated => {
    const previous = optionalId(properties, "alias")
    if ("problem" in previous) return previous
    if (previous.value === undefined) return refused("alias", "name the other id with properties.alias")
    return { events: [{ type: "alias", id, at, who, previous: previous.value, insists }] }
  }

/** Types of groups that are what we call an account; any other is one too, and its type a part of its id. */
const accounts: ReadonlySet<string> = new Set(["account", "company", "organization"])

const groupOf = (type: string, key: string) =>
  type === "community"
    ? ({ scheme: "community", group: key } as const)
    : ({ scheme: "account", group: accounts.has(type) ? key : `${type}:${key}` } as const)

const group = ({ id, at, who, properties }: Told): Translated => {
  const [type, key] = [optionalId(properties, "$group_type"), optionalId(properties, "$group_key")]
  if ("problem" in type) return type
  if ("problem" in key) return key
  if (type.value === undefined || key.value === undefined)
    return refused("$group_key", "name the group with $group_type and $group_key")
  const isNobody = (who.user ?? who.stranger) === `$${type.value}_${key.value}` // what the client writes where no person is meant
  const traits = ownOf(properties["$group_set"])
  return {
    events: [{ type: "group", id, at, who: isNobody ? undefined : who, ...groupOf(type.value, key.value), traits }],
  }
}

const mostGroups = 5 // a project has no more: https://posthog.com/docs/product-analytics/group-analytics

/** The groups that an event names beside the person: whoever acts in their name is in them. */
const groupsIn = ({ id, at, who, properties }: Told): readonly IngestEvent[] => {
  const groups = objectIn(properties, "$groups") ?? {}
  return Object.keys(groups)
    .slice(0, mostGroups)
    .flatMap((type): readonly IngestEvent[] => {
      const key = optionalId(groups, type)
      if ("problem" in key || key.value === undefined) return []
      return [{ type: "group", id: `${id}/groups/${type}`, at, who, ...groupOf(type, key.value), traits: {} }]
    })
}

const places: { readonly [property: string]: string } = {
  $current_url: "url",
  $pathname: "path",
  $referrer: "referrer",
  $screen_name: "name",
  $title: "title",
}

const seen =
  (event: "page" | "screen") =>
  (told: Told): Translated => {
    const { id, at, who, properties } = told
    const known = Object.entries(places).flatMap(([property, name]) => {
      const value = textIn(properties, property)
      return value === undefined ? [] : [[name, value] as const]
    })
    return {
      events: [
        {
          type: "track",
          id,
          at,
          who,
          event,
          own: true,
          properties: { ...Object.fromEntries(known), ...ownOf(properties) },
        },
        ...personIn(told, false),
      ],
    }
  }

const track =
  (event: string) =>
  (told: Told): Translated => {
    const { id, at, who, properties } = told
    return {
      events: [
        { type: "track", id, at, who, event, own: event.startsWith("$"), properties: ownOf(properties) },
        ...personIn(told, false),
        ...groupsIn(told),
      ],
    }
  }

const calls = new Map<string, (told: Told) => Translated>(
  Object.entries({
    $identify: identify,
    $set: identify,
    $create_alias: alias(false),
    $merge_dangerously: alias(true),
    $groupidentify: group,
    $pageview: seen("page"),
    $screen: seen("screen"),
  }),
)

/** An event of PostHog's clients in the one form. Pure. */
export const fromPostHog = (event: Fields, { sentAt, receivedAt }: Envelope): Translated => {
  const id = eventIdIn(event, "uuid", ["timestamp"])
  if ("problem" in id) return id
  const properties = objectIn(event, "properties")
  if (!properties) return refused("properties", "properties are an object")
  const name = textIn(event, "event")
  if (name === undefined) return refused("event", `name the event, 1 to ${longestName} characters`)
  const distinct = optionalId({ distinct_id: event["distinct_id"] ?? properties["distinct_id"] }, "distinct_id")
  if ("problem" in distinct) return distinct
  if (distinct.value === undefined) return refused("distinct_id", "name the person with distinct_id")
  const person = distinct.value
  return (calls.get(name) ?? track(name))({
    id: id.value,
    at: happenedAt(textIn(event, "timestamp"), sentAt, receivedAt),
    who: isStranger(person, properties) ? { stranger: person } : { user: person },
    properties,
  })
}
