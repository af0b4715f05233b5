import type { EntryId, StreamId, ThreadItem } from "@escucha/core"

/** The id of an entry. */
export const anEntryId = (place: number): EntryId => `i_${place}#0`

const stream: StreamId = "s_1"

/** A line of a thread that the customer wrote; the first place is the newest. */
export const aLine = (place: number, at = 100 - place): ThreadItem => ({
  type: "received",
  id: anEntryId(place),
  stream,
  channel: "chat",
  at,
  text: "hola",
})
