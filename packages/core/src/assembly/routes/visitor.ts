import type { WebAccess } from "../../channel/channel.ts"
import { createSeal } from "../../runtime/web/seal.ts"

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
