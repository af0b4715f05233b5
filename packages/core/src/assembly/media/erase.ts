import type { CustomerId } from "../../kernel/ids.ts"
import type { Loop } from "../loop.ts"
import { fileIdIn, keptId } from "./id.ts"

const page = 1_000

/** The addresses of the files in what was written or sent; what stands in words is no file of theirs, whatever it looks like. */
const addressesIn = (value: unknown): readonly string[] => {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([name, each]: readonly [string, unknown]) =>
    (name === "url" || name === "media") && typeof each === "string" ? [each] : addressesIn(each),
  )
}

interface Told {
  readonly channel?: unknown
  readonly attachments?: unknown
  readonly content?: unknown
  /** Answers to surveys: a file in one is named as `media`. */
  readonly value?: unknown
  readonly answers?: unknown
}

const filesIn = ({ channel, attachments, content, value, answers }: Told): readonly string[] =>
  [attachments, content, value, answers].flatMap(addressesIn).flatMap((url) => {
    const own = fileIdIn(url)
    // what begins with `s` is shared, and stays
    if (own !== undefined) return own.startsWith("m") ? [own] : []
    return typeof channel === "string" && url.startsWith("provider:") ? [keptId(channel, url)] : []
  })

/** The files that the entries of a customer name, those that a provider holds and that were kept included. */
async function* filesOf(loop: Pick<Loop, "store">, customer: CustomerId): AsyncGenerator<readonly string[]> {
  let after: string | undefined
  do {
    const found = await loop.store.timeline(customer, { limit: page, ...(after !== undefined && { after }) })
    yield found.items.flatMap(({ data }) => filesIn((data ?? {}) as Told)) // an object, or nothing where newer code wrote so
    after = found.next
  } while (after !== undefined)
}

/**
 * Removes the files of a customer: what they sent, what was sent to them alone, what was kept of theirs. It comes before the erasure of
 * their entries, which alone say which files these are; done twice it is done once.
 */
export const eraseFiles = async (loop: Pick<Loop, "store" | "files">, customer: CustomerId): Promise<void> => {
  if (!loop.files?.canKeep) return
  for await (const ids of filesOf(loop, customer)) await loop.files.remove([...new Set(ids)])
}
