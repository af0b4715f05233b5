import { ruleOf } from "../../channel/capability.ts"
import type { Channel, Payload } from "../../channel/channel.ts"
import { mediaParts } from "../../channel/content.ts"
import type { MediaBytes } from "../../channel/media.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import type { Loop } from "../loop.ts"

/** The files that a channel takes as bytes, out of what one call carries; or why there are none. */
export const filesFor = async (
  loop: Pick<Loop, "fetchMedia">,
  name: string,
  { capabilities }: Channel,
  payload: Payload,
  signal: AbortSignal,
): Promise<{ readonly [url: string]: MediaBytes } | DeliveryError> => {
  const files: { [url: string]: MediaBytes } = {}
  for (const part of mediaParts) {
    const media = payload[part]
    const { by, maxBytes, types } = ruleOf(capabilities, part)
    if (!media || by !== "bytes" || Object.hasOwn(files, media.url)) continue
    if (!loop.fetchMedia)
      return new DeliveryError(
        name,
        "rejected",
        { retryable: false, sent: "no" },
        { cause: "this house cannot fetch files; give createEscucha the option media" },
      )
    const brought = await loop.fetchMedia(media.url, {
      channel: name,
      signal,
      ...(maxBytes !== undefined && { maxBytes }),
      ...(types && { types }),
    })
    if (brought instanceof DeliveryError) return brought
    files[media.url] = brought
  }
  return files
}
