// What all hand-written servers share: node:http, one JSON.parse, a check by hand.
import { createServer, type IncomingMessage } from "node:http"
import { requestHeaders, type SegmentEvent } from "../event.ts"
import { listen } from "./listen.ts"
import type { IngestServer } from "./open-server.ts"

const isText = (value: unknown): boolean => typeof value === "string" && value !== "" && value.length <= 256

const isEvent = (event: Partial<SegmentEvent>): boolean =>
  isText(event.messageId) &&
  isText(event.userId) &&
  isText(event.timestamp) &&
  (event.type === "track"
    ? isText(event.event) && typeof event.properties === "object"
    : event.type === "identify" && typeof event.traits === "object")

const eventsOf = (body: string): readonly SegmentEvent[] | undefined => {
  try {
    const { batch }: { readonly batch?: readonly SegmentEvent[] } = JSON.parse(body)
    return Array.isArray(batch) && batch.length > 0 && batch.length <= 1000 && batch.every(isEvent) ? batch : undefined
  } catch {
    // no JSON: refused like any other body that is not a batch
    return undefined
  }
}

const read = (request: IncomingMessage, whole: (body: string) => void): void => {
  const chunks: Uint8Array[] = []
  request.on("data", (chunk: Uint8Array) => chunks.push(chunk))
  request.on("end", () => whole(Buffer.concat(chunks).toString()))
}

const headers = { "content-type": "application/json" }

/** Serves `POST /v1/batch` by hand: `keep` calls `kept` when the events are where they belong. */
export const serveByHand = async (
  keep: (events: readonly SegmentEvent[], kept: () => void) => void,
  more: Pick<IngestServer, "events" | "close">,
): Promise<IngestServer> => {
  const server = await listen(
    createServer((request, response) =>
      read(request, (body) => {
        const events = request.headers.authorization === requestHeaders.authorization ? eventsOf(body) : undefined
        if (!events) return void response.writeHead(400).end()
        const answer = `{"success":true,"accepted":${events.length}}`
        keep(events, () => void response.writeHead(200, { ...headers, "content-length": answer.length }).end(answer))
      }),
    ),
  )
  return {
    url: server.url,
    events: more.events,
    close: async () => {
      await server.close()
      await more.close()
    },
  }
}
