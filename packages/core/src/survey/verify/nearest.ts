/** How many letters two words differ by, a letter changed, left out or put in; more than `most` is as good as any. */
const distance = (one: string, other: string, most: number): number => {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (const [place, compared] of [...other].entries())
      next.push(
        Math.min((next[place] ?? 0) + 1, (row[place + 1] ?? 0) + 1, (row[place] ?? 0) + (letter === compared ? 0 : 1)),
      )
    row = next
  }
  return row.at(-1) ?? most + 1
}

/** The name that somebody most likely meant, one or two letters away; `undefined` where none is that near. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const most = name.length < 3 ? 0 : name.length < 5 ? 1 : 2
  let best: string | undefined
  let least = most + 1
  for (const each of names) {
    const far = distance(name.toLowerCase(), each.toLowerCase(), most)
    if (far < least) [best, least] = [each, far]
  }
  return best
}
