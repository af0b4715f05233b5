import type { MoodLevel } from "../conversation/inbox.ts"

/** How one member feels, and how sure we are of it. */
export interface MemberMood {
  readonly level: MoodLevel
  readonly confidence: number
}

/** How the members of a group feel, put together. */
export interface GroupMood extends MemberMood {
  /** Of how many members the mood is known. */
  readonly n: number
}

/** Where each mood lies between -1 and 1: the middle of what makes one. */
const scores: { readonly [Level in MoodLevel]: number } = { upset: -0.7, uneasy: -0.3, calm: 0, pleased: 0.6 }

const levelOf = (score: number): MoodLevel => {
  if (score <= -0.45) return "upset"
  if (score <= -0.18) return "uneasy"
  return score >= 0.4 ? "pleased" : "calm"
}

const round = (value: number) => Math.round(value * 100) / 100

/**
 * The mood of a group: the mean of its members', each by how sure we are of it. Who never said anything that shows a feeling does not
 * count. The bounds are those of one customer's mood.
 *
 * @example
 * moodOfGroup([{ level: "upset", confidence: 0.9 }, { level: "calm", confidence: 0 }]) // { level: "upset", confidence: 0.9, n: 1 }
 */
export const moodOfGroup = (members: Iterable<MemberMood>): GroupMood => {
  let weight = 0,
    sum = 0,
    n = 0
  for (const { level, confidence } of members) {
    if (!(confidence > 0)) continue
    n++
    weight += confidence
    sum += confidence * scores[level]
  }
  return n === 0
    ? { level: "calm", confidence: 0, n }
    : { level: levelOf(sum / weight), confidence: round(weight / n), n }
}
