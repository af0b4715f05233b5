import type { RateRule } from "../channel/capability.ts"
import { milliseconds } from "../kernel/duration.ts"

/** What came of a call, for the gate: the provider answered, asked for a pause, or could not be had. */
export type Passed =
  | { readonly kind: "answered" }
  | { readonly kind: "asked to pause"; readonly pause?: number }
  | { readonly kind: "not to be had" }

/** The moments at which the last calls of a rule may be made, in a ring: the call after them waits until the oldest is `per` old. */
interface Ring {
  readonly rule: RateRule
  readonly slots: number[]
  place: number
}

/** What one address takes, and the moment that whoever comes next gets there. */
interface Line {
  readonly rings: readonly Ring[]
  turn: number
}

/**
 * The door of one channel: when the next call may be made. It is of this process alone. Time is an argument, and nothing here waits: who
 * may not go gets a moment of their own to come back.
 */
export interface Gate {
  readonly account: readonly Ring[]
  readonly rules: readonly RateRule[]
  readonly byAddress: Map<string, Line>
  /** Who was given a moment of the account. */
  readonly held: Map<string, number>
  /** Nobody goes before. */
  pausedUntil: number
  /** The moment that whoever comes next in a crowd gets, where no rule says how fast they may come. */
  crowd: number
  /** Milliseconds between two calls that the provider was seen to take; 0 where it never complained. */
  spacing: number
  /** Calls that were answered in this run: since when, and when the last of them was. */
  answered: number
  since: number
  lastAt: number
  pauses: number
  /** Calls in a row for which the provider could not be had. */
  failures: number
  brokenUntil: number
  breaks: number
  /** Who went first after a break, to see whether somebody is there again. */
  probe: { readonly who: string; readonly at: number } | undefined
}

/** So many calls in a row that reach nobody close the door. */
const mostFailures = 5
const firstBreak = milliseconds("30 seconds")
const longestBreak = milliseconds("5 minutes")
/** The first pause of a provider that does not say how long it wants to be left alone. */
export const firstPause = milliseconds("1 second")
const longestPause = milliseconds("1 minute")

/** Those who wait for a broken channel come back one after another, or they would all be told to wait again. */
const crowdSpacing = 10
/** Calls that lie further apart than this are two runs: only one run says how fast a provider takes them. */
const sameRun = milliseconds("10 seconds")
const longestSpacing = milliseconds("1 minute")
const longestProbe = milliseconds("3 minutes")
const mostSlots = 1_000
const mostAddresses = 10_000

/** The rule as it is counted: a ring of a million moments would say no more than one of a thousand, so many in a part of the time. */
export const finer = (rule: RateRule): RateRule =>
  rule.count <= mostSlots ? rule : { ...rule, count: mostSlots, per: (rule.per * mostSlots) / rule.count }

const ringOf = (rule: RateRule): Ring => ({ rule: finer(rule), slots: [], place: 0 })

/** A door that is open. */
export const createGate = (rules: readonly RateRule[], now: number): Gate => ({
  account: rules.filter(({ each }) => each === undefined).map(ringOf),
  rules: rules.filter(({ each }) => each === "address"),
  byAddress: new Map(),
  held: new Map(),
  pausedUntil: -Infinity,
  crowd: -Infinity,
  spacing: 0,
  answered: 0,
  since: now,
  lastAt: now,
  pauses: 0,
  failures: 0,
  brokenUntil: -Infinity,
  breaks: 0,
  probe: undefined,
})

const nextOf = ({ rule, slots, place }: Ring): number =>
  slots.length < rule.count ? -Infinity : (slots[place] ?? -Infinity) + rule.per

const take = (ring: Ring, at: number): void => {
  ring.slots[ring.place] = at
  ring.place = (ring.place + 1) % ring.rule.count
}

/** A moment in these rings, at `from` or after it; it is taken. */
const takeIn = (rings: readonly Ring[], from: number): number => {
  const at = rings.reduce((latest, ring) => Math.max(latest, nextOf(ring)), from)
  for (const ring of rings) take(ring, at)
  return at
}

const nextIn = (rings: readonly Ring[]): number =>
  rings.reduce((latest, ring) => Math.max(latest, nextOf(ring)), -Infinity)

const forget = ({ byAddress }: Gate, now: number): void => {
  if (byAddress.size < mostAddresses) return
  for (const [address, { rings }] of byAddress) if (nextIn(rings) <= now) byAddress.delete(address)
  // all of them are in use: the oldest goes, and the provider says it if that was too soon
  const [oldest] = byAddress.keys()
  if (byAddress.size >= mostAddresses && oldest !== undefined) byAddress.delete(oldest)
}

const lineAt = (gate: Gate, address: string, now: number): Line => {
  const known = gate.byAddress.get(address)
  if (known) return known
  forget(gate, now)
  const line: Line = { rings: gate.rules.map(ringOf), turn: -Infinity }
  gate.byAddress.set(address, line)
  return line
}

/** When somebody who may not go yet comes back to this address: one after another. */
const turnIn = (line: Line): number => {
  const at = Math.max(nextIn(line.rings), line.turn)
  line.turn = at + Math.max(1, ...line.rings.map(({ rule }) => rule.per / rule.count))
  return at
}

