import { fromBase64, fromBase64Url, fromHex, toHex } from "./signature-encoding.ts"
import { element, elementAt, integer, numberIn, sequenceIn } from "./signature-der.ts"

/** How a provider signs with a key whose other half is public. */
export type Signing = "ed25519" | "ecdsa-p256" | "rsa-sha1" | "rsa-sha256"

/** A public key as SubjectPublicKeyInfo (https://www.rfc-editor.org/rfc/rfc5280#section-4.1). `name` is the same for the same key alone. */
export interface PublicKey {
  readonly name: string
  readonly info: Uint8Array<ArrayBuffer>
}

/** The one operation that a check with a public key needs; replaceable, so that every path is tested on every runtime. */
export interface PublicKeys {
  /** Whether the key is one for this way of signing, and made this signature. */
  readonly verify: (
    signing: Signing,
    key: PublicKey,
    signed: Uint8Array<ArrayBuffer>,
    signature: Uint8Array<ArrayBuffer>,
  ) => boolean | Promise<boolean>
}

/** What SubjectPublicKeyInfo begins with: https://www.rfc-editor.org/rfc/rfc8410#section-4, rfc5480#section-2.1.1, rfc8017#appendix-A.1 */
const before = {
  ed25519: fromHex("302a300506032b6570032100"),
  ecdsa: fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
  rsa: fromHex("300d06092a864886f70d0101010500"),
} as const
/** Bytes of the smallest modulus of RSA that we believe, 2,048 bits, and of the largest. */
const modulus = { least: 256, most: 1024 } as const
const cachedKeys = 100

const beginsWith = (bytes: Uint8Array, start: Uint8Array): boolean =>
  bytes.length > start.length && start.every((byte, index) => bytes[index] === byte)

/** A key for Ed25519, by its 32 bytes in hexadecimal. */
export const ed25519Key = (text: string): PublicKey | undefined => {
  const bytes = fromHex(text)
  return bytes.length === 32 ? { name: text, info: Uint8Array.from([...before.ed25519, ...bytes]) } : undefined
}

/** A key of the curve P-256, by its SubjectPublicKeyInfo in base64; only the form with both coordinates, which all providers give. */
export const ecdsaKey = (text: string): PublicKey | undefined => {
  const info = fromBase64(text)
  return info?.length === 91 && beginsWith(info, before.ecdsa) ? { name: text, info } : undefined
}

const isStrong = (number: Uint8Array | undefined): boolean =>
  number !== undefined && number.length >= modulus.least && number.length <= modulus.most

/** A key of RSA with at least 2,048 bits, by its SubjectPublicKeyInfo. */
export const rsaKey = (info: Uint8Array<ArrayBuffer>): PublicKey | undefined => {
  const [algorithm, bits, ...others] = sequenceIn(elementAt(info, 0)) ?? []
  if (!algorithm || !bits || others.length > 0 || bits.tag !== 3 || bits.value[0] !== 0) return undefined
  if (toHex(algorithm.whole) !== toHex(before.rsa)) return undefined
  const [number] = sequenceIn(elementAt(bits.value.slice(1), 0)) ?? []
  return number && isStrong(numberIn(number, modulus.most)) ? { name: toHex(info), info } : undefined
}

/** A key of RSA by its two numbers in base64url, as a published set has them (https://www.rfc-editor.org/rfc/rfc7518#section-6.3.1). */
export const rsaKeyOf = (n: string, e: string): PublicKey | undefined => {
  const [number, exponent] = [fromBase64Url(n), fromBase64Url(e)]
  if (!number || !exponent || exponent.length === 0 || exponent.length > 8 || !isStrong(number)) return undefined
  const bits = element("bits", Uint8Array.of(0), element("sequence", integer(number), integer(exponent)))
  return { name: `${n}.${e}`, info: element("sequence", before.rsa, bits) }
}

/** Keeps what was made of a key, for a hundred of them. */
const remembering = <Made>(make: (signing: Signing, key: PublicKey) => Made) => {
  const made = new Map<string, Made>()
  return (signing: Signing, key: PublicKey): Made => {
    const name = `${signing} ${key.name}`
    const known = made.get(name)
    if (known !== undefined) return known
    if (made.size >= cachedKeys) made.clear()
    const fresh = make(signing, key)
    made.set(name, fresh)
    return fresh
  }
}

const nodeDigests = { ed25519: null, "ecdsa-p256": "sha256", "rsa-sha1": "sha1", "rsa-sha256": "sha256" } as const
const nodeTypes = { ed25519: "ed25519", "ecdsa-p256": "ec", "rsa-sha1": "rsa", "rsa-sha256": "rsa" } as const

/** Checks at once, where the runtime has Node's crypto module (Node, Bun, Deno); nothing is imported. */
export const nodePublicKeys = (): PublicKeys | undefined => {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto")
  if (!crypto) return undefined
  const { Buffer } = globalThis
  const keyOf = remembering((_, { info }) =>
    crypto.createPublicKey({ key: Buffer.from(info), format: "der", type: "spki" }),
  )
  return {
    verify: (signing, key, signed, signature) => {
      try {
        const read = keyOf(signing, key)
        return (
          read.asymmetricKeyType === nodeTypes[signing] && crypto.verify(nodeDigests[signing], signed, read, signature)
        )
      } catch {
        return false // an OpenSSL error: no point of the curve, no number of RSA
      }
    },
  }
}

const web = {
  ed25519: { name: "Ed25519" },
  "ecdsa-p256": { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  "rsa-sha1": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-1" },
  "rsa-sha256": { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
} as const

/** WebCrypto takes both numbers of an ECDSA signature one behind the other, providers send them in DER. */
const bothNumbers = (signature: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined => {
  const whole = elementAt(signature, 0)
  const numbers = whole?.end === signature.length ? sequenceIn(whole) : undefined
  const [left, right] = (numbers ?? []).map((number) => numberIn(number, 32))
  if (numbers?.length !== 2 || !left || !right) return undefined
  const bytes = new Uint8Array(64)
  bytes.set(left, 32 - left.length)
  bytes.set(right, 64 - right.length)
  return bytes
}

/** Checks by WebCrypto: workers, browsers, every runtime; Ed25519 where it knows it. */
export const webPublicKeys = (): PublicKeys => {
  const { subtle } = globalThis.crypto
  const keyOf = remembering((signing, { info }) => subtle.importKey("spki", info, web[signing], false, ["verify"]))
  return {
    verify: async (signing, key, signed, signature) => {
      const given = signing === "ecdsa-p256" ? bothNumbers(signature) : signature
      if (!given) return false
      try {
        return await subtle.verify(web[signing], await keyOf(signing, key), given, signed)
      } catch {
        return false // DOMException: no key of this kind, or not known to this runtime
      }
    },
  }
}

let here: PublicKeys | undefined

/** The quickest way of checking that this runtime has. */
export const publicKeysHere = (): PublicKeys => (here ??= nodePublicKeys() ?? webPublicKeys())
