/** A token that only we can make: what it says can be read by whoever has it, but not changed. */
export interface Seal<Claims> {
  seal(claims: Claims): Promise<string>
  /** The claims, where the token is ours and still holds; `undefined` for everything else, whatever is wrong with it. */
  unseal(token: string | undefined, now: number): Promise<Claims | undefined>
}

const encoder = new TextEncoder()
const longest = 2_048

const toBase64 = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "")

/** The bytes of a text, where it is the one way in which we write them: the last letter has bits to spare. */
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : undefined
}

/** The key of a secret, made at its first use. `purpose` keeps what is signed for one use from being taken for another. */
export const createKey = (secret: string, purpose: string): (() => Promise<CryptoKey>) => {
  let imported: Promise<CryptoKey> | undefined
  const algorithm = { name: "HMAC", hash: "SHA-256" }
  return () =>
    (imported ??= crypto.subtle.importKey("raw", encoder.encode(`${purpose}\n${secret}`), algorithm, false, [
      "sign",
      "verify",
    ]))
}

/**
 * Seals claims with HMAC-SHA-256 (https://www.rfc-editor.org/rfc/rfc2104) by WebCrypto, which compares in constant time. `purpose`
 * keeps tokens of one use from being taken for another. `read` turns the parsed JSON into claims, or refuses it.
 */
export const createSeal = <Claims extends { readonly expiresAt: number }>(
  secret: string,
  purpose: string,
  read: (value: unknown) => Claims | undefined,
): Seal<Claims> => {
  const key = createKey(secret, purpose)
  return {
    seal: async (claims) => {
      const body = toBase64(encoder.encode(JSON.stringify(claims)))
      return `${body}.${toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", await key(), encoder.encode(body))))}`
    },
    unseal: async (token, now) => {
      if (token === undefined || token.length > longest) return undefined
      const [body = "", signature = "", ...rest] = token.split(".")
      const [bytes, signed] = [fromBase64(body), fromBase64(signature)]
      if (rest.length > 0 || !bytes || !signed) return undefined
      if (!(await crypto.subtle.verify("HMAC", await key(), signed, encoder.encode(body)))) return undefined
      const claims = read(JSON.parse(new TextDecoder().decode(bytes))) // ours, by the signature
      return claims && claims.expiresAt > now ? claims : undefined
    },
  }
}

/** The bearer token of a request (https://www.rfc-editor.org/rfc/rfc6750). Cookies are never read. */
export const bearerOf = (headers: { readonly [name: string]: string | undefined }): string | undefined =>
  /^Bearer ([\w.~+/-]+=*)$/i.exec(headers["authorization"] ?? "")?.[1]
