import type { InboxItem } from "@escucha/core"
import type { DeskClient, InboxFilter } from "./desk-client.ts"
import { createPagedList, type PagedList, type PagedPart } from "./paged-list.ts"

/** The part of the inbox that was asked for so far. */
export type InboxPart = PagedPart<InboxItem>

/** The inbox under one filter. */
export type InboxList = PagedList<InboxItem>

const pageSize = 50
const largest = 200

/** The inbox of `client` under `filter`. A refresh asks for as many customers as are shown. */
export const createInboxList = (client: DeskClient, filter: InboxFilter): InboxList =>
  createPagedList(
    (after, shown) =>
      after === null
        ? client.inbox(filter, { limit: Math.min(largest, Math.max(pageSize, shown)) })
        : client.inbox(filter, { limit: pageSize, after }),
    ({ customer }: InboxItem) => customer,
  )
