/** One event of a stream. */
export interface ServerEvent {
  readonly id: string
  readonly data: string
}

const field = (line: string, name: string): string | undefined => {
  if (!line.startsWith(`${name}:`)) return undefined
  return line.slice(line[name.length + 1] === " " ? name.length + 2 : name.length + 1)
}

const eventIn = (block: string): ServerEvent | undefined => {
  let id = ""
  const data: string[] = []
  for (const line of block.split("\n")) {
    id = field(line, "id") ?? id
    const part = field(line, "data")
    if (part !== undefined) data.push(part)
  }
  return data.length > 0 ? { id, data: data.join("\n") } : undefined
}

/**
 * Reads server-sent events out of text that comes in pieces of any size
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). What is not finished waits for the next piece.
 */
export const createEventReader = (): ((piece: string) => readonly ServerEvent[]) => {
  let rest = ""
  return (piece) => {
    // A line may end with CR LF, and the pieces may part it there: a CR at the very end waits.
    const text = rest + piece
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text
    const blocks = whole.replace(/\r\n?/g, "\n").split("\n\n")
    rest = (blocks.pop() ?? "") + text.slice(whole.length)
    return blocks.flatMap((block) => eventIn(block) ?? [])
  }
}
