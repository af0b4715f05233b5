import { inputId } from "../../kernel/ids.ts"
import type { EntryId } from "../../kernel/ids.ts"
import { withinTime } from "../../runtime/time-limit.ts"
import { clampReading } from "../../sentiment/reading.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"

/** The longest that a slow analyzer may take when it does not say so itself. */
const longest = "30 seconds"

/**
 * Lets the slow analyzer read a message that is long committed; its reading comes back as an input. What it says is never
 * believed unclamped.
 */
export const analyze = async (attempt: Attempt, loop: Loop): Promise<void> => {
  const { id, key, signal } = attempt
  const of = (attempt.ref ?? "") as EntryId // written by the house when it posted the job
  const done = { id: inputId(`reading:${id}`), on: key, acks: id }
  const entry = await loop.read.entry(of, key)
  const { slow, topics } = loop.setting
  if (!slow || entry?.kind !== "message-received") return void (await loop.post({ kind: "done", ...done }))
  const { text, language } = entry.data
  const said = await withinTime(
    { clock: loop.clock, limit: slow.timeout ?? longest, signal, what: `analyzer ${slow.name}` },
    (given) =>
      slow.analyze(text, {
        ...(language !== undefined && { language }),
        ...(topics.all.length > 0 && { topics: topics.all.map(({ name }) => name) }),
        signal: given,
      }),
  )
  const reading = clampReading(said, { text, analyzer: slow.name })
  if ("problem" in reading) {
    loop.report(new TypeError(`${slow.name}: ${reading.problem.field}: ${reading.problem.remedy}`))
    await loop.post({ kind: "done", ...done })
  } else await loop.post({ kind: "reading", ...done, of, reading })
}
