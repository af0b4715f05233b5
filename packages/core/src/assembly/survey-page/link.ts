import { milliseconds } from "../../kernel/duration.ts"
import { ConfigurationError } from "../../kernel/errors.ts"
import { isStream, type StreamId } from "../../kernel/ids.ts"
import { hashOfText } from "../../profile/consent-chain.ts"
import { createSeal, type Seal } from "../../runtime/web/seal.ts"
import type { Response } from "../../survey/response.ts"
import type { Setting } from "../decide/setting.ts"

/** Which response a link opens. */
export interface SurveyClaims {
  readonly stream: StreamId
  /** What stands for the response: its id is a caller's own word, so only a hash of it leaves the house. */
  readonly response: string
  /** The survey of a response that its first answer begins; then `response` is the id that it will have. */
  readonly survey?: string
  /** The question that the link answers, and with what; the page asks before it is taken. */
  readonly question?: string
  readonly value?: string | number | boolean
  readonly expiresAt: number
}

/** How long, in milliseconds, a link holds to a survey that has no end of its own: what was answered can be read by it. */
export const lasts: number = milliseconds("90 days")

/** What stands for a response in its links. */
export const responseSign = (response: string): string => hashOfText(`survey response\n${response}`).slice(0, 20)

const readClaims = (value: unknown): SurveyClaims | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (!("stream" in value && "response" in value && "expiresAt" in value)) return undefined
  const { stream, response, expiresAt } = value
  if (typeof stream !== "string" || !isStream(stream) || typeof response !== "string" || typeof expiresAt !== "number")
    return undefined
  const survey = "survey" in value && typeof value.survey === "string" ? { survey: value.survey } : {}
  const claims = { stream, response, ...survey, expiresAt }
  if (!("question" in value) || typeof value.question !== "string") return claims
  const chosen = "value" in value ? value.value : undefined
  return typeof chosen === "string" || typeof chosen === "number" || typeof chosen === "boolean"
    ? { ...claims, question: value.question, value: chosen }
    : { ...claims, question: value.question }
}

/** How links to surveys are made and read; where they begin. */
export interface SurveyLinks {
  readonly seal: Seal<SurveyClaims>
  readonly urlOf: (claims: SurveyClaims) => Promise<string>
}

const made = new WeakMap<object, SurveyLinks>()

/** What links are made of; `undefined` where the application gave no `secret` or no `publicUrl`. */
export const surveyLinks = (setting: Pick<Setting, "secret" | "consent">): SurveyLinks | undefined => {
  const {
    secret,
    consent: { publicUrl },
  } = setting
  if (secret === undefined || publicUrl === undefined) return undefined
  const known = made.get(setting)
  if (known) return known
  const seal = createSeal(secret, "escucha survey", readClaims)
  const links = { seal, urlOf: async (claims: SurveyClaims) => `${publicUrl}/s/${await seal.seal(claims)}` }
  made.set(setting, links)
  return links
}

/** What links are made of. Throws `ConfigurationError`, which names the option that is missing. */
export const neededLinks = (setting: Pick<Setting, "secret" | "consent">): SurveyLinks => {
  const links = surveyLinks(setting)
  if (links) return links
  if (setting.secret === undefined)
    throw new ConfigurationError(
      "secret",
      "give at least 32 signs that nobody can guess: links to surveys are signed with it",
    )
  throw new ConfigurationError(
    "publicUrl",
    'give the address of your server, such as "https://example.com": links to surveys begin with it',
  )
}

/** The claims of a link by which a response goes on elsewhere, made at `now`. */
export const claimsFor = (stream: StreamId, { id, expiresAt }: Response, now: number): SurveyClaims => ({
  stream,
  response: responseSign(id),
  expiresAt: expiresAt ?? now + lasts,
})
