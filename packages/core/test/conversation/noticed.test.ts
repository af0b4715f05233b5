import * as fc from "fast-check"
import { expect, it } from "vitest"
import { type messageEdited, type Noticed, noticed } from "../../src/conversation/noticed.ts"
import type { EntryId, StreamId } from "../../src/kernel/ids.ts"
import type { EntryOf } from "../../src/timeline/entry.ts"

const edited = (message: string, at: number): EntryOf<typeof messageEdited> => ({
  id: `in:${at}#0` as EntryId,
  stream: "s_1" as StreamId,
  position: 1,
  schema: 1,
  occurredAt: at,
  receivedAt: at,
  kind: "message-edited",
  data: { channel: "chat", message, text: `after ${at}` },
})

it("the last edits are remembered, whatever a network calls its messages", () => {
  const ids = fc.oneof(
    fc.nat({ max: 200 }).map(String),
    fc.string({ minLength: 1, maxLength: 3 }),
    fc.constant("__proto__"),
  )
  fc.assert(
    fc.property(fc.array(ids, { maxLength: 120, size: "max" }), (messages) => {
      let state: Noticed = noticed.initial
      for (const [place, message] of messages.entries())
        state = noticed.on["message-edited"]?.(state, edited(message, place)) ?? state
      const last = [...new Set(messages.toReversed())].slice(0, 50)
      expect(Object.keys(state.edits).toSorted()).toEqual(last.toSorted())
    }),
  )
})
