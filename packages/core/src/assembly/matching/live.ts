import { StoreError } from "../../kernel/errors.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { Matcher } from "../../profile/matching/matcher.ts"
import type { AnyEntry } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { writeGuess } from "./guess.ts"
import type { MatchingOptions } from "./options.ts"
import { recordOf } from "./record.ts"
import { forgettingIn } from "./suggest.ts"

/** What may change whom somebody looks like. */
const telling: ReadonlySet<AnyEntry["kind"]> = new Set([
  "traits-set",
  "traits-rectified",
  "identities-linked",
  "identities-unlinked",
])

/** The most guesses about somebody from one change. */
const mostEach = 3

/** Looks at the customer of a stream again: their record is that of today, and those whom they look like are guessed. */
const lookAgain = async (loop: Loop, matcher: Matcher, fields: MatchingOptions["fields"], stream: StreamId) => {
  const whole = await loop.whole(stream)
  for (const own of whole?.streams.keys() ?? [stream]) if (own !== whole?.id) matcher.remove(own) // joined since, or gone
  const record = whole && recordOf(whole, fields)
  if (!record) return
  matcher.add(record)
  for (const pair of matcher.score(record).slice(0, mostEach)) await writeGuess(loop, matcher, pair)
}

/**
 * Follows what is told of customers, and compares each who changes with those who share a key with them, by what was learned last. It
 * ends when the signal fires or the house closes.
 */
export const followMatching = async (
  loop: Loop,
  matcher: Matcher,
  fields: MatchingOptions["fields"],
  after: number,
  signal: AbortSignal,
): Promise<void> => {
  const release = forgettingIn(loop, matcher)
  try {
    for await (const { entry } of loop.read.follow(after, signal)) {
      if (telling.has(entry.kind)) await lookAgain(loop, matcher, fields, entry.stream)
    }
  } catch (failure) {
    const isEnd = signal.aborted || (failure instanceof StoreError && failure.reason === "closed")
    if (!isEnd) loop.report(failure)
  } finally {
    release()
  }
}

/** Suggests over all customers, and then each who changes: the last run of a house is the one that is followed. */
export const createFollowing = (loop: Loop) => {
  let running: AbortController | undefined
  return (matcher: Matcher, fields: MatchingOptions["fields"], after: number): void => {
    running?.abort()
    running = new AbortController()
    void followMatching(loop, matcher, fields, after, running.signal) // it reports its failures by itself
  }
}
