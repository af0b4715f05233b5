import { parts } from "./part.ts"

/** What a process finds when it looks at the parts: who takes part, and who holds what. Processes are named by their sessions. */
export interface Ownership {
  readonly own: number
  readonly members: ReadonlySet<number>
  readonly holders: ReadonlyMap<number, number>
}

/** What a process does about it. */
export interface ShareStep {
  /** Free parts that it may take, so many of them as its share lacks. */
  readonly take: readonly number[]
  /** How many of its parts it has to give up. */
  readonly surplus: number
}

/** How many parts are the share of a process: the first ones have one more where it does not come out even. */
export const shareOf = ({ own, members }: Pick<Ownership, "own" | "members">): number => {
  if (!members.has(own)) return 0
  const place = [...members].filter((other) => other < own).length
  return Math.floor(parts / members.size) + (place < parts % members.size ? 1 : 0)
}

/**
 * What a process does about what it sees, so that all come to their share: it takes what is free, or gives up what is too much. Each
 * looks from another place on for free parts, so that two seldom reach for the same.
 *
 * @example
 * stepOf({ own: 7, members: new Set([7, 9]), holders: new Map() }) // takes 24, gives up none
 */
export const stepOf = (seen: Ownership): ShareStep => {
  const share = shareOf(seen)
  const held = [...seen.holders.values()].filter((holder) => holder === seen.own).length
  const start = [...seen.members].filter((other) => other < seen.own).length * share
  const free = Array.from({ length: parts }, (_, place) => (start + place) % parts).filter(
    (part) => !seen.holders.has(part),
  )
  return { take: free.slice(0, Math.max(0, share - held)), surplus: Math.max(0, held - share) }
}
