import type { Channel, HttpShape, WebhookRequest } from "../../channel/channel.ts"
import { type Check, verifyCheck } from "../../channel/signature.ts"
import type { KeysAt } from "../../channel/signature-source.ts"
import { expectThat } from "../expectation.ts"
import { check, missing, withoutThrowing, type ConformanceCheck } from "./check.ts"
import type { ChannelSubject, Webhooks } from "./subject.ts"

type InboundShape = NonNullable<HttpShape["inbound"]>

const without = (headers: WebhookRequest["headers"], name: string): WebhookRequest["headers"] =>
  Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name))

const flips = 1_000
const day = 86_400_000

/** The text with one bit changed; as `at` goes from 0 to `flips`, the place goes from its beginning to its end. */
const flipped = (text: string, at: number): string => {
  const place = Math.floor((at / flips) * text.length)
  return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ (1 << (at % 7))) + text.slice(place + 1)
}

/** Whether a host is the pattern, or below it where the pattern begins with `*.`. */
export const isOnHost = (host: string, pattern: string): boolean =>
  pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern

/** What lies where a check fetches its key, from the hosts alone that it names. */
export const keysOf =
  ({ published }: Pick<Webhooks, "published">): KeysAt =>
  async ({ url, hosts }) =>
    URL.canParse(url) && hosts.some((host) => isOnHost(new URL(url).hostname, host)) ? published?.(url) : undefined

/** The checks of which a check is made. */
const leavesOf = (of: Check): readonly Exclude<Check, { readonly of: unknown }>[] =>
  "of" in of ? of.of.flatMap(leavesOf) : [of]

/** A check takes several signatures where the provider gives several: then one that is right is enough. */
const takesSeveral = (of: Check): boolean => leavesOf(of).some((leaf) => "given" in leaf && Array.isArray(leaf.given))

/** `bearer` in another case is the same word (RFC 9110 §11.1); what stands behind it is not. */
const isSameWord = (name: string, value: string, changed: string): boolean => {
  const end = value.indexOf(" ") + 1
  return (
    name === "authorization" &&
    value.slice(end) === changed.slice(end) &&
    value.slice(0, end).toLowerCase() === changed.slice(0, end).toLowerCase()
  )
}

type Passes = (request: WebhookRequest, by?: InboundShape, now?: number) => Promise<boolean>

const timeChecks = (of: Check, { valid, signedAt }: Webhooks, passes: Passes): readonly ConformanceCheck[] => {
  const tolerances = leavesOf(of).flatMap((leaf) =>
    leaf.scheme === "jwt" ? [leaf.tolerance] : "at" in leaf && leaf.at ? [leaf.at.tolerance] : [],
  )
  if (signedAt === undefined)
    return tolerances.length === 0 ? [] : [missing("signature", "webhooks.signedAt", "the provider signs the time")]
  return [
    check("signature", "refuses a webhook that was signed a day ago, or will be", async () => {
      for (const now of [signedAt + day, signedAt - day])
        expectThat("a replayed webhook is refused", !(await passes(valid, undefined, now)))
      for (const tolerance of tolerances)
        expectThat("a clock may go wrong by an hour at most", tolerance > 0 && tolerance <= 3_600)
    }),
  ]
}

/** The headers without which a webhook is not believed. */
const signing = async ({ valid }: Webhooks, passes: Passes): Promise<readonly string[]> => {
  const names = Object.keys(valid.headers)
  const needed = await Promise.all(
    names.map(async (name) => !(await passes({ ...valid, headers: without(valid.headers, name) }))),
  )
  return names.filter((_, index) => needed[index])
}

const headerChecks = (inbound: InboundShape, webhooks: Webhooks, passes: Passes): readonly ConformanceCheck[] => {
  const { valid, unsigned } = webhooks
  return [
    check("signature", "refuses a webhook without its signature", async () => {
      const names = await signing(webhooks, passes)
      if (unsigned) return expectThat("a webhook that lost its signature is refused", !(await passes(unsigned)))
      expectThat("a webhook that lost its signature is refused", names.length > 0)
      return expectThat("a webhook without headers is refused", !(await passes({ ...valid, headers: {} })))
    }),
    check("signature", "refuses a signature that is empty, cut off, doubled or one bit away", async () => {
      const isList = takesSeveral(inbound.verify(valid))
      for (const name of await signing(webhooks, passes)) {
        const value = valid.headers[name] ?? ""
        const away = Array.from({ length: flips }, (_, at) => flipped(value, at))
        const doubled = isList ? [] : [`${value}${value}`, `${value}, ${value}`]
        for (const given of ["", " ", value.slice(1), value.slice(0, -1), ...doubled, ...away]) {
          if (isSameWord(name, value, given)) continue
          const passed = await passes({ ...valid, headers: { ...valid.headers, [name]: given } })
          expectThat(`${name} is compared to the last bit`, !passed)
        }
      }
    }),
  ]
}

/** Whether two bodies say the same to the check and to whoever reads them: a form may be written in several ways. */
const meanTheSame = (inbound: InboundShape, one: WebhookRequest, other: WebhookRequest): boolean =>
  [inbound.verify, inbound.parse].every((read) => JSON.stringify(read(one)) === JSON.stringify(read(other)))

