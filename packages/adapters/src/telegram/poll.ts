// Polls: https://core.telegram.org/bots/api#sendpoll, https://core.telegram.org/bots/api#poll
import {
  type DeliveryError,
  failureOf,
  type HttpResponse,
  jsonOf,
  type PollTally,
  type PublicPoll,
} from "@escucha/core"
import * as z from "zod"
import { receipt } from "./answer.ts"
import type { BotCall } from "./message.ts"

/** A bot closes its polls by itself: how long one may be open is ours to say. */
export const limits = { options: 12, label: 100, question: 300, shortest: 60_000, longest: 365 * 86_400_000 } as const

/** The call that publishes a poll in which nobody sees who voted for what. */
export const pollCall = ({ to = "", question, options }: PublicPoll): BotCall => ({
  method: "sendPoll",
  body: { chat_id: to, question, options: options.map((text) => ({ text })), is_anonymous: true },
})

/** The call that closes it, and is answered with how it stands. */
export const closeCall = (provider: string): BotCall => {
  const [chat = "", message = ""] = provider.split(":")
  return { method: "stopPoll", body: { chat_id: chat, message_id: Number(message) } }
}

const Poll = z.object({
  id: z.string().min(1),
  options: z.array(z.object({ voter_count: z.int().nonnegative() })).min(1),
  is_closed: z.boolean(),
})
const Sent = z.object({ result: z.object({ poll: z.object({ id: z.string().min(1) }) }) })
const Stopped = z.object({ ok: z.literal(true), result: Poll })

const tallyOf = ({ options, is_closed: isClosed }: z.output<typeof Poll>): PollTally => ({
  votes: options.map(({ voter_count: votes }) => votes),
  isClosed,
})

/** What came of publishing: the post, and the id under which Telegram tells how the poll stands. */
export const published = (response: HttpResponse) => {
  const sent = receipt(response)
  if (sent.status === "failed") return { error: sent.error }
  const poll = response.status === 200 ? Sent.safeParse(jsonOf(response.body)).data?.result.poll.id : undefined
  return sent.provider !== undefined && poll !== undefined
    ? { provider: sent.provider, poll }
    : { error: failureOf("telegram", response) }
}

/** How it stands now that it is closed. */
export const stopped = (response: HttpResponse): PollTally | { readonly error: DeliveryError } => {
  const answer = response.status === 200 ? Stopped.safeParse(jsonOf(response.body)).data : undefined
  if (answer) return tallyOf(answer.result)
  const sent = receipt(response)
  return { error: sent.status === "failed" ? sent.error : failureOf("telegram", response) }
}

/** How a poll stands, as an update tells it; `undefined` for what is none. */
export const pollIn = (update: unknown): { readonly poll: string; readonly tally: PollTally } | undefined => {
  const poll = Poll.safeParse(update).data
  return poll && { poll: poll.id, tally: tallyOf(poll) }
}
