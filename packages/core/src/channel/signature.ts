import { fromBase64, fromHex, toBase64, toHex } from "./signature-encoding.ts"
import { type Hashing, hashingHere, type Key } from "./signature-hashing.ts"
import { ecdsaKey, ed25519Key, type PublicKeys, publicKeysHere } from "./signature-key.ts"
import { certificateKey } from "./signature-certificate.ts"
import type { KeysAt, KeySource } from "./signature-source.ts"
import { type TokenCheck, verifyToken } from "./signature-token.ts"

export { webHashing } from "./signature-hashing.ts"

/** When the provider says that it signed. Refused when missing or more than `tolerance` seconds before or after our clock. */
export interface SignedAt {
  readonly seconds: number | undefined
  readonly tolerance: number
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
      /**
       * `ed25519`: `key` is 32 bytes in hexadecimal, `given` 64. `ecdsa-p256` with SHA-256: `key` is SubjectPublicKeyInfo and `given` DER,
       * both in base64.
       */
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
  | TokenCheck
  | { readonly scheme: "all" | "any"; readonly of: readonly Check[] }

/** What checks are made with; every part is replaceable, so that every path is tested on every runtime. */
export interface Verifying {
  readonly hashing: Hashing
  readonly publicKeys: PublicKeys
  /** Without it no check passes that needs a key which is published. */
  readonly keysAt: KeysAt
}

/** More signatures than any provider gives at once; nobody may make us compare without end. */
const mostGiven = 16
const encoder = new TextEncoder()
const noKeys: KeysAt = () => Promise.resolve(undefined)

const isTimely = (at: SignedAt, now: number): boolean =>
  at.seconds !== undefined && Math.abs(now - at.seconds * 1000) <= at.tolerance * 1000

const listOf = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Value] // `isArray` knows no readonly lists

/** What comes of several answers: at once where each is there at once. All are waited for, so that nobody can tell which was wrong. */
const both = (
  answers: readonly (boolean | Promise<boolean>)[],
  decide: (answers: readonly boolean[]) => boolean,
): boolean | Promise<boolean> => {
  const atOnce = answers.filter((answer) => typeof answer === "boolean")
  return atOnce.length === answers.length ? decide(atOnce) : Promise.all(answers).then(decide)
}

const isAny = (answers: readonly boolean[]): boolean => answers.includes(true)
const isAll = (answers: readonly boolean[]): boolean => answers.length > 0 && !answers.includes(false)

type Of<Scheme extends Check["scheme"]> = Extract<Check, { readonly scheme: Scheme }>

/** One key and one signature, as nearly every webhook has it: without the lists that the rest takes. */
const verifyOne = (
  { scheme, signed, encoding }: Of<"hmac-sha256" | "hmac-sha1">,
  key: string,
  given: string,
  hashing: Hashing,
): boolean | Promise<boolean> => {
  if (key === "" || given === "") return false
  const write = encoding === "hex" ? toHex : toBase64
  const signature = hashing.sign(scheme, key, signed)
  return signature instanceof Promise
    ? signature.then((bytes) => hashing.same(given, write(bytes)))
    : hashing.same(given, write(signature))
}

const verifyHmac = (check: Of<"hmac-sha256" | "hmac-sha1">, hashing: Hashing): boolean | Promise<boolean> => {
  if (typeof check.key === "string" && typeof check.given === "string")
    return verifyOne(check, check.key, check.given, hashing)
  const given = listOf(check.given).filter((signature) => signature !== "")
  const keys = listOf(check.key).filter((key) => key.length > 0)
  if (given.length === 0 || keys.length === 0 || given.length > mostGiven) return false
  const write = check.encoding === "hex" ? toHex : toBase64
  const matches = (signature: Uint8Array) => {
    const expected = write(signature)
    // every one is compared, whichever it is
    return given.map((each) => hashing.same(each, expected)).includes(true)
  }
  const signatures = keys.map((key) => hashing.sign(check.scheme, key, check.signed))
  const atOnce = signatures.filter((signature): signature is Uint8Array => !(signature instanceof Promise))
  if (atOnce.length === signatures.length) return isAny(atOnce.map(matches))
  return Promise.all(signatures).then((all) => isAny(all.map(matches)))
}

const bytesOf = (signed: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof signed === "string" ? encoder.encode(signed) : signed)

const verifySigned = (
  { scheme, key, signed, given }: Of<"ed25519" | "ecdsa-p256">,
  publicKeys: PublicKeys,
): boolean | Promise<boolean> => {
  const signature = scheme === "ed25519" ? fromHex(given ?? "") : fromBase64(given ?? "")
  if (!signature || signature.length === 0) return false
  const [keys, bytes] = [listOf(key).map(scheme === "ed25519" ? ed25519Key : ecdsaKey), bytesOf(signed)]
  return both(
    keys.map((each) => each !== undefined && publicKeys.verify(scheme, each, bytes, signature)),
    isAny,
  )
}

const verifyCertified = async (
  { scheme, certificate, signed, given }: Of<"rsa-sha1" | "rsa-sha256">,
  now: number,
  { publicKeys, keysAt }: Verifying,
): Promise<boolean> => {
  const signature = fromBase64(given ?? "")
  if (!signature || signature.length === 0) return false
  const published = await keysAt(certificate)
  const key = published === undefined ? undefined : certificateKey(published, now)
  return key ? publicKeys.verify(scheme, key, bytesOf(signed), signature) : false
}

const verified = (check: Check, now: number, by: Verifying): boolean | Promise<boolean> => {
  if ("at" in check && check.at && !isTimely(check.at, now)) return false
  switch (check.scheme) {
    case "token": {
      const { given, expected } = check
      if (given === undefined || given === "") return false
      return isAny(listOf(expected).map((one) => one !== "" && by.hashing.same(given, one)))
    }
    case "hmac-sha256":
    case "hmac-sha1":
      return verifyHmac(check, by.hashing)
    case "ed25519":
    case "ecdsa-p256":
      return verifySigned(check, by.publicKeys)
    case "rsa-sha1":
    case "rsa-sha256":
      return verifyCertified(check, now, by)
    case "jwt":
      return verifyToken(check, now, by)
    case "all":
      return both(
        check.of.map((each) => verified(each, now, by)),
        isAll,
      )
    case "any":
      return both(
        check.of.map((each) => verified(each, now, by)),
        isAny,
      )
  }
}

/**
 * Whether the check holds at `now` (milliseconds). At once where Node's crypto is at hand and no key has to be fetched, else a promise.
 * An empty secret or nothing given never passes. Signatures are compared in their written form: a second spelling of the same bytes is
 * refused. Of several checks each is made, whatever came of the others.
 *
 * @example
 * await verifyCheck({ scheme: "token", given: headers["x-token"], expected: config.secret }, Date.now())
 */
export const verifyCheck = (
  check: Check,
  now: number,
  { hashing = hashingHere(), publicKeys = publicKeysHere(), keysAt = noKeys }: Partial<Verifying> = {},
): boolean | Promise<boolean> => verified(check, now, { hashing, publicKeys, keysAt })
