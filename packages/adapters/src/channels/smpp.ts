// SMS by SMPP 3.4, the line to a message centre: https://smpp.org/SMPP_v3_4_Issue1_2.pdf, through the library smpp
import { type Connection, type ConnectionHost, defineChannel, DeliveryError, type Sent } from "@escucha/core"
import * as z from "zod"
import { keepLine } from "../smpp/line.ts"
import { sentOf, submitOf } from "../smpp/message.ts"
import type { LineOptions } from "../smpp/session.ts"
import { isLoopback } from "../url.ts"

const line = z
  .url({ protocol: /^smpps?$/, error: "must be smpps://system:password@host:port" })
  .transform((url, context): LineOptions => {
    const { protocol, hostname, port, username, password } = new URL(url.replace(/^smpp(s?):/, "http$1:"))
    const isPrivate = protocol === "https:"
    if (!isPrivate && !isLoopback(hostname))
      context.issues.push({
        code: "custom",
        message: "must begin with smpps:// unless it is this machine: the password is in it",
        input: "",
      })
    if (username === "" || password === "")
      context.issues.push({
        code: "custom",
        message: "must have a system id and a password before the host",
        input: "",
      })
    return {
      host: hostname,
      port: Number(port === "" ? (isPrivate ? 3550 : 2775) : port),
      tls: isPrivate,
      systemId: decodeURIComponent(username),
      password: decodeURIComponent(password),
      systemType: "",
    }
  })

const config = z.strictObject({
  /** The message centre, and who we are there. */
  url: line,
  /** The number that sends, or a name of at most eleven letters where the country allows it. */
  from: z
    .string()
    .regex(/^(?:\+\d{6,15}|[\w .-]{1,11})$/, "must be a number such as +34910000000, or a name of at most 11 letters"),
})
type Config = z.output<typeof config>

/** Letters of GSM-7 that are in every text without others: for those that have more, UCS-2 is safe. */
const isPlain = (text: string): boolean => /^[\n\r -#%-?A-Za-z]*$/.test(text)

const failed = (reason: DeliveryError["reason"], sent: "no" | "unknown", retryable = true): Sent => ({
  status: "failed",
  error: new DeliveryError("smpp", reason, { retryable, sent }),
})

/** Fields of the line end with a NUL: what is no number must not bring one, or the next field would begin within it. */
const isNumber = (address: string): boolean => /^\+?\d{3,20}$/.test(address)

const open = async (host: ConnectionHost, { url, from }: Config): Promise<Connection> => {
  const kept = await keepLine(url, host)
  return {
    send: ({ address, content: { text } }, signal) => {
      if (!isNumber(address)) return Promise.resolve(failed("invalid-recipient", "no", false))
      const session = kept.session()
      if (signal.aborted || !session) return Promise.resolve(failed("network", "no"))
      return new Promise<Sent>((resolve) => {
        const ended = (sent: Sent) => {
          kept.waiting.delete(broke)
          resolve(sent)
        }
        // the line may break, or the centre may say nothing: then nobody knows
        const broke = () => ended(failed("network", "unknown"))
        kept.waiting.add(broke)
        signal.addEventListener("abort", () => ended(failed("timeout", "unknown")), { once: true })
        const message = submitOf(from, address, text, isPlain(text))
        if (!session.submit_sm(message, (pdu) => ended(sentOf(pdu)))) ended(failed("network", "no"))
      })
    },
    close: async () => kept.close(),
  }
}

/**
 * SMS through a message centre of one's own contract. The line is kept open and opened again when it breaks; receipts tell what was
 * delivered. A message centre repeats what is sent twice.
 *
 * @example
 * smpp({ url: env.SMPP_URL, from: "+34910000000" })
 */
export const smpp = defineChannel({
  id: "smpp",
  kind: "sms",
  scheme: "tel",
  config,
  capabilities: {
    parts: {},
    text: { max: 1600, unit: "sms" },
    inbound: true,
    receipts: ["delivered"],
    idempotency: { kind: "none" },
  },
  open,
})
