import type { Unit } from "./store.ts"

/** A unit that does nothing but what is given: for lines of lists that no input makes, and for the conformance suite. */
export const unitOf = <State>(part: Partial<Unit<State>>): Unit<State> => ({
  inputs: [],
  expects: new Map(),
  binds: new Map(),
  entries: [],
  passages: [],
  states: new Map(),
  puts: [],
  drops: [],
  counts: [],
  posts: [],
  cancels: [],
  acks: [],
  ...part,
})
