/**
 * How one language says that somebody wants no messages any more, or wants them again. Everything is in small letters, without accents
 * and without apostrophes. No group repeats: a sentence takes linear time.
 */
export interface WishWords {
  /** Single words that stop or start, alone in their clause or with courtesy around them. */
  readonly stop: string
  readonly start: string
  /** Whole clauses, as patterns. */
  readonly stopSentences: readonly string[]
  readonly startSentences: readonly string[]
  /** Courtesy that may come before a wish, and after it. "Ya baja" is no wish, "baja ya" is one. */
  readonly before: string
  readonly behind: string
  /** Courtesy that says nothing where it stands alone. */
  readonly alone: string
  /** Courtesy of several words, as a pattern; it counts as "please". */
  readonly phrases?: string
  /** How a request begins that is written as a question. */
  readonly request: string
  /** The one message that confirms a stop, and how to come back. It sells nothing. */
  readonly confirmation: string
}
