import type { Exclusion } from "../../conversation/exclusion.ts"
import { partsOf } from "../../kernel/ids.ts"
import { withinTime } from "../../runtime/time-limit.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"

/** What is not ours to start is asked of no list: an answer, and the one message that confirms a stop. */
const isStarted = (purpose: string): boolean => purpose !== "answer" && purpose !== "opt-out-confirmation"

/** A list that takes longer holds the message. */
const patience = "10 seconds"

/** What the application's list of exclusions says against a message that waits to leave; `undefined` where it has nothing against it. */
export const exclusionOf = async (
  { key, ref: message = "", signal }: Attempt,
  loop: Loop,
): Promise<Exclusion | undefined> => {
  const { excluded } = loop.setting
  if (!excluded) return undefined
  const row = (await loop.whole(key))?.streams.get(key)
  const outgoing = row?.state.outbox.open[message]
  if (!row || outgoing?.delivery.status !== "queued" || !isStarted(outgoing.purpose)) return undefined
  const address = { channel: outgoing.channel, ...partsOf(row.identifier) }
  try {
    const said: unknown = await withinTime(
      { clock: loop.clock, limit: patience, signal, what: "contact.excluded" },
      async () => excluded(address, outgoing.purpose),
    )
    if (typeof said !== "boolean") throw new TypeError("contact.excluded: answer true or false")
    return said ? "listed" : undefined
  } catch (failure) {
    if (signal.aborted) throw failure // it is closing time: the job comes back
    loop.report(failure)
    return "silent"
  }
}
