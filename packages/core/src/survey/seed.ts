/**
 * The seed of a response, from its id: 32 bits by FNV-1a (https://www.rfc-editor.org/rfc/rfc9923). Whoever knows the id can draw again
 * what was drawn.
 */
export const seedOf = (id: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** Numbers in [0, 1) that follow from a seed: Mulberry32 (https://github.com/cprosche/mulberry32). Fair, and no secret. */
export const drawing = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let drawn = Math.imul(state ^ (state >>> 15), state | 1)
    drawn ^= drawn + Math.imul(drawn ^ (drawn >>> 7), drawn | 61)
    return ((drawn ^ (drawn >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same things in an order that follows from the seed, each order as likely as another (Fisher and Yates). */
export const mixed = <Item>(items: readonly Item[], seed: number): readonly Item[] => {
  const order = [...items]
  const draw = drawing(seed)
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1))
    const [one, two] = [order[last], order[other]]
    if (one !== undefined && two !== undefined) [order[last], order[other]] = [two, one]
  }
  return order
}
