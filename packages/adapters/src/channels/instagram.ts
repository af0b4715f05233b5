// Instagram's messages and comments: https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login
import { defineChannel } from "@escucha/core"
import * as z from "zod"
import { challengeMeta, metaOptions, verifyMeta } from "../meta/graph.ts"
import { messagingCall, messagingExtras, messagingReceipt } from "../meta/messaging.ts"
import { readMessaging } from "../meta/messaging-webhook.ts"
import { providerUrl } from "../provider-url.ts"

const config = z.strictObject({
  ...metaOptions,
  /** The id of the professional account. */
  accountId: z.string().regex(/^\d{5,20}$/, "must be the id of the account, digits alone"),
  /** `https://graph.facebook.com` for accounts that belong to a page. */
  baseUrl: providerUrl("https://graph.instagram.com"),
})

const megabyte = 1_048_576
const sound = {
  level: "full",
  types: ["audio/aac", "audio/mp4", "audio/wav", "audio/mpeg"],
  maxBytes: 25 * megabyte,
  caption: 0,
} as const

/**
 * An Instagram account: direct messages, and comments, which are answered under them or in private (once, within seven days).
 * Subscribe the webhook `/hooks/<name of this channel>` to `messages`, `messaging_postbacks`, `messaging_seen`,
 * `message_reactions`, `comments` and `live_comments`. Instagram tells what was read, and not what was delivered. We may write within 24
 * hours of the customer's last message.
 *
 * @example
 * instagram({ accountId: "1784…", accessToken: env.IG_TOKEN, appSecret: env.META_SECRET, verifyToken: env.META_VERIFY })
 */
export const instagram = defineChannel({
  id: "instagram",
  kind: "social",
  scheme: "instagram",
  account: ({ accountId }) => accountId,
  config,
  capabilities: {
    parts: {
      choices: { level: "partial", max: 13, maxLabel: 20, maxValue: 1000 },
      links: { level: "partial", max: 3, maxLabel: 20, caption: 640, not: ["choices"] },
      image: { level: "full", types: ["image/png", "image/jpeg", "image/gif"], maxBytes: 8 * megabyte, caption: 0 },
      audio: sound,
      voice: sound,
      video: {
        level: "full",
        types: ["video/mp4", "video/ogg", "video/quicktime", "video/webm"],
        maxBytes: 25 * megabyte,
        caption: 0,
      },
      file: { level: "partial", types: ["application/pdf"], maxBytes: 25 * megabyte, caption: 0 },
      cards: { level: "partial", max: 10 },
    },
    text: { max: 1000, unit: "bytes" },
    inbound: true,
    receipts: ["read"],
    idempotency: { kind: "none" },
    comments: ["public", "private"],
    replyWindow: { length: 86_400_000, after: "nothing" },
    rate: [
      { count: 100, per: 1000 },
      { count: 2, per: 1000, each: "address" },
    ],
  },
  request: (message, options) => messagingCall(message, options, { account: options.accountId, replies: "replies" }),
  receipt: messagingReceipt("instagram"),
  extras: (options) => messagingExtras(options, options.accountId),
  inbound: {
    verify: verifyMeta,
    challenge: challengeMeta,
    parse: ({ body }, { accountId }) => readMessaging(body, "instagram", accountId),
  },
})
