// Webhooks that are signed with a key whose other half is public.
import type { WebhookRequest } from "../channel/channel.ts"
import { element, integer, numberIn, sequenceIn, elementAt } from "../channel/signature-der.ts"
import { fromHex, toBase64, toBase64Url, toHex } from "../channel/signature-encoding.ts"
import { bodyOf, noon, posted, secondsOf, type Signing, tokenPart } from "./signed-webhook-call.ts"

const encoder = new TextEncoder()
const algorithms = {
  ed25519: { name: "Ed25519" },
  ecdsa: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  rsa: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
} as const
type Kind = keyof typeof algorithms

/** A pair of keys, made for one test: what we are told of it, and how the provider signs with it. */
export interface TestKeys {
  /** SubjectPublicKeyInfo. */
  readonly info: Uint8Array<ArrayBuffer>
  readonly sign: (signed: string) => Promise<Uint8Array<ArrayBuffer>>
}

const made = async (kind: Kind): Promise<TestKeys> => {
  const { subtle } = globalThis.crypto
  const algorithm = algorithms[kind]
  const pair = await subtle.generateKey(algorithm, true, ["sign", "verify"])
  if (!("privateKey" in pair)) throw new TypeError("this runtime makes no pairs of keys")
  return {
    info: new Uint8Array(await subtle.exportKey("spki", pair.publicKey)),
    sign: async (signed) => new Uint8Array(await subtle.sign(algorithm, pair.privateKey, encoder.encode(signed))),
  }
}

/** The two numbers of an ECDSA signature, which WebCrypto gives one behind the other, as providers send them. */
const inDer = (signature: Uint8Array<ArrayBuffer>): Uint8Array =>
  element("sequence", integer(signature.subarray(0, 32)), integer(signature.subarray(32)))

/** The numbers of a public key of RSA, as published sets have them. */
const numbersOf = (info: Uint8Array<ArrayBuffer>): { readonly n: string; readonly e: string } => {
  const [, bits] = sequenceIn(elementAt(info, 0)) ?? []
  const numbers = sequenceIn(bits && elementAt(bits.value.slice(1), 0)) ?? []
  const [n = "", e = ""] = numbers.map((number) => toBase64Url(numberIn(number, 1024) ?? new Uint8Array()))
  return { n, e }
}

const withTag = (tag: number, value: Uint8Array): Uint8Array => {
  const whole = Uint8Array.from(element("bits", value))
  whole[0] = tag
  return whole
}

const inCertificates = (at: number): Uint8Array =>
  withTag(
    0x17,
    encoder.encode(
      `${new Date(at)
        .toISOString()
        .replaceAll(/[-T:]|\.\d+/g, "")
        .slice(2)}`,
    ),
  )

/** A certificate of this key, in PEM, for a year before and after; nobody signed it. */
const certificateOf = (info: Uint8Array, at: number): string => {
  const year = 31_536_000_000
  const algorithm = element("sequence", fromHex("06092a864886f70d01010b0500"))
  const none = element("sequence")
  const times = element("sequence", inCertificates(at - year), inCertificates(at + year))
  const version = withTag(0xa0, Uint8Array.of(2, 1, 2))
  const fields = element("sequence", version, integer(Uint8Array.of(7)), algorithm, none, times, none, info)
  const whole = element("sequence", fields, algorithm, element("bits", Uint8Array.of(0, 1, 2, 3)))
  return `-----BEGIN CERTIFICATE-----\n${toBase64(whole)}\n-----END CERTIFICATE-----\n`
}

/** Keys for the webhooks of one provider; `public` is what its console would show. */
export interface ProviderKeys extends TestKeys {
  readonly public: string
}

/** What the provider publishes at an address, for a test that fetches nothing. */
export interface PublishedKeys extends TestKeys {
  readonly url: string
  readonly published: string
}

