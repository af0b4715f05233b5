import type { DeskChannel } from "@escucha/core"

/** Whether somebody has to look at a channel: it cannot be had, waits, or more fails there than leaves. */
export const isInTrouble = ({ status, sent, failed }: Pick<DeskChannel, "status" | "sent" | "failed">): boolean =>
  status !== "open" || failed > sent

/** The channels in the order in which they are looked at: those in trouble first, else as the house has them. */
export const inOrder = (channels: readonly DeskChannel[]): readonly DeskChannel[] =>
  channels.toSorted((one, two) => Number(isInTrouble(two)) - Number(isInTrouble(one)))
