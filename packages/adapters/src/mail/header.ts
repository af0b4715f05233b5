// The head of a mail: fields over several lines (https://www.rfc-editor.org/rfc/rfc5322#section-2.2.3), letters in encoded words
// (https://www.rfc-editor.org/rfc/rfc2047), parameters in pieces (https://www.rfc-editor.org/rfc/rfc2231).
import { fromBase64 } from "./base64.ts"

/** The fields of a head, in their order, by names in lower case. */
export type MailHead = readonly (readonly [name: string, value: string])[]

const most = { fields: 1_000, length: 8_192 }

/** Bytes in the letters that they are said to be in; as UTF-8, and then as Western letters, where that is none that we know. */
export const lettersOf = (bytes: Uint8Array, charset = "utf-8"): string => {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder("utf-8").decode(bytes) // RangeError: no such letters
  }
}

/** Bytes of a text of which each letter stands for one byte. */
export const bytesOfBinary = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 255)

/** Quoted-printable, letter by letter one byte: https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
export const unquoted = (text: string): string =>
  text
    .replaceAll(/=[ \t]{0,200}\r?\n/g, "")
    .replaceAll(/=([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))

const encodedWord = /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?\s]{0,2000})\?=/gi

/** A field as people read it. */
export const readable = (value: string): string =>
  value
    .replaceAll(/\?=\s{1,200}(?==\?)/g, "?=") // between two of them space is no space
    .replaceAll(encodedWord, (whole, charset: string, encoding: string, text: string) => {
      const isBase64 = encoding.toLowerCase() === "b"
      const bytes = isBase64 ? fromBase64(text) : bytesOfBinary(unquoted(text.replaceAll("_", " ")))
      return bytes ? lettersOf(bytes, charset) : whole
    })

/** The fields of a head as text. */
export const headOf = (text: string): MailHead =>
  text
    .slice(0, most.fields * 100)
    .replaceAll(/\r?\n(?=[ \t])/g, "")
    .split(/\r?\n/, most.fields)
    .flatMap((line) => {
      const at = line.indexOf(":")
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1, most.length).trim()] as const]
    })

/** The first field of this name, in whatever case, as people read it. */
export const fieldIn = (head: MailHead, name: string): string | undefined => {
  const sought = name.toLowerCase()
  const value = head.find(([each]) => each === sought)?.[1]
  return value === undefined ? undefined : readable(value)
}

const parameter = /;\s*([\w-]{1,40}(?:\*\d{1,2})?\*?)\s*=\s*(?:"((?:[^"\\]|\\.){0,2000})"|([^;\s"]{0,2000}))/g

const fromPercent = (text: string): string => {
  const [, charset = "utf-8", encoded = text] = /^([\w.:-]{0,40})'[\w-]{0,20}'(.*)$/s.exec(text) ?? []
  const binary = encoded.replaceAll(/%([\da-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return lettersOf(bytesOfBinary(binary), charset || "utf-8")
}

/** A field with parameters: `text/plain; charset=utf-8`. The value is in lower case. */
export const withParameters = (
  field: string | undefined,
): { readonly value: string; readonly of: ReadonlyMap<string, string> } => {
  const text = (field ?? "").slice(0, most.length)
  const plain = new Map<string, string>()
  const pieces = new Map<string, { plain: string; encoded: string; isEncoded: boolean }>()
  for (const [, written = "", quoted, bare = ""] of text.matchAll(parameter)) {
    const name = written.toLowerCase()
    const value = quoted === undefined ? bare : quoted.replaceAll(/\\(.)/g, "$1")
    const [base = name] = name.split("*")
    if (base === name) plain.set(name, readable(value))
    else {
      // each piece says by itself whether it is encoded
      const isEncoded = name.endsWith("*")
      const before = pieces.get(base) ?? { plain: "", encoded: "", isEncoded: false }
      pieces.set(base, {
        plain: before.plain + value,
        encoded: before.encoded + (isEncoded ? value : value.replaceAll("%", "%25")),
        isEncoded: before.isEncoded || isEncoded,
      })
    }
  }
  for (const [name, { plain: whole, encoded, isEncoded }] of pieces)
    plain.set(name, isEncoded ? fromPercent(encoded) : whole)
  return { value: (text.split(";")[0] ?? "").trim().toLowerCase(), of: plain }
}
