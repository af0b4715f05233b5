import { longestText } from "../../channel/content.ts"
import { isTypeIn } from "../../channel/media-type.ts"
import type { MediaBytes } from "../../channel/media.ts"
import { BusyError, InputError } from "../../kernel/errors.ts"
import { textField } from "../../runtime/web/json.ts"
import type { Call } from "../../runtime/web/router.ts"
import type { Files } from "./files.ts"

/** A file that came by a page, with the words beside it. */
export interface Upload {
  /** The id that the page made, so that a retry is the same message. */
  readonly id: string
  readonly text: string
  readonly isVoice: boolean
  readonly file: MediaBytes
}

/**
 * The file in the body of a call: its type in `content-type`, its name and the words beside it in the query. Throws `InputError`, which
 * names what is wrong.
 */
export const uploadIn = ({ request, query }: Call, { setting }: Files, types?: readonly string[]): Upload => {
  const fields = Object.fromEntries(query)
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() ?? ""
  if (types && !isTypeIn(type, types))
    throw new InputError("invalid", "content-type", `send one of ${types.join(", ")}`)
  if (request.body.length > setting.maxBytes)
    throw new InputError("too-large", "body", `send at most ${setting.maxBytes} bytes`)
  const id = textField(fields, "id", 128)
  if (id.includes("/")) throw new InputError("invalid", "id", "make it without a slash, such as crypto.randomUUID()")
  const text = query.get("text") ?? ""
  if (text.length > longestText) throw new InputError("too-large", "text", `give at most ${longestText} characters`)
  const file = { bytes: request.body, type, name: textField({ name: query.get("name") ?? "file" }, "name", 1_024) }
  return { id, text, isVoice: query.get("as") === "voice", file }
}

const hour = 3_600_000

/** Counts what visitors send: so many files an hour from one, and from all together. Throws `BusyError` beyond it. */
export const createAllowance = (now: () => number, { each = 30, all = 1_000 } = {}) => {
  let [since, total] = [-Infinity, 0]
  const counts = new Map<string, number>()
  return (visitor: string): void => {
    if (now() - since >= hour) {
      ;[since, total] = [now(), 0]
      counts.clear()
    }
    const count = (counts.get(visitor) ?? 0) + 1
    if (count > each || total >= all) throw new BusyError(since + hour - now())
    total += 1
    counts.set(visitor, count)
  }
}
