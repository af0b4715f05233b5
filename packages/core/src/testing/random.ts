/**
 * Numbers in [0, 1) that look random and are the same for the same seed, a whole number: a counter, each step of it mixed
 * (https://github.com/skeeto/hash-prospector). For tests only.
 *
 * @example
 * const random = createRandom(7)
 * random() === createRandom(7)() // true
 */
export const createRandom = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}
