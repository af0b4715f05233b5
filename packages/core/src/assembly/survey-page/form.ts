import type { Call } from "../../runtime/web/router.ts"
import { largestBody } from "../../runtime/web/json.ts"
import type { Given } from "./given.ts"

/** A form as it was posted. */
export interface PostedForm {
  readonly given: Given
  readonly files: ReadonlyMap<string, readonly File[]>
}

const most = { fields: 2_000, length: 100_000 }

const decoder = new TextDecoder()

// Forms break lines as telegraphs did (https://html.spec.whatwg.org/#converting-an-entry-list-to-a-list-of-name-value-pairs).
const wordsOf = (value: string): string => value.slice(0, most.length).replaceAll("\r\n", "\n")

const collected = (fields: Iterable<readonly [string, string | File]>): PostedForm | undefined => {
  const given = new Map<string, readonly string[]>()
  const files = new Map<string, readonly File[]>()
  let count = 0
  for (const [name, value] of fields) {
    if (++count > most.fields) return undefined
    if (typeof value === "string") given.set(name, [...(given.get(name) ?? []), wordsOf(value)])
    else if (value.size > 0) files.set(name, [...(files.get(name) ?? []), value]) // an empty one: none was chosen
  }
  return { given, files }
}

/**
 * The form in the body of a call, with files or without. `too-large` and `broken`: why there is none. A form without files is never
 * larger than any other call.
 */
export const formIn = async (
  { request: { body, headers } }: Call,
  longest: number,
): Promise<PostedForm | "too-large" | "broken"> => {
  const type = headers["content-type"] ?? ""
  if (!/^multipart\/form-data\b/i.test(type))
    return body.length > largestBody
      ? "too-large"
      : (collected(new URLSearchParams(decoder.decode(body))) ?? "too-large")
  if (body.length > longest) return "too-large"
  try {
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData()
    return collected(form) ?? "too-large"
  } catch {
    return "broken" // TypeError: no form of this kind
  }
}
