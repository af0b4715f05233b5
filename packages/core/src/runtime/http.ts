// The one place that calls providers by HTTP, unless the application gives another transport. Causes are codes, never the errors of
// the client: those carry the address of the request, and with some providers the address carries the token.
import type { KyInstance } from "ky"
import { defineTransport, needsHttp2, type Transport } from "./transport.ts"

export { type Called, type CallOptions, longestAnswer, patience, type Transport } from "./transport.ts"

let client: Promise<KyInstance> | undefined
// No redirects: a provider that moved is a matter of configuration, and what we send carries credentials.
const loaded = () =>
  (client ??= import("ky").then(({ default: ky }) =>
    ky.create({ retry: 0, timeout: false, throwHttpErrors: false, redirect: "manual" }),
  ))

const nothing = new Blob()

/** `fetch` of Node asks for HTTP/1.1 alone; those of other runtimes agree on HTTP/2 by themselves. */
const speaksHttp2 = (): boolean =>
  "Bun" in globalThis || "Deno" in globalThis || globalThis.process?.versions?.node === undefined

/** Calls providers with ky over this `fetch`; over the runtime's own, where it is left out. For networks that fail by script. */
export const callProviderOver = (fetched?: typeof globalThis.fetch): Transport =>
  defineTransport(async ({ method, url, headers, body, http2 }, signal) => {
    if (http2 && !speaksHttp2()) throw Object.assign(new TypeError(needsHttp2), { code: needsHttp2 })
    const call = await loaded()
    const response = await call(url, {
      method,
      headers,
      signal,
      ...(fetched && { fetch: fetched }),
      // a copy: a body may not lie in memory that is shared with another thread, and the types say so
      ...(body !== undefined && { body: typeof body === "string" ? body : new Uint8Array(body) }),
    })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: response.body ?? nothing.stream(),
    }
  })

/**
 * Calls a provider once, with ky over the runtime's own `fetch`, loaded at the first call. Never rejects and never tries again: whoever
 * calls decides. A call that cannot have left says `sent: "no"`; a call without a whole answer says `sent: "unknown"`.
 *
 * @example
 * const called = await callProvider("telegram", channel.request(message), { signal })
 * const sent = "response" in called ? channel.receipt(called.response) : { status: "failed", error: called.error }
 */
export const callProvider: Transport = callProviderOver()
