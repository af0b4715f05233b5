import type { ContactRules } from "../../conversation/contact-policy.ts"
import { ConfigurationError } from "../../kernel/errors.ts"
import { parsePurposes, type Purposes } from "../../profile/consent-purpose.ts"

/** What the options say about consent, as the house takes it. */
export interface ConsentSetting {
  /** The purposes that the application declared, with the texts that people read. */
  readonly purposes: Purposes
  /** Where `handle` is reached from outside, without a slash at the end; links in messages begin with it. */
  readonly publicUrl?: string
}

const readPublicUrl = (given: unknown, prefix: string): string => {
  const url = typeof given === "string" ? URL.parse(given) : null
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:"
  if (!url || !isWeb || url.search !== "" || url.hash !== "" || url.username !== "")
    throw new ConfigurationError(
      "publicUrl",
      'give the address of your server, such as "https://example.com", without the prefix',
    )
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}${prefix}`
}

/** Checks what the options say about consent. Throws `ConfigurationError`, which names the option. */
export const consentSettingOf = ({
  purposes = {},
  channels = {},
  publicUrl,
  prefix = "",
}: {
  readonly purposes?: unknown
  readonly channels?: object
  readonly publicUrl?: string
  readonly prefix?: string
}): ConsentSetting => {
  const read = parsePurposes(purposes, Object.keys(channels))
  if ("problem" in read) throw new ConfigurationError(read.problem.field, read.problem.message)
  return { purposes: read.value, ...(publicUrl !== undefined && { publicUrl: readPublicUrl(publicUrl, prefix) }) }
}

/** The rules of the contact policy with the purposes that the application declared. */
export const withPurposes = (rules: ContactRules, { purposes }: ConsentSetting): ContactRules =>
  Object.keys(purposes).length === 0 ? rules : { ...rules, purposes }
