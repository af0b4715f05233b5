import { messageReceived } from "../conversation/conversation.ts"
import type { MoodLevel } from "../conversation/inbox.ts"
import type { EntryId } from "../kernel/ids.ts"
import { defineEntry, type DraftOf } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { Reading } from "./reading.ts"

/** A slow analyzer read a message; its reading counts instead of the fast one. */
export const readingTaken = defineEntry<{ readonly of: EntryId; readonly reading: Reading }>()("reading-taken", 1)

/** The customer, not only a message, feels otherwise than before. */
export const moodChanged = defineEntry<{
  readonly from: MoodLevel
  readonly to: MoodLevel
  readonly confidence: number
  readonly because: readonly EntryId[]
}>()("mood-changed", 1)

/** One reading, in short: when, its score (-1 to 1), how sure (0–1), of which message. */
export interface Point {
  readonly at: number
  readonly score: number
  readonly confidence: number
  readonly of: EntryId
}

/** What is remembered of a customer's feelings. */
export interface Feelings {
  /** The last readings, oldest first. */
  readonly points: readonly Point[]
  readonly level: MoodLevel
  readonly since: number | null
}

/** A mood: its level, how sure we are (0–1) and the messages that say so. */
export interface Mood {
  readonly level: MoodLevel
  readonly confidence: number
  readonly because: readonly EntryId[]
}

type MoodDraft = DraftOf<typeof moodChanged>

const kept = 12
const decay = 0.6 // each older reading counts so much of the one after it
const faint = 0.25 // a message without feeling says little: a booking code does not calm anybody down
const calm: Mood = { level: "calm", confidence: 0, because: [] }

const round = (value: number) => Math.round(value * 100) / 100
const latest = (points: readonly Point[]): readonly Point[] =>
  [...points]
    .sort((one, two) => one.at - two.at || (one.of < two.of ? -1 : one.of > two.of ? 1 : 0))
    .filter((point, index, all) => point.of !== all[index - 1]?.of)
    .slice(-kept)

type Judged = Pick<Reading, "score" | "confidence">

const pointOf = (of: EntryId, { score, confidence }: Judged, at: number): Point => ({
  at,
  score: round(score),
  confidence: round(confidence),
  of,
})

/** The points with that of a message that came in. */
const withPoint = (points: readonly Point[], of: EntryId, reading: Judged, at: number): readonly Point[] =>
  latest([...points.filter((other) => other.of !== of), pointOf(of, reading, at)])

/** The points with another reading of a message. One that is not among them any more lies too far back to count. */
const withReading = (points: readonly Point[], of: EntryId, reading: Judged): readonly Point[] =>
  points.map((point) => (point.of === of ? pointOf(of, reading, point.at) : point))

/** What is remembered of readings; a slow analyzer's reading replaces the fast one of the same message. */
export const feelings = defineFold(
  messageReceived,
  readingTaken,
  moodChanged,
)<Feelings>({
  initial: { points: [], level: "calm", since: null },
  on: {
    "message-received": (state, { id, data: { reading }, occurredAt }) =>
      reading ? { ...state, points: withPoint(state.points, id, reading, occurredAt) } : state,
    "reading-taken": (state, { data: { of, reading } }) => ({
      ...state,
      points: withReading(state.points, of, reading),
    }),
    "mood-changed": (state, { data, occurredAt }) => ({ ...state, level: data.to, since: occurredAt }),
  },
  merge: (one, two) => {
    const newest = (two.since ?? -Infinity) > (one.since ?? -Infinity) ? two : one
    return { points: latest([...one.points, ...two.points]), level: newest.level, since: newest.since }
  },
})

// To leave a mood takes more than to stay in it, so that one word does not make it flap.
const levelOf = (score: number, now: MoodLevel): MoodLevel => {
  const margin = (level: MoodLevel) => (now === level ? 0.12 : 0)
  if (score <= -0.45 + margin("upset")) return "upset"
  if (score <= -0.18 + margin("uneasy")) return "uneasy"
  return score >= 0.4 - margin("pleased") ? "pleased" : "calm"
}

/** How the customer is, from the last readings over all their streams: the newest count most, and the surest. */
export const moodOf = ({ points, level }: Pick<Feelings, "points" | "level">): Mood => {
  let weight = 0,
    sum = 0,
    sure = 0,
    factor = 1
  const telling: Point[] = []
  for (let index = points.length - 1; index >= 0 && factor > 0.05; index--, factor *= decay) {
    const point = points[index]
    if (!point) continue
    const isTelling = Math.abs(point.score) >= 0.2
    const counts = factor * point.confidence * (isTelling ? 1 : faint)
    weight += counts
    sum += counts * point.score
    sure += counts * point.confidence
    if (isTelling && telling.length < 3) telling.push(point)
  }
  if (weight === 0) return { ...calm, level }
  return { level: levelOf(sum / weight, level), confidence: round(sure / weight), because: telling.map(({ of }) => of) }
}

/**
 * The change of mood that these points make, if they make one. Of a customer's streams the one whose mood changed last says how they are:
 * so a message that comes late changes it after the change before, and not at its own time.
 */
const changeOf = ({ level, since }: Feelings, points: readonly Point[], at: number): readonly MoodDraft[] => {
  const { level: to, confidence, because } = moodOf({ points, level })
  const moment = since === null ? at : Math.max(at, since + 1)
  return to === level ? [] : [{ kind: "mood-changed", at: moment, data: { from: level, to, confidence, because } }]
}

/** The change of mood that a message makes, if it makes one. */
export const feel = (before: Feelings, of: EntryId, reading: Reading, at: number): readonly MoodDraft[] =>
  changeOf(before, withPoint(before.points, of, reading, at), at)

/** The change of mood that another reading of a message makes, if it makes one. */
export const feelAgain = (before: Feelings, of: EntryId, reading: Reading, at: number): readonly MoodDraft[] =>
  changeOf(before, withReading(before.points, of, reading), at)
