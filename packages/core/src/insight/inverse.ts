/**
 * The number from 0 upwards at which something that only grows reaches `wanted`: found by halving, to the last digit that a number has.
 * Infinite where it is not reached.
 */
export const inverse = (growing: (x: number) => number, wanted: number): number => {
  let low = 0,
    high = 1
  while (growing(high) < wanted) {
    low = high
    high *= 2
    if (high > 1e300) return Infinity
  }
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (growing(middle) < wanted) low = middle
    else high = middle
  }
}
