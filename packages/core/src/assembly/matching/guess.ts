import { inputId } from "../../kernel/ids.ts"
import type { Weighed } from "../../profile/identity/links.ts"
import type { Evidence } from "../../profile/matching/evidence.ts"
import type { Matcher, ScoredPair } from "../../profile/matching/matcher.ts"
import { previewed } from "../identity/view.ts"
import type { Loop } from "../loop.ts"

/** To so many digits, and never -0: JSON knows none, so that a house which is read again would say something else. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0

/** What the fields say, without those that say nothing; no value is in it. */
const explanationOf = ({ fields }: Evidence): readonly Weighed[] =>
  fields
    .filter(({ level }) => level !== "unknown")
    .map(({ field, level, weight }) => ({ field, level, weight: rounded(weight, 2) }))

/** What became of a guess: new, said before, or of two whom a rule would never join. */
export type Guessed = "new" | "known" | "refused"

/**
 * Writes a guess down, once for two customers: one who was kept apart, linked or guessed before is left alone, and so are two whom a rule
 * keeps from being one, such as two with a user id each: nobody could accept it.
 */
export const writeGuess = async (
  loop: Loop,
  matcher: Matcher,
  { one, two, probability }: ScoredPair,
): Promise<Guessed> => {
  const explanation = explanationOf(matcher.explain(one, two))
  const [first, second] = await Promise.all([loop.whole(one), loop.whole(two)])
  if (!first || !second) return "known" // erased since
  const { result } = await previewed(
    loop,
    { customer: first, stream: first.id },
    { customer: second, stream: second.id },
  )
  if (result !== "joined") return result === "refused" ? "refused" : "known"
  const posted = await loop.post({
    kind: "link",
    id: inputId(`suggest:${one}:${two}`),
    on: first.id,
    with: [second.id],
    source: "matching",
    trust: "suggested",
    score: rounded(probability, 4),
    explanation,
  })
  return posted.status === "committed" && posted.entries.length > 0 ? "new" : "known"
}
