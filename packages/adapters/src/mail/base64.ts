// Base64 (https://www.rfc-editor.org/rfc/rfc4648#section-4) where there is no Buffer: on every runtime.
const atOnce = 8_192 // as many arguments as every runtime takes

/** Bytes as base64. */
export const toBase64 = (bytes: Uint8Array): string => {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += atOnce) parts.push(String.fromCharCode(...bytes.subarray(at, at + atOnce)))
  return btoa(parts.join(""))
}

/** The bytes that base64 stands for; `undefined` where it is none. White space in it is passed over. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined // InvalidCharacterError: nothing else is done here
  }
}
