// Direct messages of Bluesky: https://docs.bsky.app/docs/api/chat-bsky-convo-send-message,
// https://docs.bsky.app/docs/api/chat-bsky-convo-get-log
import { defineChannel, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { blueskyFailure, blueskyOptions, session, xrpc } from "../bluesky/account.ts"
import { readLog } from "../bluesky/log.ts"
import { facetsOf } from "../bluesky/post.ts"
import { bodyOf, isText, objectsOf, textOf } from "../json.ts"
import { pathPart } from "../url.ts"

const config = z.strictObject(blueskyOptions)

/** Whose service it is that has the messages: the server of the account hands the call on. */
const chat = { "atproto-proxy": "did:web:api.bsky.chat#bsky_chat" }

const receipt = (response: HttpResponse): Sent => {
  const id = textOf(bodyOf(response.body)["id"])
  return response.status === 200 && id !== undefined
    ? { status: "sent", provider: id }
    : { status: "failed", error: blueskyFailure("bluesky-messages", response) }
}

/**
 * Direct messages to an account of Bluesky, asked for every ten seconds. The app password must give access to them. Bluesky repeats what is
 * sent twice, and tells no receipts.
 *
 * @example
 * blueskyMessages({ did: "did:plc:…", appPassword: env.BLUESKY_PASSWORD })
 */
export const blueskyMessages = defineChannel({
  id: "bluesky-messages",
  kind: "social",
  scheme: "bluesky-chat",
  config,
  capabilities: {
    parts: {},
    text: { max: 1000, unit: "graphemes" },
    inbound: true,
    receipts: [],
    idempotency: { kind: "none" },
  },
  request: ({ address, content: { text } }, options, { access }) => {
    const facets = facetsOf(text)
    const message = { text, ...(facets.length > 0 && { facets }) }
    return xrpc(options, "chat.bsky.convo.sendMessage", access, { convoId: address, message }, chat)
  },
  receipt,
  access: session("bluesky-messages"),
  extras: (options) => ({
    markRead: ({ address, provider }, { access }) =>
      xrpc(options, "chat.bsky.convo.updateRead", access, { convoId: address, messageId: provider }, chat),
    react: ({ address, provider }, emoji, { access }) =>
      xrpc(
        options,
        `chat.bsky.convo.${emoji === null ? "remove" : "add"}Reaction`,
        access,
        { convoId: address, messageId: provider, value: emoji ?? "" },
        chat,
      ),
  }),
  poll: (options) => ({
    every: 10_000,
    request: (cursor, { access }) =>
      xrpc(
        options,
        `chat.bsky.convo.getLog${cursor === undefined ? "" : `?cursor=${pathPart(cursor)}`}`,
        access,
        undefined,
        chat,
      ),
    read: (response) => {
      if (response.status !== 200) return { error: blueskyFailure("bluesky-messages", response) }
      const { logs, cursor } = bodyOf(response.body)
      return {
        inbound: objectsOf(logs)
          .map((log) => readLog(log, options.did))
          .filter((one) => one !== undefined),
        ...(isText(cursor) && { cursor }),
      }
    },
  }),
})
