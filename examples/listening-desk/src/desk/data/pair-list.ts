import type { DeskPair } from "@escucha/core"
import { createPagedList, type PagedList, type PagedPart } from "./paged-list.ts"
import type { PersonClient } from "./person-client.ts"

/** The pairs that were asked for so far. */
export type PairPart = PagedPart<DeskPair>

/** Customers who may be one person. */
export interface PairList extends PagedList<DeskPair> {
  /** Takes a pair away that was decided: before the list is read again. */
  readonly decided: (link: string) => void
}

/** The list of pairs, read by `client`. */
export const createPairList = (client: Pick<PersonClient, "pairs">): PairList => {
  const list = createPagedList(client.pairs, ({ link }: DeskPair) => link)
  return {
    ...list,
    decided: (link) => list.update((part) => ({ ...part, items: part.items.filter((pair) => pair.link !== link) })),
  }
}
