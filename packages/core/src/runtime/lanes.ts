import type { Limit, Reservation, Reserved } from "../timeline/coordination.ts"

/**
 * The last moments that were taken of a limit, the earliest first: as many as may go in its time, and no more. That is all that has to be
 * known: who comes `per` after the earliest of them finds fewer than `count` others within any stretch of that length.
 */
export type Lanes = readonly number[]

/** The first moment that is free. */
export const nextIn = (lanes: Lanes, { count, per }: Limit): number =>
  lanes.length < count ? -Infinity : (lanes[lanes.length - count] ?? -Infinity) + per

/** The lanes with one more moment; those that say nothing any more are left out. */
export const takeIn = (lanes: Lanes, at: number, { count }: Limit): Lanes => {
  let place = lanes.length
  while (place > 0 && (lanes[place - 1] ?? at) > at) place-- // nearly always the last
  return [...lanes.slice(0, place), at, ...lanes.slice(place)].slice(-count)
}

/** What is known of limits and doors, by their names. */
export interface Taken {
  readonly lanes: Map<string, Lanes>
  /** Until when doors are closed. */
  readonly held: Map<string, number>
}

/** The first moment from `from` that all of these leave free. */
const firstIn = ({ lanes }: Taken, limits: readonly Limit[], from: number): number =>
  limits.reduce((latest, limit) => Math.max(latest, nextIn(lanes.get(limit.name) ?? [], limit)), from)

const take = ({ lanes }: Taken, limits: readonly Limit[], at: number): void => {
  for (const limit of limits) lanes.set(limit.name, takeIn(lanes.get(limit.name) ?? [], at, limit))
}

/** Gives somebody their moment; what was taken is in `taken` then. `now` is the time of whoever coordinates. */
export const reserveIn = (taken: Taken, { door, after, limits, near }: Reservation, now: number): Reserved => {
  const from = Math.ceil(Math.max(now + Math.max(0, after), taken.held.get(door) ?? -Infinity))
  const free = firstIn(taken, near, from)
  // whoever waits for an address must not keep everybody else from going meanwhile
  if (free > from) return { wait: Math.ceil(free - now), isTaken: false }
  const at = Math.ceil(firstIn(taken, limits, from))
  take(taken, limits, at)
  if (at <= now) take(taken, near, at)
  return { wait: Math.max(0, at - now), isTaken: true }
}
