/** Chance as the house takes it when nobody gives another: numbers in [0, 1). Nothing secret is made from it. */
export const systemRandom: () => number = Math.random

/** A name that nobody can guess, for visitors and responses. */
export const unguessable = (): string => crypto.randomUUID()
