import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"
import { findPoll, type KeptPoll, readPoll, takeTally } from "../survey/published-poll.ts"

/** How a poll stands, where its network is asked; `undefined` where it tells by itself, or could not be asked. */
const asked = async ({ channel, provider, poll, closesAt }: KeptPoll, loop: Loop, signal: AbortSignal) => {
  const known = Object.hasOwn(loop.setting.channels, channel) ? loop.setting.channels[channel] : undefined
  const polls = known?.shape === "http" ? known.extras.polls : undefined
  if (!polls || known?.shape !== "http") return undefined
  const { clock } = loop
  const isLast = clock.now() >= closesAt
  const made = await loop.tokens.use(channel, known.access, async (context) => {
    const request = polls.tally({ provider, poll, isLast }, context)
    if (!request) return { tally: undefined }
    const called = await loop.transport(channel, request, { signal, clock })
    if ("error" in called) return called
    const read = polls.read(called.response)
    return "error" in read ? read : { tally: read }
  })
  if (!("error" in made)) return made.tally
  loop.report(made.error) // it is asked again later
  return undefined
}

/** Asks a network how a poll of ours stands. */
export const tallyPoll = async (attempt: Attempt, loop: Loop): Promise<void> => {
  const { id, ref = "", signal } = attempt
  const poll = await readPoll(loop, ref)
  await takeTally(loop, ref, poll && !poll.isClosed ? await asked(poll, loop, signal) : undefined, { id })
}

/** Takes in what a network tells of a poll by itself; of one that is not ours nothing. */
export const takePollTally = async (
  loop: Loop,
  channel: string,
  { address, ...tally }: { readonly address: string; readonly votes: readonly number[]; readonly isClosed: boolean },
): Promise<void> => {
  const poll = await findPoll(loop, channel, address)
  if (poll) await takeTally(loop, poll.id, tally)
}
