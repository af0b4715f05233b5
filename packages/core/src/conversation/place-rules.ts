import type { ChannelKind } from "../channel/channel.ts"
import type { ReplyWindow } from "../channel/capability.ts"
import { milliseconds, type Rate } from "../kernel/duration.ts"
import type { PhoneFacts } from "../profile/phone-book.ts"
import type { ContactPlace } from "./contact-place.ts"
import { type Answer, instant, pass, refuse } from "./verdict.ts"

/** How many messages may cost money: with one number, with all numbers that begin alike, and in all. */
export interface ContactBudget {
  readonly perNumber?: Rate
  readonly perPrefix?: Rate
  readonly perDay?: Rate
}

/** How many messages left already, this one not counted, in the windows of the budget. */
export interface Spent {
  readonly prefix: number
  readonly day: number
}

/** A channel, as the policy takes it. */
export interface ChannelRule {
  readonly kind: ChannelKind
  readonly replyWindow?: ReplyWindow
}

/** What holds for places, beside what holds for people. */
export interface PlaceRules {
  /** The channels of the house, by name. */
  readonly channels?: { readonly [name: string]: ChannelRule }
  /** Countries to whose numbers we start something by sms or voice. */
  readonly countries?: readonly string[]
  readonly budget?: ContactBudget
  /** Where we can be written to by post: marketing by mail says it. */
  readonly postalAddress?: string
  /** Reads a telephone number; `undefined` for one that cannot be read. */
  readonly phones?: (value: string) => PhoneFacts | undefined
}

/** What these rules have to know of a message. */
export interface PlacedRequest {
  readonly message?: string
  readonly purpose: string
  readonly channel?: string
  readonly place?: ContactPlace
  readonly isTemplate?: boolean
  /** It answers what was said in public, where it stands or to the person alone. */
  readonly answersPublic?: boolean
  readonly isAutomatic?: boolean
  /** What it answers was written by a machine, whoever wrote there since. */
  readonly answersMachine?: boolean
  readonly dispatchedAt?: number
  readonly spent?: Spent
}

/** How long a machine of ours keeps silent to a machine of theirs. https://www.rfc-editor.org/rfc/rfc3834#section-2 */
const machineSilence = milliseconds("24 hours")

const channelOf = ({ channel }: PlacedRequest, { channels = {} }: PlaceRules): ChannelRule | undefined =>
  channel !== undefined && Object.hasOwn(channels, channel) ? channels[channel] : undefined

/** An address that bounced or complained gets nothing; what they wrote from there since may be answered. */
export const askSuppression = ({ place, purpose }: PlacedRequest): Answer | undefined => {
  if (!place) return undefined
  const { suppressed, heardAt } = place
  if (!suppressed) return pass("suppression")
  const { because, at } = suppressed
  if (purpose === "answer" && heardAt !== null && heardAt > at)
    return pass("suppression", "they wrote from there since")
  return because === "bounce"
    ? refuse(
        "suppression",
        "suppressed",
        `this address takes nothing since ${instant(at)}; lift it when it works again`,
      )
    : refuse("suppression", "suppressed", `they complained of spam on ${instant(at)}`)
}

/** Until when free words may be sent to a place; `undefined` where they always may, null where they may not before somebody writes. */
export const windowEnd = (heardAt: number | null, replyWindow: ReplyWindow | undefined): number | null | undefined => {
  if (!replyWindow) return undefined
  return heardAt === null ? null : heardAt + replyWindow.length
}

/** Free words go within the reply window of the channel; a template also after it, where the channel has such. */
export const askWindow = (message: PlacedRequest, rules: PlaceRules, now: number): Answer | undefined => {
  const replyWindow = channelOf(message, rules)?.replyWindow
  if (!replyWindow || !message.place) return undefined
  if (message.answersPublic) return pass("window", "it answers something public")
  const { heardAt, privatelyAt = heardAt } = message.place
  const end = windowEnd(privatelyAt, replyWindow)
  if (typeof end === "number" && now < end) return pass("window", `open until ${instant(end)}`)
  const state = typeof end === "number" ? `it closed on ${instant(end)}` : "they never wrote here"
  if (replyWindow.after === "template" && message.isTemplate) return pass("window", `${state}; a template may go`)
  const remedy = replyWindow.after === "template" ? "send a template" : "they have to write first"
  return refuse("window", "window-closed", `${state}; ${remedy}`)
}

