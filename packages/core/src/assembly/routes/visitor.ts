import type { WebAccess } from "../../channel/channel.ts"
import { createKey, createSeal } from "../../runtime/web/seal.ts"

/** Whom a session of a browser speaks for: one address of the web chat, nothing else. */
export interface Visitor {
  readonly visitor: string
  readonly expiresAt: number
}

const known = "of."

/** How a customer whom the host knows is called in the web chat. Only the host gives and renews their sessions. */
export const visitorOf = (customer: string): string => `${known}${customer}`

/** Whether the host minted the session of this visitor. */
export const isMinted = ({ visitor }: Visitor): boolean => visitor.startsWith(known)

const readVisitor = (value: unknown): Visitor | undefined => {
  if (typeof value !== "object" || value === null || !("visitor" in value) || !("expiresAt" in value)) return undefined
  const { visitor, expiresAt } = value
  return typeof visitor === "string" && typeof expiresAt === "number" ? { visitor, expiresAt } : undefined
}

/** The sessions of a web chat: sealed, short, and bound to one visitor. */
export const createVisitorSessions = (access: WebAccess) => createSeal(access.secret, "escucha visitor", readVisitor)

const encoder = new TextEncoder()

/**
 * What stands for a visitor in ids of inputs, and so in ids of jobs: the host may have named them by an address. Made with the secret
 * of the chat (HMAC-SHA-256), so that nobody who sees it can try addresses.
 */
export const createAliases = ({ secret }: WebAccess): ((visitor: string) => Promise<string>) => {
  const key = createKey(secret, "escucha alias")
  return async (visitor) => {
    const signed = new Uint8Array(await crypto.subtle.sign("HMAC", await key(), encoder.encode(visitor)))
    return Array.from(signed.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("")
  }
}
