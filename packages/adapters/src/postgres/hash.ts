import { hash } from "node:crypto"
import type { InputId } from "@escucha/core/store"

/** What is kept of an input's id: the same as `seenHash` of core gives, by the machine's own means. */
export const hashOf = (input: InputId): string => hash("sha256", input, "base64url").slice(0, 22)
