import type { CustomerId, StreamId } from "../../kernel/ids.ts"
import type { AnyEntry } from "../entries.ts"
import type { Loop } from "../loop.ts"

const pageSize = 1000

/** Every entry of a customer, the newest first, a page at a time. */
export async function* pagesOf(
  { read }: Pick<Loop, "read">,
  customer: CustomerId,
): AsyncGenerator<readonly AnyEntry[], void> {
  for (let after: string | undefined; ;) {
    const page = await read.timeline(customer, { limit: pageSize, ...(after !== undefined && { after }) })
    yield page.items
    if (page.next === undefined) return
    after = page.next
  }
}

/** The kinds of entries that may lie in several streams under one id: a timeline shows each once. */
const shared: ReadonlySet<AnyEntry["kind"]> = new Set([
  "identities-kept-apart",
  "identities-linked",
  "identities-unlinked",
  "lifecycle-changed",
  "membership-changed",
  "segment-left",
])

/** The entry in each of these streams where it lies; streams are one customer's. */
export const placesOf = async (
  { read }: Pick<Loop, "read">,
  entry: AnyEntry,
  streams: Iterable<StreamId>,
): Promise<readonly AnyEntry[]> => {
  if (!shared.has(entry.kind)) return [entry]
  const places: AnyEntry[] = [entry]
  for (const stream of streams) {
    const twin = stream === entry.stream ? undefined : await read.entry(entry.id, stream)
    if (twin) places.push(twin)
  }
  return places
}
