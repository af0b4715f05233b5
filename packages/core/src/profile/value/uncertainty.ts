/** A matrix by rows. */
export type Matrix = readonly (readonly number[])[]

const moved = (at: readonly number[], axis: number, by: number): readonly number[] =>
  at.map((value, other) => (other === axis ? value + by : value))

/** The second derivatives of a function, by central differences. */
export const hessianOf = (of: (at: readonly number[]) => number, at: readonly number[], step = 1e-3): Matrix =>
  at.map((_, row) =>
    at.map((__, column) => {
      const corner = (one: number, two: number) => of(moved(moved(at, row, one * step), column, two * step))
      return (corner(1, 1) - corner(1, -1) - corner(-1, 1) + corner(-1, -1)) / (4 * step * step)
    }),
  )

/** The lower triangle of Cholesky; `undefined` where the matrix is not positive definite. */
const choleskyOf = (matrix: Matrix): Matrix | undefined => {
  const lower: number[][] = matrix.map((row) => row.map(() => 0))
  for (let row = 0; row < matrix.length; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row]?.[column] ?? 0
      for (let k = 0; k < column; k++) sum -= (lower[row]?.[k] ?? 0) * (lower[column]?.[k] ?? 0)
      const into = lower[row]
      if (!into) return undefined
      if (row === column) {
        if (!(sum > 0)) return undefined
        into[column] = Math.sqrt(sum)
      } else into[column] = sum / (lower[column]?.[column] ?? 1)
    }
  }
  return lower
}

const solved = (lower: Matrix, given: readonly number[]): readonly number[] => {
  const size = lower.length
  const half: number[] = []
  for (let row = 0; row < size; row++) {
    let sum = given[row] ?? 0
    for (let k = 0; k < row; k++) sum -= (lower[row]?.[k] ?? 0) * (half[k] ?? 0)
    half[row] = sum / (lower[row]?.[row] ?? 1)
  }
  const whole: number[] = Array.from({ length: size }, () => 0)
  for (let row = size - 1; row >= 0; row--) {
    let sum = half[row] ?? 0
    for (let k = row + 1; k < size; k++) sum -= (lower[k]?.[row] ?? 0) * (whole[k] ?? 0)
    whole[row] = sum / (lower[row]?.[row] ?? 1)
  }
  return whole
}

/**
 * How much the parameters may be off, together: the inverse of the observed information at the minimum of a negative log-likelihood.
 * `undefined` where the likelihood is flat: then the data do not say what the parameters are.
 */
export const covarianceOf = (
  negativeLogLikelihood: (at: readonly number[]) => number,
  at: readonly number[],
): Matrix | undefined => {
  const lower = choleskyOf(hessianOf(negativeLogLikelihood, at))
  return (
    lower &&
    at.map((_, column) =>
      solved(
        lower,
        at.map((__, row) => (row === column ? 1 : 0)),
      ),
    )
  )
}

/** The standard error of anything that is computed from parameters, by the delta method: how it moves with each of them. */
export const standardErrorOf = (
  of: (at: readonly number[]) => number,
  at: readonly number[],
  covariance: Matrix,
): number => {
  const step = 1e-4
  const slope = at.map((_, axis) => (of(moved(at, axis, step)) - of(moved(at, axis, -step))) / (2 * step))
  const variance = slope.reduce(
    (sum, one, row) =>
      sum + slope.reduce((inner, two, column) => inner + one * two * (covariance[row]?.[column] ?? 0), 0),
    0,
  )
  return Math.sqrt(Math.max(0, variance))
}