const bodyChecks = (
  inbound: InboundShape,
  { valid, bodyIsUnsigned }: Webhooks,
  passes: Passes,
): readonly ConformanceCheck[] => [
  check("signature", "refuses a body that was changed, where the body is signed", async () => {
    const genuine = JSON.stringify(inbound.verify(valid))
    if (leavesOf(inbound.verify(valid)).every(({ scheme }) => scheme === "token")) return
    for (let at = 0; at < flips; at += 1) {
      const changed = { ...valid, body: flipped(valid.body, at) }
      const passed = await passes(changed)
      const isLeft = bodyIsUnsigned !== undefined && JSON.stringify(inbound.verify(changed)) === genuine
      const isFine = !passed || isLeft || (!valid.body.startsWith("{") && meanTheSame(inbound, valid, changed))
      expectThat("the body is compared to the last bit", isFine)
    }
    if (bodyIsUnsigned !== undefined) return
    for (const body of ["", valid.body.slice(0, -1), `${valid.body} `])
      expectThat("the whole body is compared, and no more", !(await passes({ ...valid, body })))
  }),
]

const challengeChecks = (
  inbound: InboundShape,
  other: InboundShape | undefined,
  { challenge, valid, signedAt }: Webhooks,
): readonly ConformanceCheck[] => {
  if (!inbound.challenge) return []
  if (!challenge) return [missing("signature", "webhooks.challenge", "the channel answers challenges")]
  const answered = async ({ request }: { readonly request: WebhookRequest }, by: InboundShape) => {
    const found = withoutThrowing("challenge reads any request", () => by.challenge?.(request))
    return found && (await verifyCheck(found.check, signedAt ?? 0)) ? found.answer.body : undefined
  }
  return [
    check("signature", "answers a challenge of its own account, and no other", async () => {
      expectThat(
        `the answer to a challenge holds ${challenge.answer}`,
        (await answered(challenge, inbound))?.includes(challenge.answer) === true,
      )
      expectThat("a message is no challenge", (await answered({ request: valid }, inbound)) === undefined)
      if (other)
        expectThat(
          "a challenge of another account is not answered as ours is",
          (await answered(challenge, other))?.includes(challenge.answer) !== true,
        )
      for (const url of ["http://localhost/hooks/x", "http://localhost/hooks/x?", `${challenge.request.url}&x=%`])
        await answered({ request: { ...challenge.request, url } }, inbound)
    }),
  ]
}

const strange: readonly Partial<WebhookRequest>[] = [
  { headers: {} },
  { url: "http://localhost/hooks/x?a=%&a" },
  { method: "" },
  { body: "" },
  { body: "\uFFFD\u0000" },
  { body: "[".repeat(10_000) },
]

/** How an http channel tells a genuine webhook from a forged one. */
export const verifyChecks = <Options extends object>(
  channel: Channel,
  inbound: InboundShape,
  webhooks: Webhooks,
  { make, otherConfig, rotated }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { valid, signedAt, foreign } = webhooks
  const inboundOf = (options: Options): InboundShape | undefined => {
    const made = make(options)
    return made.shape === "http" ? made.inbound : undefined
  }
  const other = inboundOf(otherConfig)
  const passes: Passes = async (request, by = inbound, now = signedAt ?? 0) =>
    verifyCheck(
      withoutThrowing("verify reads any request", () => by.verify(request)),
      now,
      { keysAt: keysOf(webhooks) },
    )
  const isOfAnAccount = channel.account !== undefined
  return [
    check("signature", "believes a genuine webhook", async () => {
      expectThat("a genuine webhook passes", await passes(valid))
    }),
    ...headerChecks(inbound, webhooks, passes),
    ...bodyChecks(inbound, webhooks, passes),
    ...timeChecks(inbound.verify(valid), webhooks, passes),
    ...challengeChecks(inbound, other, webhooks),
    check("signature", "refuses a strange call, and does not fall over", async () => {
      for (const change of strange) await passes({ ...valid, ...change })
      for (const name of Object.keys(valid.headers))
        for (const value of ["\0", "é".repeat(300), "=", "v1,", ",", "Bearer", "t=,v1=", "NaN"])
          await passes({ ...valid, headers: { ...valid.headers, [name]: value } })
    }),
    check("signature", "refuses a webhook of another account", async () => {
      if (other) {
        const isRefused = !(await passes(valid, other)) || "foreign" in other.parse(valid)
        expectThat("a webhook of one account does not pass at another", isRefused)
      }
    }),
    ...(foreign
      ? [
          check("signature", "sees that a genuine webhook is about another account", () => {
            const parsed = withoutThrowing("parse reads any body", () => inbound.parse(foreign))
            expectThat("a webhook about another account is foreign, and brings nothing in", "foreign" in parsed)
          }),
        ]
      : isOfAnAccount
        ? [missing("signature", "webhooks.foreign", "addresses belong to an account")]
        : []),
    ...(rotated
      ? [
          check("signature", "believes the old secret and the new one, while one follows the other", async () => {
            expectThat("both secrets hold", await passes(valid, inboundOf(rotated)))
          }),
        ]
      : []),
  ]
}
