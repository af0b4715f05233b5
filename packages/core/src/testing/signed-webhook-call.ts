import type { WebhookRequest } from "../channel/channel.ts"
import { toBase64, toBase64Url, toHex } from "../channel/signature-encoding.ts"
import { webHashing } from "../channel/signature-hashing.ts"

/** What every signed webhook takes beside its secret. */
export interface Signing {
  /** The body as text, or an object that is written as JSON. */
  readonly body: string | object
  /** When it is signed, in milliseconds: noon of the day on which test houses begin, where it is left out. */
  readonly at?: number
  /** Where it is posted to; some providers sign the address. */
  readonly url?: string
  readonly headers?: { readonly [name: string]: string }
}

const encoder = new TextEncoder()

/** When test houses begin: a Monday at noon. */
export const noon: number = Date.UTC(2026, 2, 2, 12)

/** The moment in seconds, as most providers write it. */
export const secondsOf = (at: number = noon): string => String(Math.floor(at / 1000))

/** The body as it goes over the line. */
export const bodyOf = (body: string | object): string => (typeof body === "string" ? body : JSON.stringify(body))

/** A call with this body under these headers. */
export const posted = (
  provider: string,
  { body, url = `http://localhost/hooks/${provider}`, headers = {} }: Signing,
  signature: { readonly [name: string]: string },
): WebhookRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json", ...headers, ...signature },
  body: bodyOf(body),
})

/** The digest of an HMAC, as a provider writes it. */
export const hmac = async (
  scheme: "hmac-sha256" | "hmac-sha1",
  key: string | Uint8Array,
  signed: string,
  encoding: "hex" | "base64" | "base64url",
): Promise<string> => {
  const write = { hex: toHex, base64: toBase64, base64url: toBase64Url }[encoding]
  return write(await webHashing.sign(scheme, key, signed))
}

/** SHA-256 in hexadecimal. */
export const digestOf = async (text: string): Promise<string> =>
  toHex(new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", encoder.encode(text))))

/** A part of a JSON web token. */
export const tokenPart = (value: object): string => toBase64Url(encoder.encode(JSON.stringify(value)))

/** A JSON web token that is signed with a secret (HS256). */
export const secretToken = async (secret: string, claims: object): Promise<string> => {
  const signed = `${tokenPart({ alg: "HS256", typ: "JWT" })}.${tokenPart(claims)}`
  return `${signed}.${await hmac("hmac-sha256", secret, signed, "base64url")}`
}
