const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** The logarithm of the gamma function for positive arguments (Lanczos, https://mrob.com/pub/ries/lanczos-gamma.html). */
const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const [first, ...others] = lanczos
  const t = x + 6.5
  const sum = others.reduce<number>((so, coefficient, index) => so + coefficient / (x + index), first)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

// What Stirling's formula leaves out (https://dlmf.nist.gov/5.11.E1).
const stirling = (x: number): number => (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * x * x)) / (x * x)) / (x * x)) / x

// log B(a, b). Where one argument is large its two gammas nearly cancel, so their difference is taken before it is rounded.
const logBeta = (one: number, two: number): number => {
  const [a, b] = one > two ? [one, two] : [two, one]
  if (a < 30) return logGamma(a) + logGamma(b) - logGamma(a + b)
  // logGamma(a) - logGamma(a + b)
  const difference = b - (a - 0.5) * Math.log1p(b / a) - b * Math.log(a + b) + stirling(a) - stirling(a + b)
  return difference + (b < 30 ? logGamma(b) : (b - 0.5) * Math.log(b) - b + 0.5 * Math.log(2 * Math.PI) + stirling(b))
}

const tiny = 1e-300
const most = 20_000

const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value)

// The continued fraction of the incomplete beta function by Lentz's method (https://dlmf.nist.gov/8.17.E22).
const fraction = (x: number, a: number, b: number): number => {
  let c = 1,
    d = 1 / away(1 - ((a + b) * x) / (a + 1)),
    result = d
  for (let m = 1; m < most; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    result *= d * c
    if (Math.abs(d * c - 1) < 3e-16) break
  }
  return result
}

/**
 * The regularised incomplete beta function I of `x` from 0 to 1 (https://dlmf.nist.gov/8.17): the probabilities of Student's t and of F
 * are made of it. `rest` is 1 - x, where it is known better than it can be subtracted.
 */
export const incompleteBeta = (x: number, a: number, b: number, rest = 1 - x): number => {
  if (!(x > 0)) return 0
  if (!(rest > 0)) return 1
  const logOf = (part: number, other: number) => (part > 0.5 ? Math.log1p(-other) : Math.log(part)) // near 1 it is the other that is exact
  const factor = Math.exp(a * logOf(x, rest) + b * logOf(rest, x) - logBeta(a, b))
  return x < (a + 1) / (a + b + 2) ? (factor * fraction(x, a, b)) / a : 1 - (factor * fraction(rest, b, a)) / b
}
