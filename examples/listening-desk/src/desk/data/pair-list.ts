import type { DeskPair } from "@escucha/core"
import { asDeskError, type DeskError } from "./desk-error.ts"
import type { PersonClient } from "./person-client.ts"
import { createResource, type Resource } from "./resource.ts"

/** The pairs that were asked for so far. */
export interface PairPart {
  readonly items: readonly DeskPair[]
  readonly next: string | null
  readonly more: "idle" | "loading" | DeskError
}

/** Customers who may be one person; `showMore` adds the next page. */
export interface PairList extends Resource<PairPart> {
  readonly showMore: () => Promise<void>
  /** Takes a pair away that was decided: before the list is read again. */
  readonly decided: (link: string) => void
}

/** The list of pairs, read by `client`. */
export const createPairList = (client: Pick<PersonClient, "pairs">): PairList => {
  const resource = createResource<PairPart>(async () => {
    const page = await client.pairs(null)
    return { items: page.items, next: page.next ?? null, more: "idle" }
  })
  const showMore = async () => {
    const held = resource.snapshot()
    if (held.state !== "ready" || held.data.next === null || held.data.more === "loading") return
    const after = held.data.next
    resource.update((part) => ({ ...part, more: "loading" }))
    try {
      const page = await client.pairs(after)
      resource.update((part) => {
        if (part.next !== after) return { ...part, more: "idle" } // it was read again meanwhile: its own token leads on
        const seen = new Set(part.items.map(({ link }) => link))
        const fresh = page.items.filter(({ link }) => !seen.has(link))
        return { items: [...part.items, ...fresh], next: page.next ?? null, more: "idle" }
      })
    } catch (cause) {
      const error = asDeskError(cause)
      resource.update((part) => ({ ...part, more: error }))
    }
  }
  return {
    ...resource,
    showMore,
    decided: (link) => resource.update((part) => ({ ...part, items: part.items.filter((pair) => pair.link !== link) })),
  }
}
