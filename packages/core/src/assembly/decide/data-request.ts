import { priorityOf, rectification } from "../../profile/source.ts"
import { tell } from "../../profile/traits.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"

const isKnown = ({ streams }: Whole<State>): boolean => [...streams.values()].some(({ version }) => version > 0)

const nobody = refuse("customer", "nobody has this name", "unknown")

const readmit: Decide<"readmit"> = ({ on, by, reason }, { customer, shadows }) => {
  const shadow = shadows?.get(on)
  if (shadow) return facts([{ kind: "customer-readmitted", data: { by, reason, erasedAt: shadow.erasedAt } }])
  return isKnown(customer)
    ? facts([])
    : refuse("customer", "nobody of this name was erased, so nobody can be readmitted", "unknown")
}

const rectify =
  ({ sources }: Setting): Decide<"rectify"> =>
  ({ traits, by, reason }, { customer }) => {
    if (!isKnown(customer)) return nobody
    const source = rectification
    return facts([
      ...tell({ traits, source, priority: priorityOf(sources, source) }),
      { kind: "traits-rectified", data: { traits: Object.keys(traits), by, reason } },
    ])
  }

const noteExport: Decide<"export"> = ({ by, format }, { customer }) =>
  isKnown(customer) ? facts([{ kind: "customer-exported", data: { by, format } }]) : nobody

/** How it is decided what a person may ask of us about their own data, and that somebody who was erased is known again. */
export const requesting = (setting: Setting) => ({ readmit, rectify: rectify(setting), export: noteExport })
