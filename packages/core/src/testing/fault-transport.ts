import type { HttpRequest, HttpResponse } from "../channel/channel.ts"
import { callProviderOver, type Transport } from "../runtime/http.ts"

/**
 * What the network or the provider does with one call. `dns`, `refused`, `tls` and `no-connection` happen before a byte has left.
 * `reset` cuts the line while we wait for the answer, `reset-in-answer` in the middle of it; `silence` never answers. Whether the
 * provider took what it was sent before that, `taken` says.
 */
export type NetworkFault =
  | { readonly kind: "dns" | "refused" | "tls" | "no-connection" }
  | { readonly kind: "reset" | "reset-in-answer" | "silence"; readonly taken: boolean }
  /** Answers with this, and takes nothing unless told. */
  | { readonly kind: "answer"; readonly response: HttpResponse; readonly taken?: boolean }
  /** Works as it should: a place in the script. */
  | { readonly kind: "none" }

/** What a provider answers that works, and what goes wrong before: call by call, after the last everything works. */
export interface FaultTransportOptions {
  readonly accepts: (request: HttpRequest) => HttpResponse
  readonly faults?: readonly NetworkFault[]
}

/** What a test sees of a network that fails by script. */
export interface FaultTransport {
  readonly transport: Transport
  /** Every call, in order, those that failed included. */
  readonly calls: readonly HttpRequest[]
  /** What the provider took, doubles included. */
  readonly taken: readonly HttpRequest[]
}

// As Node's fetch says it: https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md
const codes = {
  dns: "ENOTFOUND",
  refused: "ECONNREFUSED",
  tls: "DEPTH_ZERO_SELF_SIGNED_CERT",
  "no-connection": "UND_ERR_CONNECT_TIMEOUT",
  reset: "ECONNRESET",
  "reset-in-answer": "UND_ERR_SOCKET",
} as const

const failed = (code: string): TypeError =>
  new TypeError("fetch failed", { cause: Object.assign(new TypeError(code), { code }) })

/** Ends when the caller has enough. */
const silence = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => {
    const stop = () => reject(new DOMException("aborted", "AbortError"))
    if (signal?.aborted) stop()
    else signal?.addEventListener("abort", stop, { once: true })
  })

const answerOf = ({ status, headers, body }: HttpResponse): Response =>
  new Response(status === 204 || status === 304 ? null : body, {
    status,
    headers: Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  })

/** An answer that stops after its beginning. */
const cutOff = (): Response =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode("{"))
        controller.error(failed(codes["reset-in-answer"]))
      },
    }),
  )

/**
 * A network between us and a provider that fails by script, under the very code that calls providers: what a fault means is read as it
 * is in production.
 *
 * @example
 * const network = faultTransport({ faults: [{ kind: "dns" }], accepts: () => ({ status: 200, headers: {}, body: "{}" }) })
 * await network.transport("acme", { method: "POST", url: "https://acme.example", headers: {}, body: "{}" })
 * network.taken.length // 0
 */
export const faultTransport = ({ accepts, faults = [] }: FaultTransportOptions): FaultTransport => {
  const calls: HttpRequest[] = []
  const taken: HttpRequest[] = []
  const played = async (
    request: HttpRequest,
    fault: NetworkFault,
    signal: AbortSignal | null | undefined,
  ): Promise<Response> => {
    if ("taken" in fault && fault.taken) taken.push(request)
    switch (fault.kind) {
      case "none":
        taken.push(request)
        return answerOf(accepts(request))
      case "answer":
        return answerOf(fault.response)
      case "silence":
        return silence(signal)
      case "reset-in-answer":
        return cutOff()
      default:
        throw failed(codes[fault.kind])
    }
  }
  return {
    transport: (channel, request, options) => {
      const fault = faults[calls.length] ?? { kind: "none" }
      calls.push(request)
      const fetched: typeof globalThis.fetch = (input, init) =>
        played(request, fault, input instanceof Request ? input.signal : init?.signal)
      const { http2: _, ...spoken } = request // this network speaks every version
      return callProviderOver(fetched)(channel, spoken, options)
    },
    calls,
    taken,
  }
}
