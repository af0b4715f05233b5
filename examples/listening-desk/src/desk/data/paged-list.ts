import type { Page } from "./desk-client.ts"
import { asDeskError, type DeskError } from "./desk-error.ts"
import { createResource, type Resource } from "./resource.ts"

/** What was asked for of a list so far. `Rest` is what its first page says beside the items. */
export interface PagedPart<Item, Rest> {
  readonly items: readonly Item[]
  readonly rest: Rest
  readonly next: string | null
  readonly more: "idle" | "loading" | DeskError
}

/** A list that is read page by page; `showMore` adds the next one. Reading it again begins with its first page. */
export interface PagedList<Item, Rest = Page<Item>> extends Resource<PagedPart<Item, Rest>> {
  readonly showMore: () => Promise<void>
}

/** A list whose pages come from `load`. */
export const createPagedList = <Item, Loaded extends Page<Item>>(
  load: (after: string | null) => Promise<Loaded>,
): PagedList<Item, Loaded> => {
  const resource = createResource<PagedPart<Item, Loaded>>(async () => {
    const page = await load(null)
    return { items: page.items, rest: page, next: page.next ?? null, more: "idle" }
  })
  const showMore = async () => {
    const held = resource.snapshot()
    if (held.state !== "ready" || held.data.next === null || held.data.more === "loading") return
    const after = held.data.next
    resource.update((part) => ({ ...part, more: "loading" }))
    try {
      const page = await load(after)
      resource.update(
        (part) =>
          part.next === after
            ? { ...part, items: [...part.items, ...page.items], next: page.next ?? null, more: "idle" }
            : { ...part, more: "idle" }, // it was read again meanwhile: its own token leads on
      )
    } catch (cause) {
      const error = asDeskError(cause)
      resource.update((part) => ({ ...part, more: error }))
    }
  }
  return { ...resource, showMore }
}
