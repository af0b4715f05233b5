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

/** The most terms of a series: beyond it the rest is below what a number can tell. */
const mostTerms = 20_000

/** Gauss's hypergeometric function by its series, for 0 ≤ z < 1 (https://dlmf.nist.gov/15.2.E1). */
export const hypergeometric = (a: number, b: number, c: number, z: number): number => {
  let [sum, term] = [1, 1]
  for (let count = 0; count < mostTerms; count++) {
    term *= (((a + count) * (b + count)) / ((c + count) * (count + 1))) * z
    sum += term
    if (Math.abs(term) <= 1e-14 * Math.abs(sum)) break
  }
  return sum
}
