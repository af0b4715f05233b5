import type { Channel, WebhookRequest } from "@escucha/core"
import * as fc from "fast-check"
import { verifyCheck } from "../../packages/core/src/channel/signature.ts"

type Verdict = boolean | Promise<boolean>

/** A provider's own library as a judge of webhooks. */
export interface Judge {
  /** A genuine webhook: signed by the library, or as the provider's page says where the library only verifies. */
  readonly sign: (text: string, now: number) => WebhookRequest | Promise<WebhookRequest>
  /** A webhook as our own generator for tests signs it, where that is not `sign` itself. */
  readonly generate?: (text: string, now: number) => WebhookRequest | Promise<WebhookRequest>
  /** Whether the library believes it. */
  readonly accepts: (request: WebhookRequest) => Verdict
  /** What the signature covers: `body`, `url` and names of headers. One bit of any of them makes it a forgery. */
  readonly covers: readonly string[]
  /** Whether two webhooks say the same in other words, where words are signed and not bytes: then the second is no forgery. */
  readonly isSame?: (one: WebhookRequest, other: WebhookRequest) => boolean
  /** What lies where the provider publishes its keys. */
  readonly published?: (url: string) => string | undefined
}

/** Whether an adapter of ours believes a webhook at a moment. */
export type Ours = (request: WebhookRequest, now: number) => Verdict

/** How a channel of ours decides whether it believes a webhook. */
export const oursOf = (channel: Channel, published: Judge["published"] = () => undefined): Ours => {
  const inbound = channel.shape === "http" ? channel.inbound : undefined
  if (!inbound) throw new TypeError(`${channel.id} takes no webhooks: it has nothing to be judged.`)
  const keysAt = async ({ url }: { readonly url: string }): Promise<string | undefined> => published(url)
  return (request, now) => verifyCheck(inbound.verify(request), now, { keysAt })
}

const flip = (text: string, position: number, bit: number): string => {
  const bytes = Buffer.from(text)
  const index = position % Math.max(bytes.length, 1)
  bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
  return bytes.toString() // bytes that are no UTF-8 become replacement signs, as they do when a request is read
}

/** The same webhook with one bit changed in one of its parts. */
export const forged = (request: WebhookRequest, part: string, position: number, bit: number): WebhookRequest => {
  if (part === "body") return { ...request, body: flip(request.body, position, bit) }
  if (part === "url") return { ...request, url: flip(request.url, position, bit) }
  return { ...request, headers: { ...request.headers, [part]: flip(request.headers[part] ?? "", position, bit) } }
}

/** How often chance is asked; `npm run conformance` asks ten times as often as the tests. */
const runs = Number(process.env["ESCUCHA_JUDGE_RUNS"] ?? 1_000)
const forgeries = 1_000

const anyText = fc.string({ unit: "binary", maxLength: 300 })

/** Holds where the judge and we believe the same genuine webhooks. Throws the first on which they differ. */
export const believeTheSame = (judge: Judge, ours: Ours): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const now = Date.now()
      const request = await judge.sign(text, now)
      const verdicts = { theirs: await judge.accepts(request), ours: await ours(request, now) }
      if (!verdicts.theirs || !verdicts.ours) throw new Error(`they do not agree: ${JSON.stringify(verdicts)}`)
    }),
    { numRuns: runs },
  )

/** Holds where the judge believes what our own generator signs. Throws the first that it does not. */
export const believesOurs = ({ accepts }: Judge, generate: NonNullable<Judge["generate"]>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      if (!(await accepts(await generate(text, Date.now())))) throw new Error("the library refuses what we signed")
    }),
    { numRuns: runs },
  )

/** Holds where we believe no webhook of which one bit was changed. Throws the first that we believe. */
export const believeNoForgery = (judge: Judge, ours: Ours): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      anyText,
      fc.constantFrom(...judge.covers),
      fc.nat(),
      fc.nat(7),
      async (text, part, position, bit) => {
        const now = Date.now()
        const genuine = await judge.sign(text, now)
        const forgery = forged(genuine, part, position, bit)
        const isSame = JSON.stringify(forgery) === JSON.stringify(genuine) || judge.isSame?.(genuine, forgery) === true
        if (!isSame && (await ours(forgery, now))) throw new Error(`a forged ${part} was believed`)
      },
    ),
    { numRuns: forgeries },
  )
