// Messages as Discord takes them and answers them: https://docs.discord.com/developers/resources/message#create-message
import { DeliveryError, failureOf, type HttpResponse, type Payload, type Sent } from "@escucha/core"
import { bodyOf, integerOf, textOf } from "../json.ts"

const row = (components: readonly object[]) => ({ type: 1, components })
const fives = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / 5) }, (_, at) => items.slice(at * 5, at * 5 + 5))

/** The body of a message; nobody is called by name in it. */
export const messageOf = ({ text, image, choices = [], links = [] }: Payload) => {
  const buttons = [
    ...choices.map(({ value, label }) => ({ type: 2, style: 2, custom_id: value, label })),
    ...links.map(({ url, label }) => ({ type: 2, style: 5, url, label })),
  ]
  return {
    content: text,
    allowed_mentions: { parse: [] },
    ...(image && { embeds: [{ image: { url: image.url } }] }),
    ...(buttons.length > 0 && { components: fives(buttons).map(row) }),
  }
}

/** What Discord says of people who take no messages: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const gone = new Set([10003, 10013, 50001, 50007])

/** What came of a call that sends. */
export const receipt = (response: HttpResponse): Sent => {
  const { id, channel_id: channel, code, retry_after: seconds } = bodyOf(response.body)
  const [message, place] = [textOf(id), textOf(channel)]
  if (response.status === 200 && message !== undefined && place !== undefined)
    return { status: "sent", provider: `${place}:${message}` }
  if (gone.has(integerOf(code) ?? 0))
    return {
      status: "failed",
      error: new DeliveryError("discord", "invalid-recipient", { retryable: false, sent: "no" }),
    }
  // the body says it to the millisecond, the header in whole seconds
  const pause = typeof seconds === "number" ? { "retry-after": String(seconds) } : {}
  return { status: "failed", error: failureOf("discord", { ...response, headers: { ...response.headers, ...pause } }) }
}
