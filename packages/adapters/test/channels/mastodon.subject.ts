import type { ChannelSubject } from "@escucha/core/testing"
import { mastodon } from "../../src/channels/mastodon.ts"

const config = { baseUrl: "https://mastodon.example", accessToken: "access-token-of-one", account: "shop" }
const answer = (status: number, body: unknown, headers = {}) => ({ status, headers, body: JSON.stringify(body) })

/** A post that names the account, as it is told. */
export const mention = {
  id: "9001",
  type: "mention",
  created_at: "2026-01-01T00:00:00.000Z",
  account: { acct: "ana@social.example" },
  status: {
    id: "7001",
    created_at: "2026-01-01T00:00:00.000Z",
    visibility: "public",
    language: "es",
    url: "https://social.example/@ana/7001",
    content:
      '<p><span class="h-card"><a href="https://mastodon.example/@shop">@<span>shop</span></a></span> ¿abrís el domingo?</p>',
    in_reply_to_id: null,
    media_attachments: [],
    account: { acct: "ana@social.example", display_name: "Ana Ruiz", bot: false },
  },
}

export const subject: ChannelSubject<Parameters<typeof mastodon>[0]> & { readonly config: typeof config } = {
  make: mastodon,
  config,
  otherConfig: { baseUrl: "https://other.example", accessToken: "access-token-of-two", account: "other" },
  secrets: ["accessToken"],
  address: "ana@social.example",
  wrong: [
    { option: "baseUrl", config: { ...config, baseUrl: "mastodon.example" } },
    { option: "account", config: { ...config, account: "@shop@mastodon.example" } },
  ],
  responses: {
    accepted: answer(200, { id: "7002", visibility: "direct", content: "<p>sí</p>" }),
    limited: {
      response: answer(
        429,
        { error: "Too many requests" },
        { date: "Thu, 01 Jan 2026 00:00:00 GMT", "x-ratelimit-reset": "2026-01-01T00:01:30.000000Z" },
      ),
      retryAfter: 90_000,
    },
    polled: {
      message: answer(200, [{ ...mention, status: { ...mention.status, visibility: "direct" } }]),
      nothing: answer(200, []),
    },
    publicPoll: {
      published: answer(200, { id: "7003", visibility: "public", poll: { id: "801", expired: false } }),
      tally: answer(200, { id: "801", expired: true, options: [{ votes_count: 7 }, { votes_count: 0 }] }),
      stands: { votes: [7, 0], isClosed: true },
    },
  },
}
