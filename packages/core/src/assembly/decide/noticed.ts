import { personOf } from "../../conversation/contact.ts"
import { hasSent } from "../../conversation/receipt.ts"
import { inputId } from "../../kernel/ids.ts"
import { everyChannel, standingOf } from "../../profile/consent-word.ts"
import type { Situation } from "../../runtime/house.ts"
import type { Decision, Rejection } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { ConsentStatement, InputOf } from "../inputs.ts"
import { basisOf, recordsOf, streamsOut } from "./consent.ts"
import { linksOf } from "./identity.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"
import { tooLong } from "./text.ts"

const longestEmoji = 64
const longestPlace = 256
const longestReason = 1_000

const reaction: Decide<"reaction"> = ({ channel, message, emoji }) =>
  facts([{ kind: "reaction-changed", data: { channel, message, emoji: emoji?.slice(0, longestEmoji) ?? null } }])

const edit: Decide<"edit"> = ({ channel, message, text }) =>
  tooLong("text", text ?? "") ?? facts([{ kind: "message-edited", data: { channel, message, text } }])

/** A no or a yes to one purpose, as the network told it. */
const wishFor = (
  setting: Setting,
  purpose: string,
  input: Pick<InputOf<"wish">, "id" | "occurredAt" | "historic" | "salt"> & { readonly note: string },
  decision: ConsentStatement["decision"],
  situation: Situation<State>,
): readonly AnyDraft[] => {
  if (basisOf(setting, purpose) === undefined) return [] // a purpose of the network's that this house does not have
  const statement: ConsentStatement = {
    purpose,
    channel: everyChannel,
    decision,
    basis: "consent",
    method: "network",
    evidence: { note: input.note },
    actor: "customer",
    salt: input.salt,
  }
  return recordsOf(inputId(`${input.id}/${purpose}`), statement, [situation.stream], situation, input)
}

/**
 * What the network tells of the wish to hear from us. A stop closes everything, as a word does; nobody is written a confirmation: the
 * network showed one, and to who blocked us nothing arrives.
 */
const wish =
  (setting: Setting): Decide<"wish"> =>
  (input, situation) => {
    const { wish: said, by: how, channel, purpose } = input
    if (purpose !== undefined) {
      const decision = said === "stop" ? "withdraw" : "grant"
      return facts(wishFor(setting, purpose, { ...input, note: how }, decision, situation))
    }
    const data = { by: "network", channel, how } as const
    if (said === "stop") return facts([{ kind: "opted-out", data }])
    // who follows us for the first time takes back nothing
    if (personOf(situation.customer.state).optedOutAt === null) return facts([])
    return facts(
      streamsOut(situation.customer, situation.stream).map((stream): AnyDraft => ({
        kind: "opted-in",
        data,
        streams: [stream],
      })),
    )
  }

const suppress =
  (setting: Setting): Decide<"suppress"> =>
  (input, situation) => {
    const { channel, because, claimed } = input
    // a mail that looks like a report is anybody's: who never got that message of ours has nothing to report of it
    if (claimed && !hasSent(situation.own.outbox, claimed)) return facts([])
    const said: AnyDraft = { kind: "address-suppressed", data: { channel, because } }
    if (because === "bounce") return facts([said])
    const note = "they complained of spam"
    return facts([said, ...wishFor(setting, "marketing", { ...input, note }, "withdraw", situation)])
  }

/** The address alone, where it is held; all that are held of the customer, where they are named by another of their names. */
const lift: Decide<"lift-suppression"> = ({ by, reason }, { stream, own, customer }) => {
  if (reason.trim() === "" || reason.length > longestReason)
    return refuse("reason", `say why in at most ${longestReason} letters`)
  const isHeld = ({ contact }: Pick<State, "contact">) => typeof contact.suppression?.because === "string"
  const held = isHeld(own)
    ? [stream]
    : [...customer.streams].flatMap(([each, { state }]) => (isHeld(state) ? [each] : []))
  return facts(held.map((each): AnyDraft => ({ kind: "suppression-lifted", data: { by, reason }, streams: [each] })))
}

/** The new address is theirs as the old one is; a link like any other, so that it can be taken back. */
const addressChange =
  (setting: Setting): Decide<"address-change"> =>
  ({ id, channel }, situation): Decision<AnyDraft> | Rejection => {
    const links = linksOf(setting, situation, { id, source: `channel:${channel}`, evidence: "address-change" })
    return "invalid" in links ? links : facts(links)
  }

const checkIn =
  (setting: Setting): Decide<"check-in"> =>
  ({ channel, where, by, position }, { customer, now }) => {
    if (where.trim() === "" || where.length > longestPlace)
      return refuse("where", `name the place in at most ${longestPlace} letters`)
    const { checkIns: purpose } = setting
    if (purpose === undefined)
      return refuse("checkIns", "name in contact.checkIns the purpose for which people agree to be noticed", "conflict")
    const { objection, grants } = standingOf(personOf(customer.state).consents, purpose, channel, now)
    if (objection || !grants.some(({ basis = "consent" }) => basis === "consent"))
      return refuse("consent", `they did not agree to ${purpose}: nothing of where they are is kept`, "conflict")
    return facts([{ kind: "checked-in", data: { channel, where, by, ...(position && { position }) } }])
  }

/** How what channels bring beside messages is decided. */
export const noticing = (setting: Setting) => ({
  reaction,
  edit,
  wish: wish(setting),
  suppress: suppress(setting),
  "lift-suppression": lift,
  "address-change": addressChange(setting),
  "check-in": checkIn(setting),
})
