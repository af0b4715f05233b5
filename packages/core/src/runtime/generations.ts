/** A map that forgets what was not used for long: two generations, the older one is dropped when the younger is full. */
export interface Generations<Key, Value> {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): void
  delete(key: Key): void
}

/** Keeps between `size` and twice `size` of the entries used last. */
export const createGenerations = <Key, Value>(size: number): Generations<Key, Value> => {
  let young = new Map<Key, Value>(),
    old = new Map<Key, Value>()
  const set = (key: Key, value: Value) => {
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }
  return {
    set,
    get: (key) => {
      const value = young.get(key)
      if (value !== undefined) return value
      const aged = old.get(key)
      if (aged !== undefined) set(key, aged)
      return aged
    },
    delete: (key) => {
      young.delete(key)
      old.delete(key)
    },
  }
}
