// The SDK of Restate, in what we need of it: https://docs.restate.dev/develop/ts/serving
import { ConfigurationError } from "@escucha/core/engine"
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2"
import { LaterError } from "./delivery.ts"
import type { RestateSettings } from "./options.ts"
import { handlerVersion, type Token } from "./server.ts"

/** Takes what Restate delivers, as a server of the web or of Node hands it over. */
export interface Endpoint {
  readonly fetch: (request: Request) => Promise<Response>
  readonly node: (request: Http2ServerRequest, response: Http2ServerResponse) => void
}

/** Runs one delivery; rejects with `LaterError` where it is to be brought again. */
export type Deliver = (key: string, token: Token, signal: AbortSignal) => Promise<void>

/**
 * Milliseconds, but for the factor. The longest job takes two minutes (docs/decisions/2026-11-26-time-limits.md); what takes longer
 * hangs, and is given up. Nothing is kept of what has run but its id, for ten minutes. At the end of its attempts Restate would wait for
 * a person: so there is no end.
 */
const policy = {
  inactivityTimeout: 125_000,
  abortTimeout: 15_000,
  idempotencyRetention: 600_000,
  journalRetention: 0,
  retryPolicy: { initialInterval: 50, maxInterval: 2_000, exponentiationFactor: 2, maxAttempts: 2_147_483_647 },
} as const

const tokenOf = (given: unknown): Token | undefined => {
  if (typeof given !== "object" || given === null) return undefined
  const { job, seq, at, noted } = given as Partial<Record<keyof Token, unknown>> // looked at in the next lines
  if (typeof job !== "string" || typeof seq !== "number" || !Number.isSafeInteger(seq)) return undefined
  if (at !== undefined && !(typeof at === "number" && Number.isFinite(at))) return undefined
  return { job, seq, ...(at !== undefined && { at }), ...(noted === true && { noted }) }
}

const load = async () => {
  try {
    const [{ createEndpointHandler: web }, sdk] = await Promise.all([
      import("@restatedev/restate-sdk/fetch"),
      import("@restatedev/restate-sdk"),
    ])
    return { ...sdk, web }
  } catch (failure) {
    throw new ConfigurationError("engine", "install the SDK of Restate: npm install @restatedev/restate-sdk", {
      cause: failure,
    })
  }
}

/** The virtual object of Restate whose one handler is `deliver`. Its own log is left out: it writes two lines for each delivery. */
export const openEndpoint = async ({ service, identityKeys }: RestateSettings, deliver: Deliver): Promise<Endpoint> => {
  const { web, createEndpointHandler, object, handlers, RetryableError, TerminalError } = await load()
  const mailbox = object({
    name: service,
    handlers: {
      deliver: handlers.object.exclusive(
        { ...policy, metadata: { escucha: handlerVersion } },
        async (context, given: unknown): Promise<void> => {
          const token = tokenOf(given)
          if (!token) throw new TerminalError("this is no delivery of Escucha", { errorCode: 400 })
          try {
            await deliver(context.key, token, context.request().attemptCompletedSignal)
          } catch (failure) {
            const { message, retryAfter } = failure instanceof LaterError ? failure : new LaterError(1_000)
            const later = new RetryableError(message, { retryAfter })
            later.stack = message
            throw later
          }
        },
      ),
    },
  })
  const options = {
    services: [mailbox],
    logger: () => {},
    ...(identityKeys.length > 0 && { identityKeys: [...identityKeys] }),
  }
  const node: Endpoint["node"] = createEndpointHandler(options)
  return { fetch: web(options), node }
}
