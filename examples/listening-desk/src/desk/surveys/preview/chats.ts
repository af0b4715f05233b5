import type { DeskChannel } from "@escucha/core"

/** The channels of the house on which a survey is asked as in a chat. */
export const chatsOf = (channels: readonly DeskChannel[]): readonly DeskChannel[] =>
  channels.filter(
    ({ kind, capabilities }) =>
      (kind === "chat" || kind === "social") && capabilities.inbound && capabilities.outbound === undefined,
  )
