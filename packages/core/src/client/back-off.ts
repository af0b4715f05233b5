const first = 1_000
const longest = 30_000

/**
 * How long to wait before the next attempt, in milliseconds: twice as long each time, 30 seconds at most, and half of it by chance,
 * so that a thousand pages that lost the same server do not come back at once
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). `random` is in [0, 1).
 */
export const backOff = (failures: number, random: number): number => {
  const whole = Math.min(longest, first * 2 ** Math.max(0, failures - 1))
  return whole / 2 + (random * whole) / 2
}
