/** Into how many parts the keys of jobs fall; it can never change, because the number of a job's part is kept. */
export const parts = 48

/**
 * The part of a key, from 0: FNV-1a (https://datatracker.ietf.org/doc/html/rfc9923) of its UTF-16 units, so that every process and
 * every version says the same.
 *
 * @example
 * partOf("s_0m1") // always the same number below 48
 */
export const partOf = (key: string): number => {
  let hash = 0x811c9dc5
  for (let place = 0; place < key.length; place++) hash = Math.imul(hash ^ key.charCodeAt(place), 0x01000193)
  return (hash >>> 0) % parts
}
