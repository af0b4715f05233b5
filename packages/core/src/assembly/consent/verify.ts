import type { StreamId } from "../../kernel/ids.ts"
import { createLedgerCheck, type LedgerReport, type StreamEnd } from "../../profile/consent-ledger.ts"
import type { Loop } from "../loop.ts"

const atOnce = 500

/** How the streams end, by what the store projected. */
const endsOf = async (loop: Loop, streams: readonly StreamId[]): Promise<ReadonlyMap<StreamId, StreamEnd>> => {
  const ends = new Map<StreamId, StreamEnd>()
  for (let from = 0; from < streams.length; from += atOnce) {
    const part = streams.slice(from, from + atOnce)
    const { streams: loaded } = await loop.store.load({ inputs: [], identifiers: [], streams: part })
    for (const stream of part) {
      const row = loaded.get(stream)
      if (row) ends.set(stream, { version: row.version, head: row.state.consents?.head ?? "" })
    }
  }
  return ends
}

/**
 * Looks at the whole ledger. What is written meanwhile is looked at too, until nothing more comes: a stream that went on is not one that
 * was cut. With `until`, only what was written up to that cursor is looked at, and no end is held against it.
 */
export const verifyLedger = async (loop: Loop, until: number | undefined): Promise<LedgerReport> => {
  await loop.ready()
  const check = createLedgerCheck()
  let cursor = 0
  for (;;) {
    const before = cursor
    for await (const { cursor: at, entry } of loop.store.feed(cursor)) {
      if (until !== undefined && at > until) return check.finish()
      check.take(entry, at)
      cursor = at
    }
    if (until !== undefined) return check.finish()
    const ends = await endsOf(loop, check.streams())
    const isBehind = [...ends].some(([stream, { version }]) => version > check.seen(stream))
    if (!isBehind || before === cursor) return check.finish(ends)
  }
}
