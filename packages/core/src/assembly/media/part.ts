import { type MediaPart, mediaParts } from "../../channel/content.ts"
import type { Media } from "../../channel/media.ts"
import { InputError } from "../../kernel/errors.ts"
import type { EntryId, StreamId } from "../../kernel/ids.ts"
import type { Loop } from "../loop.ts"
import { known } from "../reader.ts"

const isPart = (name: string): name is MediaPart => (mediaParts as readonly string[]).includes(name) // a list of names

/**
 * The file that a query names by the entry of its message and its place there: the number of an attachment of a customer, or the part of
 * what we wrote (`image`). Only in these streams. Throws `InputError` for every other.
 */
export const partIn = async (
  loop: Pick<Loop, "store">,
  query: URLSearchParams,
  streams: readonly StreamId[],
): Promise<{ readonly media: Media; readonly channel: string; readonly stream: StreamId }> => {
  const [entry, part] = [query.get("entry") ?? "", query.get("part") ?? "0"]
  for (const stream of streams) {
    // a name from outside; it is looked up, and nothing else is done with it
    const row = await loop.store.entry(entry as EntryId, stream)
    if (!row) continue
    const found = known(row)
    if (found.kind === "message-received") {
      const media = /^\d{1,3}$/.test(part) ? found.data.attachments?.[Number(part)] : undefined
      if (media) return { media, channel: found.data.channel, stream }
    }
    if (found.kind === "message-written") {
      const media = isPart(part) ? found.data.content[part] : undefined
      if (media) return { media, channel: found.data.channel, stream }
    }
  }
  throw new InputError("unknown", "entry", "no message of this conversation has such a file")
}
