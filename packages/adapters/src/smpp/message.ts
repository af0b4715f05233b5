// SMPP 3.4: https://smpp.org/SMPP_v3_4_Issue1_2.pdf
import { DeliveryError, type Inbound, type Sent } from "@escucha/core"
import { fieldsOf, isText, textOf } from "../json.ts"
import type { Pdu } from "smpp"

/** What a number looks like on the line: international ones have no plus there, names of senders have letters. */
export const sourceOf = (from: string) =>
  from.startsWith("+")
    ? { source_addr_ton: 1, source_addr_npi: 1, source_addr: from.slice(1) }
    : { source_addr_ton: 5, source_addr_npi: 0, source_addr: from }

/** The fields of a message; the library chooses GSM-7 or UCS-2 by the letters. */
export const submitOf = (from: string, address: string, text: string, isPlain: boolean) => ({
  ...sourceOf(from),
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: address.replace(/^\+/, ""),
  registered_delivery: 1,
  data_coding: isPlain ? 0 : 8,
  message_payload: { message: text },
})

type Reason = readonly [reason: DeliveryError["reason"], retryable: boolean, sent: "no" | "unknown"]

// §5.1.3
const reasons: { readonly [status: number]: Reason } = {
  0x08: ["unavailable", true, "unknown"],
  0x0a: ["auth", false, "no"],
  0x0b: ["invalid-recipient", false, "no"],
  0x0d: ["auth", false, "no"],
  0x0e: ["auth", false, "no"],
  0x0f: ["auth", false, "no"],
  0x14: ["rate-limit", true, "no"],
  0x58: ["rate-limit", true, "no"],
}

/** What the message centre said of a message. */
export const sentOf = ({ command_status: status, message_id: id }: Pdu): Sent => {
  const provider = textOf(id)
  if (status === 0) return { status: "sent", ...(provider !== undefined && { provider }) }
  const [reason, retryable, sent] = reasons[status] ?? ["rejected", false, "no"]
  return { status: "failed", error: new DeliveryError("smpp", reason, { retryable, sent }, { cause: status }) }
}

const states: ReadonlyMap<string, "delivered" | "failed"> = new Map([
  ["DELIVRD", "delivered"],
  ["EXPIRED", "failed"],
  ["DELETED", "failed"],
  ["UNDELIV", "failed"],
  ["REJECTD", "failed"],
])

const wordsIn = ({ short_message: short, message_payload: long }: Pdu): string => {
  const said = fieldsOf(long)["message"] ?? fieldsOf(short)["message"]
  return typeof said === "string" ? said : said instanceof Uint8Array ? new TextDecoder().decode(said) : ""
}

/** Bits 2 to 5 of `esm_class`: 1 is a receipt (§5.2.12). */
const isReceipt = ({ esm_class: type }: Pdu): boolean => typeof type === "number" && ((type >> 2) & 15) === 1

const receiptIn = (pdu: Pdu, address: string): Inbound | undefined => {
  const words = wordsIn(pdu)
  const message = textOf(pdu["receipted_message_id"]) ?? /\bid:(\S{1,65})/.exec(words)?.[1]
  const state = /\bstat:(\w{7})/.exec(words)?.[1] ?? ""
  const status = states.get(state)
  if (message === undefined || status === undefined) return undefined
  const error = /\berr:(\w{1,3})/.exec(words)?.[1] ?? state
  return { type: "receipt", id: `${message}:${state}`, message, address, status, ...(status === "failed" && { error }) }
}

/** What the message centre brings. A message has no id of its own there: it gets that of the line and of its place on it. */
export const inboundIn = (pdu: Pdu, line: string): Inbound | undefined => {
  const source = pdu["source_addr"]
  if (pdu.command !== "deliver_sm" || !isText(source)) return undefined
  const address = /^\d{4,15}$/.test(source) ? `+${source}` : source
  if (isReceipt(pdu)) return receiptIn(pdu, address)
  const text = wordsIn(pdu)
  return {
    type: "message",
    id: `${line}:${pdu.sequence_number}`,
    address,
    text,
    ...(text === "" && { unsupported: "message" }),
  }
}
