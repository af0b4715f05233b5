import type { DeskEvent, DeskPresence } from "../../client/wire.ts"
import type { ServerEvent } from "../../runtime/web/sse.ts"
import type { Loop } from "../loop.ts"
import { beside } from "../presence.ts"

/** What the desk is told as it happens: each committed entry and, between them, who is writing at this moment. */
export async function* deskEvents(loop: Loop, after: number, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  let last = after
  for await (const news of beside(loop.read.follow(after, signal), loop.presence.listen(signal))) {
    if ("place" in news) {
      if (news.from === "team") continue
      const customer = await loop.named(news.place)
      const { channel, at } = news
      if (customer !== undefined)
        yield { id: last, data: { customer, kind: "typing", channel, at } satisfies DeskPresence }
      continue
    }
    const { cursor, entry } = news
    last = cursor
    const customer = (await loop.whole(entry.stream))?.id ?? entry.stream
    yield {
      id: cursor,
      data: { customer, entry: entry.id, kind: entry.kind, at: entry.occurredAt } satisfies DeskEvent,
    }
  }
}
