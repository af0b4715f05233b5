import { millisecondsPer, type Rate } from "../kernel/duration.ts"
import type { TimeZone } from "../kernel/time-zone.ts"
import { zoneOf } from "../kernel/zone-name.ts"
import { standingOf } from "../profile/consent-word.ts"
import { basisRules, type LegalBasis } from "../profile/legal-basis.ts"
import type { ContactPlace } from "./contact-place.ts"
import { askSurveys } from "./contact-surveys.ts"
import type { Approach, Person } from "./person.ts"
import {
  askBudget,
  askClaim,
  askCountry,
  askLoop,
  askPostalAddress,
  askSuppression,
  askWindow,
  type PlacedRequest,
  type PlaceRules,
  type Spent,
} from "./place-rules.ts"
import { nextCommonOpening, parseQuietHours, type QuietClock, type QuietHours } from "./quiet-hours.ts"
import { type Answer, instant, pass, type Reason, type Refusal, refuse } from "./verdict.ts"

export { mergePersons } from "./person.ts"
export type { Approach, Person } from "./person.ts"
export type { ContactRule, Reason } from "./verdict.ts"

/**
 * Why we write. `answer` replies in an open conversation; `service` is something that we start because of what the customer has with
 * us (news of an order, a survey after a contact); `marketing` needs consent; any other is a purpose that the application declared;
 * `consent-request` asks somebody to confirm a yes; `opt-out-confirmation` is the one message after a stop.
 */
export type Purpose = "answer" | Approach | "consent-request" | "opt-out-confirmation"

/** A purpose that the application declared, as the policy takes it. */
export interface PurposeRule {
  readonly basis: LegalBasis
  /** The channels by which it is written; all of them where they are left out. */
  readonly channels?: readonly string[]
}

/** What the application promises about how it writes. */
export interface ContactRules extends PlaceRules {
  readonly quietHours?: QuietHours
  /** How many messages we may start; answers do not count. */
  readonly atMost?: Rate
  /** How many surveys we may put to somebody, on all channels together. */
  readonly surveys?: Rate
  /** The clock of a person whose own zone nobody knows. */
  readonly zone: TimeZone
  /** `for-marketing`: service messages go unless refused. `required`: they too need a yes. */
  readonly consent: "required" | "for-marketing"
  /** What else is written for, by its name; it may say of `service` and `marketing` too on what they rest. */
  readonly purposes?: { readonly [name: string]: PurposeRule }
}

/** What the policy has to know of a message. What is left out of it is asked of no rule. */
export interface ContactRequest extends PlacedRequest {
  /** Its id: a message is no second one to itself. */
  readonly message?: string
  readonly purpose: Purpose
  /** The channel by which it would leave: a yes or a no may be for one channel alone. */
  readonly channel?: string
  /** The place to which it would go: `placeOf` gives it. */
  readonly place?: ContactPlace
  /** It is a template that the provider approved: free words may not go where the reply window is closed. */
  readonly isTemplate?: boolean
  /** A machine of ours wrote it: `isAutomatic` says so of an author. */
  readonly isAutomatic?: boolean
  /** From this instant on the message is worth nothing. */
  readonly expiresAt?: number
  /** When an earlier attempt of this very message was dispatched: a retry does not count against itself. */
  readonly dispatchedAt?: number
  /** What the budget of the application was spent on already, where it has one. */
  readonly spent?: Spent
}

/** Whether a message may leave now, later (`until`, milliseconds) or never, and what each rule that was asked said. */
export type ContactDecision =
  | { readonly verdict: "send"; readonly reasons: readonly Reason[] }
  | { readonly verdict: "hold"; readonly until: number; readonly reasons: readonly Reason[] }
  | {
      readonly verdict: "refuse"
      readonly because: Refusal
      readonly reasons: readonly Reason[]
    }

