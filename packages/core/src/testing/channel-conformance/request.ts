import { degrade } from "../../channel/capability.ts"
import type { Channel, HttpRequest, HttpShape } from "../../channel/channel.ts"
import type { Content } from "../../channel/content.ts"
import { check, expectThat, withoutThrowing, type ConformanceCheck } from "./check.ts"
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
    for (const part of parts) expectThat(holds(request, part), `the request holds "${part}"`)
  }),
  check("carries a text of maxLength whole", () => {
    const { content } = degrade({ text: "ñ".repeat(channel.capabilities.maxLength + 1) }, channel.capabilities)
    expectThat(
      content.text.length <= channel.capabilities.maxLength,
      "what the core hands over is not longer than maxLength",
    )
    expectThat(holds(channel.request(outgoing(address, content)), content.text), "the request holds all of it")
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
    expectThat(make() === make(), "the same message gives the same request")
  }),
  check("puts the address and the text into the request", () => {
    const message = outgoing(subject.address)
    const request = channel.request(message)
    expectThat(/^https?:$/.test(new URL(request.url).protocol), "the url is http or https")
    expectThat(holds(request, message.address), "the request holds the address")
    expectThat(holds(request, message.content.text), "the request holds the text as it was written")
  }),
  check("sends the idempotency key that it declares", () => {
    if (channel.capabilities.idempotency.kind === "none") return
    const message = outgoing(subject.address)
    expectThat(holds(channel.request(message), message.id), "the request holds our id of the message")
    const again = JSON.stringify(channel.request({ ...message, attempt: 2 }))
    expectThat(
      again === JSON.stringify(channel.request(message)),
      "a second attempt has the same key and the same bytes",
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
        Object.values(request.headers).every((value) => !/[\r\n\0]/.test(value)),
        "no header value has a line break",
      )
      expectThat(
        Object.keys(request.headers).every((name) => /^[\w-]+$/.test(name)),
        "header names are fixed",
      )
      expectThat(
        new URL(request.url).host === new URL(channel.request(outgoing(subject.address)).url).host,
        "the host is always the same",
      )
    }
  }),
  ...honesty(channel, subject),
]
