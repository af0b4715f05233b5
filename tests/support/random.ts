/** Numbers in [0, 1) that a seed decides: mulberry32. */
export const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The seed of a campaign: the one in `ESCUCHA_SEED`, to run a failure again, or a new one. Print it. */
export const campaignSeed = (): number => Number(process.env["ESCUCHA_SEED"] ?? Math.floor(Math.random() * 2 ** 31))