const askOptOut = ({ purpose, dispatchedAt }: ContactRequest, { optedOutAt, confirmedOptOutAt }: Person): Answer => {
  if (purpose !== "opt-out-confirmation") {
    return optedOutAt === null
      ? pass("opt-out")
      : refuse("opt-out", "opted-out", `they told us to stop on ${instant(optedOutAt)}`)
  }
  if (optedOutAt === null) return refuse("opt-out", "no-consent", "there is no stop to confirm")
  const isFirst = confirmedOptOutAt === null || confirmedOptOutAt < optedOutAt || confirmedOptOutAt === dispatchedAt
  return isFirst
    ? pass("opt-out", "confirms the stop, once")
    : refuse("opt-out", "opted-out", "the stop was confirmed before")
}

const askExpiry = ({ expiresAt }: ContactRequest, now: number): Answer | undefined => {
  if (expiresAt === undefined) return undefined
  return now < expiresAt ? pass("expiry") : refuse("expiry", "expired", `worth nothing since ${instant(expiresAt)}`)
}

/** On what a purpose rests; `undefined` where nobody declared it. */
const ruleOf = (purpose: Approach, { purposes = {}, consent }: ContactRules): PurposeRule | undefined => {
  if (Object.hasOwn(purposes, purpose)) return purposes[purpose]
  if (purpose === "marketing") return { basis: "consent" }
  return purpose === "service" ? { basis: consent === "required" ? "consent" : "contract" } : undefined
}

const askConsent = (
  { purpose, channel }: ContactRequest,
  { consents }: Person,
  rules: ContactRules,
  now: number,
): Answer => {
  if (purpose === "consent-request") return pass("consent", "it asks whether they want it")
  const rule = ruleOf(purpose, rules)
  if (!rule) return refuse("consent", "no-consent", "nobody declared this purpose")
  if (rule.channels && channel !== undefined && !rule.channels.includes(channel))
    return refuse("consent", "no-consent", `${purpose} is not written by this channel`)
  const { needs, heedsObjection } = basisRules[rule.basis]
  const { objection, grants, expired } = standingOf(consents, purpose, channel, now)
  if (!heedsObjection) return pass("consent", `${purpose} rests on ${rule.basis}: it needs no yes, and no no holds it`)
  if (objection) {
    const said = objection.decision === "deny" ? "said no to" : "took back their yes to"
    return refuse("consent", "no-consent", `they ${said} ${purpose}`, objection)
  }
  const [latest] = grants
  if (needs === null)
    return pass("consent", `${purpose} rests on ${rule.basis}: it needs no yes, and there is no no`, latest)
  const grant = grants.find(({ basis = "consent" }) => needs.includes(basis))
  if (grant) return pass("consent", "they said yes", grant)
  if (latest)
    return refuse(
      "consent",
      "no-consent",
      `their yes to ${purpose} rests on ${latest.basis}, which is not enough`,
      latest,
    )
  return expired
    ? refuse(
        "consent",
        "no-consent",
        `their yes to ${purpose} is over since ${instant(expired.expiresAt ?? now)}`,
        expired,
      )
    : refuse("consent", "no-consent", `nobody has a yes to ${purpose} from them`)
}

const askOneCap = (
  { dispatchedAt }: ContactRequest,
  { approaches }: Person,
  { count: most, window }: Rate,
  now: number,
): Answer => {
  const itself = dispatchedAt === undefined ? -1 : approaches.indexOf(dispatchedAt)
  const recent = approaches.filter((at, index) => at > now - window && index !== itself).sort((one, two) => two - one)
  const count = `${recent.length} of ${most} in the window`
  const makesRoom = recent[most - 1]
  return makesRoom === undefined
    ? pass("cap", count)
    : refuse("cap", "capped", `${count}, until ${instant(makesRoom + window)}`)
}

