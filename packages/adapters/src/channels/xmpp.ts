// XMPP: https://www.rfc-editor.org/rfc/rfc6121#section-5, https://xmpp.org/extensions/xep-0184.html, through the library @xmpp/client
import { type Connection, type ConnectionHost, defineChannel, DeliveryError, type Sent } from "@escucha/core"
import * as z from "zod"
import { isLoopback } from "../url.ts"
import { keepLine } from "../xmpp/line.ts"
import { bareOf, legal, space } from "../xmpp/stanza.ts"

const config = z.strictObject({
  /** The account. */
  jid: z
    .string()
    .refine((jid) => bareOf(jid) !== undefined && !jid.includes("/"), "must be the account, such as shop@example.com")
    .transform((jid) => jid.toLowerCase()),
  password: z.string().min(1, "must be the password of the account"),
  /** The server, over a private line (XEP-0368). */
  service: z
    .url({ protocol: /^xmpps?$/, error: "must be the server, such as xmpps://xmpp.example.com:5223" })
    .refine((url) => url.startsWith("xmpps://") || isLoopback(new URL(url.replace(/^xmpp:/, "http:")).hostname), {
      error: "must begin with xmpps:// unless it is this machine: anybody could read along",
    }),
})
type Config = z.output<typeof config>

const failed = (reason: DeliveryError["reason"], sent: "no" | "unknown", retryable = true): Sent => ({
  status: "failed",
  error: new DeliveryError("xmpp", reason, { retryable, sent }),
})

const open = async (host: ConnectionHost, { jid, password, service }: Config): Promise<Connection> => {
  const at = jid.indexOf("@")
  const kept = await keepLine({ service, domain: jid.slice(at + 1), username: jid.slice(0, at), password }, host)
  return {
    send: async ({ id, address, content: { text } }, signal) => {
      const [to, session] = [bareOf(address), kept.session()]
      if (to === undefined) return failed("invalid-recipient", "no", false)
      if (signal.aborted || !session) return failed("network", "no")
      const { xml } = session
      const message = xml(
        "message",
        { to, id, type: "chat" },
        xml("body", {}, legal(text)),
        xml("request", { xmlns: space.receipts }),
        xml("markable", { xmlns: space.markers }),
      )
      return new Promise<Sent>((resolve) => {
        // the line may break, or the server may say nothing: then nobody knows
        const forget = kept.onEnd(session, () => resolve(failed("network", "unknown")))
        signal.addEventListener("abort", () => resolve(failed("timeout", "unknown")), { once: true })
        const sending = session.send(message).then(session.taken)
        sending
          .then(
            () => resolve({ status: "sent", provider: id }),
            () => resolve(failed("timeout", "unknown")),
          )
          .finally(forget)
      })
    },
    close: kept.close,
  }
}

/**
 * An account of an XMPP server. The line is kept open and opened again when it breaks; what is said to one person is delivered when their
 * program says so (XEP-0184), and read when it was shown (XEP-0333). Ours says so once a message is safe. Edits, reactions and files come
 * in. What is sent twice arrives twice; files are sent as their address; what is encrypted end to end cannot be read.
 *
 * @example
 * xmpp({ jid: "shop@example.com", password: env.XMPP_PASSWORD, service: "xmpps://xmpp.example.com:5223" })
 */
export const xmpp = defineChannel({
  id: "xmpp",
  kind: "chat",
  scheme: "xmpp",
  config,
  capabilities: {
    parts: {},
    // every server takes stanzas of 10,000 bytes (RFC 6120 §13.12)
    text: { max: 4_000, unit: "bytes" },
    inbound: true,
    receipts: ["delivered", "read"],
    idempotency: { kind: "none" },
  },
  open,
})
