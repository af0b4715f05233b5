import { type Duration, millisecondsPer, parseDuration } from "../kernel/duration.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { Reading } from "./reading.ts"

/** An analyzer's name with its version, `lexicon@1`: change the version when the same text may get another reading. */
export type AnalyzerName = `${string}@${string}`

/** What is known of a text beside its words: its language as a BCP 47 tag. */
export interface TextHint {
  readonly language?: string
}

/** Reads inside the turn: pure and quick (microseconds), the same reading for the same text, no clock and no I/O. */
export interface FastAnalyzer {
  readonly name: AnalyzerName
  readonly speed: "fast"
  readonly analyze: (text: string, hint?: TextHint) => Reading
}

/** What a slow analyzer is told: also which topics it may name, and when its answer is awaited no more. */
export interface SlowHint extends TextHint {
  readonly signal: AbortSignal
  /** The names of the topics that the application declares; none, where it declares none. */
  readonly topics?: readonly string[]
}

/**
 * Reads outside the turn: a model behind a network. The customer's message is committed first; the answer comes back as an input
 * of its own and is not believed before `clampReading` has seen it. It may reject: the core retries, then goes on without.
 */
export interface SlowAnalyzer {
  readonly name: AnalyzerName
  readonly speed: "slow"
  readonly analyze: (text: string, hint: SlowHint) => Promise<unknown>
  /** How long it may take until `signal` aborts and it is tried again: up to 10 minutes, 30 seconds when it is left out. */
  readonly timeout?: Duration
}

/** Whatever reads how a customer feels from what they wrote. */
export type Analyzer = FastAnalyzer | SlowAnalyzer

const longestTimeout = 10 * millisecondsPer.minute

/**
 * Describes an analyzer of your own. Throws `ConfigurationError` when its name has no version or its timeout makes no sense.
 *
 * @example
 * const strict = defineAnalyzer({
 *   name: "strict@1",
 *   speed: "fast",
 *   analyze: (text, hint) => /unacceptable/i.test(text) ? { ...analyze(text, hint), label: "negative", score: -1 } : analyze(text, hint),
 * })
 */
export const defineAnalyzer = <const Described extends Analyzer>(described: Described): Described => {
  if (!/^[^@\s]{1,64}@[^@\s]{1,32}$/.test(described.name)) {
    throw new ConfigurationError("analyzer.name", 'give it a name and a version, as in "mine@1"')
  }
  if (described.speed === "slow" && described.timeout !== undefined) {
    const read = parseDuration(described.timeout, "analyzer.timeout")
    if ("problem" in read) throw new ConfigurationError(read.problem.field, read.problem.message)
    if (read.value > longestTimeout) throw new ConfigurationError("analyzer.timeout", "must be ten minutes or less")
  }
  return described
}
