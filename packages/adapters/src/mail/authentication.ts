// Whether somebody vouches for who a mail says it is from: https://www.rfc-editor.org/rfc/rfc8601 (Authentication-Results).
import { domainOf } from "./mailbox-address.ts"

const longestHeader = 4_096

/** The value of a property in one result, such as `example.com` of `header.from=example.com`. */
const propertyOf = (result: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name.replace(".", "\\.")}\\s*=\\s*"?([^\\s;"]+)`, "i").exec(result)?.[1]?.toLowerCase()

const isOf = (value: string | undefined, domain: string): boolean => value !== undefined && domainOf(value) === domain

/**
 * Whether the mail exchanger of this name (its authserv-id) found that the mail is from the house of `from`: DMARC passed for that very
 * domain, or a DKIM signature of it did. Whatever other names say is not looked at: anybody can write such a header.
 *
 * @example
 * isVouchedFor(["mx.example.com; dmarc=pass header.from=example.com"], "mx.example.com", "ana@example.com") // true
 */
export const isVouchedFor = (headers: readonly string[], exchanger: string | undefined, from: string): boolean => {
  if (exchanger === undefined) return false
  const domain = domainOf(from)
  for (const header of headers) {
    const [name = "", ...results] = header
      .slice(0, longestHeader)
      .replaceAll(/\([^()]*\)/g, " ")
      .split(";")
    if (name.trim().split(/\s/)[0]?.toLowerCase() !== exchanger.toLowerCase()) continue
    // the topmost is the exchanger's own: what stands below came with the mail
    return results.some((result) => {
      if (/^\s*dmarc\s*=\s*pass\b/i.test(result)) return isOf(propertyOf(result, "header.from"), domain)
      if (!/^\s*dkim\s*=\s*pass\b/i.test(result)) return false
      return isOf(propertyOf(result, "header.d"), domain) || isOf(propertyOf(result, "header.i"), domain)
    })
  }
  return false
}
