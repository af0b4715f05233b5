import { sha256 } from "@noble/hashes/sha2.js"
import type { Fields } from "./event.ts"

const encoder = new TextEncoder()
const length = 22

/** What a retry may change in an event: when it was sent, and what the client says of itself. */
const changing: ReadonlySet<string> = new Set(["sentAt", "sent_at", "writeKey", "api_key", "_metadata"])

/** A short name for a text: 128 bits of its hash. */
export const fingerprint = (text: string): string =>
  btoa(String.fromCharCode(...sha256(encoder.encode(text))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, length)

/** The name of an event by what is in it, the same in every retry. */
export const contentName = (event: Fields): string =>
  fingerprint(JSON.stringify(Object.entries(event).filter(([field]) => !changing.has(field))))
