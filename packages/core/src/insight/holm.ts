/**
 * What is left of probabilities when several differences are looked at at once: whoever compares twenty groups finds one that differs by
 * chance alone. Holm's method holds the chance of a single false find, whatever they have to do with each other
 * (https://en.wikipedia.org/wiki/Holm–Bonferroni_method). `null`, where nothing was compared, stays and does not count.
 *
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export const holm = (probabilities: readonly (number | null)[]): readonly (number | null)[] => {
  const compared = probabilities
    .flatMap((p, place) => (p === null || Number.isNaN(p) ? [] : [{ p, place }]))
    .toSorted((one, two) => one.p - two.p)
  const adjusted = new Map<number, number>()
  let most = 0
  for (const [rank, { p, place }] of compared.entries()) {
    most = Math.max(most, Math.min(1, p * (compared.length - rank)))
    adjusted.set(place, most)
  }
  return probabilities.map((_, place) => adjusted.get(place) ?? null)
}
