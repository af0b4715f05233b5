import { incompleteBeta } from "./incomplete-beta.ts"
import { inverse } from "./inverse.ts"

/** How probable it is that Student's t with these degrees of freedom is as far from 0 as `t`, or farther, to either side. */
export const studentTwoSided = (t: number, freedom: number): number => {
  if (!(freedom > 0) || Number.isNaN(t)) return Number.NaN
  if (!Number.isFinite(t)) return 0
  const all = freedom + t * t
  return incompleteBeta(freedom / all, freedom / 2, 0.5, (t * t) / all)
}

/**
 * The value of Student's t below which a share `p` of all lies, exact to 1e-9 up to a million degrees of freedom
 * (https://dlmf.nist.gov/8.17). Infinite at 0 and at 1; `NaN` for what is no probability, and where the degrees of freedom are not more
 * than 0.
 *
 * @example
 * studentQuantile(0.975, 10) // 2.2281388519649385
 */
export const studentQuantile = (p: number, freedom: number): number => {
  if (!(p >= 0 && p <= 1) || !(freedom > 0)) return Number.NaN
  if (p < 0.5) return -studentQuantile(1 - p, freedom)
  if (p === 0.5) return 0
  if (p === 1) return Infinity
  return inverse((t) => -studentTwoSided(t, freedom), -2 * (1 - p))
}
