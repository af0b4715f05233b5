import type { Content } from "../../channel/content.ts"
import { withFooter } from "../../conversation/footer.ts"
import type { Outgoing } from "../../conversation/outbox.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { unsubscribeUrl } from "../consent/unsubscribe-link.ts"
import type { Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"

/** A message as it leaves, with where to unsubscribe from it. */
export interface Undersigned {
  readonly content: Content
  readonly unsubscribe?: string
}

/**
 * What mail that we start has beside its words: a way to say no with one click and, where it is no service, that way and our postal
 * address under the text. It is the same at every attempt, because a provider that honours our key wants the same bytes; the timeline
 * keeps the words alone.
 */
export const undersigned = async (
  loop: Loop,
  stream: StreamId,
  { channel, purpose, content, markedAt }: Pick<Outgoing, "channel" | "purpose" | "content" | "markedAt">,
): Promise<Undersigned> => {
  const { setting } = loop
  const isMail = Object.hasOwn(setting.channels, channel) && setting.channels[channel]?.kind === "email"
  const unsubscribe = await unsubscribeUrl(setting, { stream, channel, purpose }, markedAt ?? loop.clock.now())
  const link = unsubscribe === undefined ? {} : { unsubscribe }
  if (
    !isMail ||
    purpose === "service" ||
    purpose === "answer" ||
    (unsubscribe === undefined && purpose !== "marketing")
  )
    return { content, ...link }
  const customer = await loop.whole(stream)
  const language = customer && languageOf(customer)
  const { postalAddress } = setting.contact
  const footer = {
    ...link,
    ...(postalAddress !== undefined && { postalAddress }),
    ...(language !== undefined && { language }),
  }
  return { content: withFooter(content, footer), ...link }
}
