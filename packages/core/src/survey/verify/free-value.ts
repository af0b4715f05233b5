import type { Calculation } from "../../kernel/calculation.ts"
import { numbersOf, type Numbers } from "./interval.ts"
import type { Outline } from "./outline.ts"
import { operandsOf, partsOf, rootOf, type Reading } from "./reads.ts"

const between = "\u0001"

/** What a calculation can come to beside numbers: the texts and the booleans that stand in it, and whether it hands on an answer. */
const othersOf = (calculation: Calculation): readonly unknown[] => {
  switch (calculation.op) {
    case "value":
      return [calculation.value]
    case "if":
      return [...othersOf(calculation.is), ...othersOf(calculation.otherwise)]
    default:
      return []
  }
}

const numbersFor = ({ low, high }: Numbers, cuts: readonly number[]): readonly number[] => {
  const edges = [...new Set([low, high, ...cuts])].filter((edge) => edge >= low && edge <= high).sort((a, b) => a - b)
  return edges.flatMap((edge, place) => [edge, (edge + (edges[place + 1] ?? edge)) / 2])
}

/**
 * What a value can be whose answers are too many to look at: absent, one number between any two with which it is compared, within its
 * bounds, and any text with which it is compared. There may be more of them than there are.
 */
export const freeValuesOf = (outline: Outline, name: string, reading: Reading): readonly unknown[] => {
  const placed = outline.valueOf.get(name)
  if (!placed) return []
  const { is } = placed.value
  const operands = reading.comparisons.flatMap(operandsOf)
  const cuts = operands.filter((value) => typeof value === "number")
  const handsOn = partsOf(is).uses.some(({ op, path }) => op === "fact" && outline.handsOnText(rootOf(path)))
  const texts = handsOn ? [...operands.filter((value) => typeof value === "string"), between] : []
  const numbers = numbersOf(outline, is)
  return [undefined, ...(numbers ? numbersFor(numbers, cuts) : []), ...othersOf(is), ...texts]
}
