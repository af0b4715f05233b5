// Only as much of DER as keys, signatures and certificates need: https://www.itu.int/rec/T-REC-X.690 §8 and §10
const tags = { sequence: 0x30, integer: 0x02, bits: 0x03 } as const

/** One value as DER writes it. */
export interface Element {
  readonly tag: number
  /** What is inside. */
  readonly value: Uint8Array<ArrayBuffer>
  /** Where the next one begins. */
  readonly end: number
  /** The whole of it, tag and length included. */
  readonly whole: Uint8Array<ArrayBuffer>
}

/** The value that begins at a place; `undefined` where it is not whole, or not written in the shortest way. */
export const elementAt = (bytes: Uint8Array<ArrayBuffer>, at: number): Element | undefined => {
  const [tag, first] = [bytes[at], bytes[at + 1]]
  if (tag === undefined || first === undefined || (tag & 31) === 31) return undefined
  let [start, length] = [at + 2, first]
  if (first > 127) {
    const count = first - 128
    if (count < 1 || count > 3) return undefined
    length = 0
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[start + index] ?? 0)
    if (length < 128 || (count > 1 && length < 256 ** (count - 1))) return undefined
    start += count
  }
  const end = start + length
  return end > bytes.length
    ? undefined
    : { tag, value: bytes.subarray(start, end), end, whole: bytes.subarray(at, end) }
}

/** The values that lie one behind the other; `undefined` where something else is between them or behind. */
const elementsIn = (bytes: Uint8Array<ArrayBuffer>, most = 32): readonly Element[] | undefined => {
  const found: Element[] = []
  for (let at = 0; at < bytes.length && found.length <= most;) {
    const element = elementAt(bytes, at)
    if (!element) return undefined
    found.push(element)
    at = element.end
  }
  return found.length <= most ? found : undefined
}

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const lengthOf = (length: number): readonly number[] => {
  if (length < 128) return [length]
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
}

/** A value, written down; at most 65,535 bytes. */
export const element = (tag: keyof typeof tags, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const value = joined(parts)
  return joined([Uint8Array.of(tags[tag], ...lengthOf(value.length)), value])
}

/** A whole number that is not below zero, by its bytes, the highest first. */
export const integer = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const start = bytes.findIndex((byte) => byte !== 0)
  const short = start < 0 ? Uint8Array.of(0) : bytes.subarray(start)
  return element("integer", ...((short[0] ?? 0) > 127 ? [Uint8Array.of(0), short] : [short]))
}

/** The number in an element, without its sign, at most `most` bytes; `undefined` for what is negative or not in its shortest form. */
export const numberIn = ({ tag, value }: Element, most: number): Uint8Array<ArrayBuffer> | undefined => {
  const [first = 255, second = 0] = value
  if (tag !== tags.integer || first > 127) return undefined
  if (first === 0 && value.length > 1 && second < 128) return undefined
  const bytes = first === 0 && value.length > 1 ? value.subarray(1) : value
  return bytes.length <= most ? bytes : undefined
}

/** What is inside of a sequence. */
export const sequenceIn = (found: Element | undefined): readonly Element[] | undefined =>
  found?.tag === tags.sequence ? elementsIn(found.value) : undefined
