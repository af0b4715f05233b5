import { InputError } from "../../kernel/errors.ts"
import { type Localized, textIn } from "../../kernel/localized.ts"
import { unguessable } from "../../kernel/random.ts"
import { isInstant } from "../../kernel/time.ts"
import { type ConsentEvidence, consentMethods, type ConsentText } from "../../profile/consent.ts"
import { consentText } from "../../profile/consent-chain.ts"
import { everyChannel } from "../../profile/consent-word.ts"
import { isLegalBasis, legalBases } from "../../profile/legal-basis.ts"
import { basisOf } from "../decide/consent.ts"
import type { Setting } from "../decide/setting.ts"
import type { ConsentGiven, ShownText } from "../doors/consents.ts"
import type { ConsentStatement } from "../inputs.ts"

const longest = 2_000
const longestShown = 4_000
const evidenceFields = [
  "ip",
  "userAgent",
  "url",
  "messageId",
  "sale",
  "note",
] as const satisfies readonly (keyof ConsentEvidence)[]
const decisions = ["grant", "deny", "withdraw"] as const
/** Ways in which somebody read the text of the purpose: it stands on pages of the application and of the house. */
const onPages: ReadonlySet<string> = new Set(["form", "link", "double-opt-in"])

const wrong = (field: string, remedy: string) => new InputError("invalid", field, remedy)

const shortText = (field: string, given: unknown, most = longest): string => {
  if (typeof given !== "string" || given.trim() === "") throw wrong(field, "give a text that is not empty")
  if (given.length > most) throw new InputError("too-large", field, `give at most ${most} characters`)
  return given.toWellFormed()
}

const oneOf = <Word extends string>(field: string, given: unknown, words: readonly Word[]): Word => {
  const found = words.find((word) => word === given)
  if (found === undefined) throw wrong(field, `write one of: ${words.join(", ")}`)
  return found
}

/** Evidence as a record keeps it. Throws `InputError`, which names the field. */
export const checkedEvidence = (given: unknown): ConsentEvidence => {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw wrong("evidence", "give an object")
  const told = Object.entries(given).filter(([, value]) => value !== undefined)
  const stranger = told.find(([name]) => !evidenceFields.some((known) => known === name))
  if (stranger) throw wrong("evidence", `knows only ${evidenceFields.join(", ")}`)
  return Object.fromEntries(told.map(([name, value]) => [name, shortText(`evidence.${name}`, value)]))
}

/** A text as a customer of this language reads it, with the language that it is written in; which that is nobody knows of a text in one. */
export const textFor = (text: Localized, version: string, language: string | undefined): ConsentText => {
  const shown = textIn(text, language)
  const [written = ""] = typeof text === "string" ? [] : (Object.entries(text).find(([, said]) => said === shown) ?? [])
  return consentText(shown, version, written)
}

/** The text of a purpose as the application declared it, in a language; `undefined` where it declared none. */
export const declaredText = (
  { consent }: Setting,
  purpose: string,
  language: string | undefined,
): ConsentText | undefined => {
  const declared = Object.hasOwn(consent.purposes, purpose) ? consent.purposes[purpose] : undefined
  return declared?.text === undefined ? undefined : textFor(declared.text, declared.version ?? "", language)
}

const shownText = (given: ShownText): ConsentText => {
  if (typeof given !== "object" || given === null) throw wrong("text", "give an object with the text that they read")
  const optional = (field: "version" | "language") =>
    given[field] === undefined ? "" : shortText(`text.${field}`, given[field], 64)
  return consentText(shortText("text.text", given.text, longestShown), optional("version"), optional("language"))
}

/**
 * A yes or a no from outside, as it is written down; `language` is the one in which the customer reads. Throws `InputError`, which
 * names the field.
 */
export const statementOf = (setting: Setting, given: ConsentGiven, language: string | undefined): ConsentStatement => {
  const purpose = shortText("purpose", given.purpose, 64)
  const { channel = everyChannel, decision = "grant", basis, evidence = {}, actor = "app", expiresAt } = given
  const method = oneOf("method", given.method, consentMethods)
  if (basis !== undefined && !isLegalBasis(basis)) throw wrong("basis", `write one of: ${legalBases.join(", ")}`)
  if (expiresAt !== undefined && !isInstant(expiresAt))
    throw wrong("expiresAt", "give a moment in milliseconds since 1970")
  const text =
    given.text !== undefined
      ? shownText(given.text)
      : onPages.has(method)
        ? declaredText(setting, purpose, language)
        : undefined
  return {
    purpose,
    channel: shortText("channel", channel, 64),
    decision: oneOf("decision", decision, decisions),
    basis: basis ?? basisOf(setting, purpose) ?? "consent",
    ...(text && { text }),
    method,
    evidence: checkedEvidence(evidence),
    actor: shortText("actor", actor, 256),
    ...(expiresAt !== undefined && { expiresAt }),
    salt: unguessable(),
  }
}
