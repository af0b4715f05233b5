const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))
const nothing = new Uint8Array(0)

/** Bytes in base64, with padding. */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = ""
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** Bytes in hexadecimal, in lower case. */
export const toHex = (bytes: Uint8Array): string => {
  let text = ""
  for (const byte of bytes) text += pairs[byte] ?? ""
  return text
}

/** Bytes in base64url, without padding (https://www.rfc-editor.org/rfc/rfc4648#section-5). */
export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")

const decoded = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined // InvalidCharacterError: no base64
  }
}

/** The bytes of a text in base64, where it is the one way in which they are written: the last letter has bits to spare. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  const bytes = decoded(text)
  return bytes && toBase64(bytes) === text ? bytes : undefined
}

/** The bytes of a text in base64url without padding, where it is the one way in which they are written. */
export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  if (!/^[\w-]*$/.test(text)) return undefined
  const bytes = decoded(text.replaceAll("-", "+").replaceAll("_", "/"))
  return bytes && toBase64Url(bytes) === text ? bytes : undefined
}

/** The bytes of a text in hexadecimal, in lower case; none where it is something else. */
export const fromHex = (text: string): Uint8Array<ArrayBuffer> => {
  if (text.length % 2 !== 0 || !/^[\da-f]*$/.test(text)) return nothing
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => parseInt(text.slice(2 * index, 2 * index + 2), 16))
}
