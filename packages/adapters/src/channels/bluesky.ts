// Posts on Bluesky: https://docs.bsky.app/docs/api/com-atproto-repo-create-record,
// https://docs.bsky.app/docs/api/app-bsky-notification-list-notifications
import { defineChannel, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { blueskyFailure, blueskyOptions, session, xrpc } from "../bluesky/account.ts"
import { facetsOf, readNotification, replyTo } from "../bluesky/post.ts"
import { bodyOf, objectsOf, textOf } from "../json.ts"

const config = z.strictObject(blueskyOptions)

const receipt = (response: HttpResponse): Sent => {
  const uri = textOf(bodyOf(response.body)["uri"])
  return response.status === 200 && uri !== undefined
    ? { status: "sent", provider: uri }
    : { status: "failed", error: blueskyFailure("bluesky", response) }
}

/**
 * An account of Bluesky in public: posts that name it or answer it are asked for every half a minute, and answered under them. Nothing
 * else is ever posted; direct messages are a channel of their own, `blueskyMessages`. Bluesky repeats what is sent twice.
 *
 * @example
 * bluesky({ did: "did:plc:…", appPassword: env.BLUESKY_PASSWORD })
 */
export const bluesky = defineChannel({
  id: "bluesky",
  kind: "social",
  scheme: "bluesky",
  config,
  capabilities: {
    parts: {},
    text: { max: 300, unit: "graphemes" },
    inbound: true,
    outbound: "public",
    receipts: [],
    idempotency: { kind: "none" },
    comments: ["public"],
    rate: [{ count: 1666, per: 3_600_000 }],
  },
  request: ({ content: { text }, inReplyTo = "" }, options, { now, access }) => {
    const [reply, facets] = [replyTo(inReplyTo), facetsOf(text)]
    const record = {
      $type: "app.bsky.feed.post",
      text,
      createdAt: new Date(now).toISOString(),
      ...(facets.length > 0 && { facets }),
      ...(reply && { reply }),
    }
    return xrpc(options, "com.atproto.repo.createRecord", access, {
      repo: options.did,
      collection: record.$type,
      record,
    })
  },
  receipt,
  access: session("bluesky"),
  extras: (options) => ({
    remove: ({ provider }, { access }) => {
      const rkey = provider.slice(provider.lastIndexOf("/") + 1)
      return xrpc(options, "com.atproto.repo.deleteRecord", access, {
        repo: options.did,
        collection: "app.bsky.feed.post",
        rkey,
      })
    },
  }),
  poll: (options) => ({
    every: 30_000,
    // its cursor leads to what is older: the newest are asked for, and what came before is known
    request: (_, { access }) =>
      xrpc(options, "app.bsky.notification.listNotifications?reasons=mention&reasons=reply&limit=50", access),
    read: (response) =>
      response.status === 200
        ? {
            inbound: objectsOf(bodyOf(response.body)["notifications"])
              .map((one) => readNotification(one, options.did))
              .filter((one) => one !== undefined),
          }
        : { error: blueskyFailure("bluesky", response) },
  }),
})