/** The application's cap and their own wishes: all of them hold, and the first that is reached says so. */
const askCap = (message: ContactRequest, person: Person, { atMost }: ContactRules, now: number): Answer | undefined => {
  const answers = [...(atMost ? [atMost] : []), ...(person.caps ?? [])].map((rate) =>
    askOneCap(message, person, rate, now),
  )
  return answers.find(({ next }) => next === "refuse") ?? answers[0]
}

// What was stored of a person came from outside: a wish that cannot be read is no wish, a zone that nobody knows is ours.
const clocksOf = (person: Person, rules: ContactRules): readonly QuietClock[] => {
  const wishes = [person.quietHours, ...(person.otherQuietHours ?? [])].flatMap((wish) => {
    const read = wish && parseQuietHours(wish, "quietHours")
    return read && "value" in read ? [read.value] : []
  })
  const zones = [person.zone, ...(person.otherZones ?? [])].map((name) => {
    const found = name === undefined ? undefined : zoneOf(name)
    return found && "zone" in found ? found.zone : rules.zone
  })
  const ours = rules.quietHours ? [rules.quietHours] : []
  return (wishes.length > 0 ? wishes : ours).flatMap((hours) => zones.map((zone) => ({ hours, zone })))
}

const askQuietHours = (
  { expiresAt }: ContactRequest,
  person: Person,
  rules: ContactRules,
  now: number,
): Answer | undefined => {
  const clocks = clocksOf(person, rules)
  if (clocks.length === 0) return undefined
  const opening = nextCommonOpening(clocks, now)
  if (opening === now) return pass("quiet-hours")
  const until = opening ?? now + 7 * millisecondsPer.day
  if (expiresAt !== undefined && until >= expiresAt)
    return refuse("quiet-hours", "expired", "it would be worth nothing when they end")
  const detail =
    opening === undefined
      ? "their clocks leave no hour in common; set their time zone"
      : `quiet until ${instant(until)}`
  return { reason: { rule: "quiet-hours", passed: false, detail }, next: "hold", until }
}

/** The rules that a message meets, in order; each is asked only if those before it let the message pass. */
const questions = (
  message: ContactRequest,
  person: Person,
  rules: ContactRules,
  now: number,
): readonly (() => Answer | undefined)[] => {
  const { purpose } = message
  const always = [
    () => askOptOut(message, person),
    () => askExpiry(message, now),
    () => askSuppression(message),
    () => askWindow(message, rules, now),
    () => askLoop(message, now),
  ]
  const claim = () => askClaim(message, rules)
  if (purpose === "opt-out-confirmation") return [...always, claim]
  if (purpose === "answer")
    return [
      ...always,
      claim,
      () => askBudget(message, rules, now),
      () => pass("answer", "it answers in an open conversation: no hours, cap or consent hold it"),
    ]
  return [
    ...always,
    () => askConsent(message, person, rules, now),
    () => askPostalAddress(message, rules),
    () => askCountry(message, rules),
    () => askBudget(message, rules, now),
    () => askSurveys(person.surveyed, rules.surveys, now),
    () => askCap(message, person, rules, now),
    () => askQuietHours(message, person, rules, now),
  ]
}

/**
 * Whether a message may leave: the only door out. Ask when it is queued and again when it is dispatched; `now` is in milliseconds.
 * An explicit stop holds everything but its one confirmation. An answer is held by nothing else; what we start meets every rule.
 *
 * @example
 * contactPolicy({ purpose: "service" }, person, rules, Date.now()) // { verdict: "hold", until, reasons: […] }
 */
export const contactPolicy = (
  message: ContactRequest,
  person: Person,
  rules: ContactRules,
  now: number,
): ContactDecision => {
  const reasons: Reason[] = []
  for (const ask of questions(message, person, rules, now)) {
    const answer = ask()
    if (!answer) continue
    reasons.push(answer.reason)
    if (answer.next === "refuse") return { verdict: "refuse", because: answer.because, reasons }
    if (answer.next === "hold") return { verdict: "hold", until: answer.until, reasons }
  }
  return { verdict: "send", reasons }
}
