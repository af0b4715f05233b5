import type { EntryId, StreamId } from "../../kernel/ids.ts"
import type { ConsentRecord } from "../../profile/consent.ts"
import type { AnyEntry, EntryOfKind } from "../entries.ts"
import type { Loop } from "../loop.ts"

interface Happened {
  readonly entry: EntryId
  readonly stream: StreamId
  readonly at: number
  readonly receivedAt: number
}

/** One line of what was said of being contacted, with its proof. */
export type ConsentEvent =
  | (Happened & { readonly type: "consent"; readonly record: ConsentRecord })
  | (Happened & { readonly type: "request"; readonly request: EntryOfKind<"consent-requested">["data"] })
  | (Happened & { readonly type: "stop" | "start"; readonly by: string; readonly channel?: string })

const eventOf = (entry: AnyEntry): ConsentEvent | undefined => {
  const happened: Happened = {
    entry: entry.id,
    stream: entry.stream,
    at: entry.occurredAt,
    receivedAt: entry.receivedAt,
  }
  switch (entry.kind) {
    case "consent-changed":
      return { ...happened, type: "consent", record: entry.data }
    case "consent-requested":
      return { ...happened, type: "request", request: entry.data }
    case "opted-out":
    case "opted-in": {
      const { by, channel } = entry.data
      return {
        ...happened,
        type: entry.kind === "opted-out" ? "stop" : "start",
        by,
        ...(channel !== undefined && { channel }),
      }
    }
    default:
      return undefined
  }
}

/** Every entry of a customer by one of their streams, newest first. */
export async function* entriesOf(loop: Loop, stream: StreamId): AsyncGenerator<AnyEntry> {
  const whole = await loop.whole(stream)
  if (!whole) return
  for (let after: string | undefined; ;) {
    const page = await loop.read.timeline(whole.id, { limit: 1000, ...(after !== undefined && { after }) })
    yield* page.items
    if (page.next === undefined) return
    after = page.next
  }
}

/** Everything that was said of being contacted, oldest first. */
export const consentHistory = async (loop: Loop, customer: string): Promise<readonly ConsentEvent[]> => {
  const whole = await loop.whole(customer)
  const events: ConsentEvent[] = []
  if (whole)
    for await (const entry of entriesOf(loop, whole.id)) {
      const event = eventOf(entry)
      if (event) events.push(event)
    }
  return events.toReversed()
}
