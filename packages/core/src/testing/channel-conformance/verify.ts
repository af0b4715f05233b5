import type { HttpShape, WebhookRequest } from "../../channel/channel.ts"
import { verifyCheck } from "../../channel/signature.ts"
import { expectThat } from "../expectation.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import type { ChannelSubject } from "./subject.ts"

type InboundShape = NonNullable<HttpShape["inbound"]>
type Webhooks = NonNullable<ChannelSubject<object>["webhooks"]>

const without = (headers: WebhookRequest["headers"], name: string): WebhookRequest["headers"] =>
  Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name))

const flips = 1_000
const day = 86_400_000

/** The text with one bit changed; as `at` goes from 0 to `flips`, the place goes from its beginning to its end. */
const flipped = (text: string, at: number): string => {
  const place = Math.floor((at / flips) * text.length)
  return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ (1 << (at % 7))) + text.slice(place + 1)
}

const timeChecks = (
  signedAt: number | undefined,
  passesAt: (now: number) => Promise<boolean>,
): readonly ConformanceCheck[] =>
  signedAt === undefined
    ? []
    : [
        check("signature", "refuses a webhook that was signed a day ago, or will be", async () => {
          for (const now of [signedAt + day, signedAt - day])
            expectThat("a replayed webhook is refused", !(await passesAt(now)))
        }),
      ]

/** How an http channel tells a genuine webhook from a forged one. */
export const verifyChecks = (
  inbound: InboundShape,
  other: InboundShape | undefined,
  { valid, signedAt }: Webhooks,
): readonly ConformanceCheck[] => {
  const passes = async (request: WebhookRequest, by = inbound, now = signedAt ?? 0) =>
    verifyCheck(
      withoutThrowing("verify reads any request", () => by.verify(request)),
      now,
    )
  const signing = async () => {
    const names = Object.keys(valid.headers)
    const needed = await Promise.all(
      names.map(async (name) => !(await passes({ ...valid, headers: without(valid.headers, name) }))),
    )
    return names.filter((_, index) => needed[index])
  }
  return [
    check("signature", "believes a genuine webhook", async () => {
      expectThat("a genuine webhook passes", await passes(valid))
    }),
    check("signature", "refuses a webhook without its signature", async () => {
      expectThat("a webhook that lost its signature is refused", (await signing()).length > 0)
      expectThat("a webhook without headers is refused", !(await passes({ ...valid, headers: {} })))
    }),
    check("signature", "refuses a signature that is empty, cut off, doubled or one bit away", async () => {
      for (const name of await signing()) {
        const value = valid.headers[name] ?? ""
        const away = Array.from({ length: flips }, (_, at) => flipped(value, at))
        for (const given of [
          "",
          " ",
          value.slice(1),
          value.slice(0, -1),
          `${value}${value}`,
          `${value}, ${value}`,
          ...away,
        ]) {
          const passed = await passes({ ...valid, headers: { ...valid.headers, [name]: given } })
          expectThat(`${name} is compared to the last bit`, !passed)
        }
      }
    }),
    check("signature", "refuses a body that was changed, where the body is signed", async () => {
      if (inbound.verify(valid).scheme === "token") return
      for (let at = 0; at < flips; at += 1) {
        const passed = await passes({ ...valid, body: flipped(valid.body, at) })
        expectThat("the body is compared to the last bit", !passed)
      }
      for (const body of ["", valid.body.slice(0, -1), `${valid.body} `])
        expectThat("the whole body is compared, and no more", !(await passes({ ...valid, body })))
    }),
    ...timeChecks(signedAt, async (now) => passes(valid, inbound, now)),
    check("signature", "refuses a webhook of another account", async () => {
      if (other) expectThat("a webhook of one account does not pass at another", !(await passes(valid, other)))
    }),
  ]
}
