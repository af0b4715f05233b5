// Lanczos' coefficients for g = 7 and nine terms: https://www.mrob.com/pub/ries/lanczos-gamma.html
const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** The natural logarithm of the gamma function for numbers above 0, by Lanczos' approximation (exact to about 14 digits). */
export const logGamma = (value: number): number => {
  if (value < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * value)) - logGamma(1 - value)
  const shifted = value - 1
  let sum = 0.99999999999980993
  for (let term = 0; term < lanczos.length; term++) sum += (lanczos[term] ?? 0) / (shifted + term + 1)
  const base = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

/** The logarithm of a sum of two numbers that are given by their logarithms. */
export const logSum = (one: number, two: number): number => {
  const greater = Math.max(one, two)
  return greater === -Infinity ? -Infinity : greater + Math.log(Math.exp(one - greater) + Math.exp(two - greater))
}

/** A number that may be too great to be one: its sign, and the logarithm of its size. */
export interface Scaled {
  readonly sign: number
  readonly log: number
}

/** The most terms of a series: beyond it the rest is below what a number can tell. */
const mostTerms = 200_000

/** Beyond this a sum is scaled down, so that it does not run out of the numbers that there are. */
const greatest = 1e200

/** Gauss's hypergeometric function by its series, for 0 ≤ z < 1 (https://dlmf.nist.gov/15.2.E1). */
export const scaledHypergeometric = (a: number, b: number, c: number, z: number): Scaled => {
  let [sum, term, log] = [1, 1, 0]
  for (let count = 0; count < mostTerms; count++) {
    term *= (((a + count) * (b + count)) / ((c + count) * (count + 1))) * z
    sum += term
    if (Math.abs(term) <= 1e-15 * Math.abs(sum)) break
    if (Math.abs(sum) < greatest) continue
    sum /= greatest
    term /= greatest
    log += Math.log(greatest)
  }
  return { sign: Math.sign(sum), log: log + Math.log(Math.abs(sum)) }
}

/** The same, where it is known to be a number. */
export const hypergeometric = (a: number, b: number, c: number, z: number): number => {
  const { sign, log } = scaledHypergeometric(a, b, c, z)
  return sign * Math.exp(log)
}
