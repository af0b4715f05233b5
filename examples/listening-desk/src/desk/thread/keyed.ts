/** A value under a name that no other of its list has. */
export interface Keyed<Value> {
  readonly key: string
  readonly value: Value
}

/** The values of a list, each under its own name: what came from outside may say the same twice. */
export const keyed = <Value>(values: readonly Value[], nameOf: (value: Value) => string): readonly Keyed<Value>[] => {
  const counts = new Map<string, number>()
  return values.map((value) => {
    const name = nameOf(value)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return { key: `${count} ${name}`, value }
  })
}
