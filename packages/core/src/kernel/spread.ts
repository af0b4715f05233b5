/**
 * A number in [0, 1) out of a text: the same for the same text, and spread as chance would. For what has to be decided without chance,
 * and the same on every machine. https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 *
 * @example
 * spreadOf("write:order-1:2") // always the same
 */
export const spreadOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  // the last letters of a text would move the number by little: mixed once more (https://github.com/aappleby/smhasher, fmix32)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
