import { createServer, type ServerHttp2Session } from "node:http2"
import type { Endpoint } from "./endpoint.ts"
import type { RestateListening } from "./options.ts"

/** A server that listens for Restate. */
export interface Listening {
  readonly url: string
  /** Takes nothing new: Restate opens other connections, to other processes. What is under way goes on. */
  readonly leave: () => void
  /** Ends when what is under way has been answered, a second later at the latest. */
  readonly close: () => Promise<void>
}

/**
 * Deliveries at a time on one connection. Where several processes listen on one port the system spreads connections among them, so a few
 * deliveries each spread the work; Restate opens as many connections as it needs.
 */
const streams = 16
const lastMoments = 1_000

const hostIn = (host: string): string => (host.includes(":") ? `[${host}]` : host)

/**
 * Listens on HTTP/2 without TLS, which is the business of whatever stands in front. Several processes of one machine may listen on one
 * port, where the system allows it: Linux does.
 */
export const listen = async ({ port, host }: Required<RestateListening>, endpoint: Endpoint): Promise<Listening> => {
  const sessions = new Set<ServerHttp2Session>()
  const server = createServer({ settings: { maxConcurrentStreams: streams } }, endpoint.node)
  server.on("session", (session) => {
    sessions.add(session)
    session.once("close", () => sessions.delete(session)).on("error", () => {}) // each stream is told by itself
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen({ port, host, reusePort: port !== 0 && process.platform === "linux" }, () => {
      server.off("error", reject)
      resolve()
    })
  })
  const address = server.address()
  const taken = typeof address === "object" && address !== null ? address.port : port
  const closed = new Promise<void>((resolve) => void server.once("close", resolve))
  const leave = (): void => {
    server.close()
    for (const session of sessions) session.close()
  }
  return {
    url: `http://${hostIn(host)}:${taken}`,
    leave,
    close: async () => {
      if (server.listening) leave()
      const end = (): void => {
        for (const session of sessions) session.destroy()
      }
      AbortSignal.timeout(lastMoments).addEventListener("abort", end, { once: true })
      await closed
    },
  }
}
