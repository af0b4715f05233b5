// A whole mail, read at once and on every runtime: https://www.rfc-editor.org/rfc/rfc2045, https://www.rfc-editor.org/rfc/rfc2046. For
// mails that come inside a webhook, which is read without waiting.
import type { MediaBytes } from "@escucha/core"
import { fromBase64 } from "./base64.ts"
import { bytesOfBinary, fieldIn, headOf, lettersOf, type MailHead, unquoted, withParameters } from "./header.ts"

/** What a mail holds. */
export interface ReadMail {
  readonly head: MailHead
  readonly text: string
  readonly html: string
  readonly files: readonly MediaBytes[]
}

const most = { parts: 1_000, depth: 10 }

interface Part {
  readonly head: MailHead
  /** Letter by letter one byte. */
  readonly body: string
}

const partOf = (binary: string): Part => {
  const end = /\r?\n\r?\n/.exec(binary)
  // a part without a head begins with an empty line
  const empty = /^\r?\n/.exec(binary)
  if (empty) return { head: [], body: binary.slice(empty[0].length) }
  if (!end) return { head: headOf(lettersOf(bytesOfBinary(binary))), body: "" }
  return {
    head: headOf(lettersOf(bytesOfBinary(binary.slice(0, end.index)))),
    body: binary.slice(end.index + end[0].length),
  }
}

const partsIn = (body: string, boundary: string): readonly string[] => {
  const pieces = `\n${body}`.split(`\n--${boundary}`, most.parts)
  return pieces
    .slice(1)
    .filter((piece) => !piece.startsWith("--"))
    .map((piece) => piece.replace(/^[ \t]{0,100}\r?\n/, "").replace(/\r$/, ""))
}

const bytesIn = ({ head, body }: Part): Uint8Array => {
  const encoding = fieldIn(head, "content-transfer-encoding")?.trim().toLowerCase()
  if (encoding === "base64") return fromBase64(body.replaceAll(/[^A-Za-z0-9+/]/g, "")) ?? new Uint8Array()
  return bytesOfBinary(encoding === "quoted-printable" ? unquoted(body) : body)
}

type Found = Omit<ReadMail, "head">
const nothing: Found = { text: "", html: "", files: [] }
const joined = (one: string, other: string): string => (one !== "" && other !== "" ? `${one}\n${other}` : one + other)

const leafOf = (part: Part, type: string, charset: string | undefined, isRelated: boolean): Found => {
  const disposition = withParameters(fieldIn(part.head, "content-disposition"))
  const name = disposition.of.get("filename") ?? withParameters(fieldIn(part.head, "content-type")).of.get("name")
  const bytes = bytesIn(part)
  const isWords = disposition.value !== "attachment" && name === undefined
  if (isWords && type === "text/html") return { ...nothing, html: lettersOf(bytes, charset) }
  if (isWords && type === "text/plain") return { ...nothing, text: lettersOf(bytes, charset) }
  const isInside = isRelated && disposition.value !== "attachment" && fieldIn(part.head, "content-id") !== undefined
  if (isInside || /\b(?:pkcs7|pgp)-signature$/.test(type)) return nothing
  return { ...nothing, files: [{ bytes, type: type === "" ? "application/octet-stream" : type, name: name ?? "" }] }
}

const read = (part: Part, depth: number, isRelated: boolean): Found => {
  const told = fieldIn(part.head, "content-type")
  const { value, of } = withParameters(told ?? "text/plain")
  const boundary = of.get("boundary")
  if (!value.startsWith("multipart/")) return leafOf(part, value, of.get("charset"), isRelated)
  if (boundary === undefined || boundary === "" || depth >= most.depth) return nothing
  const isBelow = isRelated || value === "multipart/related"
  return partsIn(part.body, boundary)
    .map((piece) => read(partOf(piece), depth + 1, isBelow))
    .reduce(
      (all, one) => ({
        text: joined(all.text, one.text),
        html: joined(all.html, one.html),
        files: [...all.files, ...one.files],
      }),
      nothing,
    )
}

const letters = 8_192
/** Letter by letter one byte. */
const binaryOf = (bytes: Uint8Array): string => {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += letters)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + letters)))
  return pieces.join("")
}

/** Reads a mail. What is nested too deep, or is more than a thousand parts, is left out; nothing throws. */
export const readMime = (raw: Uint8Array): ReadMail => {
  const part = partOf(binaryOf(raw))
  return { head: part.head, ...read(part, 0, false) }
}
