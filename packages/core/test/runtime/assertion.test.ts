import { generateKeyPairSync, verify } from "node:crypto"
import { describe, expect, it } from "vitest"
import { nodeSigning, signedAssertion, type SignAssertion, webSigning } from "../../src/runtime/assertion.ts"

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" })
const pemOf = ({ privateKey }: typeof rsa) => privateKey.export({ type: "pkcs8", format: "pem" }).toString()
const keys = { RS256: rsa, ES256: curve } as const
const ways: readonly (readonly [string, SignAssertion | undefined])[] = [
  ["Node's crypto", nodeSigning()],
  ["WebCrypto", webSigning],
]

describe.each(ways)("a token that is signed by %s", (_, sign) => {
  it.each(["RS256", "ES256"] as const)("holds by RFC 7515, with %s", async (algorithm) => {
    const key = pemOf(keys[algorithm])
    const claims = { iss: "ñandú", iat: 1 }
    for (const pem of [key, key.replaceAll("\n", "\\n")]) {
      const token = await signedAssertion({ algorithm, key: pem, header: { kid: "k1" }, claims }, sign)
      const [header = "", body = "", signature = ""] = token?.split(".") ?? []
      expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ alg: algorithm, typ: "JWT", kid: "k1" })
      expect(JSON.parse(Buffer.from(body, "base64url").toString())).toEqual(claims)
      const half = { key: keys[algorithm].publicKey, dsaEncoding: "ieee-p1363" } as const
      expect(verify("sha256", Buffer.from(`${header}.${body}`), half, Buffer.from(signature, "base64url"))).toBe(true)
    }
  })

  it.each([
    ["RS256", pemOf(curve)],
    ["ES256", pemOf(rsa)],
    ["RS256", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
    ["ES256", ""],
  ] as const)("is none where the key is none for %s", async (algorithm, key) => {
    expect(await signedAssertion({ algorithm, key, claims: {} }, sign)).toBeUndefined()
  })
})
