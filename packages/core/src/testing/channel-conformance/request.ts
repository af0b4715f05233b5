import type { Channel, HttpShape } from "../../channel/channel.ts"
import type { Content } from "../../channel/content.ts"
import { lengthIn } from "../../channel/text-length.ts"
import { expectThat } from "../expectation.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import { holds } from "./holding.ts"
import { bodyOf, callContext, firstPayload, outgoing, secretsOf, type ChannelSubject } from "./subject.ts"

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
  { address, readable }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  check("render", "carries a text of the longest length whole", () => {
    const { max, unit } = channel.capabilities.text
    const content = firstPayload({ text: "ñ".repeat(max + 1) }, channel.capabilities)
    expectThat("what the core hands over is not longer than the channel takes", lengthIn(content.text, unit) <= max)
    expectThat(
      "the request holds all of it",
      holds(channel.request(outgoing(address, content), callContext), content.text, readable),
    )
  }),
]

const hostileAddresses: readonly string[] = [
  "../../other",
  "@elsewhere.example/",
  "//elsewhere.example",
  "?to=everyone",
  "#",
  "a&to=everyone",
  "\r\nX-Injected: 1",
  "\0",
  "\uD800",
  "",
]

/** The form of an address on the web: what must not depend on who is written to. */
const formOf = (url: string): string => {
  const { protocol, host, pathname, searchParams, hash } = new URL(url)
  return JSON.stringify([protocol, host, pathname.split("/").length, [...searchParams.keys()], hash])
}

const isPrivate = (url: string): boolean => {
  const { protocol, hostname } = new URL(url)
  return protocol === "https:" || (protocol === "http:" && /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname))
}

const discretion = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { address } = subject
  const content = firstPayload(whole, channel.capabilities)
  const messages = [
    outgoing(address),
    outgoing(address, content),
    { ...outgoing(address), attempt: 3 },
    { ...outgoing(address), automatic: true },
    { ...outgoing(address), inReplyTo: "<https://elsewhere.example/>\r\nX-Injected: 1" },
  ]
  return [
    check("discretion", "hands its secrets to its own provider only, and over a private line", () => {
      const { origin } = new URL(channel.request(outgoing(address), callContext).url)
      for (const message of messages) {
        const request = channel.request(message, callContext)
        const { url, headers } = request
        const body = bodyOf(request)
        expectThat("every message goes to the same host", new URL(url).origin === origin)
        expectThat("the line is https, or does not leave this machine", isPrivate(url))
        expectThat("no header value has a line break", !/[\r\n\0]/.test(Object.values(headers).join("")))
        const isTold = secretsOf(subject).some(
          (secret) => body.includes(secret) || body.includes(encodeURIComponent(secret)),
        )
        expectThat("no secret is in the body", subject.secretInBody === true || !isTold)
      }
    }),
    check("discretion", "lets no address break out of its place", () => {
      const form = formOf(channel.request(outgoing(address), callContext).url)
      for (const hostileAddress of hostileAddresses) {
        const { url, headers } = withoutThrowing("request takes any address", () =>
          channel.request(outgoing(hostileAddress), callContext),
        )
        expectThat(`an address leaves the url in its form`, formOf(url) === form)
        expectThat("no header value has a line break", !/[\r\n\0]/.test(Object.values(headers).join("")))
      }
    }),
  ]
}

/** What the requests of an http channel have to be. */
export const requestChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  check("capabilities", "makes the same request of the same message, and changes nothing", () => {
    const message = frozen(outgoing(subject.address))
    const make = () => JSON.stringify(withoutThrowing("request is pure", () => channel.request(message, callContext)))
    expectThat("the same message gives the same request", make() === make())
  }),
  check("capabilities", "puts the address and the text into the request", () => {
    const message = outgoing(subject.address)
    const request = channel.request(message, callContext)
    // an answer that everybody can read names what it answers, and not to whom
    // nor is the plus of a telephone number written everywhere
    const digits = message.address.replace(/^\+/, "")
    const isAddressed = channel.capabilities.outbound === "public" || holds(request, digits)
    expectThat("the request holds the address", isAddressed)
    expectThat("the request holds the text as it was written", holds(request, message.content.text, subject.readable))
  }),
  check("capabilities", "sends the idempotency key that it declares", () => {
    if (channel.capabilities.idempotency.kind === "none") return
    const message = outgoing(subject.address)
    // some providers take a key of their own form: a UUID, 25 signs; then it follows from the id
    const other = JSON.stringify(channel.request({ ...message, id: "m_fedcba9876543210" }, callContext))
    const one = JSON.stringify(channel.request(message, callContext))
    expectThat("the request holds our id of the message, or a key that follows from it", other !== one)
    const again = JSON.stringify(channel.request({ ...message, attempt: 2 }, callContext))
    expectThat(
      "a second attempt has the same key and the same bytes",
      again === JSON.stringify(channel.request(message, callContext)),
    )
  }),
  check("discretion", "lets no text break out of its place", () => {
    for (const text of hostile) {
      const content = firstPayload(
        { text, subject: text, choices: [{ value: text, label: text }] },
        channel.capabilities,
      )
      const request = withoutThrowing("request takes any text", () =>
        channel.request(outgoing(subject.address, content), callContext),
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
        new URL(request.url).host === new URL(channel.request(outgoing(subject.address), callContext).url).host,
      )
    }
  }),
  ...honesty(channel, subject),
  ...discretion(channel, subject),
]
