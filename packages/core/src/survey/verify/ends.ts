import type { Ending, Quota } from "../definition.ts"
import { isLoose } from "./cone.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"
import type { Facts } from "./explore.ts"
import { lookAt, type Look } from "./look.ts"
import { isContradiction } from "./narrowing.ts"

const never = (id: string, because: string): Diagnostic =>
  found(
    "unreachable-ending",
    undefined,
    `Nobody sees the ending ${quoted(id)}: ${because}.`,
    "correct its condition (`when`), move it before the others, or leave it out",
  )

const noAnswers = "no answers fulfil its condition"

/** What each ending was: chosen, or true while another one came first. */
interface Ends {
  readonly chosen: Set<Ending>
  readonly held: Set<Ending>
  thanked: number
}

const conditionsOf = (list: readonly { readonly when?: Ending["when"] }[]) => list.flatMap(({ when }) => when ?? [])

/** Endings, and thanks, that nobody sees. */
export const endings = (look: Look): readonly Diagnostic[] => {
  const { outline, broken } = look
  const { definition, questions } = outline
  const all = definition.endings ?? []
  if (all.length === 0) return []
  const sound = all.filter(({ when }) => !when || !(broken.has(when) || look.suspect.has(when)))
  const late = all.filter(({ early }) => !early)
  const holds = (ending: Ending, facts: Facts) => !ending.when || outline.compiled(ending.when)(facts)
  // in the midst of what is mixed, an ending can hold that does not any more behind it
  const isUnsettled = definition.mixed !== undefined && all.some((ending) => ending.early && isLoose(outline, ending))
  const looked = lookAt(look, { conditions: conditionsOf(all), before: questions.length }, ({ level }) => {
    const seen: Ends = { chosen: new Set(), held: new Set(), thanked: 0 }
    const sees = (facts: Facts) => {
      const chosen = late.find((ending) => holds(ending, facts))
      for (const ending of late) if (holds(ending, facts)) seen.held.add(ending)
      if (chosen) seen.chosen.add(chosen)
      else seen.thanked += 1
    }
    const ended = (ending: Ending) => void seen.chosen.add(ending)
    // what was not looked at may still come early
    if (!level.early || isUnsettled) for (const ending of all) if (ending.early) seen.chosen.add(ending)
    return { observers: [{ at: questions.length, sees }], witness: { ended }, seen }
  })
  if (!looked)
    return sound.flatMap(({ id, when }) => (when && isContradiction(look, when) ? [never(id, noAnswers)] : []))
  const { chosen, held, thanked } = looked.seen
  const isThankless = definition.thanks !== undefined && thanked === 0
  return [
    ...all
      .filter((ending) => !chosen.has(ending) && !(ending.when && look.suspect.has(ending.when)))
      .map((ending) => never(ending.id, held.has(ending) ? "an ending before it always holds as well" : noAnswers)),
    ...(isThankless
      ? [
          found(
            "unreachable-ending",
            undefined,
            "Nobody sees the thanks: everybody comes to some ending.",
            "leave the thanks out, or narrow an ending",
            "warning",
          ),
        ]
      : []),
  ]
}

const cannotFill = ({ id }: Quota): Diagnostic =>
  found(
    "impossible-quota",
    undefined,
    `The quota ${quoted(id)} cannot fill: nobody who comes to the end is of that sort.`,
    "correct its condition (`when`), or leave it out",
  )

const mostPairs = 20

/** Quotas that cannot fill, or of which one is part of another that is full before. */
export const quotas = (look: Look): readonly Diagnostic[] => {
  const { outline, broken } = look
  const { definition, questions } = outline
  const all = (definition.quotas ?? [])
    .filter(({ when }) => !broken.has(when) && !look.suspect.has(when))
    .slice(0, mostPairs)
  if (all.length === 0) return []
  const looked = lookAt(look, { conditions: conditionsOf(all), before: questions.length }, () => {
    const seen = { held: new Set<Quota>(), apart: new Set<string>() }
    const sees = (facts: Facts) => {
      const here = all.filter(({ when }) => outline.compiled(when)(facts))
      for (const quota of here) {
        seen.held.add(quota)
        for (const other of all) if (!here.includes(other)) seen.apart.add(`${quota.id} ${other.id}`)
      }
    }
    return { observers: [{ at: questions.length, sees }], seen }
  })
  if (!looked) return all.flatMap((quota) => (isContradiction(look, quota.when) ? [cannotFill(quota)] : []))
  const { held, apart } = looked.seen
  return all.flatMap((quota) => {
    if (!held.has(quota)) return [cannotFill(quota)]
    const whole = all.find(
      (other) =>
        other !== quota && held.has(other) && !apart.has(`${quota.id} ${other.id}`) && other.limit < quota.limit,
    )
    if (!whole) return []
    return [
      found(
        "contradicting-quotas",
        undefined,
        `The quota ${quoted(quota.id)} never fills its ${quota.limit}: everybody in it counts for ${quoted(whole.id)}, ` +
          `which is full at ${whole.limit}.`,
        `raise the limit of ${quoted(whole.id)}, or lower the other`,
      ),
    ]
  })
}
