import type { FetchedAccess } from "../../channel/access.ts"
import type { Channel } from "../../channel/channel.ts"

/** How a channel fetches its token of the hour; `undefined` where it needs none, or signs its own. */
export const fetchedAccess = (channel: Channel): FetchedAccess | undefined =>
  channel.shape === "http" && channel.access && "request" in channel.access ? channel.access : undefined
