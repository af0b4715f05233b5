import { hash } from "node:crypto"
import type { InputId } from "../../kernel/ids.ts"

/**
 * What is kept of an input's id for ever: 128 bits of its hash. Ids of providers hold phone numbers and chat names, and what was
 * seen must outlive an erasure, or a provider's retry would bring the person back. It costs no more than keeping the text, because
 * the index is half as large.
 */
export const hashOf = (input: InputId): string => hash("sha256", input, "base64url").slice(0, 22)