/** Until when nobody goes; in the past, where the door is open. */
export const closedUntil = (gate: Gate): number => Math.max(gate.pausedUntil, gate.brokenUntil)

/** A moment behind a pause: one after another, as fast as the provider was seen to take them. */
export const behind = (gate: Gate, from: number): number => {
  const at = Math.max(from, gate.crowd)
  gate.crowd = at + Math.max(gate.spacing, gate.brokenUntil >= from ? crowdSpacing : 0)
  return at
}

/** Whether the door was closed for a break that is over: one goes first, to see. */
export const mustProbe = ({ breaks, failures }: Gate): boolean => breaks > 0 && failures >= mostFailures

/** Whether somebody went first, and has not come back yet. */
export const isProbing = ({ probe }: Gate, now: number): boolean => probe !== undefined && now - probe.at < longestProbe

/**
 * Whether this one may go now (`undefined`), or when to come back. A moment that was given is theirs: who comes back at it goes,
 * unless the door was closed meanwhile.
 */
export const pass = (gate: Gate, who: string, address: string, now: number): number | undefined => {
  const held = gate.held.get(who) ?? Infinity
  gate.held.delete(who)
  const closed = closedUntil(gate)
  const line = gate.rules.length > 0 ? lineAt(gate, address, now) : undefined
  const later = (at: number): number => {
    gate.held.set(who, at)
    return at
  }
  const go = (): undefined => {
    for (const ring of line?.rings ?? []) take(ring, now) // when it goes, not when it asked
    return undefined
  }
  if (closed > now) return later(takeIn(gate.account, behind(gate, closed)))
  if (line && nextIn(line.rings) > now) return turnIn(line)
  if (mustProbe(gate)) {
    if (isProbing(gate, now)) return later(takeIn(gate.account, behind(gate, now + firstPause)))
    gate.probe = { who, at: now }
    return go()
  }
  if (held <= now) return go()
  const at = takeIn(gate.account, gate.spacing > 0 ? behind(gate, now) : now)
  return at > now ? later(at) : go()
}

/** Forgets somebody who will not go after all. */
export const leave = (gate: Gate, who: string): void => {
  gate.held.delete(who)
  if (gate.probe?.who === who) gate.probe = undefined
}

const pauseFor = (gate: Gate, asked: number | undefined, now: number): void => {
  const pause = asked ?? Math.min(firstPause * 2 ** gate.pauses, longestPause)
  const until = now + Math.max(pause, 1)
  if (gate.pausedUntil <= now) {
    // so many were answered in the time that ends with this pause: so fast they may come
    const seen = gate.answered > 0 ? (until - gate.since) / gate.answered : gate.spacing * 2
    gate.spacing = Math.min(Math.max(gate.spacing / 2, seen, 1), longestSpacing)
  }
  gate.pauses++
  gate.answered = 0
  gate.pausedUntil = Math.max(gate.pausedUntil, until)
  gate.since = gate.pausedUntil
  gate.lastAt = gate.pausedUntil
  gate.crowd = Math.max(gate.crowd, gate.pausedUntil)
}

/** Closes the door for so long, because another process was asked for a pause. */
export const closeFor = (gate: Gate, span: number, now: number): void => {
  gate.pausedUntil = Math.max(gate.pausedUntil, now + span)
  gate.crowd = Math.max(gate.crowd, gate.pausedUntil)
  gate.spacing = Math.max(gate.spacing, 1) // those who wait here are not the only ones who come back then
}

const countAnswer = (gate: Gate, now: number): void => {
  if (now - gate.lastAt > sameRun) {
    gate.answered = 0
    gate.since = now
  }
  gate.lastAt = Math.max(gate.lastAt, now)
  gate.answered++
  if (gate.answered % 100 > 0) return
  // it was quiet for a while: a little faster
  gate.spacing = gate.spacing < 1 ? 0 : gate.spacing * 0.9
  gate.pauses = 0
}

/** Takes note of what came of a call. */
export const note = (gate: Gate, passed: Passed, now: number): void => {
  switch (passed.kind) {
    case "answered":
      gate.failures = 0
      gate.breaks = 0
      gate.probe = undefined
      gate.brokenUntil = -Infinity
      return countAnswer(gate, now)
    case "asked to pause":
      gate.probe = undefined
      gate.failures = 0 // somebody is there
      gate.breaks = 0
      return pauseFor(gate, passed.pause, now)
    case "not to be had":
      gate.failures++
      gate.probe = undefined
      if (gate.failures < mostFailures || gate.brokenUntil > now) return
      gate.brokenUntil = now + Math.min(firstBreak * 2 ** gate.breaks, longestBreak)
      gate.breaks++
      gate.crowd = Math.max(gate.crowd, gate.brokenUntil)
  }
}

/** How the door stands. */
export const standingOf = (
  gate: Gate,
  now: number,
): { readonly status: "open" } | { readonly status: "paused" | "broken"; readonly until: number } => {
  if (gate.brokenUntil > now || mustProbe(gate)) return { status: "broken", until: Math.max(gate.brokenUntil, now) }
  return gate.pausedUntil > now ? { status: "paused", until: gate.pausedUntil } : { status: "open" }
}
