import { ConfigurationError } from "../../kernel/errors.ts"
import { isStream, type StreamId } from "../../kernel/ids.ts"
import { hashOfText } from "../../profile/consent-chain.ts"
import { createSeal } from "../../runtime/web/seal.ts"
import type { Setting } from "../decide/setting.ts"

/** Whose question a link is, and which: the id of a question is a caller's own word, so only a hash of it leaves the house. */
export interface ConsentClaims {
  readonly stream: StreamId
  readonly request: string
  readonly expiresAt: number
}

/** What stands for a question in its link. */
export const requestSign = (request: string): string => hashOfText(`consent request\n${request}`).slice(0, 32)

const readClaims = (value: unknown): ConsentClaims | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (!("stream" in value && "request" in value && "expiresAt" in value)) return undefined
  const { stream, request, expiresAt } = value
  return typeof stream === "string" && isStream(stream) && typeof request === "string" && typeof expiresAt === "number"
    ? { stream, request, expiresAt }
    : undefined
}

/** What links are made of. Throws `ConfigurationError`, which names the option that is missing. */
export const consentLinks = ({ secret, consent: { publicUrl } }: Pick<Setting, "secret" | "consent">) => {
  if (secret === undefined)
    throw new ConfigurationError(
      "secret",
      "give at least 32 signs that nobody can guess: links in messages are signed with it",
    )
  if (publicUrl === undefined)
    throw new ConfigurationError(
      "publicUrl",
      'give the address of your server, such as "https://example.com": links in messages begin with it',
    )
  const seal = createSeal(secret, "escucha consent", readClaims)
  return { seal, urlOf: async (claims: ConsentClaims) => `${publicUrl}/c/${await seal.seal(claims)}` }
}
