import { elementAt, type Element, sequenceIn } from "./signature-der.ts"
import { type PublicKey, rsaKey } from "./signature-key.ts"

// Certificates that a provider publishes on its own site, for Amazon SNS: https://www.rfc-editor.org/rfc/rfc5280#section-4.1. What
// vouches for them is the site: the host list and its TLS. Neither their issuer nor their names nor a revocation is looked at.
const longest = 32_768
const [context, utcTime, generalTime, number] = [0xa0, 0x17, 0x18, 0x02]

const derOf = (pem: string): Uint8Array<ArrayBuffer> | undefined => {
  if (pem.length > longest) return undefined
  const [, body] = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/.exec(pem) ?? []
  if (body === undefined) return undefined
  try {
    return Uint8Array.from(atob(body.replaceAll(/\s/g, "")), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined // InvalidCharacterError: no base64
  }
}

/** Milliseconds. Years of two digits are of 1950 to 2049. */
const timeOf = ({ tag, value }: Element): number => {
  const text = String.fromCharCode(...value.subarray(0, 20))
  const [, year = "", ...rest] =
    (tag === utcTime
      ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/
      : tag === generalTime
        ? /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/
        : /^(?!)/
    ).exec(text) ?? []
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = rest.map(Number)
  if (year === "") return NaN
  const whole = tag === generalTime ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900)
  return Date.UTC(whole, month - 1, day, hour, minute, second)
}

/** The key of RSA in the first certificate of a text, which is the one that signs; `undefined` where it does not hold at `now`. */
export const certificateKey = (pem: string, now: number): PublicKey | undefined => {
  const der = derOf(pem)
  const [certificate] = sequenceIn(der && elementAt(der, 0)) ?? []
  const fields = sequenceIn(certificate) ?? []
  const [serial, , , validity, , key] = fields[0]?.tag === context ? fields.slice(1) : fields
  const [from, until] = sequenceIn(validity) ?? []
  if (serial?.tag !== number || !from || !until || !key) return undefined
  return timeOf(from) <= now && now <= timeOf(until) ? rsaKey(key.whole.slice()) : undefined
}
