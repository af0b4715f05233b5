import type { ChannelSubject } from "@escucha/core/testing"
import { matrix } from "../../src/channels/matrix.ts"

export const config = {
  baseUrl: "https://matrix.example",
  userId: "@shop:matrix.example",
  accessToken: "access-token-of-the-shop",
}
const answer = (status: number, body: unknown, headers = {}) => ({ status, headers, body: JSON.stringify(body) })
/** A room with one person. */
export const room = "!room1:matrix.example"

/** An event of a room, as a sync tells it. */
export const event = (type: string, content: object, more: object = {}) => ({
  type,
  event_id: "$event1",
  sender: "@ana:social.example",
  origin_server_ts: 1_767_225_600_000,
  content,
  unsigned: { age: 12 },
  ...more,
})

/** A sync that brings these events of a room. */
export const sync = (events: readonly object[], ephemeral: readonly object[] = [], rooms: object = {}) =>
  answer(200, {
    next_batch: "s2_1",
    rooms: {
      join: { [room]: { timeline: { events, limited: false, prev_batch: "p1" }, ephemeral: { events: ephemeral } } },
      ...rooms,
    },
  })

const words = event("m.room.message", { msgtype: "m.text", body: "¿dónde está mi pedido?" })

export const subject: ChannelSubject<Parameters<typeof matrix>[0]> = {
  make: matrix,
  config,
  otherConfig: {
    baseUrl: "https://other.example",
    userId: "@other:other.example",
    accessToken: "access-token-of-another",
  },
  secrets: ["accessToken"],
  address: room,
  source: new URL("../../src/channels/matrix.ts", import.meta.url),
  wrong: [
    { option: "baseUrl", config: { ...config, baseUrl: "matrix.example" } },
    { option: "userId", config: { ...config, userId: "shop" } },
    { option: "accessToken", config: { ...config, accessToken: "" } },
  ],
  responses: {
    accepted: answer(200, { event_id: "$ours" }),
    alreadyAccepted: answer(200, { event_id: "$ours" }),
    limited: [
      {
        response: answer(429, { errcode: "M_LIMIT_EXCEEDED", error: "Too many requests", retry_after_ms: 2_500 }),
        retryAfter: 2_500,
      },
      { response: answer(429, { errcode: "M_LIMIT_EXCEEDED" }, { "retry-after": "7" }), retryAfter: 7_000 },
    ],
    polled: {
      message: sync([words]),
      nothing: answer(200, { next_batch: "s2_1" }),
      attachment: sync([
        event("m.room.message", { msgtype: "m.image", body: "caja.jpg", url: "mxc://social.example/AbC-1" }),
      ]),
      echo: sync([{ ...words, sender: config.userId }]),
    },
  },
}