/** Makes keys for the tests of one application: a fresh pair each time. */
export const webhookKeys = {
  discord: async (): Promise<ProviderKeys> => {
    const keys = await made("ed25519")
    return { ...keys, public: toHex(keys.info.subarray(-32)) }
  },
  sendgrid: async (): Promise<ProviderKeys> => {
    const keys = await made("ecdsa")
    return { ...keys, public: toBase64(keys.info) }
  },
  sns: async ({
    url = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-test.pem",
    at = noon,
  }: { readonly url?: string; readonly at?: number } = {}): Promise<PublishedKeys> => {
    const keys = await made("rsa")
    return { ...keys, url, published: certificateOf(keys.info, at) }
  },
  teams: async (): Promise<PublishedKeys> => {
    const keys = await made("rsa")
    const set = { keys: [{ kty: "RSA", use: "sig", alg: "RS256", kid: "test", ...numbersOf(keys.info) }] }
    return { ...keys, url: "https://login.botframework.com/v1/.well-known/keys", published: JSON.stringify(set) }
  },
} as const

/** A notification of a topic of SNS. */
export interface SnsWebhook extends Omit<Signing, "body"> {
  readonly keys: PublishedKeys
  readonly topic: string
  /** What the notification says: an event of the mail service, say. */
  readonly message: string | object
  /** The same id twice is the same delivery twice. */
  readonly id?: string
}

/** Webhooks of providers whose keys are public. */
export const keyWebhooks = {
  discord: async ({ keys, ...call }: Signing & { readonly keys: ProviderKeys }): Promise<WebhookRequest> => {
    const seconds = secondsOf(call.at)
    const signature = toHex(await keys.sign(`${seconds}${bodyOf(call.body)}`))
    return posted("discord", call, { "x-signature-timestamp": seconds, "x-signature-ed25519": signature })
  },
  sendgrid: async ({ keys, ...call }: Signing & { readonly keys: ProviderKeys }): Promise<WebhookRequest> => {
    const seconds = secondsOf(call.at)
    const signature = toBase64(inDer(await keys.sign(`${seconds}${bodyOf(call.body)}`)))
    return posted("sendgrid", call, {
      "x-twilio-email-event-webhook-timestamp": seconds,
      "x-twilio-email-event-webhook-signature": signature,
    })
  },
  /** A notification of Amazon SNS, for the mail service SES. */
  sns: async ({ keys, topic, message, id = "n-1", at = noon, ...call }: SnsWebhook): Promise<WebhookRequest> => {
    const said = {
      Message: bodyOf(message),
      MessageId: id,
      Timestamp: new Date(at).toISOString(),
      TopicArn: topic,
      Type: "Notification",
    }
    const signed = Object.entries(said)
      .map(([name, value]) => `${name}\n${value}\n`)
      .join("")
    const Signature = toBase64(await keys.sign(signed))
    const body = { ...said, SignatureVersion: "2", Signature, SigningCertURL: keys.url }
    return posted(
      "ses",
      { ...call, body, headers: { "content-type": "text/plain; charset=UTF-8", ...call.headers } },
      {},
    )
  },
  /** An activity of a bot in Microsoft Teams: the token is about where it comes from, not about what it says. */
  teams: async ({
    keys,
    appId,
    ...call
  }: Omit<Signing, "body"> & {
    readonly keys: PublishedKeys
    readonly appId: string
    /** The activity; its `serviceUrl` is in the token. */
    readonly body: { readonly serviceUrl: string }
  }): Promise<WebhookRequest> => {
    const nbf = Number(secondsOf(call.at))
    const claims = {
      iss: "https://api.botframework.com",
      aud: appId,
      serviceurl: call.body.serviceUrl,
      nbf,
      exp: nbf + 3_600,
    }
    const signed = `${tokenPart({ alg: "RS256", typ: "JWT", kid: "test" })}.${tokenPart(claims)}`
    return posted("teams", call, { authorization: `Bearer ${signed}.${toBase64Url(await keys.sign(signed))}` })
  },
} as const
