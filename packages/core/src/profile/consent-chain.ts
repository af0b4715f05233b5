import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { StreamId } from "../kernel/ids.ts"
import type { ConsentRecord, ConsentText } from "./consent.ts"

/** SHA-256 of a text in UTF-8, in hexadecimal. */
export const hashOfText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))

/**
 * JSON in the one form that is hashed: names in the order of their code units, no blanks, nothing that is `undefined`
 * (https://www.rfc-editor.org/rfc/rfc8785, of whose numbers only those are used that JSON.stringify writes alike).
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null"
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([one], [two]) => (one < two ? -1 : 1))
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`).join(",")}}`
}

/** Where and when a record lies: hashed with it, so that it cannot be moved or dated anew. */
export interface RecordPlace {
  readonly stream: StreamId
  readonly occurredAt: number
  readonly receivedAt: number
}

/** The hash of a record at its place. An import is decided at its own time: when it was received is not part of it. */
export const hashOfRecord = (
  record: Omit<ConsentRecord, "hash">,
  { stream, occurredAt, receivedAt }: RecordPlace,
): string => {
  const said = { ...record, hash: undefined }
  return hashOfText(
    canonicalJson({ stream, occurredAt, ...(record.method !== "import" && { receivedAt }), record: said }),
  )
}

/** A record with its place in the chain of its stream, of which `previous` is the last hash. */
export const chained = (
  record: Omit<ConsentRecord, "previous" | "hash">,
  previous: string,
  place: RecordPlace,
): ConsentRecord => {
  const whole = { ...record, previous }
  return { ...whole, hash: hashOfRecord(whole, place) }
}

/** A text as a record keeps it. */
export const consentText = (text: string, version: string, language: string): ConsentText => ({
  version,
  hash: hashOfText(text),
  text,
  language,
})
