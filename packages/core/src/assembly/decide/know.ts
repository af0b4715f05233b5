import { personOf } from "../../conversation/contact.ts"
import { refusedNames } from "../../kernel/condition.ts"
import { inputId, type StreamId } from "../../kernel/ids.ts"
import { isLinked, link, mostStreams, retract, unlink } from "../../profile/identity.ts"
import { priorityOf } from "../../profile/source.ts"
import { tell } from "../../profile/traits.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyDraft, State } from "../entries.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"
import { refusedKinds } from "./subject.ts"

/** Whether these customers together have more streams than one person can: somebody shares an address. */
const isHub = (customers: readonly Whole<State>[]): boolean =>
  new Set(customers.flatMap(({ streams }) => [...streams.keys()])).size > mostStreams

const hub = refuse(
  "with",
  `these identifiers would join more than ${mostStreams} places; an address that many people share joins nobody`,
  "conflict",
)

const identify =
  ({ sources }: Setting): Decide<"identify"> =>
  ({ id, traits, source }, { stream, customer, others }) => {
    const refused = Object.keys(traits).find((name) => refusedNames.has(name))
    if (refused !== undefined) return refuse("traits", `take out ${refused}: it is no name for a trait`)
    const strangers = others.filter((other) => other.customer.id !== customer.id && other.stream !== stream)
    const joined = [customer, ...strangers.map((other) => other.customer)]
    if (isHub(joined)) return hub
    const apart = refusedKinds(joined)
    if (apart) return apart
    const links = strangers.flatMap((other, index): readonly AnyDraft[] =>
      link(inputId(`${id}/${index}`), stream, other.stream, source),
    )
    return facts([...tell({ traits, source, priority: priorityOf(sources, source) }), ...links])
  }

const joining: Decide<"link"> = ({ id, source }, { stream, customer, others: [other] }) => {
  if (!other) return refuse("with", "name the second identifier of the link")
  return isHub([customer, other.customer])
    ? hub
    : (refusedKinds([customer, other.customer]) ?? facts(link(id, stream, other.stream, source)))
}

const retracting: Decide<"retract"> = ({ link: id, reason }, { stream, others: [other] }) =>
  other ? facts(retract(id, stream, other.stream, reason)) : refuse("with", "name the second identifier of the link")

const unlinking: Decide<"unlink"> = ({ reason }, { stream, own, customer }) =>
  isLinked(own.identity) ? facts(unlink(customer.state.identity, stream, reason)) : facts([])

const track: Decide<"track"> = ({ event, properties }) =>
  facts([{ kind: "event-tracked", data: { event, properties } }])

const consent: Decide<"consent"> = ({ purpose, given, evidence }) =>
  facts([{ kind: "consent-changed", data: { purpose, given, evidence } }])

/** The streams that a person who wants to hear from us again has stopped, and the one by which they say so. */
export const streamsOut = (customer: Whole<State>, home: StreamId): readonly StreamId[] =>
  [...customer.streams]
    .filter(([stream, { state }]) => stream === home || personOf(state.contact).optedOutAt !== null)
    .map(([stream]) => stream)

const opt: Decide<"opt"> = ({ out, by }, { customer, stream }) => {
  if (out) return facts([{ kind: "opted-out", data: { by } }])
  return facts(
    streamsOut(customer, stream).map((each): AnyDraft => ({ kind: "opted-in", data: { by }, streams: [each] })),
  )
}

/** How what we know of a customer is decided: who they are, what they did, what they agreed to. */
export const knowing = (setting: Setting) => ({
  identify: identify(setting),
  link: joining,
  retract: retracting,
  unlink: unlinking,
  track,
  consent,
  opt,
})
