// A floor: what HTTP and JSON cost alone, and what the client can send at most.
import type { OpenServer } from "./open-server.ts"
import { serveByHand } from "./raw.ts"

/** node:http and a check by hand; the events are counted and forgotten. */
export const empty: OpenServer = async () => {
  let taken = 0
  return serveByHand(
    (events, kept) => {
      taken += events.length
      kept()
    },
    { events: async () => taken, close: async () => {} },
  )
}
