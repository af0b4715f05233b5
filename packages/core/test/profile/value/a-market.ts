import type { BuyingParameters, PurchaseHistory, SpendingParameters } from "../../../src/value.ts"
import { createRandom } from "../../../src/testing.ts"

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** A number of the gamma distribution (Marsaglia and Tsang 2000). */
const gamma = (random: () => number, shape: number): number => {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(random)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Customers who buy and leave as the models say that people do, from parameters that are known. */
export const aMarket = (
  size: number,
  buying: BuyingParameters,
  spending: SpendingParameters,
  seed = 11,
): readonly PurchaseHistory[] => {
  const random = createRandom(seed)
  return Array.from({ length: size }, () => {
    const weeks = 26 + random() * 26
    const rate = gamma(random, buying.r) / buying.alpha
    const [stays, leaves] = [gamma(random, buying.b), gamma(random, buying.a)]
    const chance = leaves / (leaves + stays)
    let [repeats, at, lastWeek] = [0, 0, 0]
    for (;;) {
      at += -Math.log(1 - random()) / rate
      if (at > weeks) break
      repeats++
      lastWeek = at
      if (random() < chance) break
    }
    const nu = gamma(random, spending.q) / spending.v
    const average =
      Array.from({ length: repeats }, () => gamma(random, spending.p) / nu).reduce((sum, each) => sum + each, 0) /
      repeats
    return { repeats, lastWeek, weeks, ...(repeats > 0 && { average }) }
  })
}
