import { InputError } from "../../kernel/errors.ts"

// A body tells by its first bytes what it is: proxies undo an encoding and leave the header, and clients forget the header.
// gzip: https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1, zlib ("deflate" of HTTP): https://www.rfc-editor.org/rfc/rfc1950#section-2.2
const [gzipFirst, gzipSecond, zlibFirst] = [0x1f, 0x8b, 0x78]
const readable: ReadonlySet<string> = new Set(["", "identity", "gzip", "x-gzip", "deflate"])

const formatOf = (body: Uint8Array, encoding: string): "gzip" | "deflate" | undefined => {
  if (body[0] === gzipFirst && body[1] === gzipSecond) return "gzip"
  return encoding === "deflate" && body[0] === zlibFirst ? "deflate" : undefined
}

const tooLarge = (most: number) => new InputError("too-large", "body", `send at most ${most} bytes at once, unpacked`)

const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const bytes = new Uint8Array(size)
  let place = 0
  for (const chunk of chunks) {
    bytes.set(chunk, place)
    place += chunk.length
  }
  return bytes
}

const unpacked = async (body: Uint8Array, format: "gzip" | "deflate", most: number): Promise<Uint8Array> => {
  const stream = new Blob([new Uint8Array(body)]).stream().pipeThrough(new DecompressionStream(format))
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value)
    size += next.value.length
    if (size <= most) continue
    await reader.cancel()
    throw tooLarge(most)
  }
  return joined(chunks, size)
}

/**
 * The bytes of a body as they were before they were packed with gzip or deflate, and at most `most` of them: what would become larger
 * is read no further. Throws `InputError` for it, and for what is packed in another way or badly.
 */
export const inflated = async (body: Uint8Array, encoding: string | undefined, most: number): Promise<Uint8Array> => {
  const named = (encoding ?? "").trim().toLowerCase()
  if (!readable.has(named))
    throw new InputError("invalid", "content-encoding", "send it plain, or packed with gzip or deflate")
  const format = formatOf(body, named)
  if (format === undefined) {
    if (body.length > most) throw tooLarge(most)
    return body
  }
  try {
    return await unpacked(body, format, most)
  } catch (failure) {
    if (failure instanceof InputError) throw failure
    // the runtime says in its own way, and each differently, that the bytes are not what they begin as
    throw new InputError("invalid", "body", `this is not sound ${format}`, { cause: failure })
  }
}
