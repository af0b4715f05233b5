import type { CallContext, Channel, HttpResponse } from "../../channel/channel.ts"
import { failureOf } from "../../channel/failure.ts"
import type { Clock } from "../../kernel/clock.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import type { Fetched, GuardedFetch, Unfetched } from "../../runtime/guarded-fetch.ts"
import type { Transport } from "../../runtime/transport.ts"
import type { Tokens } from "../../runtime/tokens.ts"

const reasons: { readonly [Refused in Unfetched["refused"]]: DeliveryError["reason"] } = {
  url: "rejected",
  host: "rejected",
  address: "rejected",
  redirects: "rejected",
  encoding: "rejected",
  type: "rejected",
  "too-large": "rejected",
  status: "rejected",
  timeout: "timeout",
  network: "network",
}

/** A file that is not to be had, and why, in the words in which everything fails that a channel does. */
export const noFile = (channel: string, cause: string): DeliveryError =>
  new DeliveryError(channel, "rejected", { retryable: false, sent: "no" }, { cause: `file: ${cause}` })

/** What a fetch that did not work means for a channel. Nothing has left by it. */
export const unfetched = (channel: string, { refused, status, retryable }: Unfetched): DeliveryError => {
  const reason =
    status === 429 ? "rate-limit" : status !== undefined && status >= 500 ? "unavailable" : reasons[refused]
  const cause = status === undefined ? `file: ${refused}` : `file: ${status}`
  return new DeliveryError(channel, reason, { retryable, sent: "no" }, { cause })
}

/** How providers are called. */
export interface Calling {
  readonly transport: Transport
  readonly tokens: Tokens
  readonly clock: Clock
}

/** What fetching from a provider goes through. */
interface Ways {
  readonly loop: Calling
  readonly fetch: GuardedFetch
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

const attempt = async (
  name: string,
  channel: Channel & { readonly shape: "http" },
  reference: string,
  { loop, fetch, maxBytes, signal }: Ways,
  context: CallContext,
): Promise<Fetched | DeliveryError> => {
  const { media } = channel.extras
  if (!media) return noFile(name, "this channel fetches no files")
  const where = media.locate(reference, context)
  let located: HttpResponse | undefined
  if (where) {
    const called = await loop.transport(name, where, { clock: loop.clock, ...(signal && { signal }) })
    if ("error" in called) return called.error
    if (called.response.status >= 400) return failureOf(name, called.response)
    located = called.response
  }
  const download = media.download(reference, located, context)
  if (!download) return noFile(name, "the provider does not have it any more")
  const found = await fetch(download, { hosts: media.hosts, maxBytes, ...(signal && { signal }) })
  if ("bytes" in found) return found
  const { status } = found
  return status === 401 || status === 403
    ? new DeliveryError(name, "auth", { retryable: false, sent: "no" }, { cause: `file: ${status}` })
    : unfetched(name, found)
}

/** Fetches what a provider holds: asks where it lies, each time anew because such addresses end, and brings it from hosts of its list. */
export const fetchFromProvider = async (
  name: string,
  channel: Channel | undefined,
  reference: string,
  ways: Ways,
): Promise<Fetched | DeliveryError> => {
  if (channel?.shape !== "http") return noFile(name, "only the channel that brought it can fetch it")
  const made = await ways.loop.tokens.use(name, channel.access, async (context) => {
    const found = await attempt(name, channel, reference, ways, context)
    return found instanceof DeliveryError ? { error: found } : found
  })
  return "error" in made ? made.error : made
}
