import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { createMatcher, type Matcher, type ScoredPair } from "../../profile/matching/matcher.ts"
import type { MatchModel } from "../../profile/matching/model.ts"
import type { Loop } from "../loop.ts"
import type { MatchingOptions } from "./options.ts"
import { writeGuess } from "./guess.ts"
import { recordOf } from "./record.ts"
import { breathe, inSlices } from "../slices.ts"
import { allCustomers } from "../value/fit.ts"

/** How far a run is: it reads customers, learns, compares, and writes guesses down. */
export interface SuggestProgress {
  readonly phase: "reading" | "learning" | "comparing" | "suggesting"
  /** Customers, pairs or guesses, by phase. */
  readonly done: number
  /** Of how many, where that is known. */
  readonly of?: number
}

/** How a run over all customers looks for people who are there twice. */
export interface SuggestOptions extends Partial<MatchingOptions> {
  /** Stops it; guesses that were written stay. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SuggestProgress) => void
}

/** What a run came to. */
export interface SuggestReport {
  readonly customers: number
  /** How many pairs were compared, and how many of them look like one person. */
  readonly compared: number
  readonly pairs: number
  /** How many guesses are new: a pair is guessed once, and never against somebody's word. */
  readonly suggested: number
  /** How many were left out because a rule keeps the two from being one, as two user ids do. */
  readonly refused: number
  /** What was learned of the fields: numbers alone. */
  readonly model: MatchModel
}

/** Records are kept in memory while they are compared: some hundred bytes each. */
const mostCustomers = 500_000

/** The most guesses about one customer: who looks like everybody is not there a hundred times. */
const mostEach = 10

/** What the call says, over what the application says. */
const specOf = ({ setting }: Loop, options: SuggestOptions): MatchingOptions => {
  const { fields = setting.matching?.fields } = options
  if (!fields) throw new ConfigurationError("matching", "say which fields are compared, here or among the options")
  return { ...setting.matching, ...options, fields } // what is no part of a spec is not looked at
}

/** Forgets who is erased while a matcher is in memory. */
export const forgettingIn = (loop: Loop, matcher: Matcher): (() => void) => {
  const forget = (streams: readonly StreamId[]) => streams.forEach((stream) => matcher.remove(stream))
  loop.forgetting.add(forget)
  return () => loop.forgetting.delete(forget)
}

const readAll = async (
  loop: Loop,
  matcher: Matcher,
  fields: MatchingOptions["fields"],
  { signal, onProgress }: SuggestOptions,
): Promise<void> => {
  const { customers: of } = await loop.store.size()
  if (of > mostCustomers)
    throw new InputError(
      "too-large",
      "customers",
      `there are more than ${mostCustomers}; compare them outside, with createMatcher`,
    )
  let done = 0
  for await (const wholes of allCustomers(loop, signal)) {
    for (const whole of wholes) {
      const record = recordOf(whole, fields)
      if (record) matcher.add(record)
    }
    done += wholes.length
    onProgress?.({ phase: "reading", done, of: Math.max(done, of) })
  }
}

/** The surest pairs first, and of no customer more than a few. */
const bounded = (pairs: readonly ScoredPair[]): readonly ScoredPair[] => {
  const counts = new Map<string, number>()
  const countOf = (id: string) => counts.get(id) ?? 0
  return pairs.filter(({ one, two }) => {
    if (countOf(one) >= mostEach || countOf(two) >= mostEach) return false
    counts.set(one, countOf(one) + 1).set(two, countOf(two) + 1)
    return true
  })
}

/** Compares all customers and writes down who may be one person; gives the matcher, for those who come after. */
export const suggestAll = async (
  loop: Loop,
  options: SuggestOptions = {},
): Promise<{ readonly report: SuggestReport; readonly matcher: Matcher }> => {
  const { signal, onProgress } = options
  const spec = specOf(loop, options)
  const matcher = createMatcher(spec)
  await loop.ready()
  const release = forgettingIn(loop, matcher)
  try {
    await readAll(loop, matcher, spec.fields, options)
    let done = 0
    const each = (phase: "learning" | "comparing") => (step: number) => onProgress?.({ phase, done: (done += step) })
    const model = await inSlices(matcher.fitting(), { signal, each: each("learning") })
    done = 0
    const found = await inSlices(matcher.pairing(), { signal, each: each("comparing") })
    const counts = { new: 0, known: 0, refused: 0 }
    const pairs = bounded(found)
    for (const [at, pair] of pairs.entries()) {
      signal?.throwIfAborted()
      counts[await writeGuess(loop, matcher, pair)]++
      onProgress?.({ phase: "suggesting", done: at + 1, of: pairs.length })
      if (at % 50 === 49) await breathe()
    }
    const report = {
      customers: model.records,
      compared: model.candidates,
      pairs: found.length,
      suggested: counts.new,
      refused: counts.refused,
      model,
    }
    return { report, matcher }
  } finally {
    release()
  }
}
