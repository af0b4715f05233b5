import type { MediaBytes } from "../../channel/media.ts"
import type { DeliveryError } from "../../kernel/errors.ts"

/** Which file is wanted: for which channel, how large at most, and of which types. */
export interface MediaLimits {
  readonly channel: string
  readonly maxBytes?: number
  readonly types?: readonly string[]
  readonly signal: AbortSignal
}

/** Brings the bytes of a file by its url: `https://…`, `media:ID` or `provider:REFERENCE`. It never rejects. */
export type FetchMedia = (url: string, limits: MediaLimits) => Promise<MediaBytes | DeliveryError>
