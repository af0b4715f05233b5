// Who calls, by OAuth 1.0a: https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature
// (https://www.rfc-editor.org/rfc/rfc5849#section-3.4). Its tokens do not end, so nothing has to be kept or renewed.
import { hmac } from "@noble/hashes/hmac.js"
import { sha1 } from "@noble/hashes/legacy.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/** The four secrets of an app and of the account that let it in. */
export interface XCredentials {
  readonly consumerKey: string
  readonly consumerSecret: string
  readonly accessToken: string
  readonly accessTokenSecret: string
}

const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** HMAC-SHA256 of a text in base64: how X signs what it sends, and how we show it that we are who we say. */
export const xSignature = (text: string, consumerSecret: string): string =>
  base64(hmac(sha256, utf8ToBytes(consumerSecret), utf8ToBytes(text.toWellFormed())))

/** The header of a call with a JSON body, which is not signed; `salt` makes it differ from all others, `now` is in milliseconds. */
export const oauthHeader = (
  method: string,
  url: string,
  { consumerKey, consumerSecret, accessToken, accessTokenSecret }: XCredentials,
  salt: string,
  now: number,
): string => {
  const { origin, pathname, searchParams } = new URL(url)
  const own = {
    oauth_consumer_key: consumerKey,
    oauth_nonce: bytesToHex(sha256(utf8ToBytes(`${salt}@${now}`))).slice(0, 32),
    oauth_signature_method: "HMAC-SHA1",
    oauth_timestamp: String(Math.floor(now / 1000)),
    oauth_token: accessToken,
    oauth_version: "1.0",
  }
  const parameters = [...Object.entries(own), ...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&")
  const signed = [method, `${origin}${pathname}`, parameters].map(encoded).join("&")
  const key = `${encoded(consumerSecret)}&${encoded(accessTokenSecret)}`
  const signature = base64(hmac(sha1, utf8ToBytes(key), utf8ToBytes(signed)))
  const all = { ...own, oauth_signature: signature }
  return `OAuth ${Object.entries(all)
    .map(([name, value]) => `${encoded(name)}="${encoded(value)}"`)
    .join(", ")}`
}
