/** One event of a stream of server-sent events. */
export interface ServerEvent {
  readonly id: string | null
  readonly data: string
}

/** What was read of a stream so far: the events that are complete, and the text that waits for its end. */
export interface ReadEvents {
  readonly events: readonly ServerEvent[]
  readonly rest: string
}

const field = (line: string): readonly [string, string] => {
  const colon = line.indexOf(":")
  if (colon < 0) return [line, ""]
  const value = line.slice(colon + 1)
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value]
}

const eventOf = (block: string): ServerEvent | null => {
  let id: string | null = null
  const data: string[] = []
  for (const line of block.split("\n")) {
    const [name, value] = field(line)
    if (name === "data") data.push(value)
    if (name === "id" && !value.includes("\0")) id = value
  }
  return data.length === 0 ? null : { id, data: data.join("\n") }
}

/**
 * The events in `rest + chunk`. Text may be cut anywhere, also between the two characters of a line end.
 * The format: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export const readEvents = (rest: string, chunk: string): ReadEvents => {
  const text = rest + chunk
  const held = text.endsWith("\r") ? "\r" : "" // its line feed may come with the next chunk
  const blocks = text
    .slice(0, text.length - held.length)
    .replace(/\r\n?/g, "\n")
    .split("\n\n")
  const last = blocks.pop() ?? ""
  return { events: blocks.map(eventOf).filter((event) => event !== null), rest: last + held }
}
