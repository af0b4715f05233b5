import { fromBase64Url, toBase64Url } from "./signature-encoding.ts"
import type { Hashing } from "./signature-hashing.ts"
import { type PublicKey, type PublicKeys, rsaKeyOf } from "./signature-key.ts"
import type { KeysAt, KeySource } from "./signature-source.ts"

/** A JSON web token (RFC 7519), signed with a secret (HS256) or with a key out of a published set (RS256, RFC 7517). */
export interface TokenCheck {
  readonly scheme: "jwt"
  readonly token: string | undefined
  readonly keys: { readonly secret: string | readonly string[] } | { readonly published: KeySource }
  readonly issuer?: readonly string[]
  readonly audience?: string
  /** Claims that must have this very value, of a digest of the body, say; null: that must not be there. */
  readonly claims?: { readonly [name: string]: string | null }
  /** Seconds, for the clocks of two machines; a token without `exp` ends so long after its `iat`. */
  readonly tolerance: number
}

interface Fields {
  readonly [name: string]: unknown
}

interface Token {
  readonly header: Fields
  readonly claims: Fields
  readonly signed: string
  readonly signature: string
}

const longest = 16_384
const mostKeys = 200
const decoder = new TextDecoder("utf-8", { fatal: true })
const encoder = new TextEncoder()

const fieldsIn = (text: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined // any object has fields
  } catch {
    return undefined // SyntaxError: no JSON
  }
}

const fieldsOf = (part: string): Fields | undefined => {
  const bytes = fromBase64Url(part)
  if (!bytes) return undefined
  try {
    return fieldsIn(decoder.decode(bytes))
  } catch {
    return undefined // TypeError: no UTF-8
  }
}

const tokenOf = (text: string | undefined): Token | undefined => {
  if (text === undefined || text.length > longest) return undefined
  const [head = "", body = "", signature = "", ...others] = text.split(".")
  const [header, claims] = [fieldsOf(head), fieldsOf(body)]
  if (others.length > 0 || signature === "" || !header || !claims) return undefined
  return { header, claims, signed: `${head}.${body}`, signature }
}

const isTimely = ({ exp, nbf, iat }: Fields, tolerance: number, now: number): boolean => {
  const seconds = now / 1000
  const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value)
  if ([exp, nbf, iat].some((moment) => moment !== undefined && !isNumber(moment))) return false
  const end = exp ?? iat // a token that never ends is none
  if (!isNumber(end) || seconds > end + tolerance) return false
  return [nbf, iat].every((moment) => !isNumber(moment) || moment <= seconds + tolerance)
}

const isMeant = ({ claims }: Token, check: TokenCheck, now: number): boolean => {
  const { issuer, audience, claims: expected = {}, tolerance } = check
  const { iss, aud } = claims
  if (issuer && !(typeof iss === "string" && issuer.includes(iss))) return false
  if (audience !== undefined && aud !== audience && !(Array.isArray(aud) && aud.includes(audience))) return false
  const isAsExpected = Object.entries(expected).every(([name, value]) => {
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined
    return value === null ? claim === undefined : claim === value
  })
  return isAsExpected && isTimely(claims, tolerance, now)
}

const withSecret = (token: Token, secrets: readonly string[], hashing: Hashing): boolean | Promise<boolean> => {
  const known = secrets.filter((secret) => secret !== "")
  if (known.length === 0) return false
  const matches = (signature: Uint8Array) => hashing.same(token.signature, toBase64Url(signature))
  const signatures = known.map((secret) => hashing.sign("hmac-sha256", secret, token.signed))
  const atOnce = signatures.filter((signature): signature is Uint8Array => !(signature instanceof Promise))
  if (atOnce.length === signatures.length) return atOnce.map(matches).includes(true)
  return Promise.all(signatures).then((all) => all.map(matches).includes(true))
}

/** The key of this name in a published set, where it is one of RSA for signatures. */
const keyIn = (set: string | undefined, name: string): PublicKey | undefined => {
  const keys = set === undefined ? undefined : fieldsIn(set)?.["keys"]
  if (!Array.isArray(keys) || keys.length > mostKeys) return undefined
  for (const each of keys) {
    const key = typeof each === "object" && each !== null ? (each as Fields) : {} // any object has fields
    const { kid, kty, use = "sig", alg = "RS256", n, e } = key
    if (kid !== name || kty !== "RSA" || use !== "sig" || alg !== "RS256") continue
    return typeof n === "string" && typeof e === "string" ? rsaKeyOf(n, e) : undefined
  }
  return undefined
}

const withPublished = async (
  { header, signed, signature }: Token,
  source: KeySource,
  publicKeys: PublicKeys,
  keysAt: KeysAt,
): Promise<boolean> => {
  const { kid } = header
  const given = fromBase64Url(signature)
  if (typeof kid !== "string" || kid === "" || !given) return false
  // a key of a name that nobody knows yet may have been published since
  const key = keyIn(await keysAt(source), kid) ?? keyIn(await keysAt(source, { fresh: true }), kid)
  return key ? publicKeys.verify("rsa-sha256", key, encoder.encode(signed), given) : false
}

/**
 * Whether a token is signed and meant for us, now. The algorithm is ours to say: what the token names has to be that one. A header that
 * must be understood (`crit`) is understood by nobody here.
 */
export const verifyToken = (
  check: TokenCheck,
  now: number,
  {
    hashing,
    publicKeys,
    keysAt,
  }: { readonly hashing: Hashing; readonly publicKeys: PublicKeys; readonly keysAt: KeysAt },
): boolean | Promise<boolean> => {
  const token = tokenOf(check.token)
  const { keys } = check
  if (!token || token.header["crit"] !== undefined || !isMeant(token, check, now)) return false
  if (token.header["alg"] !== ("secret" in keys ? "HS256" : "RS256")) return false
  if ("published" in keys) return withPublished(token, keys.published, publicKeys, keysAt)
  return withSecret(token, typeof keys.secret === "string" ? [keys.secret] : keys.secret, hashing)
}
