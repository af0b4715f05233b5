import { compileTimeless, isNumber, isScalar, reader, type Condition, type Path, type Scalar } from "./condition.ts"

/**
 * A value that is worked out from facts, as plain JSON. What is worked out from an absent fact is absent, but for `sum`, `mean`, `min`
 * and `max`, which take what is there, and are absent where nothing is.
 */
export type Calculation =
  | { readonly op: "value"; readonly value: Scalar }
  | { readonly op: "fact"; readonly path: Path }
  | { readonly op: "sum" | "product" | "mean" | "min" | "max"; readonly of: readonly Calculation[] }
  | { readonly op: "difference" | "quotient"; readonly of: readonly [Calculation, Calculation] }
  /** To so many decimals. */
  | { readonly op: "round"; readonly of: Calculation; readonly decimals: number }
  /** How many elements a list has. */
  | { readonly op: "count"; readonly path: Path }
  /** Where a value stands in a list, from 1. */
  | { readonly op: "place"; readonly path: Path; readonly value: Scalar }
  /** What a text is worth by this table; of a list, the sum. A text that is not in it is worth nothing. */
  | { readonly op: "points"; readonly path: Path; readonly table: { readonly [value: string]: number } }
  | { readonly op: "if"; readonly when: Condition; readonly is: Calculation; readonly otherwise: Calculation }

type Value = Scalar | undefined
type Reading = (facts: unknown) => Value

const listOf =
  (path: Path): ((facts: unknown) => readonly unknown[] | undefined) =>
  (facts) => {
    const value = reader(path)(facts)
    return Array.isArray(value) ? value : undefined
  }

const finite = (value: number): Value => (Number.isFinite(value) ? value : undefined)

const together: {
  readonly [Op in "sum" | "product" | "mean" | "min" | "max"]: (numbers: readonly number[]) => number
} = {
  sum: (numbers) => numbers.reduce((sum, each) => sum + each, 0),
  product: (numbers) => numbers.reduce((product, each) => product * each, 1),
  mean: (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length,
  min: (numbers) => Math.min(...numbers),
  max: (numbers) => Math.max(...numbers),
}

const many = (op: keyof typeof together, of: readonly Calculation[]): Reading => {
  const parts = of.map(readingOf)
  const join = together[op]
  return (facts) => {
    const numbers = parts.map((part) => part(facts)).filter(isNumber)
    const isWhole = op === "product" ? numbers.length === parts.length : numbers.length > 0
    return isWhole ? finite(join(numbers)) : undefined
  }
}

const two = (op: "difference" | "quotient", of: readonly [Calculation, Calculation]): Reading => {
  const [first, second] = [readingOf(of[0]), readingOf(of[1])]
  return (facts) => {
    const [one, other] = [first(facts), second(facts)]
    if (!isNumber(one) || !isNumber(other)) return undefined
    return finite(op === "difference" ? one - other : one / other)
  }
}

const worth = (path: Path, table: { readonly [value: string]: number }): Reading => {
  const read = reader(path)
  const of = (value: unknown): number => {
    const key = String(value)
    return isScalar(value) && Object.hasOwn(table, key) ? (table[key] ?? 0) : 0
  }
  return (facts) => {
    const value = read(facts)
    if (value === undefined || value === null) return undefined
    return Array.isArray(value) ? together.sum(value.map(of)) : of(value)
  }
}

const readingOf = (calculation: Calculation): Reading => {
  switch (calculation.op) {
    case "value":
      return () => calculation.value
    case "fact": {
      const read = reader(calculation.path)
      return (facts) => {
        const value = read(facts)
        return isScalar(value) ? value : undefined
      }
    }
    case "difference":
    case "quotient":
      return two(calculation.op, calculation.of)
    case "round": {
      const [read, scale] = [readingOf(calculation.of), 10 ** calculation.decimals]
      return (facts) => {
        const value = read(facts)
        return isNumber(value) ? finite(Math.round(value * scale) / scale) : undefined
      }
    }
    case "count": {
      const read = listOf(calculation.path)
      return (facts) => read(facts)?.length
    }
    case "place": {
      const read = listOf(calculation.path)
      return (facts) => {
        const place = read(facts)?.indexOf(calculation.value) ?? -1
        return place < 0 ? undefined : place + 1
      }
    }
    case "points":
      return worth(calculation.path, calculation.table)
    case "if": {
      const [holds, is, otherwise] = [
        compileTimeless(calculation.when),
        readingOf(calculation.is),
        readingOf(calculation.otherwise),
      ]
      return (facts) => (holds(facts) === true ? is(facts) : otherwise(facts))
    }
    default:
      return many(calculation.op, calculation.of)
  }
}

/**
 * The calculation as a function of the facts, compiled once; `undefined` where it is absent. What
 * is no finite number (a division by zero) is absent.
 *
 * @example
 * const total = compileCalculation({ op: "sum", of: [{ op: "fact", path: ["one"] }, { op: "value", value: 2 }] })
 * total({ one: 3 }) // 5
 */
export const compileCalculation: (calculation: Calculation) => (facts: unknown) => Scalar | undefined = readingOf
