import type { CustomerId } from "../../kernel/ids.ts"
import type { Loop } from "../loop.ts"
import { keptId, ownFilesIn } from "./id.ts"

const page = 1_000

/** The files that the entries of a customer name, those that a provider holds and that were kept included. */
async function* filesOf(loop: Pick<Loop, "store">, customer: CustomerId): AsyncGenerator<readonly string[]> {
  let after: string | undefined
  do {
    const found = await loop.store.timeline(customer, { limit: page, ...(after !== undefined && { after }) })
    yield found.items.flatMap(({ data }) => {
      const { channel } = data as { readonly channel?: unknown } // data of an entry is an object
      const text = JSON.stringify(data)
      const held = typeof channel === "string" ? [...text.matchAll(/"(provider:(?:[^"\\]|\\.)+)"/g)] : []
      const kept = held.map(([quoted]) => keptId(String(channel), String(JSON.parse(quoted))))
      return [...ownFilesIn(text), ...kept]
    })
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
