/** One value per key, made when it is first asked for; beyond `most` the oldest is forgotten. */
export const keep = <Key, Value>(
  most: number,
  make: (key: Key) => Value,
  name: (key: Key) => string,
): ((key: Key) => Value) => {
  const held = new Map<string, Value>()
  return (key) => {
    const label = name(key)
    const found = held.get(label) ?? make(key)
    held.delete(label)
    held.set(label, found)
    const [oldest] = held.keys()
    if (held.size > most && oldest !== undefined) held.delete(oldest)
    return found
  }
}
