import { ruleOf } from "../../channel/capability.ts"
import type { Channel, Payload } from "../../channel/channel.ts"
import { mediaParts } from "../../channel/content.ts"
import type { Media } from "../../channel/media.ts"
import type { DeliveryError } from "../../kernel/errors.ts"
import type { Loop } from "../loop.ts"
import { linkTo, type Sealing, sending } from "./link.ts"
import { noFile } from "./provider.ts"

const isWeb = ({ url }: Media): boolean => /^https?:/.test(url)

/**
 * What one call carries, with an address of the web for every file that the provider is to fetch from us: it holds for a day, and begins
 * with `publicUrl`. Files that the channel takes as bytes stay as they are.
 */
export const addressed = async (
  loop: Sealing & Pick<Loop, "clock">,
  name: string,
  { capabilities, web }: Pick<Channel, "capabilities" | "web">,
  payload: Payload,
): Promise<Payload | DeliveryError> => {
  if (web) return payload // its pages fetch our files by links of their own
  const changed: { [Part in (typeof mediaParts)[number]]?: Media } = {}
  for (const part of mediaParts) {
    const media = payload[part]
    if (!media || isWeb(media) || ruleOf(capabilities, part).by === "bytes") continue
    const { publicUrl } = loop.setting.consent
    if (publicUrl === undefined)
      return noFile(name, "the provider fetches it from us; give createEscucha the option publicUrl")
    const { path } = await linkTo(loop, media, name, sending)
    changed[part] = { ...media, url: `${publicUrl}${path}` }
  }
  return { ...payload, ...changed }
}
