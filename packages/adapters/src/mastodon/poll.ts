// Polls: https://docs.joinmastodon.org/methods/polls/#get, https://docs.joinmastodon.org/methods/statuses/#create
import { type DeliveryError, type HttpResponse, jsonOf, type PollTally, type PublicPoll } from "@escucha/core"
import * as z from "zod"

/** What a server takes that was not told otherwise: https://docs.joinmastodon.org/entities/Instance/#polls */
export const limits = { options: 4, label: 50, question: 400, shortest: 300_000, longest: 2_629_746_000 } as const

/** The body of a post that everybody sees, with a poll. */
export const pollBody = ({ question, options, closesAt }: PublicPoll, now: number): object => ({
  status: question,
  visibility: "public",
  poll: { options, expires_in: Math.max(limits.shortest / 1000, Math.round((closesAt - now) / 1000)) },
})

const Status = z.object({ id: z.string(), poll: z.object({ id: z.string() }) })
const Poll = z.object({
  expired: z.boolean(),
  options: z.array(z.object({ votes_count: z.int().nonnegative().nullable() })).min(1),
})

type Failed = (response: HttpResponse) => DeliveryError

/** What came of publishing. */
export const published = (response: HttpResponse, failed: Failed) => {
  const status = response.status === 200 ? Status.safeParse(jsonOf(response.body)).data : undefined
  return status ? { provider: status.id, poll: status.poll.id } : { error: failed(response) }
}

/** How it stands. A server may hide what was voted until the end: then nothing was. */
export const tallyIn = (response: HttpResponse, failed: Failed): PollTally | { readonly error: DeliveryError } => {
  const poll = response.status === 200 ? Poll.safeParse(jsonOf(response.body)).data : undefined
  return poll
    ? { votes: poll.options.map(({ votes_count: votes }) => votes ?? 0), isClosed: poll.expired }
    : { error: failed(response) }
}
