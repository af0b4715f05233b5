import { type Capabilities, ruleOf } from "../../channel/capability.ts"
import type { Channel, HttpShape, Payload } from "../../channel/channel.ts"
import { type Content, type Feature, mediaParts } from "../../channel/content.ts"
import { render } from "../../channel/render.ts"
import { lengthIn } from "../../channel/text-length.ts"
import { ConformanceError, expectThat } from "../expectation.ts"
import { createRandom } from "../random.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import { allParts, anyContent, filesOf } from "./samples.ts"
import { callContext, outgoing, type ChannelSubject } from "./subject.ts"

const messages = 500

const buttonsFit = (payload: Payload, part: "choices" | "links", capabilities: Capabilities): boolean => {
  const { max = Infinity, maxLabel = Infinity, maxValue = Infinity } = ruleOf(capabilities, part)
  const buttons: readonly { readonly label: string; readonly value?: string }[] = payload[part] ?? []
  return (
    buttons.length <= max &&
    buttons.every(
      ({ label, value = "" }) => label.length <= maxLabel && new TextEncoder().encode(value).length <= maxValue,
    )
  )
}

/** Whether a payload is one that the channel declares that it takes. */
const mustBeAllowed = (payload: Payload, { capabilities }: Pick<Channel, "capabilities">): void => {
  const { text, features } = capabilities
  const parts = allParts.filter((part) => payload[part] !== undefined)
  for (const part of parts) expectThat(`a payload holds ${part} only where it is carried`, features.includes(part))
  expectThat(
    `a text is not longer than ${text.max} ${text.unit ?? "utf16"}`,
    lengthIn(payload.text, text.unit) <= text.max,
  )
  expectThat("choices stay within their limits", buttonsFit(payload, "choices", capabilities))
  expectThat("links stay within their limits", buttonsFit(payload, "links", capabilities))
  for (const part of mediaParts) {
    const media = payload[part]
    const { caption, maxBytes = Infinity } = ruleOf(capabilities, part)
    if (media === undefined) continue
    expectThat(`a file is not larger than ${part} may be`, (media.size ?? 0) <= maxBytes)
    expectThat(`a caption is not longer than it may be`, lengthIn(payload.text, text.unit) <= (caption ?? text.max))
  }
  expectThat(
    "a payload says its format only where it is the channel's own",
    payload.format === undefined || payload.format === text.format,
  )
}

/** Every part of the message is in a payload, or among the losses. */
const mustBeTold = (content: Content, payloads: readonly Payload[], lost: ReadonlySet<string>): void => {
  const isThere = (part: Feature) => payloads.some((payload) => payload[part] !== undefined)
  for (const part of allParts)
    if (content[part] !== undefined)
      expectThat(`${part} goes out, or its loss is told`, isThere(part) || lost.has(part))
  if (payloads.length === 0) expectThat("a message with words goes out", content.text.trim() === "")
}

/** The seed is said, so that what failed can be seen again. */
const seeded = (seed: number, prove: () => void): void => {
  try {
    prove()
  } catch (cause) {
    if (!(cause instanceof ConformanceError)) throw cause
    throw new ConformanceError(cause.promise, `it does not hold of message ${seed} of the kit`, { cause })
  }
}

/** What becomes of any message on this channel, by what it declares. */
export const renderChecks = <Options extends object>(
  channel: Channel,
  make: HttpShape["request"] | undefined,
  { address, schema }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  check("render", `makes only allowed payloads of ${messages} messages of any kind, and tells every loss`, () => {
    for (let seed = 1; seed <= messages; seed += 1)
      seeded(seed, () => {
        const content = anyContent(createRandom(seed), channel.capabilities)
        const rendered = render(content, channel.capabilities)
        if ("refusal" in rendered) {
          const { level } = ruleOf(channel.capabilities, rendered.refusal.part)
          return expectThat("only what the channel refuses is refused", level === "refused")
        }
        for (const payload of rendered.payloads) mustBeAllowed(payload, channel)
        mustBeTold(content, rendered.payloads, new Set(rendered.losses.map(({ part }) => part)))
        if (!make) return undefined
        for (const payload of rendered.payloads) {
          const request = withoutThrowing("request takes any payload of its own capabilities", () =>
            make({ ...outgoing(address, payload), ...filesOf(payload, channel.capabilities) }, callContext),
          )
          const complaint = schema?.(request)
          expectThat(`the provider's own schema takes the request: ${complaint}`, complaint === undefined)
        }
        return undefined
      })
  }),
]