/** A machine of ours never answers a machine of theirs, and else says one thing a day to it. */
export const askLoop = (
  { place, isAutomatic = false, answersMachine = false, purpose, message }: PlacedRequest,
  now: number,
): Answer | undefined => {
  if (!place || !isAutomatic) return undefined
  const { machineAt, heardAt, automatic } = place
  const isMachine = machineAt !== null && machineAt >= (heardAt ?? -Infinity)
  if (answersMachine) return refuse("loop", "suppressed", "a machine wrote this: no machine answers it")
  if (!isMachine) return pass("loop")
  if (purpose === "answer" || purpose === "opt-out-confirmation")
    return refuse("loop", "suppressed", "a machine wrote last: no machine answers it")
  const other = automatic.find(({ message: known, at }) => known !== message && at > now - machineSilence)
  return other
    ? refuse("loop", "suppressed", `a machine wrote last, and one of ours wrote there on ${instant(other.at)}`)
    : pass("loop", "a machine wrote last; ours says one thing a day")
}

const isPaid = (rule: ChannelRule | undefined): boolean => rule?.kind === "sms" || rule?.kind === "voice"

/** By sms and voice we start nothing but where the application said so, or where that number wrote first. */
export const askCountry = (message: PlacedRequest, rules: PlaceRules): Answer | undefined => {
  const { place } = message
  if (!place || !isPaid(channelOf(message, rules))) return undefined
  const facts = rules.phones?.(place.value)
  if (facts?.isPremium) return refuse("country", "suppressed", "this is a number that costs more than others")
  if (place.heardAt !== null && !place.isClaimed) return pass("country", "they wrote first")
  if (!facts) return refuse("country", "suppressed", "nobody can tell the country of this number")
  const { countries = [] } = rules
  return countries.includes(facts.country)
    ? pass("country", facts.country)
    : refuse("country", "suppressed", `${facts.country} is not in contact.countries`)
}

/** A number that is theirs only because a form says so is answered by people alone: a machine would write to any number typed there. */
export const askClaim = (message: PlacedRequest, rules: PlaceRules): Answer | undefined =>
  message.place?.isClaimed && message.isAutomatic ? askCountry(message, rules) : undefined

const beyond = (what: string, count: number, rate: Rate): Answer | undefined =>
  count >= rate.count ? refuse("budget", "capped", `${count} of ${rate.count} ${what}`) : undefined

/** What messages by sms and voice may cost: so many with one number, with numbers that begin alike, and in all. */
export const askBudget = (message: PlacedRequest, rules: PlaceRules, now: number): Answer | undefined => {
  const { place, spent, dispatchedAt, purpose, isAutomatic = false } = message
  const { budget } = rules
  if (!budget || !place || !isPaid(channelOf(message, rules))) return undefined
  if (purpose === "answer" && !isAutomatic) return undefined
  const { perNumber, perPrefix, perDay } = budget
  const recent = place.approaches.filter((at) => perNumber && at > now - perNumber.window && at !== dispatchedAt)
  return (
    (perNumber && beyond("with this number", recent.length, perNumber)) ??
    (perPrefix && spent && beyond("with numbers that begin alike", spent.prefix, perPrefix)) ??
    (perDay && spent && beyond("in all", spent.day, perDay)) ??
    pass("budget")
  )
}

/** Marketing by mail says where we can be written to by post (16 CFR 316.5, and the laws of many countries). */
export const askPostalAddress = (message: PlacedRequest, rules: PlaceRules): Answer | undefined => {
  if (message.purpose !== "marketing" || channelOf(message, rules)?.kind !== "email") return undefined
  return rules.postalAddress === undefined
    ? refuse("postal-address", "suppressed", "marketing by mail says a postal address: give contact.postalAddress")
    : pass("postal-address")
}
