import { createVerify, generateKeyPairSync, verify } from "node:crypto"

/** A private key of an application as its provider hands it out, and what holds of tokens that are signed with it. */
export const aKey = (algorithm: "RS256" | "ES256") => {
  const { privateKey, publicKey } =
    algorithm === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" })
  return {
    pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    /** What a token says, where its signature holds by RFC 7515. */
    claimsIn: (token: string): { readonly header: unknown; readonly claims: unknown } | undefined => {
      const [header = "", claims = "", signature = ""] = token.split(".")
      const bytes = Buffer.from(signature, "base64url")
      const signed = `${header}.${claims}`
      const holds =
        algorithm === "RS256"
          ? createVerify("sha256").update(signed).verify(publicKey, bytes)
          : verify("sha256", Buffer.from(signed), { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes)
      const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString())
      return holds ? { header: read(header), claims: read(claims) } : undefined
    },
  }
}
