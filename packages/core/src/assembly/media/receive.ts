import type { Inbound } from "../../channel/inbound.ts"
import type { MediaBytes } from "../../channel/media.ts"
import type { Loop } from "../loop.ts"
import { keepArrived } from "./arrived.ts"

/**
 * Takes in what a connection brought, with the files that came along. What is known already brings no file: who was erased meanwhile
 * would get it back.
 */
export const receiveWithFiles = async (
  { files, receive }: Pick<Loop, "files" | "receive">,
  channel: string,
  inbound: readonly Inbound[],
  arrived: { readonly [url: string]: MediaBytes },
): Promise<void> => {
  const own = files?.canKeep ? await keepArrived(files, channel, inbound, arrived) : undefined
  const outcomes = await receive(channel, own?.inbound ?? inbound)
  if (own && outcomes.every(({ status }) => status === "duplicate")) await own.forget()
}
