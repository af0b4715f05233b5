/** What a telephone number tells: its country (ISO 3166), and whether a call or a message there costs more than others. */
export interface PhoneFacts {
  readonly country: string
  readonly isPremium: boolean
}

/** The plans of all countries for their telephone numbers. They are large, so that they are loaded where somebody needs them. */
export interface PhoneBook {
  readonly load: () => Promise<void>
  /** `undefined` for what is no number; before the book is loaded, for all of them. */
  readonly of: (value: string) => PhoneFacts | undefined
}

/** No number of the world is as long; what is longer is not even looked at. */
const longest = 64

/** Numbers by which somebody earns: https://www.itu.int/rec/T-REC-E.164 leaves them to each country. */
const costly: ReadonlySet<unknown> = new Set(["PREMIUM_RATE", "SHARED_COST", "PERSONAL_NUMBER"])

/** A book that is not loaded yet. */
export const createPhoneBook = (): PhoneBook => {
  let read: ((value: string) => PhoneFacts | undefined) | undefined
  return {
    load: async () => {
      if (read) return
      const { parsePhoneNumberFromString } = await import("libphonenumber-js/max")
      read = (value) => {
        const number = parsePhoneNumberFromString(value, { extract: false })
        // numbers of satellites and of services without a country belong to none that an application could name
        return number?.isValid() === true
          ? { country: number.country ?? "001", isPremium: costly.has(number.getType()) }
          : undefined
      }
    },
    of: (value) => (value.length > longest ? undefined : read?.(value)),
  }
}
