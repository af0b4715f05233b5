import type { Content } from "../../channel/content.ts"
import { render } from "../../channel/render.ts"
import { isAutomatic } from "../../conversation/contact-place.ts"
import { personOf, placeOf } from "../../conversation/contact.ts"
import { isInTalk } from "../../conversation/conversation.ts"
import type { Plan } from "../../conversation/message.ts"
import { type Addressee, type Change, type Draft, queue, withhold } from "../../conversation/queue.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { Situation, Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import type { Reach } from "./reach.ts"
import type { Setting } from "./setting.ts"

/** What every message of ours has before it has an endpoint. */
export interface Letter {
  readonly id: string
  readonly content: Content
  readonly purpose: Draft["purpose"]
  readonly author: string
  readonly substance: boolean
  readonly expiresAt?: number
  readonly follows?: string
  readonly plan?: Plan
  readonly where?: "public" | "private"
  /** What it answers was written by a machine, whoever wrote there since. */
  readonly toMachine?: true
  /** When surveys were put to them: of a message that begins one more. */
  readonly surveyed?: readonly number[]
}

/**
 * How something public is answered: by a person where it stands, unless they say otherwise; by a rule to the person alone, because
 * machines know things that not everybody should read. Where a channel is public only, everything is.
 */
const placed = (
  setting: Setting,
  channel: string,
  { conversation }: State,
  { purpose, author, where = isAutomatic(author) ? "private" : "public" }: Letter,
): Pick<Draft, "answers" | "public" | "toPrivate"> => {
  const { public: place, provider } = conversation
  if (purpose !== "answer" || !place || provider === null) return {}
  const isPublic = where === "public" || setting.channels[channel]?.capabilities.outbound === "public"
  return { answers: provider, ...(isPublic ? { public: place } : { toPrivate: true }) }
}

/** Whom a message at this endpoint of theirs reaches, as the contact policy wants to know them. */
export const addresseeOf = (customer: Whole<State>, stream: StreamId): Addressee => {
  const row = customer.streams.get(stream)
  return { person: personOf(customer.state), ...(row && { place: placeOf(row.identifier, row.state) }) }
}

/** The message as a channel carries it; `undefined` where there is no such channel. */
export const renderedBy = (setting: Setting, channel: string, content: Content) => {
  const known = Object.hasOwn(setting.channels, channel) ? setting.channels[channel] : undefined
  return known ? render(content, known.capabilities) : undefined
}

/** Whether a machine of ours answers a machine of theirs: however late that is, it is an answer, and the policy refuses it as one. */
const isAmongMachines = ({ author, toMachine }: Letter, { conversation, contact }: State): boolean =>
  isAutomatic(author) &&
  (toMachine === true || (contact.machineAt !== undefined && contact.machineAt >= (conversation.heardAt ?? -Infinity)))

/** Queues a message at an endpoint of the customer. An answer where nobody talks to us is an approach, and is treated as one. */
export const post = (
  setting: Setting,
  { customer, now }: Pick<Situation<State>, "customer" | "now">,
  { stream, channel }: Reach,
  letter: Letter,
  historic: boolean,
): Change => {
  const own = customer.streams.get(stream)?.state
  const { id: message, where: _, surveyed, toMachine, ...rest } = letter
  const isAnswer = own && (isInTalk(own.conversation, now) || isAmongMachines(letter, own))
  const purpose = letter.purpose === "answer" && !isAnswer ? "service" : letter.purpose
  const rendered = renderedBy(setting, channel, letter.content)
  const losses = rendered && "losses" in rendered ? rendered.losses : []
  const draft: Draft = {
    ...rest,
    ...(own && purpose === "answer" && placed(setting, channel, own, letter)),
    message,
    stream,
    channel,
    purpose,
    ...(losses.length > 0 && { losses }),
  }
  if (historic) return withhold(draft, "historic")
  const to = { ...addresseeOf(customer, stream), ...(toMachine && { isMachine: toMachine }) }
  return queue(draft, surveyed ? { ...to, person: { ...to.person, surveyed } } : to, setting.contact, now)
}
