import type { Channel, HttpResponse, HttpShape, Parsed, WebhookRequest } from "../../channel/channel.ts"
import type { Inbound, InboundMessage } from "../../channel/inbound.ts"
import type { ChannelSubject, Webhooks } from "./subject.ts"

/** What a webhook brought in, what it only announced included. */
export const broughtIn = (parsed: Parsed, asked: Webhooks["asked"]): readonly Inbound[] => {
  if (!("inbound" in parsed)) return []
  const announced = (parsed.asks ?? []).flatMap(({ request, read }) => {
    const answer = asked?.(request)
    const found = answer && read(answer)
    return found && "inbound" in found ? found.inbound : []
  })
  return [...parsed.inbound, ...announced]
}

/** What a webhook of the subject brings in. */
export const inboundOf = (
  { inbound }: Pick<HttpShape, "inbound">,
  request: WebhookRequest,
  webhooks: Webhooks,
): readonly Inbound[] => (inbound ? broughtIn(inbound.parse(request), webhooks.asked) : [])

const isMessage = (one: Inbound): one is InboundMessage => one.type === "message"

const polled = ({ poll }: HttpShape, response: HttpResponse | undefined): readonly Inbound[] => {
  const found = poll && response ? poll.read(response) : undefined
  return found && "inbound" in found ? found.inbound : []
}

/**
 * A message of a customer as this channel brings it in: out of its genuine webhook or the answer to its poll; of a connection, which has
 * no such thing, the plainest one. It comes now, whatever its time was. `undefined` where nobody can write to us here.
 */
export const arrivalOf = <Options extends object>(
  channel: Channel,
  { webhooks, responses, address }: ChannelSubject<Options>,
): InboundMessage | undefined => {
  if (!channel.capabilities.inbound) return undefined
  if (channel.shape === "connection") return { type: "message", id: "arrival-1", address, text: "¿hola?" }
  const all = [
    ...(webhooks ? inboundOf(channel, webhooks.valid, webhooks) : []),
    ...polled(channel, responses?.polled?.message),
  ]
  const found = all.filter(isMessage).find(({ text }) => text !== "")
  if (!found) return undefined
  const { at: _, ...now } = found
  return now
}
