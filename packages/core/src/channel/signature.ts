/** When the provider says that it signed. Refused when missing or more than `tolerance` seconds before or after our clock. */
export interface SignedAt {
  readonly seconds: number | undefined
  readonly tolerance: number
}

/** Text, or the bytes that it stands for where the provider hands out an encoded key. */
export type Key = string | Uint8Array

/** Where public keys come from: fetched by the core, from these hosts alone, and kept for a while. */
export interface KeySource {
  readonly url: string
  /** `*.example.com` with all below it. */
  readonly hosts: readonly string[]
}

/**
 * What has to hold before a webhook is believed. An adapter says it as data; the core checks it in constant time.
 * `signed` and the text of `given` are compared as the provider writes them: hexadecimal in lower case, base64 with padding. Several
 * keys are for the time in which one follows another; several given signatures, where the provider signs with each of them.
 */
export type Check =
  | {
      readonly scheme: "token"
      readonly given: string | undefined
      readonly expected: string | readonly string[]
    }
  | {
      readonly scheme: "hmac-sha256" | "hmac-sha1"
      readonly key: Key | readonly Key[]
      readonly signed: string | Uint8Array
      readonly given: string | readonly string[] | undefined
      readonly encoding: "hex" | "base64"
      readonly at?: SignedAt
    }
  | {
      /** `ed25519`: `key` is 32 bytes in hexadecimal, `given` 64. `ecdsa-p256`: `key` is SubjectPublicKeyInfo and `given` DER, both in base64; SHA-256. */
      readonly scheme: "ed25519" | "ecdsa-p256"
      readonly key: string | readonly string[]
      readonly signed: string | Uint8Array
      readonly given: string | undefined
      readonly at?: SignedAt
    }
  | {
      /** RSA PKCS #1 v1.5 with the key of a certificate that the provider publishes; `given` in base64. */
      readonly scheme: "rsa-sha1" | "rsa-sha256"
      readonly certificate: KeySource
      readonly signed: string
      readonly given: string | undefined
      readonly at?: SignedAt
    }
  | {
      /** A JSON web token (RFC 7519), signed with a secret (HS256) or with a key out of a published set (RS256, RFC 7517). */
      readonly scheme: "jwt"
      readonly token: string | undefined
      readonly keys: { readonly secret: string | readonly string[] } | { readonly published: KeySource }
      readonly issuer?: readonly string[]
      readonly audience?: string
      /** Claims that must have this very value; of a digest of the body, say. */
      readonly claims?: { readonly [name: string]: string }
      /** Seconds. */
      readonly tolerance: number
    }
  | { readonly scheme: "all" | "any"; readonly of: readonly Check[] }

/** The two operations that a check needs; replaceable, so that every path is tested on every runtime. */
export interface Hashing {
  readonly sign: (
    scheme: "hmac-sha256" | "hmac-sha1",
    key: Key,
    signed: string | Uint8Array,
  ) => Uint8Array | Promise<Uint8Array>
  /** Whether both texts are the same, in a time that does not tell where they differ. Their length is no secret. */
  readonly same: (given: string, expected: string) => boolean
}

const encoder = new TextEncoder()
const cachedKeys = 100
/** More signatures than any provider gives at once; nobody may make us compare without end. */
const mostGiven = 16
const digests = { "hmac-sha256": "sha256", "hmac-sha1": "sha1" } as const
const webDigests = { "hmac-sha256": "SHA-256", "hmac-sha1": "SHA-1" } as const

/** Synchronous hashing where the runtime has Node's crypto module (Node, Bun, Deno); nothing is imported. */
export const nodeHashing = (): Hashing | undefined => {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto")
  if (!crypto) return undefined
  const { Buffer } = globalThis // its small buffers share one piece of memory: a third of what TextEncoder costs
  const keys = new Map<string, ReturnType<typeof crypto.createSecretKey>>()
  let last = { text: "", bytes: Buffer.from("") } // a token is expected again and again
  const keyOf = (key: string | Uint8Array) => {
    if (typeof key !== "string") return crypto.createSecretKey(key)
    const known = keys.get(key)
    if (known) return known
    if (keys.size >= cachedKeys) keys.clear()
    const made = crypto.createSecretKey(encoder.encode(key))
    keys.set(key, made)
    return made
  }
  return {
    sign: (scheme, key, signed) => crypto.createHmac(digests[scheme], keyOf(key)).update(signed).digest(),
    same: (given, expected) => {
      if (last.text !== expected) last = { text: expected, bytes: Buffer.from(expected) }
      const bytes = Buffer.from(given)
      return bytes.length === last.bytes.length && crypto.timingSafeEqual(bytes, last.bytes)
    },
  }
}

