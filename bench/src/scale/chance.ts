/** Numbers in [0, 1) that are the same for the same seed (mulberry32 by Tommy Ettinger, in the public domain). */
export const chanceOf = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A time between two things that happen by chance, so long on average. */
export const gapOf = (chance: () => number, mean: number): number => -Math.log(1 - chance()) * mean

/**
 * How much of everything comes from each of so many customers, the busiest first: the part of number n is 1 / n ^ skew. With a skew of 0
 * all are alike; 1 is what is usual among people.
 */
export const sharesOf = (customers: number, skew: number): readonly number[] => {
  const weights = Array.from({ length: customers }, (_, place) => (place + 1) ** -skew)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/** Draws places by their shares. */
export const drawing = (shares: readonly number[], chance: () => number): (() => number) => {
  let sum = 0
  const ends = shares.map((share) => (sum += share))
  return () => {
    const point = chance() * sum
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) > point) high = middle
      else low = middle + 1
    }
    return low
  }
}
