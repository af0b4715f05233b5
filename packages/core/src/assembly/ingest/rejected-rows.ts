import type { Whole } from "../../runtime/house.ts"
import type { Row } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import { type Refused, refusedEvents } from "./rejection.ts"

/** The list of refused events. */
export const rejectedList = "rejected"

/** A line of the list of refused events; `customer` is `null` where the event names nobody, and its line holds the event itself. */
export interface RejectedLine extends Refused {
  readonly customer: string | null
  readonly named: boolean
}

/** The lines of a customer in the list of refused events, oldest first. */
export const rejectedRows = ({ id, streams }: Whole<State>): readonly Row[] => {
  const rows: Row[] = []
  for (const [stream, { state }] of streams) {
    if (state.refusedEvents === refusedEvents.initial) continue // of nearly everybody nothing was refused
    for (const [name, refused] of Object.entries(state.refusedEvents)) {
      const line: RejectedLine = { ...refused, customer: id, named: true }
      rows.push({ projection: rejectedList, key: `${stream}/${name}`, at: refused.at, data: JSON.stringify(line) })
    }
  }
  return rows
}
