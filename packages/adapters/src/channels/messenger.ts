// Messenger and the comments under posts of a page: https://developers.facebook.com/docs/messenger-platform,
// https://developers.facebook.com/docs/graph-api/webhooks/reference/page/#feed
import { defineChannel } from "@escucha/core"
import * as z from "zod"
import { challengeMeta, metaOptions, verifyMeta } from "../meta/graph.ts"
import { messagingCall, messagingExtras, messagingReceipt } from "../meta/messaging.ts"
import { readMessaging } from "../meta/messaging-webhook.ts"
import { providerUrl } from "../provider-url.ts"

const config = z.strictObject({
  ...metaOptions,
  /** The id of the page. */
  pageId: z.string().regex(/^\d{5,20}$/, "must be the id of the page, digits alone"),
  baseUrl: providerUrl("https://graph.facebook.com"),
})

const file = { level: "full", maxBytes: 26_214_400, caption: 0 } as const

/**
 * A Facebook page: messages in Messenger, and comments, which are answered under them or in private. Subscribe the webhook
 * `/hooks/<name of this channel>` to `messages`, `messaging_postbacks`, `message_deliveries`, `message_reads`, `message_reactions`,
 * `message_edits` and `feed`. We may write within 24 hours of the customer's last message.
 *
 * @example
 * messenger({ pageId: "1029…", accessToken: env.PAGE_TOKEN, appSecret: env.META_SECRET, verifyToken: env.META_VERIFY })
 */
export const messenger = defineChannel({
  id: "messenger",
  kind: "social",
  scheme: "messenger",
  account: ({ pageId }) => pageId,
  config,
  capabilities: {
    parts: {
      choices: { level: "partial", max: 13, maxLabel: 20, maxValue: 1000 },
      links: { level: "partial", max: 3, maxLabel: 20, caption: 640, not: ["choices"] },
      image: file,
      audio: file,
      voice: file,
      video: file,
      file,
      cards: { level: "partial", max: 10 },
    },
    text: { max: 2000 },
    inbound: true,
    receipts: ["delivered", "read"],
    idempotency: { kind: "none" },
    comments: ["public", "private"],
    replyWindow: { length: 86_400_000, after: "nothing" },
    rate: [{ count: 300, per: 1000 }],
  },
  request: (message, options) => messagingCall(message, options, { account: options.pageId, replies: "comments" }),
  receipt: messagingReceipt("messenger"),
  extras: (options) => messagingExtras(options, options.pageId),
  inbound: {
    verify: verifyMeta,
    challenge: challengeMeta,
    parse: ({ body }, { pageId }) => readMessaging(body, "page", pageId),
  },
})
