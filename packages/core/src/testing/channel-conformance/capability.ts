import { ruleOf } from "../../channel/capability.ts"
import type { Channel, HttpRequest, HttpShape } from "../../channel/channel.ts"
import type { Content, Feature } from "../../channel/content.ts"
import { render } from "../../channel/render.ts"
import { expectThat } from "../expectation.ts"
import { check, missing, withoutThrowing, type ConformanceCheck } from "./check.ts"
import { holds, holdsSampleBytes } from "./holding.ts"
import { fetchedAccess } from "./token.ts"
import { isOnHost } from "./verify.ts"
import { allParts, carriedParts, filesOf, sampleOf, tellingsOf } from "./samples.ts"
import { callContext, outgoing, type ChannelSubject } from "./subject.ts"

/** The requests that a message becomes on this channel, one for each payload. */
const requestsOf = (channel: Channel & HttpShape, address: string, content: Content) => {
  const rendered = render(content, channel.capabilities)
  expectThat("a part within the limits that the channel declares is not refused", "payloads" in rendered)
  return rendered.payloads.map((payload) => ({
    payload,
    request: withoutThrowing("request takes what the channel carries", () =>
      channel.request({ ...outgoing(address, payload), ...filesOf(payload, channel.capabilities) }, callContext),
    ),
  }))
}

const carriedCheck = <Options extends object>(
  channel: Channel & HttpShape,
  part: Feature,
  { address, readable }: ChannelSubject<Options>,
): ConformanceCheck =>
  check("capabilities", `carries ${part}, as it declares`, () => {
    const content = sampleOf(part, channel.capabilities)
    const requests = requestsOf(channel, address, content)
    expectThat(
      `a sample of ${part} goes out as such`,
      requests.some(({ payload }) => payload[part] !== undefined),
    )
    const isInBytes = ruleOf(channel.capabilities, part).by === "bytes"
    if (isInBytes)
      expectThat(
        `the request holds the bytes of the ${part}`,
        requests.some(({ request }) => holdsSampleBytes(request, readable)),
      )
    const tellings = [...(isInBytes ? [] : tellingsOf(content, part)), content.text].filter((told) => told !== "")
    for (const told of tellings)
      expectThat(
        `the request holds "${told}" of the ${part}`,
        requests.some(({ request }) => holds(request, told, readable)),
      )
  })

/** The parts that are not declared, handed over against the rule: they must not have an effect. */
const undeclaredCheck = <Options extends object>(
  channel: Channel & HttpShape,
  { address, readable }: ChannelSubject<Options>,
): ConformanceCheck =>
  check("capabilities", "carries nothing that it does not declare", () => {
    const all = { ...channel.capabilities, parts: Object.fromEntries(allParts.map((part) => [part, "full"] as const)) }
    const carried = carriedParts(channel.capabilities)
    for (const part of allParts.filter((each) => !carried.includes(each))) {
      const { text, ...content } = sampleOf(part, all)
      const request = withoutThrowing(`request does not mind ${part}, which it does not carry`, () =>
        channel.request(outgoing(address, { ...content, text: text || "x" }), callContext),
      )
      const told = tellingsOf({ ...content, text }, part)[0] ?? ""
      expectThat(`${part} is not declared, but the request holds "${told}"`, !holds(request, told, readable))
    }
  })

const usualId = "provider-id-1"
const hostileIds: readonly string[] = [
  "../../other",
  "?to=everyone",
  "//elsewhere.example",
  "\r\nX-Injected: 1",
  "\0",
  "",
]

type Make = (provider: string) => HttpRequest | undefined

/** The extras that a channel has, each as the requests that it makes of a target. */
const extrasOf = ({ extras }: HttpShape, address: string): readonly (readonly [name: string, make: Make])[] => {
  const { typing, markRead, react, edit, remove, media, find } = extras
  const at = (provider: string) => ({ address, provider })
  const since = callContext.now - 60_000
  const all: { readonly [name: string]: Make | undefined } = {
    typing: typing && ((provider) => typing(at(provider), callContext)),
    markRead: markRead && ((provider) => markRead(at(provider), callContext)),
    react: react && ((provider) => react(at(provider), "👍", callContext)),
    "react, taken back": react && ((provider) => react(at(provider), null, callContext)),
    edit: edit && ((provider) => edit(at(provider), { text: "otra vez" }, callContext)),
    remove: remove && ((provider) => remove(at(provider), callContext)),
    "media.locate": media && ((provider) => media.locate(provider, callContext)),
    find: find && ((id) => find.request({ id, address, since }, callContext)),
  }
  return Object.entries(all).flatMap(([name, make]) => (make ? [[name, make] as const] : []))
}

const extraChecks = <Options extends object>(
  channel: Channel & HttpShape,
  { address }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const ownHost = (): string => new URL(channel.request(outgoing(address), callContext).url).hostname
  return extrasOf(channel, address).map(([name, make]) =>
    check("capabilities", `makes a request for ${name}, to its own provider`, () => {
      const own = ownHost()
      const hosts = [own, ...(channel.extras.media?.hosts ?? [])]
      for (const id of [usualId, ...hostileIds]) {
        const request = withoutThrowing(`${name} takes any id`, () => make(id))
        if (!request) continue
        const { protocol, hostname } = new URL(request.url)
        expectThat(
          `${name} goes to ${own}, or to a host that media names`,
          hosts.some((host) => isOnHost(hostname, host)),
        )
        expectThat(`${name} goes over a private line`, protocol === "https:" || hostname === "127.0.0.1")
        expectThat("no header value has a line break", !/[\r\n\0]/.test(Object.values(request.headers).join("")))
      }
      const twice = () => JSON.stringify(make(usualId))
      expectThat(`${name} makes the same request each time`, twice() === twice())
    }),
  )
}

