/** One event of a stream. An event without an id has an empty one. */
export interface ServerEvent {
  readonly id: string
  readonly data: string
}

const linesOf = (block: string, field: RegExp): readonly string[] =>
  Array.from(block.matchAll(field), ([, value = ""]) => value)

const eventIn = (block: string): readonly ServerEvent[] => {
  const data = linesOf(block, /^data: ?(.*)$/gm)
  return data.length > 0 ? [{ id: linesOf(block, /^id: ?(.*)$/gm).at(-1) ?? "", data: data.join("\n") }] : []
}

/**
 * Reads server-sent events out of text that comes in pieces of any size
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). What is not finished waits for the next piece.
 */
export const createEventReader = (): ((piece: string) => readonly ServerEvent[]) => {
  let rest = ""
  return (piece) => {
    rest += piece
    const end = rest.endsWith("\r") ? -1 : rest.length // the line feed of this carriage return may be in the next piece
    const blocks = rest.slice(0, end).replace(/\r\n?/g, "\n").split("\n\n")
    rest = (blocks.pop() ?? "") + rest.slice(end)
    return blocks.flatMap(eventIn)
  }
}
