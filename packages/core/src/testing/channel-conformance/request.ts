import { degrade } from "../../channel/capability.ts"
import type { Channel, HttpRequest, HttpShape } from "../../channel/channel.ts"
import type { Content } from "../../channel/content.ts"
import { expectThat } from "../expectation.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import { outgoing, type ChannelSubject } from "./subject.ts"

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)

/** Whether the text is in the request, in any of the forms in which providers take text. */
const holds = ({ url, headers, body = "" }: HttpRequest, text: string): boolean => {
  const places = [url, body, ...Object.values(headers)]
  const inForm = new URLSearchParams({ v: text }).toString().slice(2)
  const forms = [text, escaped(text), encodeURIComponent(text), inForm, escaped(escaped(text))]
  return places.some((place) => forms.some((form) => place.includes(form)))
}

const frozen = <Value>(value: Value): Value => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

const hostile: readonly string[] = [
  "",
  "\r\nX-Injected: 1",
  "\0",
  "\u202E",
  "{{constructor}}",
  "'; DROP TABLE",
  "👩‍👩‍👧‍👦".repeat(50),
  "\uD800",
]

const whole: Content = {
  text: "texto de prueba",
  subject: "asunto de prueba",
  choices: [
    { value: "yes-value", label: "Sí, ñandú" },
    { value: "no-value", label: "No" },
  ],
}

const honesty = <Options extends object>(
  channel: Channel & HttpShape,
  { address }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  check("carries every feature that it declares", () => {
    const { content } = degrade(whole, channel.capabilities)
    const request = channel.request(outgoing(address, content))
    const parts = [
      content.text,
      content.subject ?? "",
      ...(content.choices?.flatMap(({ value, label }) => [value, label]) ?? []),
    ]
    for (const part of parts) expectThat(`the request holds "${part}"`, holds(request, part))
  }),
  check("carries a text of maxLength whole", () => {
    const { content } = degrade({ text: "ñ".repeat(channel.capabilities.maxLength + 1) }, channel.capabilities)
    expectThat(
      "what the core hands over is not longer than maxLength",
      content.text.length <= channel.capabilities.maxLength,
    )
    expectThat("the request holds all of it", holds(channel.request(outgoing(address, content)), content.text))
  }),
]

/** What the requests of an http channel have to be. */
export const requestChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  check("makes the same request of the same message, and changes nothing", () => {
    const message = frozen(outgoing(subject.address))
    const make = () => JSON.stringify(withoutThrowing("request is pure", () => channel.request(message)))
    expectThat("the same message gives the same request", make() === make())
  }),
  check("puts the address and the text into the request", () => {
    const message = outgoing(subject.address)
    const request = channel.request(message)
    expectThat("the url is http or https", /^https?:$/.test(new URL(request.url).protocol))
    expectThat("the request holds the address", holds(request, message.address))
    expectThat("the request holds the text as it was written", holds(request, message.content.text))
  }),
  check("sends the idempotency key that it declares", () => {
    if (channel.capabilities.idempotency.kind === "none") return
    const message = outgoing(subject.address)
    expectThat("the request holds our id of the message", holds(channel.request(message), message.id))
    const again = JSON.stringify(channel.request({ ...message, attempt: 2 }))
    expectThat(
      "a second attempt has the same key and the same bytes",
      again === JSON.stringify(channel.request(message)),
    )
  }),
  check("lets no text break out of its place", () => {
    for (const text of hostile) {
      const { content } = degrade(
        { text, subject: text, choices: [{ value: text, label: text }] },
        channel.capabilities,
      )
      const request = withoutThrowing("request takes any text", () =>
        channel.request(outgoing(subject.address, content)),
      )
      expectThat(
        "no header value has a line break",
        Object.values(request.headers).every((value) => !/[\r\n\0]/.test(value)),
      )
      expectThat(
        "header names are fixed",
        Object.keys(request.headers).every((name) => /^[\w-]+$/.test(name)),
      )
      expectThat(
        "the host is always the same",
        new URL(request.url).host === new URL(channel.request(outgoing(subject.address)).url).host,
      )
    }
  }),
  ...honesty(channel, subject),
]
