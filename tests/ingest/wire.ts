import { deflateSync, gzipSync } from "node:zlib"
import * as fc from "fast-check"
import type { Escucha } from "../../packages/core/src/assembly/escucha.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"

/** How a request goes over the wire: packed or not, with or without saying so, and called this or that. */
export interface Wire {
  readonly packed: "no" | "gzip" | "gzip unsaid" | "deflate"
  readonly type: "application/json" | "text/plain" | "application/x-www-form-urlencoded" | "application/octet-stream"
}

/** Every way over the wire. */
export const anyWire: fc.Arbitrary<Wire> = fc.record({
  packed: fc.constantFrom("no", "gzip", "gzip unsaid", "deflate"),
  type: fc.constantFrom(
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
  ),
})

const bytes = { no: (text: Buffer) => text, gzip: gzipSync, "gzip unsaid": gzipSync, deflate: deflateSync } as const
const said = { no: undefined, gzip: "gzip", "gzip unsaid": undefined, deflate: "deflate" } as const

/** A request with a body of JSON, as it goes over this wire. */
export const sentBy = ({ packed, type }: Wire, body: unknown) => ({
  headers: { "content-type": type, "content-encoding": said[packed] },
  body: new Uint8Array(bytes[packed](Buffer.from(JSON.stringify(body)))),
})

/** Everything that a house took in, as text and in no order: streams by what they are known by, since their own names are chance. */
export const takenBy = async ({ store }: Pick<Escucha, "store">): Promise<readonly string[]> => {
  const entries = new Map<string, string>()
  const streams = new Set<StreamId>()
  const found = []
  for await (const { entry } of store.feed(0)) {
    streams.add(entry.stream)
    found.push(entry)
  }
  const names = await store.load({ inputs: [], identifiers: [], streams: [...streams] })
  for (const { id, kind, stream, occurredAt, data } of found)
    entries.set(`${id} ${stream}`, JSON.stringify([id, kind, stream, occurredAt, data]))
  return [...entries.values()]
    .map((text) => text.replaceAll(/s_[0-9a-z]+/g, (name) => names.streams.get(name as StreamId)?.identifier ?? name)) // the pattern is that of a stream
    .sort()
}
