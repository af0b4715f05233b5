// Messages and what belongs to them: https://www.rfc-editor.org/rfc/rfc6121#section-5, https://xmpp.org/extensions/
import type { Attachment, Inbound } from "@escucha/core"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { Element } from "@xmpp/client"
import { instantOf, isText, textOf } from "../json.ts"

/** The names under which extensions are known. */
export const space = {
  receipts: "urn:xmpp:receipts", // XEP-0184
  markers: "urn:xmpp:chat-markers:0", // XEP-0333
  states: "http://jabber.org/protocol/chatstates", // XEP-0085
  correct: "urn:xmpp:message-correct:0", // XEP-0308
  retract: "urn:xmpp:message-retract:1", // XEP-0424
  reactions: "urn:xmpp:reactions:0", // XEP-0444
  file: "jabber:x:oob", // XEP-0066
  stanzaId: "urn:xmpp:sid:0", // XEP-0359
  delay: "urn:xmpp:delay", // XEP-0203
  ping: "urn:xmpp:ping", // XEP-0199
} as const

/** An address without the device, in the form in which servers compare it; nothing, where it is none. */
export const bareOf = (address: string | undefined): string | undefined => {
  const bare = address?.split("/", 1)[0]?.toLowerCase() ?? ""
  return /^[^@\s<>"'&:]{1,256}@[^@\s<>"'&:]{1,255}$/.test(bare) ? bare : undefined
}

/** The text without signs that no XML may hold: a server closes the line at the first of them. */
export const legal = (text: string): string =>
  text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")

/** Where a stanza comes in: the account, and the moment. */
export interface Hearing {
  readonly own: string
  readonly now: number
}

/**
 * The id of a stanza. That of our own server is nobody else's; one that the sender chose is theirs alone, and two of them may choose the
 * same.
 */
const idOf = (stanza: Element, sender: string, { own, now }: Hearing): string => {
  const given = stanza.getChildren("stanza-id", space.stanzaId).find(({ attrs }) => bareOf(attrs["by"]) === own)
  const id = textOf(given?.attrs["id"])
  if (id !== undefined) return id
  return bytesToHex(sha256(utf8ToBytes(`${sender}\n${stanza.attrs["id"] ?? now}`))).slice(0, 32)
}

const kinds: { readonly [kind: string]: RegExp } = {
  image: /\.(?:jpe?g|png|gif|webp|heic)$/i,
  audio: /\.(?:ogg|opus|mp3|m4a|wav)$/i,
  video: /\.(?:mp4|webm|mov)$/i,
}

const attachmentIn = (stanza: Element): Attachment | undefined => {
  const url = stanza.getChild("x", space.file)?.getChild("url")?.text()
  if (!isText(url) || !URL.canParse(url) || new URL(url).protocol !== "https:") return undefined
  const { pathname } = new URL(url)
  const kind = (["image", "audio", "video"] as const).find((each) => kinds[each]?.test(pathname))
  return { kind: kind ?? "file", url }
}

const wordsIn = (stanza: Element): string => textOf(stanza.getChild("body")?.text()) ?? ""

/** Whoever shows a message has shown what came so long before it. */
const surely = 5_000

const receiptIn = (stanza: Element, base: { readonly id: string; readonly address: string; readonly at: number }) => {
  const arrived = stanza.getChild("received", space.receipts)?.attrs["id"]
  if (isText(arrived)) return [{ type: "receipt", ...base, message: arrived, status: "delivered" } as const]
  const shown = stanza.getChild("displayed", space.markers)?.attrs["id"]
  if (!isText(shown)) return []
  const read = { type: "receipt", ...base, status: "read" } as const
  return [
    { ...read, message: shown },
    { ...read, id: `${base.id}:up-to`, message: { upTo: base.at - surely } },
  ]
}

/** What came of a message of ours that could not be delivered. */
const bounceIn = (stanza: Element, base: { readonly id: string; readonly address: string }): readonly Inbound[] => {
  const { id: message } = stanza.attrs
  const [condition] = stanza.getChild("error")?.getChildElements() ?? []
  if (!isText(message)) return []
  return [
    { type: "receipt", ...base, id: `${message}:failed`, message, status: "failed", error: condition?.name ?? "error" },
  ]
}

const besideIn = (
  stanza: Element,
  base: { readonly id: string; readonly address: string; readonly at: number },
): Inbound | undefined => {
  const replaced = stanza.getChild("replace", space.correct)?.attrs["id"]
  if (isText(replaced)) return { type: "edit", ...base, message: replaced, text: wordsIn(stanza) }
  const retracted = stanza.getChild("retract", space.retract)?.attrs["id"]
  if (isText(retracted)) return { type: "edit", ...base, message: retracted, text: null }
  const reactions = stanza.getChild("reactions", space.reactions)
  const target = reactions?.attrs["id"]
  if (!reactions || !isText(target)) return undefined
  const emoji = reactions.getChildren("reaction").map((each) => each.text().trim())
  return { type: "reaction", ...base, message: target, emoji: emoji.join(" ") || null }
}

/** What a stanza brings from one person: nothing of groups, of headlines, or of ourselves. */
export const inboundIn = (stanza: Element, hearing: Hearing): readonly Inbound[] => {
  const { from, id: provider, type = "normal" } = stanza.attrs
  const address = bareOf(from)
  if (!stanza.is("message") || address === undefined || address === hearing.own) return []
  const sent = instantOf(stanza.getChild("delay", space.delay)?.attrs["stamp"])
  const base = { id: idOf(stanza, address, hearing), address, at: sent ?? hearing.now }
  if (type === "error") return bounceIn(stanza, { id: base.id, address })
  if (type !== "chat" && type !== "normal") return []
  const beside = besideIn(stanza, base)
  if (beside) return [beside]
  const [text, attachment] = [wordsIn(stanza), attachmentIn(stanza)]
  if (text !== "" || attachment)
    return [
      {
        type: "message",
        ...base,
        ...(isText(provider) && { provider }),
        text: attachment?.url === text.trim() ? "" : text,
        ...(attachment && { attachments: [attachment] }),
      },
    ]
  if (stanza.getChild("composing", space.states)) return [{ type: "typing", ...base }]
  return receiptIn(stanza, base)
}

/** The id under which a sender wants to hear that a message arrived; nothing, where they do not ask. */
export const askedFor = (stanza: Element): string | undefined =>
  stanza.getChild("request", space.receipts) ? textOf(stanza.attrs["id"]) : undefined
