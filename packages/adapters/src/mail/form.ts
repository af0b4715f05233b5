// Forms that a provider posts: https://www.rfc-editor.org/rfc/rfc7578 (with files) and
// https://url.spec.whatwg.org/#application/x-www-form-urlencoded
import type { MediaBytes, WebhookRequest } from "@escucha/core"
import { headOf, lettersOf, withParameters } from "./header.ts"

/** What a form holds: fields as bytes, because each may be in other letters, and files. */
export interface PostedForm {
  readonly field: (name: string, charset?: string) => string | undefined
  readonly files: readonly (MediaBytes & { readonly field: string })[]
}

const mostParts = 200
/** https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
const isBoundary = /^[\w'()+,./:=? -]{1,70}$/
const encoder = new TextEncoder()
const newLine = encoder.encode("\r\n")

const indexOf = (bytes: Uint8Array, sought: Uint8Array, from: number): number => {
  const [first = 0] = sought
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (sought.every((byte, index) => bytes[at + index] === byte)) return at
  return -1
}

const partsOf = (bytes: Uint8Array, boundary: string): readonly Uint8Array[] => {
  // A boundary begins a line, and no line break is in it: what is sought begins nowhere inside of itself, so that to look for it takes a
  // time that grows with the length of the body alone, whatever a stranger writes.
  const line = encoder.encode(`\r\n--${boundary}`)
  const isFirst = line.every((byte, index) => index < newLine.length || bytes[index - newLine.length] === byte)
  const first = isFirst ? -newLine.length : indexOf(bytes, line, 0)
  const parts: Uint8Array[] = []
  let behind = isFirst || first >= 0 ? first + line.length : bytes.length
  while (parts.length < mostParts) {
    const end = indexOf(bytes, line, behind)
    if (end < 0) break
    parts.push(bytes.subarray(behind + newLine.length, end))
    behind = end + line.length
  }
  return parts
}

const multipart = (bytes: Uint8Array, boundary: string): PostedForm => {
  const fields = new Map<string, Uint8Array>()
  const files: (MediaBytes & { readonly field: string })[] = []
  for (const part of partsOf(bytes, boundary)) {
    const end = indexOf(part, encoder.encode("\r\n\r\n"), 0)
    const head = headOf(lettersOf(part.subarray(0, Math.max(end, 0))))
    const body = part.subarray(end + 4)
    const { of } = withParameters(head.find(([name]) => name === "content-disposition")?.[1])
    const [name, filename] = [of.get("name"), of.get("filename")]
    if (end < 0 || name === undefined) continue
    const type = head.find(([each]) => each === "content-type")?.[1] ?? "application/octet-stream"
    if (filename === undefined) fields.set(name, body)
    else files.push({ field: name, bytes: body, name: filename, type: withParameters(type).value })
  }
  return {
    field: (name, charset) => {
      const value = fields.get(name)
      return value && lettersOf(value, charset)
    },
    files,
  }
}

/** The form in a webhook, of either kind; `undefined` where it brings JSON. */
export const formIn = ({ headers, body, bytes }: WebhookRequest): PostedForm | undefined => {
  const { value, of } = withParameters(headers["content-type"])
  const boundary = of.get("boundary")
  if (value === "multipart/form-data" && boundary !== undefined && isBoundary.test(boundary))
    return multipart(bytes ?? encoder.encode(body), boundary)
  if (/^\s{0,100}[{[]/.test(body)) return undefined
  const fields = new URLSearchParams(body)
  return { field: (name) => fields.get(name) ?? undefined, files: [] }
}
