import { largestBody } from "./json.ts"
import type { WebDoor, WebRequest, WebResponse } from "./request.ts"

const encoder = new TextEncoder()

const streamOf = (chunks: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> => {
  const reading = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await reading.next()
      if (done) controller.close()
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value)
    },
    cancel: async () => void (await reading.return?.()),
  })
}

const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const bytes = new Uint8Array(size)
  let place = 0
  for (const chunk of chunks) {
    bytes.set(chunk, place)
    place += chunk.length
  }
  return bytes
}

/** The body; of one that is too large only as much as shows it, and `handle()` refuses that. */
const bodyOf = async (request: Request, largest: number): Promise<Uint8Array> => {
  const announced = Number(request.headers.get("content-length") ?? Infinity)
  if (announced <= largest) return new Uint8Array(await request.arrayBuffer())
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    chunks.push(next.value)
    size += next.value.length
    if (size <= largest) continue
    await reader?.cancel()
    break
  }
  return joined(chunks, size)
}

/** `handle()` over web standards: a function from `Request` to `Response`. */
export const fetchOver =
  (
    handle: (request: WebRequest) => Promise<WebResponse>,
    largestOf: NonNullable<WebDoor["largestBody"]> = () => largestBody,
  ) =>
  async (request: Request): Promise<Response> => {
    const { status, headers, body } = await handle({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: await bodyOf(request, largestOf(request)),
    })
    if (request.method === "HEAD") return new Response(null, { status, headers: { ...headers } }) // no route of ours is a HEAD
    const isStream = typeof body === "object" && Symbol.asyncIterator in body
    return new Response(isStream ? streamOf(body) : typeof body === "string" ? body : new Uint8Array(body), {
      status,
      headers: { ...headers },
    })
  }
