import type { AskedConsent, ConsentMemory, ConsentMethod, ConsentText, RememberedWord } from "../../profile/consent.ts"
import { everyChannel, standingOf } from "../../profile/consent-word.ts"
import { basisRules, type LegalBasis } from "../../profile/legal-basis.ts"
import { basisOf, purposesOf } from "../decide/consent.ts"
import type { Setting } from "../decide/setting.ts"

/** What a customer agreed to, for one purpose on one channel. */
export interface ConsentView {
  readonly purpose: string
  /** A channel by its name, or `*` for all. */
  readonly channel: string
  readonly state: "granted" | "denied" | "withdrawn" | "expired" | "pending" | "none"
  /** On what it rests, by the name of a legal basis. */
  readonly basis: string
  /** Since when it stands so, in milliseconds; null where nobody said anything. */
  readonly since: number | null
  readonly expiresAt: number | null
  /** What they were shown; the text itself is in the history. */
  readonly text?: Omit<ConsentText, "text">
  readonly method: ConsentMethod | null
  /** The record that proves it. */
  readonly record: string | null
}

const shown = (
  state: ConsentView["state"],
  { purpose, channel, basis, at, text, method, record, ...word }: RememberedWord,
): ConsentView => ({
  purpose,
  channel,
  state,
  basis,
  since: at,
  expiresAt: word.expiresAt ?? null,
  ...(text && { text }),
  method,
  record,
})

const isPending = ({ confirmed, expiresAt }: AskedConsent, now: number): boolean => !confirmed && now < expiresAt

/** What stands for one purpose on one channel, as it is shown. */
const viewOn = (
  { words, asked }: ConsentMemory,
  purpose: string,
  channel: string,
  basis: LegalBasis,
  now: number,
): ConsentView => {
  const { objection, grants, expired } = standingOf(words, purpose, channel, now)
  const { needs } = basisRules[basis]
  const grant = needs === null ? grants[0] : grants.find((word) => needs.includes(word.basis))
  const question = Object.values(asked).find(
    (each) => each.purpose === purpose && each.channel === channel && isPending(each, now),
  )
  const place = { purpose, channel }
  if (question && (objection || !grant)) {
    const { at, expiresAt } = question
    return { ...place, state: "pending", basis: "consent", since: at, expiresAt, method: null, record: null }
  }
  if (objection && (!expired || expired.at < objection.at))
    return { ...shown(objection.decision === "deny" ? "denied" : "withdrawn", objection), ...place }
  if (!objection && grant) return { ...shown("granted", grant), ...place }
  if (expired) return { ...shown("expired", expired), ...place }
  return { ...place, state: "none", basis, since: null, expiresAt: null, method: null, record: null }
}

/**
 * What stands for a customer: each purpose that the house has, and each of which something was said; on every channel of which
 * something was said alone, and on all of them.
 */
export const consentViews = (setting: Setting, memory: ConsentMemory, now: number): readonly ConsentView[] => {
  const said = [...memory.words, ...Object.values(memory.asked).filter((each) => isPending(each, now))]
  const purposes = new Set([...purposesOf(setting), ...said.map(({ purpose }) => purpose)])
  return [...purposes].flatMap((purpose) => {
    const basis = basisOf(setting, purpose) ?? "consent"
    const alone = new Set(said.filter((each) => each.purpose === purpose).map(({ channel }) => channel))
    alone.delete(everyChannel)
    return [everyChannel, ...[...alone].sort()].map((channel) => viewOn(memory, purpose, channel, basis, now))
  })
}
