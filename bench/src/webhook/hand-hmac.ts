import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto"

/** Checks signatures with a key that is made once, in constant time. */
export const handHmac = (algorithm: "sha1" | "sha256", secret: string, encoding: "hex" | "base64") => {
  const key = createSecretKey(Buffer.from(secret))
  return {
    sign: (signed: string): string => createHmac(algorithm, key).update(signed).digest(encoding),
    matches: (signed: string, given: string): boolean => {
      const [one, two] = [createHmac(algorithm, key).update(signed).digest(), Buffer.from(given, encoding)]
      return one.length === two.length && timingSafeEqual(one, two)
    },
  }
}
