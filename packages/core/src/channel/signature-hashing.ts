/** Text, or the bytes that it stands for where the provider hands out an encoded key. */
export type Key = string | Uint8Array

/** The two operations that a check with a secret needs; replaceable, so that every path is tested on every runtime. */
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

/** The quickest hashing that this runtime has. */
export const hashingHere = (): Hashing => (here ??= nodeHashing() ?? webHashing)
