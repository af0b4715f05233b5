import { hash } from "node:crypto"
import type { InputId } from "../../kernel/ids.ts"
import { createGenerations } from "../generations.ts"

/**
 * What is kept of an input's id for ever: 128 bits of its hash. Ids of providers hold phone numbers and chat names, and what was
 * seen must outlive an erasure, or a provider's retry would bring the person back. It costs no more than keeping the text, because
 * the index is half as large.
 */
export const hashOf = (input: InputId): string => hash("sha256", input, "base64url").slice(0, 22)

/** As many as one turn looks up and then commits. */
const usuallyKept = 1_000

/** Gives the hashes of inputs, and remembers the last of them: what a turn looks up, it commits a moment later. */
export const createHashes = (): ((input: InputId) => string) => {
  const kept = createGenerations<InputId, string>(usuallyKept)
  return (input) => {
    const known = kept.get(input)
    if (known !== undefined) return known
    const made = hashOf(input)
    kept.set(input, made)
    return made
  }
}
