import { type Confident, type Estimate, isConfidence, nothingOf, usualConfidence } from "./estimate.ts"
import { fisherQuantile } from "./fisher.ts"
import { momentsOf, varianceOf } from "./mean.ts"

/**
 * Whether several questions measure one thing: Cronbach's alpha, at most 1 (https://en.wikipedia.org/wiki/Cronbach%27s_alpha), with
 * Feldt's interval (Feldt, Woodruff and Salih 1987). A row for each person and a column for each question, all pointing the same way;
 * a person who left one out is left out. `null` where fewer than two people or two questions are left, or nothing varies.
 *
 * @example
 * cronbachAlpha([[4, 5, 4], [3, 4, 3], [5, 5, 5], [2, 3, 2]]) // { value: 0.9796, low: 0.8653, high: 0.9986, n: 4 }
 */
export const cronbachAlpha = (
  people: readonly (readonly (number | null)[])[],
  { confidence = usualConfidence }: Confident = {},
): Estimate => {
  const questions = Math.max(0, ...people.map(({ length }) => length))
  const isWhole = (row: readonly (number | null)[]): row is readonly number[] =>
    row.length === questions && row.every((answer) => answer !== null && Number.isFinite(answer))
  const rows = people.filter(isWhole)
  const n = rows.length
  const whole = varianceOf(momentsOf(rows.map((row) => row.reduce((sum, answer) => sum + answer, 0))))
  if (questions < 2 || whole === null || !(whole > 0 && whole < Infinity) || !isConfidence(confidence))
    return nothingOf(n)
  let parts = 0
  for (let question = 0; question < questions; question++)
    parts += varianceOf(momentsOf(rows.map((row) => row[question] ?? 0))) ?? 0
  const value = (questions / (questions - 1)) * (1 - parts / whole)
  if (!Number.isFinite(value)) return nothingOf(n)
  const [above, below] = [n - 1, (n - 1) * (questions - 1)]
  const bound = (p: number) => 1 - (1 - value) * fisherQuantile(p, above, below)
  return { value, low: bound((1 + confidence) / 2), high: bound((1 - confidence) / 2), n }
}
