import { isInstant } from "../../kernel/time.ts"

const instantOf = (text: string | undefined): number | undefined => {
  const at = Date.parse(text ?? "")
  return Number.isNaN(at) ? undefined : at
}

/**
 * When an event happened, by our clock. A sender whose clock is wrong is as wrong in `sentAt`, so what is trusted is how long before
 * its sending it happened. What cannot be read, or would lie in the future, happened when it was received.
 *
 * @example
 * happenedAt("2026-03-01T10:00:00Z", "2026-03-01T10:00:05Z", Date.parse("2026-03-01T09:00:05Z")) // 09:00:00
 */
export const happenedAt = (told: string | undefined, sentAt: string | undefined, receivedAt: number): number => {
  const original = instantOf(told)
  if (original === undefined) return receivedAt
  const sent = instantOf(sentAt)
  const at = sent === undefined ? original : receivedAt - (sent - original)
  return isInstant(at) && at <= receivedAt ? at : receivedAt
}
