import type { Page } from "./desk-client.ts"
import { asDeskError, type DeskError } from "./desk-error.ts"
import { createResource, type Resource } from "./resource.ts"

/** What was asked for of a list so far. `Rest` is what its first page says beside the items. */
export interface PagedPart<Item, Rest = Page<Item>> {
  readonly items: readonly Item[]
  readonly rest: Rest
  readonly next: string | null
  readonly more: "idle" | "loading" | DeskError
}

/** A list that is read page by page; `showMore` adds the next one. Reading it again begins with its first page. */
export interface PagedList<Item, Rest = Page<Item>> extends Resource<PagedPart<Item, Rest>> {
  readonly showMore: () => Promise<void>
}

/** Two pages as one list; what moved between them while we read is shown once, where it was first. */
export const joinPages = <Item>(
  first: readonly Item[],
  second: readonly Item[],
  keyOf: (item: Item) => string,
): readonly Item[] => {
  const seen = new Set(first.map(keyOf))
  return [...first, ...second.filter((item) => !seen.has(keyOf(item)))]
}

/**
 * A list whose pages come from `load`, which is told behind what, and how many are shown already. `keyOf` tells items apart, where one
 * can move from page to page.
 */
export const createPagedList = <Item, Loaded extends Page<Item>>(
  load: (after: string | null, shown: number) => Promise<Loaded>,
  keyOf?: (item: Item) => string,
): PagedList<Item, Loaded> => {
  const resource = createResource<PagedPart<Item, Loaded>>(async (held) => {
    const page = await load(null, held()?.items.length ?? 0)
    return { items: page.items, rest: page, next: page.next ?? null, more: "idle" }
  })
  const showMore = async () => {
    const held = resource.snapshot()
    if (held.state !== "ready" || held.data.next === null || held.data.more === "loading") return
    const after = held.data.next
    resource.update((part) => ({ ...part, more: "loading" }))
    try {
      const page = await load(after, held.data.items.length)
      resource.update((part) => {
        if (part.next !== after) return { ...part, more: "idle" } // it was read again meanwhile: its own token leads on
        const items = keyOf ? joinPages(part.items, page.items, keyOf) : [...part.items, ...page.items]
        return { ...part, items, next: page.next ?? null, more: "idle" }
      })
    } catch (cause) {
      const error = asDeskError(cause)
      resource.update((part) => ({ ...part, more: error }))
    }
  }
  return { ...resource, showMore }
}
