/** One bar of the pulse: an hour or a day. */
export interface PulsePoint {
  /** When the bar begins, in milliseconds. */
  readonly at: number
  /** Messages received, by how they feel. */
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  /** Conversations that waited for us at the end of the bar. */
  readonly waiting: number
}

/** How the house is doing: volume, feeling and unanswered over time, each figure with its uncertainty where it has one. */
export interface Pulse {
  readonly from: number
  readonly to: number
  readonly bar: "hour" | "day"
  readonly points: readonly PulsePoint[]
  readonly waiting: { readonly now: number; readonly oldestSince: number | null }
  /** Seconds from a customer's message to our first answer with substance; the median is exact to 10 %. */
  readonly firstAnswer: {
    readonly median: number | null
    readonly answers: number
    readonly medianBefore: number | null
  }
  /** Net promoter score of the last 30 days with its 95 % interval; null without answers. */
  readonly nps: { readonly value: number; readonly low: number; readonly high: number; readonly answers: number } | null
  readonly openCases: number
}
