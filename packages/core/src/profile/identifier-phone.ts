import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min"
import { ConfigurationError } from "../kernel/errors.ts"
import type { IdentifierSpec } from "./identifier.ts"

/** How telephone numbers are read, beside what holds for every type of identifier. */
export interface PhoneOptions extends Omit<IdentifierSpec, "normalise" | "remedy"> {
  /** The country of numbers that are written without one: `ES`, `MX`. Without it only numbers that begin with `+` can be read. */
  readonly country?: CountryCode
}

/** No number of the world is as long; what is longer is not even looked at. */
const longest = 64

/**
 * Describes a type of identifier that is a telephone number: however it is written, it is compared as E.164 says (`+34600000001`). A
 * number that cannot be one is refused.
 *
 * @example
 * import { createEscucha } from "@escucha/core"
 * import { phone } from "@escucha/core/phone"
 *
 * await using escucha = createEscucha({ identifiers: { tel: phone({ country: "ES" }) } })
 * await escucha.customers.identify("tel:600 00 00 01", {}) // the same as tel:+34600000001
 */
export const phone = ({ country, ...rest }: PhoneOptions = {}): IdentifierSpec => {
  if (country !== undefined && !isSupportedCountry(country))
    throw new ConfigurationError("country", 'write a country of two capital letters, such as "ES"')
  return {
    ...rest,
    normalise: (value) => {
      if (value.length > longest) return undefined
      const number = parsePhoneNumberFromString(value.trim(), {
        ...(country && { defaultCountry: country }),
        extract: false,
      })
      return number?.isValid() === true ? number.number : undefined
    },
    remedy: `write a telephone number with its country, such as +34600000001${country ? `, or as it is dialled in ${country}` : ""}`,
  }
}
