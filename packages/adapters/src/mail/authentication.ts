// Whether somebody vouches for who a mail says it is from: https://www.rfc-editor.org/rfc/rfc8601 (Authentication-Results).
import { domainOf } from "./mailbox-address.ts"

const longestHeader = 4_096

/** The value of a property in one result, such as `example.com` of `header.from=example.com`. */
const propertyOf = (result: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name.replace(".", "\\.")}\\s*=\\s*"?([^\\s;"]+)`, "i").exec(result)?.[1]?.toLowerCase()

const isOf = (value: string | undefined, domain: string): boolean => value !== undefined && domainOf(value) === domain

/**
 * The results of a header, apart. Comments are left out, and what stands in quotes stays one word: an exchanger quotes there what the
 * sender called themselves, which may look like a result.
 */
const resultsIn = (header: string): readonly string[] => {
  let [depth, isQuoted, text] = [0, false, ""]
  for (let at = 0; at < header.length; at++) {
    const sign = header[at] ?? ""
    if (sign === "\\" && (isQuoted || depth > 0)) at += 1
    else if (depth > 0) depth += sign === "(" ? 1 : sign === ")" ? -1 : 0
    else if (sign === '"') isQuoted = !isQuoted
    else if (isQuoted) text += /[\s;="()]/.test(sign) ? "_" : sign
    else if (sign === "(") [depth, text] = [1, `${text} `]
    else text += sign
  }
  // what is not closed may have begun anywhere
  return depth > 0 || isQuoted ? [] : text.split(";")
}

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
    const [name = "", ...results] = resultsIn(header.slice(0, longestHeader))
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
