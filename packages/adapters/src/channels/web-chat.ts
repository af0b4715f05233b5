// The chat of our own pages: what we send is on the timeline, and the page reads it there by server-sent events
// (https://html.spec.whatwg.org/multipage/server-sent-events.html).
import { defineChannel, DeliveryError, longestText } from "@escucha/core"
import * as z from "zod"

const config = z.strictObject({
  /** Seals the sessions of visitors. */
  secret: z.string().min(32, "must have at least 32 characters; make one with `openssl rand -hex 32`"),
  /** Other origins whose pages may call, such as `https://shop.example.com`. */
  origins: z
    .array(
      z
        .url({ protocol: /^https?$/, error: "must be a full origin, such as https://shop.example.com" })
        .transform((url) => new URL(url).origin),
    )
    .default([]),
  /** Whether a browser without a session may open one as a new visitor. */
  visitors: z.boolean().default(true),
})

/**
 * A chat inside the application's own pages. A message is sent as soon as it is committed; open pages receive it as it happens and
 * closed ones when they open again. Pages tell what arrived and what was seen. Places, cards and contacts are said in words.
 *
 * @example
 * webChat({ secret: env.CHAT_SECRET, origins: ["https://shop.example.com"] })
 */
export const webChat = defineChannel({
  id: "web-chat",
  kind: "chat",
  scheme: "visitor",
  config,
  capabilities: {
    parts: {
      choices: "full",
      links: "full",
      image: "full",
      audio: "full",
      voice: "full",
      video: "full",
      file: "full",
    },
    text: { max: longestText, unit: "bytes" },
    together: true,
    inbound: true,
    receipts: ["delivered", "read"],
    idempotency: { kind: "key", window: Number.MAX_SAFE_INTEGER },
  },
  web: (access) => access,
  open: async () => {
    let open = true
    return {
      send: async (_message, signal) =>
        open && !signal.aborted
          ? { status: "sent" }
          : { status: "failed", error: new DeliveryError("web-chat", "unavailable", { retryable: true, sent: "no" }) },
      close: async () => {
        open = false
      },
    }
  },
})
