import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/**
 * The id of an event that its provider names by a moment alone, or within one conversation alone: two people may do the same at one
 * moment, and neither is a repetition of the other. Of the address there are eight signs in it, which many addresses share: ids stand
 * in jobs, and name nobody.
 *
 * @example
 * idAmong("34600000001", "stop:1767225600000") // "stop:1767225600000:7c9cb723"
 */
export const idAmong = (address: string, id: string): string =>
  `${id}:${bytesToHex(sha256(utf8ToBytes(address.toWellFormed()))).slice(0, 8)}`
