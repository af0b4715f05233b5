import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import { toBase64Url } from "../channel/signature-encoding.ts"
import type { InputId } from "../kernel/ids.ts"

/**
 * What every store keeps of an input's id for ever, and carries over to another: 128 bits of its hash and a little. For where there is
 * no Node; where there is, its own is faster and gives the same.
 */
export const seenHash = (input: InputId): string => toBase64Url(sha256(utf8ToBytes(input))).slice(0, 22)
