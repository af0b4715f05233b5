import type { Condition } from "../../kernel/condition.ts"
import { coneOf, type Cone, type Level } from "./cone.ts"
import { explore, type Observer, type Steps, type Witness } from "./explore.ts"
import type { Outline } from "./outline.ts"

/** A survey that is being looked at. */
export interface Look {
  readonly outline: Outline
  /** Conditions and values that name what is not there: nothing is concluded from them. */
  readonly broken: ReadonlySet<object>
  /** Conditions of which it was told already that a part of them can never hold. */
  readonly suspect: ReadonlySet<object>
  /** How many answers may be tried in all. */
  readonly steps: Steps
}

/** The most answers that are tried for one condition, and for all of a survey. */
export const mostSteps = { each: 20_000, all: 200_000 } as const

/** What is looked for, and what was seen of it. */
export interface Onlooking<Seen> {
  readonly observers?: readonly Observer[]
  readonly witness?: Witness
  readonly seen: Seen
}

const levelsOf = ({ definition }: Outline): readonly Level[] => {
  const levels = [
    { early: false, whole: true },
    { early: false, whole: false },
  ]
  return definition.endings?.some(({ early }) => early) ? [{ early: true, whole: true }, ...levels] : levels
}

/**
 * Goes all ways on which these conditions depend, as closely as can be afforded. `isExact`: each way can be gone; otherwise only what holds
 * on all of them may be concluded. `undefined`: there are too many, or a condition names what is not there.
 */
export const lookAt = <Seen>(
  { outline, broken, steps }: Look,
  about: {
    readonly conditions: readonly Condition[]
    /** What is at or behind this place has no answer yet. */
    readonly before: number
    /** Questions that are looked at for themselves. */
    readonly also?: readonly string[]
  },
  begin: (cone: Cone) => Onlooking<Seen>,
): { readonly seen: Seen; readonly isExact: boolean } | undefined => {
  for (const level of levelsOf(outline)) {
    const cone = coneOf(outline, about.conditions, { ...about, level, broken })
    if (!cone) continue
    const allowed = Math.min(mostSteps.each, steps.left)
    const own: Steps = { left: allowed }
    const { seen, observers = [], witness = {} } = begin(cone)
    const explored = explore(outline, cone, { observers, witness, steps: own })
    steps.left -= allowed - Math.max(0, own.left)
    if (explored !== "too-many") return { seen, isExact: explored.isExact }
  }
  return undefined
}
