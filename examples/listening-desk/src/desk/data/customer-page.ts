import type { CustomerId, CustomerView, ThreadItem } from "@escucha/core"
import type { DeskClient, Page } from "./desk-client.ts"
import { asDeskError, type DeskError } from "./desk-error.ts"
import { createResource, type Resource } from "./resource.ts"

/** A customer and as much of the thread as was asked for, newest first. */
export interface CustomerPart {
  readonly view: CustomerView
  readonly items: readonly ThreadItem[]
  readonly next: string | null
  readonly earlier: "idle" | "loading" | DeskError
}

/** One customer; `showEarlier` adds older lines of the thread. */
export interface CustomerPage extends Resource<CustomerPart> {
  readonly showEarlier: () => Promise<void>
}

/**
 * The newest lines as just read, with the older ones that are already shown. If the two no longer meet (much was written at once, or
 * two customers were joined or taken apart), only what was just read is kept, and its token leads to the rest.
 */
export const renewThread = (
  fresh: Page<ThreadItem>,
  held: { readonly items: readonly ThreadItem[]; readonly next: string | null } | null,
): { readonly items: readonly ThreadItem[]; readonly next: string | null } => {
  const oldest = fresh.items.at(-1)
  const meeting = held === null || oldest === undefined ? -1 : held.items.findIndex((item) => item.id === oldest.id)
  if (held === null || meeting < 0) return { items: fresh.items, next: fresh.next ?? null }
  return { items: [...fresh.items, ...held.items.slice(meeting + 1)], next: held.next }
}

/** The page of one customer. */
export const createCustomerPage = (client: DeskClient, id: CustomerId): CustomerPage => {
  const resource = createResource<CustomerPart>(async (held) => {
    const view = await client.customer(id)
    const part = held()
    return { view, ...renewThread(view.thread, part), earlier: part?.earlier === "loading" ? "loading" : "idle" }
  })
  const showEarlier = async () => {
    const held = resource.snapshot()
    if (held.state !== "ready" || held.data.next === null || held.data.earlier === "loading") return
    const after = held.data.next
    resource.update((part) => ({ ...part, earlier: "loading" }))
    try {
      const page = await client.thread(id, after)
      resource.update((part) =>
        part.next === after
          ? { ...part, items: [...part.items, ...page.items], next: page.next ?? null, earlier: "idle" }
          : { ...part, earlier: "idle" },
      ) // a refresh came between: its own token leads on
    } catch (cause) {
      const error = asDeskError(cause)
      resource.update((part) => ({ ...part, earlier: error }))
    }
  }
  return { ...resource, showEarlier }
}
