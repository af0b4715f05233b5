import { milliseconds } from "../../kernel/duration.ts"
import { isStream, type StreamId } from "../../kernel/ids.ts"
import { basisRules } from "../../profile/legal-basis.ts"
import { createSeal, type Seal } from "../../runtime/web/seal.ts"
import { basisOf } from "../decide/consent.ts"
import type { Setting } from "../decide/setting.ts"

/** Which place the link is for, and from what it unsubscribes. A stream's name is random: nothing personal is in it. */
export interface UnsubscribeClaims {
  readonly stream: StreamId
  readonly purpose: string
  readonly expiresAt: number
}

/** A link has to work for a month at least (16 CFR 316.5); people look for it in old mail. */
const lasts = milliseconds("400 days")

const readClaims = (value: unknown): UnsubscribeClaims | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (!("stream" in value && "purpose" in value && "expiresAt" in value)) return undefined
  const { stream, purpose, expiresAt } = value
  return typeof stream === "string" && isStream(stream) && typeof purpose === "string" && typeof expiresAt === "number"
    ? { stream, purpose, expiresAt }
    : undefined
}

/** How links are made and read; where they begin. */
export interface UnsubscribeLinks {
  readonly seal: Seal<UnsubscribeClaims>
  /** Where the links lead, without what is sealed. */
  readonly base: string
}

const made = new WeakMap<object, UnsubscribeLinks>()

/** What links are made of; `undefined` where the application gave no `secret` or no `publicUrl`. */
export const unsubscribeLinks = (setting: Setting): UnsubscribeLinks | undefined => {
  const { secret, consent } = setting
  if (secret === undefined || consent.publicUrl === undefined) return undefined
  const known = made.get(setting)
  if (known) return known
  const links = { seal: createSeal(secret, "escucha unsubscribe", readClaims), base: `${consent.publicUrl}/u/` }
  made.set(setting, links)
  return links
}

/** Whether one can unsubscribe from a purpose: of what the law makes us send nobody can. */
export const isRefusable = (setting: Setting, purpose: string): boolean => {
  const basis = basisOf(setting, purpose)
  return basis !== undefined && basisRules[basis].heedsObjection
}

/** Where somebody unsubscribes with one click (RFC 8058) from what we start; `undefined` for what is no mail or not started by us. */
export const unsubscribeUrl = async (
  setting: Setting,
  { stream, channel, purpose }: { readonly stream: StreamId; readonly channel: string; readonly purpose: string },
  now: number,
): Promise<string | undefined> => {
  const links = unsubscribeLinks(setting)
  const known = Object.hasOwn(setting.channels, channel) ? setting.channels[channel] : undefined
  const isMail = known?.kind === "email" || known?.capabilities.optOut === "list-unsubscribe"
  if (!links || !isMail || !isRefusable(setting, purpose)) return undefined
  return `${links.base}${await links.seal.seal({ stream, purpose, expiresAt: now + lasts })}`
}