/** Hashing by WebCrypto: workers, browsers, every runtime. */
export const webHashing: Hashing = {
  sign: async (scheme, key, signed) => {
    // A copy, because WebCrypto does not take bytes over shared memory and the types say so.
    const bytes = new Uint8Array(typeof key === "string" ? encoder.encode(key) : key)
    const secret = await globalThis.crypto.subtle.importKey(
      "raw",
      bytes,
      { name: "HMAC", hash: webDigests[scheme] },
      false,
      ["sign"],
    )
    const text = new Uint8Array(typeof signed === "string" ? encoder.encode(signed) : signed)
    return new Uint8Array(await globalThis.crypto.subtle.sign("HMAC", secret, text))
  },
  same: (given, expected) => {
    const [left, right] = [encoder.encode(given), encoder.encode(expected)]
    if (left.length !== right.length) return false
    let difference = 0
    for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 256)
    return difference === 0
  },
}

let here: Hashing | undefined
const hashingHere = (): Hashing => (here ??= nodeHashing() ?? webHashing)

const digits = "0123456789abcdef"

const written = (bytes: Uint8Array, encoding: "hex" | "base64"): string => {
  if (encoding === "base64") return btoa(String.fromCharCode(...bytes))
  let text = ""
  for (const byte of bytes) text += digits.charAt(byte >> 4) + digits.charAt(byte & 15)
  return text
}

const isTimely = (at: SignedAt, now: number): boolean =>
  at.seconds !== undefined && Math.abs(now - at.seconds * 1000) <= at.tolerance * 1000

const listOf = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Value] // `isArray` knows no readonly lists

type Hmac = Extract<Check, { readonly scheme: "hmac-sha256" | "hmac-sha1" }>

const verifyHmac = (check: Hmac, hashing: Hashing): boolean | Promise<boolean> => {
  const given = listOf(check.given).filter((signature) => signature !== "")
  const keys = listOf(check.key).filter((key) => key.length > 0)
  if (given.length === 0 || keys.length === 0 || given.length > mostGiven) return false
  const matches = (signature: Uint8Array) => {
    const expected = written(signature, check.encoding)
    // every one is compared, whichever it is
    return given.map((each) => hashing.same(each, expected)).includes(true)
  }
  const signatures = keys.map((key) => hashing.sign(check.scheme, key, check.signed))
  const atOnce = signatures.filter((signature): signature is Uint8Array => !(signature instanceof Promise))
  if (atOnce.length === signatures.length) return atOnce.map(matches).includes(true)
  return Promise.all(signatures).then((all) => all.map(matches).includes(true))
}

/**
 * Whether the check holds at `now` (milliseconds). At once where Node's crypto is at hand, else a promise. An empty secret or
 * nothing given never passes. Signatures are compared in their written form: a second spelling of the same bytes is refused.
 *
 * @example
 * await verifyCheck({ scheme: "token", given: headers["x-token"], expected: config.secret }, Date.now())
 */
export const verifyCheck = (
  check: Check,
  now: number,
  hashing: Hashing = hashingHere(),
): boolean | Promise<boolean> => {
  if ("at" in check && check.at && !isTimely(check.at, now)) return false
  switch (check.scheme) {
    case "token": {
      const { given, expected } = check
      if (given === undefined || given === "") return false
      return listOf(expected)
        .map((one) => one !== "" && hashing.same(given, one))
        .includes(true)
    }
    case "hmac-sha256":
    case "hmac-sha1":
      return verifyHmac(check, hashing)
    default:
      return false
  }
}
