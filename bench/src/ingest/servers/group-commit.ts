import type { DatabaseSync } from "node:sqlite"
import type { SegmentEvent } from "../event.ts"

interface Waiting {
  readonly events: readonly SegmentEvent[]
  readonly kept: () => void
}

/** Writes what arrived in one turn of the event loop in one transaction: one fsync for all of them, answered after it. */
export const groupCommit = (
  database: DatabaseSync,
  write: (event: SegmentEvent) => void,
): ((events: readonly SegmentEvent[], kept: () => void) => void) => {
  const begin = database.prepare("BEGIN IMMEDIATE"),
    commit = database.prepare("COMMIT")
  let waiting: Waiting[] = []
  const flush = (): void => {
    const taken = waiting
    waiting = []
    begin.run()
    for (const { events } of taken) for (const event of events) write(event)
    commit.run()
    for (const { kept } of taken) kept()
  }
  return (events, kept) => {
    if (waiting.length === 0) setImmediate(flush)
    waiting.push({ events, kept })
  }
}
