// How foreign addresses are reached: the one place beside http.ts that opens connections. Only guarded-fetch.ts calls it.

/** A call to one address that was looked at. */
export interface OutsideCall {
  readonly url: URL
  /** The address of the network to which the connection goes, whatever the name resolves to by now. */
  readonly address: string
  readonly method: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: string | Uint8Array
  readonly signal: AbortSignal
}

/** An answer whose body was not read yet. */
export interface OutsideAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: AsyncIterable<Uint8Array>
  /** Lets go of what was not read. */
  readonly close: () => void
}

/** The world outside; replaceable, so that tests resolve names as they like. */
export interface Outside {
  /** The addresses of a name; `undefined` where this runtime does not tell them, so that nobody can look at them before. */
  readonly resolve: ((name: string) => Promise<readonly string[]>) | undefined
  /** Rejects where no answer came. Redirects are not followed. */
  readonly call: (call: OutsideCall) => Promise<OutsideAnswer>
}

const isName = (host: string): boolean => !host.startsWith("[") && !/^[\d.]+$/.test(host)

/** The world by sockets, where the runtime has Node's modules (Node, Bun, Deno); nothing is imported. */
export const nodeOutside = (): Outside | undefined => {
  const builtin = globalThis.process?.getBuiltinModule
  if (!builtin) return undefined
  const [dns, http, https] = [builtin("node:dns"), builtin("node:http"), builtin("node:https")]
  return {
    resolve: async (name) => (await dns.promises.lookup(name, { all: true })).map(({ address }) => address),
    call: ({ url, address, method, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const isSecure = url.protocol === "https:"
        const host = url.hostname.replace(/\.$/, "")
        const request = (isSecure ? https : http).request({
          // the connection goes to the address that was looked at; the name is said to TLS and in the header alone
          host: address,
          ...(url.port !== "" && { port: Number(url.port) }),
          ...(isSecure && isName(host) && { servername: host }),
          path: `${url.pathname}${url.search}`,
          method,
          headers: { ...headers, host: url.host },
          agent: false,
          signal,
        })
        request.once("error", reject)
        request.once("response", (answer) => {
          const found = Object.entries(answer.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(", ") : value,
          ])
          resolve({
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(found),
            body: answer,
            close: () => void answer.destroy(),
          })
        })
        request.end(body)
      }),
  }
}

/** The world by `fetch`, which resolves names by itself and tells nobody. */
export const webOutside: Outside = {
  resolve: undefined,
  call: async ({ url, method, headers, body, signal }) => {
    const answer = await fetch(url, {
      method,
      headers: { ...headers },
      redirect: "manual",
      signal,
      // a copy: a body may not lie in memory that is shared with another thread
      ...(body !== undefined && { body: typeof body === "string" ? body : new Uint8Array(body) }),
    })
    const { body: stream } = answer
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: stream ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }),
      close: () => {
        stream?.cancel().catch(() => {}) // it has ended by itself
      },
    }
  },
}

/** The world as this runtime reaches it. */
export const outsideHere = (): Outside => nodeOutside() ?? webOutside
