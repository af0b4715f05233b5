const steps = 500
const rootOfPi = Math.sqrt(Math.PI)

// erf as its series around 0 (https://dlmf.nist.gov/7.6.E2), for arguments that are not large.
const erfBySeries = (x: number): number => {
  let term = x,
    sum = x
  for (let step = 1; step < steps && Math.abs(term) > Math.abs(sum) * 1e-17; step++) {
    term *= (2 * x * x) / (2 * step + 1)
    sum += term
  }
  return (2 / rootOfPi) * Math.exp(-x * x) * sum
}

// erfc as its continued fraction (https://dlmf.nist.gov/7.9.E1), worked out from its end, for arguments that are not small.
const erfcByFraction = (x: number): number => {
  let fraction = x
  for (let step = 120; step >= 1; step--) fraction = x + step / 2 / fraction
  return Math.exp(-x * x) / (rootOfPi * fraction)
}

/**
 * The probability that a standard normal variable is at most `z`, exact to 13 digits also far out on the left.
 *
 * @example
 * normalProbability(1.96) // 0.975, to three digits
 */
export const normalProbability = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2
  const tail = x < 2 ? (1 - erfBySeries(x)) / 2 : erfcByFraction(x) / 2
  return z > 0 ? 1 - tail : tail
}

/** How probable it is that a standard normal variable is as far from 0 as `z`, or farther, to either side. */
export const twoSided = (z: number): number => Math.min(1, 2 * normalProbability(-Math.abs(z)))

// A first guess, good to 4.5e-4 (Abramowitz and Stegun 26.2.23).
const guess = (p: number): number => {
  const t = Math.sqrt(-2 * Math.log(p))
  return (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
}

/**
 * The standard normal variable below which a share `p` of all lies: a first guess, made exact by three steps of Halley. Infinite at 0
 * and at 1; `NaN` for what is no probability.
 *
 * @example
 * normalQuantile(0.975) // 1.96, to three digits
 */
export const normalQuantile = (p: number): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p < 1e-300) return -Infinity
  let z = guess(p)
  for (let step = 0; step < 3; step++) {
    const off = (normalProbability(z) - p) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2)
    z -= off / (1 + (z * off) / 2)
  }
  return z
}
