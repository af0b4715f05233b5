import type { Page, PageRequest, Row, RowFilter } from "../../timeline/store.ts"
import type { Loop } from "../loop.ts"

/** The page that a call asks for; the first 50, where it says nothing. */
export const pageOf = (page: Partial<PageRequest> | undefined): PageRequest => ({ limit: 50, ...page })

/** Which lines of a list are wanted, and which page of them. */
export interface ListRequest {
  readonly filter?: RowFilter
  readonly page?: Partial<PageRequest> | undefined
}

/** A page of one of the lists that `rowsOf` writes, each line as `read` gives it. */
export const listOf = async <Item>(
  loop: Loop,
  projection: "inbox" | "unanswered" | "case",
  { filter = {}, page }: ListRequest,
  read: (row: Pick<Row, "data" | "key">) => Item,
): Promise<Page<Item>> => {
  await loop.ready()
  const { items, next } = await loop.store.query(projection, filter, pageOf(page))
  return { items: items.map(read), ...(next !== undefined && { next }) }
}
