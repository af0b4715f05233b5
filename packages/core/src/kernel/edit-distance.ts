/**
 * How many edits lie between two texts: a character added, taken away, replaced, or two neighbours swapped (Damerau–Levenshtein in
 * its restricted form, where no part is edited twice, https://doi.org/10.1145/363958.363994). Counting stops above `most`.
 *
 * @example
 * editDistance("19560409", "19560490") // 1
 */
export const editDistance = (one: string, two: string, most = 3): number => {
  if (one === two) return 0
  if (Math.abs(one.length - two.length) > most) return most + 1
  const width = two.length + 1
  let before = new Uint16Array(width)
  let above = Uint16Array.from({ length: width }, (_, column) => column)
  let row = new Uint16Array(width)
  for (let line = 1; line <= one.length; line++) {
    row[0] = line
    let least = line
    for (let column = 1; column < width; column++) {
      const isSame = one.charCodeAt(line - 1) === two.charCodeAt(column - 1)
      const isSwap =
        line > 1 &&
        column > 1 &&
        one.charCodeAt(line - 1) === two.charCodeAt(column - 2) &&
        one.charCodeAt(line - 2) === two.charCodeAt(column - 1)
      const edited = Math.min(
        (above[column] ?? 0) + 1,
        (row[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      const cost = isSwap ? Math.min(edited, (before[column - 2] ?? 0) + 1) : edited
      row[column] = cost
      least = Math.min(least, cost)
    }
    if (least > most + 1) return most + 1
    ;[before, above, row] = [above, row, before]
  }
  return Math.min(above[two.length] ?? most + 1, most + 1)
}
