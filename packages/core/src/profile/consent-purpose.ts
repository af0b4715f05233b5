import { isRecord } from "../kernel/record.ts"
import type { Parsed } from "../kernel/duration.ts"
import type { Localized } from "../kernel/localized.ts"
import { isLegalBasis, legalBases, type LegalBasis } from "./legal-basis.ts"

/** How an application describes one purpose for which it writes. */
export interface PurposeOptions {
  /** Why the law lets you write for it. */
  readonly basis: LegalBasis
  /** The channels by which it is written; all of them where they are left out. */
  readonly channels?: readonly string[]
  /** What people read before they say yes or no; it is kept with each record. */
  readonly text?: Localized
  /** The version of that text; change it with the text. */
  readonly version?: string
}

/** The purposes of an application by their names. */
export interface Purposes {
  readonly [name: string]: PurposeOptions
}

/** Purposes that every house has, and names that mean something else. */
export const builtInPurposes = ["service", "marketing"] as const
const taken: ReadonlySet<string> = new Set(["answer", "opt-out-confirmation", "consent-request"])

const longestText = 4_000
const known: readonly string[] = ["basis", "channels", "text", "version"] satisfies readonly (keyof PurposeOptions)[]

const isText = (given: unknown): given is string =>
  typeof given === "string" && given.trim() !== "" && given.length <= longestText

/** Whether a text is one that people can be shown: not empty, in one language or in several. */
export const isShownText = (given: unknown): given is Localized =>
  isText(given) || (isRecord(given) && Object.keys(given).length > 0 && Object.values(given).every(isText))

const problem = (field: string, message: string) => ({ problem: { field: `purposes.${field}`, message } })

const readPurpose = (name: string, given: unknown, channels: readonly string[]): Parsed<PurposeOptions> => {
  if (!/^[a-z][a-z0-9-]{0,63}$/i.test(name))
    return problem("", "begin a name with a letter, then letters, digits and hyphens, 64 at most")
  if (taken.has(name)) return problem(name, "is a name of the house; give the purpose another one")
  if (!isRecord(given)) return problem(name, 'describe it, such as { basis: "consent" }')
  const stranger = Object.keys(given).find((field) => !known.includes(field))
  if (stranger !== undefined) return problem(name, `knows only ${known.join(", ")}; take the other field out`)
  const { basis, channels: by, text, version } = given
  if (!isLegalBasis(basis)) return problem(`${name}.basis`, `write one of: ${legalBases.join(", ")}`)
  if (text !== undefined && !isShownText(text))
    return problem(
      `${name}.text`,
      `write what people read, ${longestText} characters at most, in one language or by language`,
    )
  if (version !== undefined && (!isText(version) || version.length > 64))
    return problem(`${name}.version`, "write a short text, such as a date")
  if (by === undefined)
    return { value: { basis, ...(text !== undefined && { text }), ...(version !== undefined && { version }) } }
  if (!Array.isArray(by) || by.length === 0 || !by.every((each) => typeof each === "string" && channels.includes(each)))
    return problem(`${name}.channels`, `list names of your channels: ${channels.join(", ") || "none is declared"}`)
  return {
    value: {
      basis,
      channels: by.map(String),
      ...(text !== undefined && { text }),
      ...(version !== undefined && { version }),
    },
  }
}

/** The purposes of an application as they were written; a problem names the field and the remedy. */
export const parsePurposes = (given: unknown, channels: readonly string[]): Parsed<Purposes> => {
  if (!isRecord(given)) return { problem: { field: "purposes", message: "give one description for each name" } }
  const read: [string, PurposeOptions][] = []
  for (const [name, each] of Object.entries(given)) {
    const purpose = readPurpose(name, each, channels)
    if ("problem" in purpose) return purpose
    read.push([name, purpose.value])
  }
  return { value: Object.fromEntries(read) }
}
