/** A piece of a text that is marked, or not. */
export interface Piece {
  readonly text: string
  readonly isMarked: boolean
}

interface Stretch {
  readonly start: number
  readonly end: number
}

/** A text in pieces, those marked that lie in one of the stretches; stretches may overlap. Together the pieces are the text. */
export const marked = (text: string, stretches: readonly Stretch[]): readonly Piece[] => {
  const pieces: Piece[] = []
  let at = 0
  const put = (end: number, isMarked: boolean) => {
    if (end <= at) return
    pieces.push({ text: text.slice(at, end), isMarked })
    at = end
  }
  for (const { start, end } of stretches.toSorted((one, other) => one.start - other.start)) {
    put(Math.min(start, text.length), false)
    put(Math.min(end, text.length), true)
  }
  put(text.length, false)
  return pieces
}
