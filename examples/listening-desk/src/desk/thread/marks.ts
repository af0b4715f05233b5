import type { ThreadReading } from "@escucha/core"

/** A piece of a message, and whether it carries the feeling. */
export interface Piece {
  readonly start: number
  readonly text: string
  readonly marked: boolean
}

/** A text cut at the spans that carry feeling. Spans that overlap become one; what lies outside the text is left out. */
export const piecesOf = (text: string, spans: ThreadReading["spans"]): readonly Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  const add = (to: number, marked: boolean) => {
    if (to > from) pieces.push({ start: from, text: text.slice(from, to), marked })
    from = Math.max(from, to)
  }
  for (const { start, end } of [...spans].sort((one, two) => one.start - two.start)) {
    add(Math.min(start, text.length), false)
    add(Math.min(end, text.length), true)
  }
  add(text.length, false)
  return pieces
}
