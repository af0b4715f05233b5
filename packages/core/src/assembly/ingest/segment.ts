// Segment's events, as its clients, RudderStack's, Customer.io's, Jitsu's and Dittofeed's send them:
// https://segment.com/docs/connections/spec/
import {
  type Envelope,
  type Fields,
  type IdentifyEvent,
  type IngestEvent,
  isFields,
  longestName,
  objectIn,
  refused,
  textIn,
  type Translated,
} from "./event.ts"
import { happenedAt } from "./moment.ts"
import { eventIdIn, optionalId, whoIn } from "./who.ts"

type Told = Pick<IdentifyEvent, "id" | "at" | "who">

const of = (event: IngestEvent): Translated => ({ events: [event] })
const contextOf = (event: Fields): Fields => objectIn(event, "context") ?? {}

const identify = (event: Fields, told: Told): Translated => {
  const context = contextOf(event)
  const traits = objectIn({ traits: event["traits"] ?? context["traits"] }, "traits")
  if (!traits) return refused("traits", "traits are an object")
  const [language, zone] = [textIn(context, "locale"), textIn(context, "timezone")]
  return of({
    ...told,
    type: "identify",
    traits,
    once: {},
    ...(language !== undefined && { language }),
    ...(zone !== undefined && { zone }),
  })
}

const track = (event: Fields, told: Told): Translated => {
  const name = textIn(event, "event")
  if (name === undefined) return refused("event", `name the event, 1 to ${longestName} characters`)
  const properties = objectIn(event, "properties")
  if (!properties) return refused("properties", "properties are an object")
  return of({ ...told, type: "track", event: name, own: false, properties })
}

/** A page or a screen that was seen: its name lies beside its properties, and the campaign that led there in the context. */
const seen =
  (type: "page" | "screen") =>
  (event: Fields, told: Told): Translated => {
    const properties = objectIn(event, "properties")
    if (!properties) return refused("properties", "properties are an object")
    const [name, category] = [textIn(event, "name"), textIn(event, "category")]
    const campaign = contextOf(event)["campaign"]
    return of({
      ...told,
      type: "track",
      event: type,
      own: true,
      properties: {
        ...properties,
        ...(name !== undefined && { name }),
        ...(category !== undefined && { category }),
        ...(isFields(campaign) && Object.keys(campaign).length > 0 && { campaign }),
      },
    })
  }

const group = (event: Fields, told: Told): Translated => {
  const id = optionalId(event, "groupId")
  if ("problem" in id) return id
  if (id.value === undefined) return refused("groupId", "name the group with groupId")
  const traits = objectIn(event, "traits")
  if (!traits) return refused("traits", "traits are an object")
  return of({ ...told, type: "group", scheme: "account", group: id.value, traits })
}

const alias = (event: Fields, told: Told): Translated => {
  const previous = optionalId(event, "previousId")
  if ("problem" in previous) return previous
  if (previous.value === undefined) return refused("previousId", "name the id that the user had before with previousId")
  return of({ ...told, type: "alias", previous: previous.value, insists: false })
}

const calls = new Map<unknown, (event: Fields, told: Told) => Translated>(
  Object.entries({ identify, track, page: seen("page"), screen: seen("screen"), group, alias }),
)

/** An event of Segment's family in the one form. Pure. */
export const fromSegment = (event: Fields, { sentAt, receivedAt }: Envelope): Translated => {
  const id = eventIdIn(event, "messageId", ["timestamp", "originalTimestamp"])
  if ("problem" in id) return id
  const who = whoIn(event, ["userId", "anonymousId"])
  if ("problem" in who) return who
  const read = calls.get(event["type"])
  if (!read) return refused("type", `is one of ${[...calls.keys()].join(", ")}`)
  const told = textIn(event, "originalTimestamp") ?? textIn(event, "timestamp")
  return read(event, {
    id: id.value,
    who: who.value,
    at: happenedAt(told, textIn(event, "sentAt") ?? sentAt, receivedAt),
  })
}
