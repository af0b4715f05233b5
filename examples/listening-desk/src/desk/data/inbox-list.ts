import type { InboxItem } from "@escucha/core"
import type { DeskClient, InboxFilter } from "./desk-client.ts"
import { asDeskError, type DeskError } from "./desk-error.ts"
import { createResource, type Resource } from "./resource.ts"

/** The part of the inbox that was asked for so far. */
export interface InboxPart {
  readonly items: readonly InboxItem[]
  readonly next: string | null
  readonly more: "idle" | "loading" | DeskError
}

/** The inbox under one filter; `showMore` adds the next page. */
export interface InboxList extends Resource<InboxPart> {
  readonly showMore: () => Promise<void>
}

const pageSize = 50
const largest = 200

/** Two pages as one list; a customer who moved between them while we read is shown once, where they were first. */
export const joinPages = (first: readonly InboxItem[], second: readonly InboxItem[]): readonly InboxItem[] => {
  const seen = new Set(first.map((item) => item.customer))
  return [...first, ...second.filter((item) => !seen.has(item.customer))]
}

/** The inbox of `client` under `filter`. A refresh asks for as many customers as are shown. */
export const createInboxList = (client: DeskClient, filter: InboxFilter): InboxList => {
  const resource = createResource<InboxPart>(async (held) => {
    const limit = Math.min(largest, Math.max(pageSize, held()?.items.length ?? 0))
    const page = await client.inbox(filter, { limit })
    return { items: page.items, next: page.next ?? null, more: "idle" }
  })
  const showMore = async () => {
    const held = resource.snapshot()
    if (held.state !== "ready" || held.data.next === null || held.data.more === "loading") return
    const after = held.data.next
    resource.update((part) => ({ ...part, more: "loading" }))
    try {
      const page = await client.inbox(filter, { limit: pageSize, after })
      resource.update((part) =>
        part.next === after
          ? { items: joinPages(part.items, page.items), next: page.next ?? null, more: "idle" }
          : { ...part, more: "idle" },
      ) // a refresh came between: its own token leads on
    } catch (cause) {
      const error = asDeskError(cause)
      resource.update((part) => ({ ...part, more: error }))
    }
  }
  return { ...resource, showMore }
}
