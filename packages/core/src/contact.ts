// The door @escucha/core/contact: whether a message may leave now, later or never. Pure, the browser included.
export { parseContactOptions } from "./conversation/contact-options.ts"
export type { ContactOptions, Excluded, ExcludedAddress, ReadContactOptions } from "./conversation/contact-options.ts"
export { contactPolicy } from "./conversation/contact-policy.ts"
export type {
  ContactDecision,
  ContactRequest,
  ContactRule,
  ContactRules,
  Purpose,
  PurposeRule,
  Reason,
} from "./conversation/contact-policy.ts"
export { isAutomatic } from "./conversation/contact-place.ts"
export type { ContactPlace, SuppressedBecause } from "./conversation/contact-place.ts"
export type { BudgetOptions, PlaceOptions } from "./conversation/contact-place-options.ts"
export type { ChannelRule, ContactBudget, PlaceRules, Spent } from "./conversation/place-rules.ts"
export type { PhoneFacts } from "./profile/phone-book.ts"
export { confirmation, confirmWithin, isOptIn, isOptOut } from "./conversation/opt-out.ts"
export { mergePersons, mostApproaches } from "./conversation/person.ts"
export type { Approach, Person } from "./conversation/person.ts"
export { isQuiet, nextCommonOpening, nextOpening, parseQuietHours } from "./conversation/quiet-hours.ts"
export type { QuietClock, QuietHours } from "./conversation/quiet-hours.ts"
export { everyChannel, standingOf } from "./profile/consent-word.ts"
export type { ConsentDecision, ConsentWord, Standing } from "./profile/consent-word.ts"
export { basisRules } from "./profile/legal-basis.ts"
export type { BasisRule, LegalBasis } from "./profile/legal-basis.ts"
export type { Cooldown, Duration, Limit, Parsed, Problem, Rate } from "./kernel/duration.ts"
export type { ClockTime } from "./kernel/time.ts"
export { timeZone } from "./kernel/time-zone.ts"
export type { TimeZone } from "./kernel/time-zone.ts"
export { zoneOf } from "./kernel/zone-name.ts"
export type { FoundZone } from "./kernel/zone-name.ts"
