import type { Inbound } from "../../channel/inbound.ts"
import { typeOfFile } from "../../channel/media-type.ts"
import type { Media, MediaBytes } from "../../channel/media.ts"
import { type Files, nameOf } from "./files.ts"
import { fileIdOf } from "./id.ts"

/** Messages whose files are kept, and what undoes that where the messages turn out to be known already. */
export interface Arrived {
  readonly inbound: readonly Inbound[]
  readonly forget: () => Promise<void>
}

/**
 * Keeps the files that came in a webhook itself, each under an id that is the same whenever the same message comes, so that nothing lies
 * there twice. What they are is told by their bytes. One that is too large stays behind, and the message says so by its size.
 */
export const keepArrived = async (
  files: Files,
  channel: string,
  inbound: readonly Inbound[],
  arrived: { readonly [url: string]: MediaBytes },
): Promise<Arrived> => {
  const fresh: string[] = []
  const keep = async (message: string, url: string, file: MediaBytes): Promise<Partial<Media>> => {
    const { bytes, name } = file
    if (bytes.length === 0 || bytes.length > files.setting.maxBytes) return { size: bytes.length }
    const id = fileIdOf("arrived", channel, message, url)
    const type = typeOfFile(bytes, file.type.toLowerCase())
    if (await files.keep(id, { bytes, type, name: nameOf(name) })) fresh.push(id)
    return { url: `media:${id}`, type, name: nameOf(name), size: bytes.length }
  }
  const kept: Inbound[] = []
  for (const each of inbound) {
    if (each.type !== "message" || !each.attachments) kept.push(each)
    else {
      const attachments = []
      for (const part of each.attachments) {
        const file = Object.hasOwn(arrived, part.url) ? arrived[part.url] : undefined
        attachments.push(file ? { ...part, ...(await keep(each.id, part.url, file)) } : part)
      }
      kept.push({ ...each, attachments })
    }
  }
  return { inbound: kept, forget: () => files.remove(fresh) }
}
