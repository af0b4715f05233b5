import type { Assertion } from "../channel/access.ts"
import { toBase64Url } from "../channel/signature-encoding.ts"

/** Signs with a private key (PKCS #8, PEM). It throws, or rejects, where the key is none for the algorithm. */
export type SignAssertion = (
  algorithm: Assertion["algorithm"],
  key: string,
  signed: Uint8Array<ArrayBuffer>,
) => Uint8Array | Promise<Uint8Array>

const encoder = new TextEncoder()
const webAlgorithms = {
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
} as const
const keyTypes = { RS256: "rsa", ES256: "ec" } as const

/** Signing where there is WebCrypto: everywhere. */
export const webSigning: SignAssertion = async (algorithm, key, signed) => {
  const der = Uint8Array.from(atob(key.replaceAll(/-----[^-]+-----|\s/g, "")), (sign) => sign.charCodeAt(0))
  const by = webAlgorithms[algorithm]
  const secret = await crypto.subtle.importKey("pkcs8", der, by, false, ["sign"])
  return new Uint8Array(await crypto.subtle.sign(by, secret, signed))
}

/** Signing at once, where the runtime has Node's crypto module (Node, Bun, Deno); nothing is imported. */
export const nodeSigning = (): SignAssertion | undefined => {
  const node = globalThis.process?.getBuiltinModule?.("node:crypto")
  if (!node) return undefined
  return (algorithm, pem, signed) => {
    const key = node.createPrivateKey(pem)
    if (key.asymmetricKeyType !== keyTypes[algorithm]) throw new TypeError("the key is of another kind")
    return node.sign("sha256", signed, { key, dsaEncoding: "ieee-p1363" })
  }
}

const signingHere = nodeSigning() ?? webSigning
const written = (value: object): string => toBase64Url(encoder.encode(JSON.stringify(value)))

/** The token, signed; `undefined` where the key is none for it. */
export const signedAssertion = async (
  { algorithm, key, header = {}, claims }: Assertion,
  sign: SignAssertion = signingHere,
): Promise<string | undefined> => {
  const signed = `${written({ alg: algorithm, typ: "JWT", ...header })}.${written(claims)}`
  // a key in an environment variable has its line breaks written out
  const pem = key.replaceAll("\\n", "\n")
  try {
    return `${signed}.${toBase64Url(await sign(algorithm, pem, encoder.encode(signed)))}`
  } catch {
    return undefined // no key, or one of another kind: what is said of it may quote it
  }
}
