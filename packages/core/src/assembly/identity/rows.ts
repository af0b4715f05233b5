import type { StreamId } from "../../kernel/ids.ts"
import { liveApart, liveLinks } from "../../profile/identity.ts"
import type { Weighed } from "../../profile/identity/links.ts"
import type { Whole } from "../../runtime/house.ts"
import type { Row } from "../../timeline/store.ts"
import type { State } from "../entries.ts"

/** The list in which guesses wait for somebody who says yes or no. */
export const suggestionList = "suggestion"

/** A guess as the list keeps it: no word of what the two have in common, only by how much. */
export interface SuggestionLine {
  readonly link: string
  readonly ends: readonly [StreamId, StreamId]
  readonly source: string
  readonly at: number
  readonly score: number
  readonly explanation: readonly Weighed[]
}

/** The best guess comes first; beyond this a score says nothing more. */
const bestScore = 1e9

/** The guesses about a customer that nobody has answered. Each is in the list once, with its first end. */
export const suggestionRows = (customer: Whole<State>): readonly Row[] => {
  const rows: Row[] = []
  for (const [stream, { state }] of customer.streams) {
    for (const [link, { ends, trust, source, at, score = 0, explanation = [] }] of liveLinks(state.identity)) {
      if (trust !== "suggested" || ends[0] !== stream || customer.streams.has(ends[1])) continue
      if (liveApart(state.identity).some(([, apart]) => apart.ends.includes(ends[1]))) continue
      const line: SuggestionLine = { link, ends, source, at, score, explanation }
      const order = -Math.round(1000 * Math.max(-bestScore, Math.min(bestScore, score)))
      rows.push({ projection: suggestionList, key: ends.join("/"), at: order, data: JSON.stringify(line) })
    }
  }
  return rows
}
