import { segmentsIn, sinceIn } from "../../profile/segment.ts"
import type { Whole } from "../../runtime/house.ts"
import type { Row } from "../../timeline/store.ts"
import type { LifecycleView, SegmentView } from "../customer-view.ts"
import type { AnyEntry, State } from "../entries.ts"
import type { StandingSetting } from "./setting.ts"

/** The list of the members of a segment: one for each, so that a page of it costs the same however many segments there are. */
export const segmentList = (segment: string): string => `segment:${segment}`

/** The lines of a customer in the lists of the segments that they are in. */
export const segmentRows = ({ id, state }: Whole<State>): readonly Row[] =>
  segmentsIn(state.segments).map((name) => {
    const since = sinceIn(state.segments, name) ?? 0
    return { projection: segmentList(name), key: id, at: since, data: JSON.stringify({ customer: id, since }) }
  })

/** Whether an entry was written only because a definition is new: nothing happened, so nothing is set off. */
export const isBackfill = ({ kind, data }: AnyEntry): boolean =>
  (kind === "segment-entered" || kind === "segment-left" || kind === "lifecycle-changed") && data.backfill === true

/** The declared segments that a customer is in, in the order of their declaration. */
export const segmentViews = ({ segments }: StandingSetting, { segments: known }: State): readonly SegmentView[] =>
  segments.flatMap(({ name }) => {
    const since = sinceIn(known, name)
    return since === undefined ? [] : [{ name, since }]
  })

/** Where a customer stands between new and lost; `null` where nothing says so. */
export const lifecycleView = (
  { lifecycle }: StandingSetting,
  { lifecycle: { stage, since } }: State,
): LifecycleView | null => (lifecycle && stage !== null && since !== null ? { stage, since } : null)
