// Matrix: https://spec.matrix.org/v1.14/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid, #syncing
import { type CallContext, defineChannel, type Extras, type HttpResponse, type Sent } from "@escucha/core"
import { bodyOf, textOf } from "../json.ts"
import { inboundIn, invitationsIn } from "../matrix/event.ts"
import { shownOf } from "../matrix/message.ts"
import { call, failure, filter, inRoom, matrixOptions, type MatrixOptions } from "../matrix/server.ts"
import { pathPart } from "../url.ts"

const receipt = (response: HttpResponse): Sent => {
  const id = textOf(bodyOf(response.body)["event_id"])
  return response.status === 200 && id !== undefined
    ? { status: "sent", provider: id }
    : { status: "failed", error: failure(response) }
}

const extras = (options: MatrixOptions): Extras => ({
  typing: ({ address }) =>
    inRoom(address, `typing/${pathPart(options.userId)}`, "PUT", options, { typing: true, timeout: 20_000 }),
  markRead: ({ address, provider }) => inRoom(address, `receipt/m.read/${pathPart(provider)}`, "POST", options, {}),
  edit: ({ address, provider }, content, { now }: CallContext) => {
    const fresh = shownOf(content)
    const relation = { rel_type: "m.replace", event_id: provider }
    const body = { ...fresh, "m.new_content": fresh, "m.relates_to": relation }
    return inRoom(address, `send/m.room.message/${pathPart(`edit-${now}-${provider}`)}`, "PUT", options, body)
  },
  remove: ({ address, provider }) =>
    inRoom(address, `redact/${pathPart(provider)}/${pathPart(`remove-${provider}`)}`, "PUT", options, {}),
  media: {
    hosts: [new URL(options.baseUrl).hostname],
    locate: () => undefined,
    download: (reference) => {
      const [server = "", file = "", ...more] = reference.split("/")
      if (server === "" || file === "" || more.length > 0) return undefined
      return call("GET", `v1/media/download/${pathPart(server)}/${pathPart(file)}`, options)
    },
  },
})

/**
 * An account of a Matrix server, asked every five seconds for what came. It takes invitations to talk with one person; a room is one
 * customer. Encrypted rooms are not joined, because nobody could read them here; what is encrypted later is kept as unsupported. The
 * server takes a repeated message once, and tells what was read. Files are sent as their address. More than a hundred messages of one
 * room between two calls are not all seen.
 *
 * @example
 * matrix({ baseUrl: "https://matrix.example.com", userId: "@shop:example.com", accessToken: env.MATRIX_TOKEN })
 */
export const matrix = defineChannel({
  id: "matrix",
  kind: "chat",
  scheme: "matrix",
  config: matrixOptions,
  capabilities: {
    parts: { place: "full" },
    // an event has 65,536 bytes at most, and the words are in it twice
    text: { max: 12_000, unit: "bytes", format: "matrix" },
    inbound: true,
    receipts: ["read"],
    idempotency: { kind: "key", window: 1_800_000 },
  },
  request: ({ id, address, content, automatic }, options) =>
    inRoom(address, `send/m.room.message/${pathPart(id)}`, "PUT", options, shownOf(content, automatic)),
  receipt,
  extras,
  poll: (options) => ({
    every: 5_000,
    request: (cursor) =>
      call(
        "GET",
        `v3/sync?timeout=0&filter=${pathPart(JSON.stringify(filter))}${cursor === undefined ? "" : `&since=${pathPart(cursor)}`}`,
        options,
      ),
    read: (response) => {
      if (response.status !== 200) return { error: failure(response) }
      const sync = bodyOf(response.body)
      const cursor = textOf(sync["next_batch"])
      return {
        inbound: inboundIn(sync, options.userId),
        ...(cursor !== undefined && { cursor }),
        calls: invitationsIn(sync, options.userId).map((room) =>
          call("POST", `v3/join/${pathPart(room)}`, options, {}),
        ),
      }
    },
  }),
})
