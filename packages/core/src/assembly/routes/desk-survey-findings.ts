import type { Channel } from "../../channel/channel.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Medium } from "../../survey/question.ts"
import type { Diagnostic } from "../../survey/verify/diagnostic.ts"
import { verify } from "../../survey/verify/verify.ts"
import type { Loop } from "../loop.ts"
import type { Declared } from "../services/declared.ts"

const media: { readonly [kind in Channel["kind"]]?: Medium } = {
  chat: "chat",
  social: "chat",
  email: "email",
  sms: "sms",
  voice: "voice",
}

/** Where the house asks its customers: the media of the channels by which it hears them. */
const mediaOf = (channels: readonly Channel[]): readonly Medium[] => [
  ...new Set(
    channels
      .filter(({ capabilities }) => capabilities.inbound && capabilities.outbound === undefined)
      .flatMap(({ kind }) => media[kind] ?? []),
  ),
]

/** What is wrong with the surveys of the house, as the house would ask them. Each is looked at once: neither changes while it runs. */
export const findingsIn = (
  { setting }: Pick<Loop, "setting">,
  { traits }: Declared,
): ((definition: AnyDefinition) => readonly Diagnostic[]) => {
  const known = new Map<AnyDefinition, readonly Diagnostic[]>()
  const { channels, computed } = setting
  const options = {
    media: mediaOf(Object.values(channels)),
    names: ["name", ...Object.keys(traits), ...computed.map(({ name }) => name)],
  }
  return (definition) => {
    const found = known.get(definition) ?? verify(definition, options)
    known.set(definition, found)
    return found
  }
}
