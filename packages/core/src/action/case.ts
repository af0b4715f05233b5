import { defineEntry, type DraftOf } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** Something that a person has to do for a customer: what, who, why and until when (milliseconds; null where nobody promised). */
export interface Case {
  readonly kind: string
  readonly owner: string
  readonly because: string
  readonly due: number | null
}

/** A case was opened; it has an owner from its first moment. */
export const caseOpened = defineEntry<{ readonly case: string } & Case>()("case-opened", 1)

/** Somebody else takes a case on. */
export const caseAssigned = defineEntry<{ readonly case: string; readonly owner: string; readonly by: string }>()(
  "case-assigned",
  1,
)

/** A case was closed, and why. */
export const caseClosed = defineEntry<{ readonly case: string; readonly reason: string; readonly by: string }>()(
  "case-closed",
  1,
)

/** The cases that are open, by id. */
export interface Cases {
  readonly [id: string]: Case & { readonly openedAt: number }
}

/** What is remembered of cases: only those that are open; the timeline keeps the rest. */
export const cases = defineFold(
  caseOpened,
  caseAssigned,
  caseClosed,
)<Cases>({
  initial: {},
  on: {
    "case-opened": (open, { data: { case: id, ...opened }, occurredAt }) => ({
      ...open,
      [id]: { ...opened, openedAt: occurredAt },
    }),
    "case-assigned": (open, { data }) => {
      const known = open[data.case]
      return known ? { ...open, [data.case]: { ...known, owner: data.owner } } : open
    },
    "case-closed": (open, { data }) => Object.fromEntries(Object.entries(open).filter(([id]) => id !== data.case)),
  },
  merge: (one, two) => ({ ...one, ...two }),
})

/** Opens a case; one of the same id is not opened twice. */
export const openCase = (open: Cases, id: string, opened: Case): readonly DraftOf<typeof caseOpened>[] =>
  Object.hasOwn(open, id) ? [] : [{ kind: "case-opened", data: { case: id, ...opened } }]
