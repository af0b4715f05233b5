import * as z from "zod"
import type { PollTally } from "../../channel/public-poll.ts"
import { milliseconds } from "../../kernel/duration.ts"
import { InputError, StoreError } from "../../kernel/errors.ts"
import { inputId, type StreamId } from "../../kernel/ids.ts"
import { startOfHour } from "../../kernel/time.ts"
import type { Job } from "../../timeline/job.ts"
import type { Page, PageRequest, Row } from "../../timeline/store.ts"
import { unitOf } from "../../timeline/unit.ts"
import type { Loop } from "../loop.ts"
import { voteMetric } from "./metrics.ts"

/** The list of polls that were published. */
const list = "published-poll"

const written = z.object({
  id: z.string(),
  survey: z.string(),
  channel: z.string(),
  /** The provider's ids of the post and of its poll. */
  provider: z.string(),
  poll: z.string(),
  /** The values of its options, in the order in which they were published. */
  values: z.array(z.string()),
  votes: z.array(z.number()),
  publishedAt: z.number(),
  closesAt: z.number(),
  isClosed: z.boolean(),
  /** How often it was taken in how it stands. */
  tallies: z.number(),
  /** The key of its jobs; it is nobody's stream. */
  key: z.custom<StreamId>((value) => typeof value === "string"),
})

/** A poll at a network, as it is kept. */
export type KeptPoll = z.infer<typeof written>

/** A poll that was published at a network, and how many have voted there. */
export interface PublishedPoll {
  readonly id: string
  readonly survey: string
  readonly channel: string
  readonly publishedAt: number
  readonly closesAt: number
  readonly isClosed: boolean
  readonly votes: number
}

const read = ({ data }: Pick<Row, "data">): KeptPoll => written.parse(JSON.parse(data))
const rowOf = (poll: KeptPoll): Row => ({
  projection: list,
  key: poll.id,
  at: -poll.publishedAt,
  data: JSON.stringify(poll),
})

/** A poll as callers see it: how many voted, not for what, because results are told of five votes or more. */
export const publishedOf = ({
  id,
  survey,
  channel,
  publishedAt,
  closesAt,
  isClosed,
  votes,
}: KeptPoll): PublishedPoll => {
  const all = votes.reduce((sum, each) => sum + each, 0)
  return { id, survey, channel, publishedAt, closesAt, isClosed, votes: all }
}

/** A poll by our id of it. */
export const readPoll = async ({ store }: Pick<Loop, "store">, id: string): Promise<KeptPoll | undefined> => {
  const [row] = await store.rows(list, [id])
  return row && read(row)
}

/** A poll by the network's id of it. */
export const findPoll = async (
  { store }: Pick<Loop, "store">,
  channel: string,
  poll: string,
): Promise<KeptPoll | undefined> => {
  const { items } = await store.query(list, { channel, poll }, { limit: 1 })
  return items[0] && read(items[0])
}

/** The polls of a survey, published last first. */
export const publishedPolls = async (
  { store }: Pick<Loop, "store">,
  survey: string,
  page: PageRequest,
): Promise<Page<PublishedPoll>> => {
  const { items, ...rest } = await store.query(list, { survey }, page)
  return { ...rest, items: items.map((row) => publishedOf(read(row))) }
}

/** Networks that do not tell by themselves are asked so often. */
const every = milliseconds("15 minutes")
/** A network closes a poll when its own clock says so. */
const grace = milliseconds("1 minute")
/** What a network has not closed so long after its time is over all the same. */
const longestGrace = milliseconds("1 day")

/** The job that asks next how a poll stands: every quarter of an hour, and when its time is over. */
export const tallyJob = ({ id, key, tallies, closesAt }: KeptPoll, now: number): Job => {
  const at = now < closesAt ? Math.min(now + every, closesAt) : now + grace
  return { key, id: `tally:${id}:${tallies}@${at}`, type: "tally", ref: id, at }
}

/** Writes a poll down that was published. `false` where its id is taken. */
export const keepPoll = async (loop: Loop, poll: KeptPoll): Promise<boolean> => {
  const posts = [tallyJob(poll, loop.clock.now())]
  const [result] = await loop.store.commit([
    unitOf({ inputs: [inputId(`poll:${poll.id}`)], puts: [rowOf(poll)], posts }),
  ])
  if (result?.status !== "committed") return false
  await loop.engine.post(posts)
  return true
}

const mostTries = 5
const otherOptions = new InputError("invalid", "votes", "the network counts other options than were published")

/**
 * Takes in how a poll stands: what was voted since the last time is counted. `tally` left out: the network could not be asked. Whoever
 * comes at the same time takes it in after the other.
 */
export const takeTally = async (
  loop: Loop,
  id: string,
  tally: PollTally | undefined,
  job?: { readonly id: string },
): Promise<void> => {
  const acks = job ? [job.id] : []
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await readPoll(loop, id)
    const now = loop.clock.now()
    if (!before || before.isClosed) {
      await loop.store.commit([unitOf({ acks })])
      return
    }
    const told = tally?.votes.length === before.values.length ? tally : undefined
    if (tally && !told) loop.report(otherOptions)
    const votes = told?.votes ?? before.votes
    const isClosed = told?.isClosed === true || now > before.closesAt + longestGrace
    const after: KeptPoll = { ...before, votes: [...votes], isClosed, tallies: before.tallies + 1 }
    const counts = before.values.flatMap((value, place) => {
      const by = (votes[place] ?? 0) - (before.votes[place] ?? 0)
      return by === 0 ? [] : [{ metric: voteMetric(before.survey, value), at: startOfHour(now), by }]
    })
    const posts = job && !isClosed ? [tallyJob(after, now)] : []
    const inputs = [inputId(`tally:${id}:${after.tallies}`)]
    const [result] = await loop.store.commit([unitOf({ inputs, puts: [rowOf(after)], counts, posts, acks })])
    if (result?.status === "committed") return loop.engine.post(posts)
  }
  throw new StoreError("contended")
}
