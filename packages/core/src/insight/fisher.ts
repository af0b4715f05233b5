import { incompleteBeta } from "./incomplete-beta.ts"
import { inverse } from "./inverse.ts"

/**
 * The value of F with `above` and `below` degrees of freedom below which a share `p` of all lies. `NaN` for what is no probability, and
 * where the degrees of freedom are not more than 0.
 */
export const fisherQuantile = (p: number, above: number, below: number): number => {
  if (!(p >= 0 && p <= 1) || !(above > 0) || !(below > 0)) return Number.NaN
  return inverse((f) => {
    const all = above * f + below
    return incompleteBeta((above * f) / all, above / 2, below / 2, below / all)
  }, p)
}