const tokenChecks = <Options extends object>(
  channel: Channel & HttpShape,
  { responses }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const access = fetchedAccess(channel)
  if (!access) return []
  const answers = responses?.access
  if (!answers) return [missing("capabilities", "responses.access", "the channel fetches a token of the hour")]
  return [
    check("capabilities", "fetches its token of the hour, and sees that one was refused", () => {
      expectThat("the token is fetched over a private line", access.request(callContext.now).url.startsWith("https://"))
      const granted = withoutThrowing("access reads any answer", () => access.read(answers.granted))
      expectThat("a recorded token is read, and lasts", "token" in granted && granted.token !== "" && granted.lasts > 0)
      const bodies = [answers.refused, { ...answers.granted, body: "" }, { ...answers.granted, body: "<html>" }]
      for (const response of [...bodies, { ...answers.granted, status: 503 }]) {
        const refused = withoutThrowing("access reads any answer", () => access.read(response))
        expectThat("no token is read where there is none", "error" in refused)
      }
    }),
  ]
}

const wholeNumber = (value: number | undefined): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value > 0)

/** What every channel says of itself in numbers. */
const soundCheck = ({ capabilities, kind }: Channel): ConformanceCheck =>
  check("capabilities", "declares limits that can be kept", () => {
    const { text, parts, features, receipts, rate = [], replyWindow, idempotency } = capabilities
    expectThat("the longest text is a whole number", capabilities.outbound === false || wholeNumber(text.max))
    for (const rule of Object.values(parts))
      if (typeof rule === "object") {
        const { maxBytes, maxDuration, max, maxLabel, maxValue } = rule
        expectThat("limits are whole numbers", [maxBytes, maxDuration, max, maxLabel, maxValue].every(wholeNumber))
      }
    const carried = carriedParts(capabilities)
    expectThat(
      "`features` are the parts that are carried",
      JSON.stringify([...features].sort()) === JSON.stringify([...carried].sort()),
    )
    expectThat("no receipt is declared twice", new Set(receipts).size === receipts.length)
    expectThat(
      "rates are whole numbers",
      rate.every(({ count, per }) => wholeNumber(count) && wholeNumber(per)),
    )
    expectThat("the reply window is a whole number of milliseconds", wholeNumber(replyWindow?.length))
    if (idempotency.kind === "key") expectThat("a key holds for some time", wholeNumber(idempotency.window))
    expectThat("only mail stops by a header of mail", capabilities.optOut !== "list-unsubscribe" || kind === "email")
    if (replyWindow?.after === "template")
      expectThat("where templates go after the window, they are carried", features.includes("template"))
  })

const reconcileChecks = <Options extends object>(
  channel: Channel & HttpShape,
  { address, responses }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { find } = channel.extras
  if (channel.capabilities.idempotency.kind === "reconcile" && !find)
    return [missing("capabilities", "extras.find on the channel", "it declares that the provider can be asked")]
  if (!find) return []
  const answers = responses?.found
  if (!answers) return [missing("capabilities", "responses.found", "the channel declares `find`")]
  return [
    check("capabilities", "finds a message of which nobody knew whether it left", () => {
      const { id } = outgoing(address)
      const read = (response: typeof answers.there) =>
        withoutThrowing("find reads any answer", () => find.read(response, { id }))
      const there = read(answers.there)
      expectThat("a message that is there is found", there !== undefined && there.status !== "failed")
      expectThat("a message that is not there is not found", read(answers.absent) === undefined)
      const garbage = read({ ...answers.there, body: "<html>" })
      expectThat("an answer that says nothing does not make it absent", garbage?.status === "failed")
      expectThat(
        "another message is not taken for it",
        find.read(answers.there, { id: "m_of-somebody-else" }) === undefined,
      )
    }),
  ]
}

const place = { post: "post-1", url: "https://social.example/post-1" }

/** How something that was said in public is answered, as the channel declares. */
const commentChecks = <Options extends object>(
  channel: Channel & HttpShape,
  { address, readable }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { comments = [] } = channel.capabilities
  const plain = outgoing(address)
  const answerIn = (way: "public" | "private") =>
    withoutThrowing("request takes an answer to a comment", () => {
      const how = way === "public" ? { public: place } : { toPrivate: true }
      return channel.request({ ...plain, inReplyTo: "comment-1", ...how }, callContext)
    })
  return comments.map((way) =>
    check("capabilities", `answers in ${way} what was said in public, as it declares`, () => {
      expectThat("the request holds the text", holds(answerIn(way), plain.content.text, readable))
      const [open, closed] = [answerIn("public"), answerIn("private")].map((request) => JSON.stringify(request))
      expectThat("what is for one person is not said to all", comments.length < 2 || open !== closed)
    }),
  )
}

/** Whether an http channel does what it declares, and nothing else. */
export const capabilityChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  ...carriedParts(channel.capabilities).map((part) => carriedCheck(channel, part, subject)),
  undeclaredCheck(channel, subject),
  ...extraChecks(channel, subject),
  ...tokenChecks(channel, subject),
  ...reconcileChecks(channel, subject),
  ...commentChecks(channel, subject),
]

/** What a channel of either shape says of itself. */
export const declarationChecks = (channel: Channel): readonly ConformanceCheck[] => [soundCheck(channel)]
