import * as fc from "fast-check"
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import { describe, expect, it } from "vitest"
import { nodePublicKeys, type PublicKeys, webPublicKeys } from "../../src/channel/signature-key.ts"
import { nodeHashing, webHashing } from "../../src/channel/signature-hashing.ts"
import type { KeysAt } from "../../src/channel/signature-source.ts"
import { type Check, verifyCheck, type Verifying } from "../../src/channel/signature.ts"
import { certificateOf, utcTime } from "./certificate.ts"

const node = nodePublicKeys()
const hashingOfNode = nodeHashing()
const paths: readonly (readonly [string, Omit<Verifying, "keysAt">])[] = [
  ...(node && hashingOfNode ? [["by Node", { publicKeys: node, hashing: hashingOfNode }] as const] : []),
  ["by WebCrypto", { publicKeys: webPublicKeys(), hashing: webHashing }] as const,
]

const now = Date.UTC(2026, 10, 26)
const body = '{"event":"delivered","to":"nobody"}'
const source = { url: "https://keys.example.com/set", hosts: ["keys.example.com"] }

const der = (key: KeyObject): Buffer => key.export({ type: "spki", format: "der" })
const [edwards, curve, rsa] = [
  generateKeyPairSync("ed25519"),
  generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
  generateKeyPairSync("rsa", { modulusLength: 2048 }),
]
const [otherCurve, smallRsa] = [
  generateKeyPairSync("ec", { namedCurve: "secp256k1" }),
  generateKeyPairSync("rsa", { modulusLength: 1024 }),
]

const edwardsKey = der(edwards.publicKey).subarray(-32).toString("hex")
const ed25519 = {
  scheme: "ed25519",
  key: edwardsKey,
  signed: body,
  given: sign(null, Buffer.from(body), edwards.privateKey).toString("hex"),
} as const satisfies Check
const ecdsa: Check = {
  scheme: "ecdsa-p256",
  key: der(curve.publicKey).toString("base64"),
  signed: body,
  given: sign("sha256", Buffer.from(body), curve.privateKey).toString("base64"),
}
const certified = (scheme: "rsa-sha1" | "rsa-sha256", { privateKey } = rsa): Check => ({
  scheme,
  certificate: source,
  signed: body,
  given: sign(scheme === "rsa-sha1" ? "sha1" : "sha256", Buffer.from(body), privateKey).toString("base64"),
})
const year = 31_557_600_000
const certificate = (change: { readonly from?: number; readonly until?: number; readonly key?: KeyObject } = {}) =>
  certificateOf(
    der(change.key ?? rsa.publicKey),
    utcTime(change.from ?? now - year),
    utcTime(change.until ?? now + year),
  )
const publishing =
  (text: string | undefined): KeysAt =>
  () =>
    Promise.resolve(text)

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
const seconds = now / 1000
const claims = { iss: "acme", aud: "us", iat: seconds, exp: seconds + 60, digest: "abc" }
const secretToken = (change: object = {}, header: object = {}, secret = "s3cret") => {
  const signed = `${part({ typ: "JWT", alg: "HS256", ...header })}.${part({ ...claims, ...change })}`
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`
}
const publishedToken = (change: object = {}, header: object = {}, { privateKey } = rsa) => {
  const signed = `${part({ alg: "RS256", kid: "one", ...header })}.${part({ ...claims, ...change })}`
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`
}
const set = (change: object = {}) =>
  JSON.stringify({
    keys: [
      { kty: "EC", kid: "zero" },
      { ...rsa.publicKey.export({ format: "jwk" }), kid: "one", ...change },
    ],
  })
const token = (text: string | undefined, change: object = {}): Check => ({
  scheme: "jwt",
  token: text,
  keys: { secret: "s3cret" },
  issuer: ["acme"],
  audience: "us",
  claims: { digest: "abc" },
  tolerance: 300,
  ...change,
})
const published = (text: string): Check => token(text, { keys: { published: source } })

/** What a check says of a text: the given signature or the token. */
const givenOf = (check: Check): string => {
  if (check.scheme === "jwt") return check.token ?? ""
  return "given" in check && typeof check.given === "string" ? check.given : ""
}
const withGiven = (check: Check, given: string): Check =>
  // the field of this scheme, by the test
  (check.scheme === "jwt" ? { ...check, token: given } : { ...check, given }) as Check
const flip = (text: string, at: number): string => {
  const place = Math.floor((at / 1_000) * text.length)
  return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ (1 << (at % 7))) + text.slice(place + 1)
}

const genuine: readonly (readonly [string, Check, KeysAt])[] = [
  ["ed25519", ed25519, publishing(undefined)],
  ["ecdsa-p256", ecdsa, publishing(undefined)],
  ["rsa-sha1", certified("rsa-sha1"), publishing(certificate())],
  ["rsa-sha256", certified("rsa-sha256"), publishing(certificate())],
  ["jwt with a secret", token(secretToken()), publishing(undefined)],
  ["jwt with a published key", published(publishedToken()), publishing(set())],
]

