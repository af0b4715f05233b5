/**
 * What has to hold before a webhook is believed. An adapter says it as data; the core checks it in constant time.
 * `signed` and the text of `given` are compared as the provider writes them: hexadecimal in lower case, base64 with padding.
 */
export type Check =
  | {
      readonly scheme: "token"
      readonly given: string | undefined
      readonly expected: string
    }
  | {
      readonly scheme: "hmac-sha256"
      /** Text, or the bytes that it stands for where the provider hands out an encoded key. */
      readonly key: string | Uint8Array
      readonly signed: string
      readonly given: string | undefined
      readonly encoding: "hex" | "base64"
      /** When the provider says that it signed. Refused when missing or more than `tolerance` seconds before or after our clock. */
      readonly at?: { readonly seconds: number | undefined; readonly tolerance: number }
    }

/** The two operations that a check needs; replaceable, so that every path is tested on every runtime. */
export interface Hashing {
  readonly sign: (key: string | Uint8Array, signed: string) => Uint8Array | Promise<Uint8Array>
  /** Whether both texts are the same, in a time that does not tell where they differ. Their length is no secret. */
  readonly same: (given: string, expected: string) => boolean
}

const encoder = new TextEncoder()
const cachedKeys = 100

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
    sign: (key, signed) => crypto.createHmac("sha256", keyOf(key)).update(signed).digest(),
    same: (given, expected) => {
      if (last.text !== expected) last = { text: expected, bytes: Buffer.from(expected) }
      const bytes = Buffer.from(given)
      return bytes.length === last.bytes.length && crypto.timingSafeEqual(bytes, last.bytes)
    },
  }
}

/** Hashing by WebCrypto: workers, browsers, every runtime. */
export const webHashing: Hashing = {
  sign: async (key, signed) => {
    // A copy, because WebCrypto does not take bytes over shared memory and the types say so.
    const bytes = new Uint8Array(typeof key === "string" ? encoder.encode(key) : key)
    const secret = await globalThis.crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ])
    return new Uint8Array(await globalThis.crypto.subtle.sign("HMAC", secret, encoder.encode(signed)))
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

const isTimely = (at: { readonly seconds: number | undefined; readonly tolerance: number }, now: number): boolean =>
  at.seconds !== undefined && Math.abs(now - at.seconds * 1000) <= at.tolerance * 1000

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
  const { given } = check
  if (given === undefined || given === "") return false
  if (check.scheme === "token") return check.expected !== "" && hashing.same(given, check.expected)
  if (check.key.length === 0 || (check.at && !isTimely(check.at, now))) return false
  const matches = (signature: Uint8Array) => hashing.same(given, written(signature, check.encoding))
  const signature = hashing.sign(check.key, check.signed)
  return signature instanceof Promise ? signature.then(matches) : matches(signature)
}
