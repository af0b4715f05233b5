import type { Channel, HttpShape } from "../../channel/channel.ts"
import { render } from "../../channel/render.ts"
import { expectThat } from "../expectation.ts"
import { check, type ConformanceCheck, notApplicable } from "./check.ts"
import { carriedParts, filesOf, sampleOf } from "./samples.ts"
import { callContext, type ChannelSubject, outgoing } from "./subject.ts"

/** Whether requests are as the provider's own description of its interface wants them. */
export const schemaChecks = <Options extends object>(
  channel: Channel & HttpShape,
  { schema, address }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  if (!schema) return [notApplicable("schema", "the provider's description of its interface is not at hand")]
  const contents = [
    { text: "hola" },
    ...carriedParts(channel.capabilities).map((part) => sampleOf(part, channel.capabilities)),
  ]
  return [
    check("schema", "makes requests that the provider's own description allows", () => {
      for (const content of contents) {
        const rendered = render(content, channel.capabilities)
        for (const payload of "payloads" in rendered ? rendered.payloads : []) {
          const message = { ...outgoing(address, payload), ...filesOf(payload, channel.capabilities) }
          const complaint = schema(channel.request(message, callContext))
          expectThat(`the description takes ${Object.keys(payload).join(", ")}: ${complaint}`, complaint === undefined)
        }
      }
    }),
    check("schema", "has a description that refuses something", () => {
      const request = channel.request(outgoing(address), callContext)
      const broken = { ...request, body: '{"escucha":"nothing of the kind"}', form: [] }
      expectThat("a request of nothing is refused", schema(broken) !== undefined)
    }),
  ]
}
