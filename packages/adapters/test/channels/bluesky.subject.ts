import type { ChannelSubject } from "@escucha/core/testing"
import { bluesky } from "../../src/channels/bluesky.ts"

export const config = { did: `did:plc:${"a".repeat(24)}`, appPassword: "qrst-uvwx-yz23-4567" }
export const otherConfig = { did: `did:plc:${"b".repeat(24)}`, appPassword: "ponm-lkji-hgfe-dcba" }
export const answer = (status: number, body: unknown, headers = {}) => ({ status, headers, body: JSON.stringify(body) })
export const person = `did:plc:${"c".repeat(24)}`

/** What Bluesky answers where both of its channels ask the same. */
export const limited = {
  response: answer(
    429,
    { error: "RateLimitExceeded", message: "Rate Limit Exceeded" },
    { date: "Thu, 01 Jan 2026 00:00:00 GMT", "ratelimit-reset": String(1_767_225_600 + 90) },
  ),
  retryAfter: 90_000,
}
export const access = {
  granted: answer(200, { did: config.did, handle: "shop.example", accessJwt: "access-of-the-hour", refreshJwt: "r" }),
  refused: answer(401, { error: "AuthenticationRequired", message: "Invalid identifier or password" }),
}

/** A notification that somebody named the account. */
export const mention = {
  uri: `at://${person}/app.bsky.feed.post/3lbtest`,
  cid: "bafyreihpost",
  author: { did: person, handle: "ana.example", displayName: "Ana Ruiz" },
  reason: "mention",
  record: {
    $type: "app.bsky.feed.post",
    text: "@shop.example ¿abrís el domingo?",
    createdAt: "2026-01-01T00:00:00.000Z",
    langs: ["es"],
  },
  isRead: false,
  indexedAt: "2026-01-01T00:00:00.000Z",
}

export const subject: ChannelSubject<Parameters<typeof bluesky>[0]> = {
  make: bluesky,
  config,
  otherConfig,
  secrets: ["appPassword"],
  address: person,
  wrong: [
    { option: "did", config: { ...config, did: "shop.example" } },
    { option: "appPassword", config: { ...config, appPassword: "my password" } },
  ],
  responses: {
    accepted: answer(200, { uri: `at://${config.did}/app.bsky.feed.post/3lbours`, cid: "bafyreihours" }),
    limited,
    access,
    polled: {
      message: answer(200, { notifications: [mention], cursor: "c" }),
      nothing: answer(200, { notifications: [] }),
    },
  },
}
