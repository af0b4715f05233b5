import { all, type Condition } from "../../kernel/condition.ts"
import { domainOf } from "./domain.ts"
import type { Look } from "./look.ts"
import { comparisonsOf, rootsOf } from "./reads.ts"

const partsOf = (condition: Condition): readonly Condition[] =>
  condition.op === "all" ? condition.of.flatMap(partsOf) : [condition]

/**
 * Whether a condition can be seen to fail without going all ways: parts of it that all have to hold leave no answer to one question. The
 * conditions of the questions that it needs an answer to have to hold, too. `false`: nobody knows.
 */
export const isContradiction = ({ outline, broken }: Look, condition: Condition): boolean => {
  const demanded = new Map<string, Condition[]>()
  const waiting = [condition]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (broken.has(next)) return false
    for (const part of partsOf(next)) {
      const [name, ...more] = rootsOf(part)
      if (name === undefined || more.length > 0 || outline.compiled(part)({})) continue
      const known = demanded.get(name)
      if (known) known.push(part)
      else {
        demanded.set(name, [part])
        const question = outline.questions[outline.indexOf.get(name) ?? -1]
        if (question?.when) waiting.push(question.when)
      }
    }
  }
  return [...demanded].some(([name, parts]) => {
    const question = outline.questions[outline.indexOf.get(name) ?? -1]
    if (!question || parts.some((part) => broken.has(part))) return false
    const together = all(...parts)
    const values = domainOf(question, { comparisons: comparisonsOf(together), uses: [] })?.values
    return values !== undefined && !values.some((value) => outline.compiled(together)({ [name]: value }))
  })
}
