// Polls: https://docs.x.com/x-api/posts/create-post, https://docs.x.com/x-api/posts/get-post-by-id
import {
  type DeliveryError,
  type HttpResponse,
  jsonOf,
  type PollTally,
  type PublicPoll,
  type Sent,
} from "@escucha/core"
import * as z from "zod"

export const limits = { options: 4, label: 25, question: 280, shortest: 300_000, longest: 604_800_000 } as const

/** The body of a post with a poll. */
export const pollBody = ({ question, options, closesAt }: PublicPoll, now: number): object => {
  const minutes = Math.round((closesAt - now) / 60_000)
  return { text: question, poll: { options, duration_minutes: Math.min(10_080, Math.max(5, minutes)) } }
}

/** Where a post is read with its poll. */
export const pollPath = (post: string): string =>
  `/2/tweets/${post}?expansions=attachments.poll_ids&poll.fields=voting_status,options`

const Post = z.object({
  includes: z.object({
    polls: z.tuple([
      z.object({
        options: z.array(z.object({ position: z.int().positive(), votes: z.int().nonnegative() })).min(1),
        voting_status: z.enum(["open", "closed"]),
      }),
    ]),
  }),
})

type Failed = (response: HttpResponse) => DeliveryError

/** What came of publishing. */
export const published = (sent: Sent, response: HttpResponse, failed: Failed) => {
  if (sent.status === "failed") return { error: sent.error }
  return sent.provider === undefined ? { error: failed(response) } : { provider: sent.provider }
}

/** How it stands. */
export const tallyIn = (response: HttpResponse, failed: Failed): PollTally | { readonly error: DeliveryError } => {
  const poll = response.status === 200 ? Post.safeParse(jsonOf(response.body)).data?.includes.polls[0] : undefined
  if (!poll) return { error: failed(response) }
  const options = poll.options.toSorted((one, other) => one.position - other.position)
  return { votes: options.map(({ votes }) => votes), isClosed: poll.voting_status === "closed" }
}