describe.each(paths)("a signature checked %s", (_, by) => {
  it.each(genuine)("passes when it is genuine: %s", async (_scheme, check, keysAt) => {
    expect(await verifyCheck(check, now, { ...by, keysAt })).toBe(true)
  })

  it.each(genuine)("is refused one bit away, 1,000 times over: %s", async (_scheme, check, keysAt) => {
    const given = await Promise.all(
      Array.from({ length: 1_000 }, (_bit, at) =>
        verifyCheck(withGiven(check, flip(givenOf(check), at)), now, { ...by, keysAt }),
      ),
    )
    expect(given.filter(Boolean)).toEqual([])
    if (!("signed" in check)) return
    const signed = await Promise.all(
      Array.from(
        { length: 1_000 },
        (_bit, at) => verifyCheck({ ...check, signed: flip(body, at) } as Check, now, { ...by, keysAt }), // the same scheme, another text
      ),
    )
    expect(signed.filter(Boolean)).toEqual([])
  })

  it.each(genuine)("is refused when nothing was given: %s", async (_scheme, check, keysAt) => {
    for (const given of ["", " ", "=", "null"])
      expect(await verifyCheck(withGiven(check, given), now, { ...by, keysAt })).toBe(false)
  })

  it("passes with any of several keys, and with none that cannot be read", async () => {
    const bad = "00".repeat(32)
    expect(await verifyCheck({ ...ed25519, key: [bad, edwardsKey] }, now, by)).toBe(true)
    for (const key of [[], [bad], ["x"], [""], [edwardsKey.toUpperCase()], [`${edwardsKey}00`]])
      expect(await verifyCheck({ ...ed25519, key }, now, by)).toBe(false)
  })

  it("takes no key of another kind", async () => {
    for (const { publicKey, privateKey } of [otherCurve, rsa, edwards]) {
      const given = sign(publicKey.asymmetricKeyType === "ed25519" ? null : "sha256", Buffer.from(body), privateKey)
      const check = { ...ecdsa, key: der(publicKey).toString("base64"), given: given.toString("base64") } as Check // another key
      expect(await verifyCheck(check, now, by)).toBe(false)
    }
  })

  it("takes no number of a signature that is written in a longer way", async () => {
    const given = Buffer.from(givenOf(ecdsa), "base64")
    const longer = Buffer.concat([given, Buffer.of(0)])
    expect(await verifyCheck(withGiven(ecdsa, longer.toString("base64")), now, by)).toBe(false)
    const padded = Buffer.concat([
      Buffer.of(0x30, given.readUInt8(1) + 1, 2, given.readUInt8(3) + 1, 0),
      given.subarray(4),
    ])
    expect(await verifyCheck(withGiven(ecdsa, padded.toString("base64")), now, by)).toBe(false)
  })

  it("believes a certificate only while it holds, and only one of RSA with 2,048 bits", async () => {
    const says = (text: string | undefined, pair = rsa) =>
      verifyCheck(certified("rsa-sha256", pair), now, { ...by, keysAt: publishing(text) })
    expect(await says(certificate({ until: now }))).toBe(true)
    expect(await says(certificate({ until: now - 1_000 }))).toBe(false)
    expect(await says(certificate({ from: now + 1_000 }))).toBe(false)
    expect(await says(certificate({ key: smallRsa.publicKey }), smallRsa)).toBe(false)
    expect(await says(certificate({ key: curve.publicKey }))).toBe(false)
    expect(await says(certificate({ key: generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey }))).toBe(false)
    expect(await says(undefined)).toBe(false)
    expect(await verifyCheck(certified("rsa-sha256"), now, by)).toBe(false)
  })

  it("reads any certificate without throwing, however broken", async () => {
    const [, inside = ""] = /-----\n([^-]+)/.exec(certificate()) ?? []
    const whole = Buffer.from(inside, "base64")
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (place, byte) => {
        const broken = Buffer.from(whole)
        broken[place] = byte
        const pem = `-----BEGIN CERTIFICATE-----\n${broken.toString("base64")}\n-----END CERTIFICATE-----\n`
        const passes = await verifyCheck(certified("rsa-sha256"), now, { ...by, keysAt: publishing(pem) })
        expect([true, false]).toContain(passes)
      }),
    )
  })

  it("believes no token with another algorithm, none at all, or a demand", async () => {
    const none = `${part({ alg: "none" })}.${part(claims)}.`
    for (const text of [
      none,
      `${none}AA`,
      secretToken({}, { alg: "none" }),
      secretToken({}, { alg: "HS512" }),
      undefined,
    ])
      expect(await verifyCheck(token(text), now, by)).toBe(false)
    expect(await verifyCheck(token(secretToken({}, { crit: ["exp"] })), now, by)).toBe(false)
    // the public key, taken for a secret
    const pem = String(rsa.publicKey.export({ type: "spki", format: "pem" }))
    const confused = secretToken({}, { kid: "one" }, pem)
    expect(await verifyCheck(published(confused), now, { ...by, keysAt: publishing(set()) })).toBe(false)
    expect(await verifyCheck(token(publishedToken()), now, by)).toBe(false)
    expect(await verifyCheck(token(secretToken({}, {}, ""), { keys: { secret: "" } }), now, by)).toBe(false)
  })

  it.each([
    ["at its end and a little later", { exp: seconds - 300 }, true],
    ["long after its end", { exp: seconds - 301 }, false],
    ["before its beginning", { nbf: seconds + 301 }, false],
    ["from the future", { iat: seconds + 301 }, false],
    ["without an end, fresh", { exp: undefined, iat: seconds - 300 }, true],
    ["without an end, old", { exp: undefined, iat: seconds - 301 }, false],
    ["without any time", { exp: undefined, iat: undefined }, false],
    ["with a time that is a text", { exp: String(seconds + 60) }, false],
    ["with a time beyond numbers", { exp: null }, false],
    ["of another issuer", { iss: "other" }, false],
    ["for somebody else", { aud: "them" }, false],
    ["for several, us among them", { aud: ["them", "us"] }, true],
    ["with another digest", { digest: "abd" }, false],
    ["without the digest", { digest: undefined }, false],
    ["with a digest that is no text", { digest: ["abc"] }, false],
  ])("tells a token %s", async (_case, change, passes) => {
    expect(await verifyCheck(token(secretToken(change)), now, by)).toBe(passes)
    expect(await verifyCheck(published(publishedToken(change)), now, { ...by, keysAt: publishing(set()) })).toBe(passes)
  })

  it("refuses a claim that must not be there", async () => {
    const check = (text: string) => token(text, { claims: { digest: null } })
    expect(await verifyCheck(check(secretToken()), now, by)).toBe(false)
    expect(await verifyCheck(check(secretToken({ digest: undefined })), now, by)).toBe(true)
  })

  it("asks once more where the key of a token is not known yet", async () => {
    const asked: boolean[] = []
    const keysAt: KeysAt = (_source, how) => {
      asked.push(how?.fresh ?? false)
      return Promise.resolve(how?.fresh ? set() : set({ kid: "old" }))
    }
    expect(await verifyCheck(published(publishedToken()), now, { ...by, keysAt })).toBe(true)
    expect(asked).toEqual([false, true])
  })

  it("takes no published key that is not for RSA signatures", async () => {
    const asks = (text: string) => verifyCheck(published(publishedToken()), now, { ...by, keysAt: publishing(text) })
    for (const change of [
      { use: "enc" },
      { alg: "RS512" },
      { kty: "EC" },
      { n: "AQAB" },
      { n: 1 },
      { e: "" },
      { kid: "One" },
    ])
      expect(await asks(set(change))).toBe(false)
    for (const text of ["", "[]", "null", "{", '{"keys":{}}', '{"keys":[null,1,"one"]}'])
      expect(await asks(text)).toBe(false)
  })

  it("makes every check of several, whatever came of the others", async () => {
    const asked: string[] = []
    const counting: PublicKeys = {
      verify: (signing, key, signed, signature) => {
        asked.push(signing)
        return by.publicKeys.verify(signing, key, signed, signature)
      },
    }
    const wrong: Check = { ...ed25519, given: "00".repeat(64) }
    const says = (scheme: "all" | "any", of: readonly Check[]) =>
      verifyCheck({ scheme, of }, now, { ...by, publicKeys: counting })
    expect(await says("all", [wrong, ecdsa])).toBe(false)
    expect(await says("any", [ecdsa, wrong])).toBe(true)
    expect(asked).toEqual(["ed25519", "ecdsa-p256", "ecdsa-p256", "ed25519"])
    expect(await says("all", [ed25519, ecdsa])).toBe(true)
    expect(await says("any", [wrong, wrong])).toBe(false)
    expect(await says("all", [])).toBe(false)
    expect(await says("any", [])).toBe(false)
  })
})

it.runIf(node)("both ways say the same of any signature of the curve", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), fc.boolean(), async (bytes, isGenuine) => {
      const given = isGenuine ? sign("sha256", bytes, curve.privateKey) : Buffer.from(bytes)
      const check = { ...ecdsa, signed: bytes, given: given.toString("base64") } as Check // the same scheme
      const answers = await Promise.all(paths.map(([, by]) => verifyCheck(check, now, by)))
      expect(answers).toEqual([isGenuine, isGenuine])
    }),
  )
})
