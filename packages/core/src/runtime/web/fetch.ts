import type { WebRequest, WebResponse } from "./request.ts"

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

/** `handle()` over web standards: a function from `Request` to `Response`. */
export const fetchOver =
  (handle: (request: WebRequest) => Promise<WebResponse>) =>
  async (request: Request): Promise<Response> => {
    const { status, headers, body } = await handle({
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: new Uint8Array(await request.arrayBuffer()),
    })
    const isStream = typeof body === "object" && Symbol.asyncIterator in body
    return new Response(isStream ? streamOf(body) : typeof body === "string" ? body : new Uint8Array(body), {
      status,
      headers: { ...headers },
    })
  }
