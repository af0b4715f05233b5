import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { RateRule } from "../channel/capability.ts"
import type { Coordination, Limit, Reservation, Reserved } from "../timeline/coordination.ts"
import { createBatches } from "./batches.ts"
import { behind, closedUntil, finer, firstPause, type Gate, isProbing, mustProbe, pass } from "./gate.ts"
import { createGenerations } from "./generations.ts"

/** Somebody at a door. */
export interface Passer {
  readonly channel: string
  readonly who: string
  readonly address: string
}

/** Who comes back later than this after their moment would go beside those whose moments are now: they ask again, but only once. */
const longestLate = 250
const mostAtOnce = 500
const mostRemembered = 10_000

/** The name of a place, from which nobody reads an address; without the secret of the house it is a hash alone. */
export const nameOfPlace = (secret: string | undefined, place: string): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(`place\n${secret ?? ""}`), utf8ToBytes(place))).slice(0, 32)

/** The door of a channel, as all processes call it. */
export const doorOf = (channel: string): string => `door:${channel}`

interface Limits extends Pick<Reservation, "limits" | "near"> {
  /** Milliseconds between two who wait for the same address. */
  readonly apart: number
}

const limitsOf = (rules: readonly RateRule[], { channel, address }: Passer, secret: string | undefined): Limits => {
  const limits: Limit[] = []
  const near: Limit[] = []
  for (const [place, rule] of rules.entries()) {
    const { count, per } = finer(rule)
    if (rule.each === "address")
      near.push({ name: `rate:${channel}:${place}:${nameOfPlace(secret, `${channel}\n${address}`)}`, count, per })
    else limits.push({ name: `rate:${channel}:${place}`, count, per })
  }
  return { limits, near, apart: Math.max(1, ...near.map(({ per, count }) => per / count)) }
}

/** Somebody else goes first after a break. */
const letOthersProbe = (gate: Gate, { who }: Passer): void => {
  if (gate.probe?.who === who) gate.probe = undefined
}

/** What passing by shared limits needs. */
export interface SharedGateSetting {
  readonly rules: (channel: string) => readonly RateRule[]
  readonly now: () => number
  readonly coordination: Pick<Coordination, "reserve">
  readonly secret: string | undefined
}

/**
 * Who may go now, where several processes call one provider: the limits are counted where all of them see it, in one round trip for
 * everybody who asks at that moment, and without any for a channel that has none. Whether a provider can be had, and how fast it takes
 * calls that says nothing of it, each process finds out by itself.
 */
export const createSharedPass = ({ rules, now, coordination, secret }: SharedGateSetting) => {
  const reserve = createBatches<Reservation, Reserved>(coordination.reserve, mostAtOnce)
  const turns = createGenerations<string, number>(mostRemembered)
  const late = createGenerations<string, true>(mostRemembered)

  /** Those who wait for one address come back one after another. */
  const turnAt = (passer: Passer, free: number, apart: number): number => {
    const line = `${passer.channel}\n${passer.address}`
    const at = Math.max(free, turns.get(line) ?? -Infinity)
    turns.set(line, at + apart)
    return at
  }
  const moment = async (gate: Gate, passer: Passer, from: number, isTheirs: boolean): Promise<number | undefined> => {
    const { limits, near, apart } = limitsOf(rules(passer.channel), passer, secret)
    if (isTheirs && near.length === 0) return undefined
    const asked = { door: doorOf(passer.channel), after: Math.max(0, from - now()), limits, near }
    const { wait, isTaken } = await reserve(isTheirs ? { ...asked, limits: [] } : asked).catch((failure: unknown) => {
      letOthersProbe(gate, passer) // nobody was let in
      throw failure
    })
    if (wait === 0) return undefined
    letOthersProbe(gate, passer)
    const at = now() + wait
    if (!isTaken) return turnAt(passer, at, apart)
    if (!isTheirs) gate.held.set(passer.who, at)
    return at
  }
  /** Whether this is the moment that they were given. */
  const isOnTime = (gate: Gate, who: string, at: number): boolean => {
    const held = gate.held.get(who) ?? Infinity
    gate.held.delete(who)
    if (held > at) return false
    if (at - held <= longestLate || late.get(who)) {
      late.delete(who)
      return true
    }
    late.set(who, true)
    return false
  }
  return (gate: Gate, passer: Passer): number | undefined | Promise<number | undefined> => {
    const at = now()
    const { who, channel, address } = passer
    if (rules(channel).length === 0) return pass(gate, who, address, at)
    const isTheirs = isOnTime(gate, who, at)
    const closed = closedUntil(gate)
    if (closed > at) return moment(gate, passer, behind(gate, closed), false)
    if (mustProbe(gate)) {
      if (isProbing(gate, at)) return moment(gate, passer, behind(gate, at + firstPause), false)
      gate.probe = { who, at }
    }
    return moment(gate, passer, isTheirs || gate.spacing === 0 ? at : behind(gate, at), isTheirs)
  }
}
