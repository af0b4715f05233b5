/** A language of the desk. */
export type Language = "es" | "en"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const year = 365.25 * day

/** How a language writes instants, durations and figures. Instants and durations are milliseconds. */
export interface Format {
  readonly language: Language
  /** `12:38`. */
  readonly time: (at: number) => string
  /** `12:38` today, else with the day, and with the year where it is another one. */
  readonly moment: (at: number, now: number) => string
  /** `12 Mar`, and with the year where it is another one. */
  readonly date: (at: number, now: number) => string
  /** `today`, `yesterday`, else the weekday and date, with the year where it is another one. */
  readonly day: (at: number, now: number) => string
  /** `4 min`, `1 h 5 min`, `3 d`, `2 yrs`: at most two units, never more exact than matters. */
  readonly duration: (span: number) => string
  /** `1:05` below two minutes, so that the last moments can be seen running, else `duration`. */
  readonly countdown: (span: number) => string
  /** `12 min ago`. */
  readonly ago: (at: number, now: number) => string
  readonly number: (value: number) => string
  /** `€59`; null where there is no such currency. */
  readonly money: (amount: number, currency: string) => string | null
  /** `+34`. */
  readonly signed: (value: number) => string
  /** `340 kB`, `2.1 MB`. */
  readonly bytes: (size: number) => string
  /** `91 %` of a share between 0 and 1. */
  readonly percent: (share: number) => string
  /** `0.04` of a probability. */
  readonly fraction: (share: number) => string
  /** The name of a language in this one, or null where the tag is unknown. */
  readonly languageName: (tag: string) => string | null
  /** `12:38` in another zone, or null where the zone is unknown. */
  readonly timeIn: (zone: string, at: number) => string | null
}

const unitsOf = (language: Language) => {
  const unit = (name: "second" | "minute" | "year") => {
    const format = new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" })
    return (value: number) => format.format(value)
  }
  const whole = new Intl.NumberFormat(language)
  const sign = (letter: "h" | "d") => (value: number) => `${whole.format(value)}\u00a0${letter}` // both languages write them so
  return { second: unit("second"), minute: unit("minute"), hour: sign("h"), day: sign("d"), year: unit("year") }
}

const durationIn = (language: Language) => {
  const { second, minute: minutes, hour: hours, day: days, year: years } = unitsOf(language)
  return (span: number): string => {
    const size = Math.abs(span)
    if (size < minute) return second(Math.floor(size / 1000))
    if (size < hour) return minutes(Math.floor(size / minute))
    const rest = Math.floor((size % hour) / minute)
    if (size < 10 * hour && rest > 0) return `${hours(Math.floor(size / hour))} ${minutes(rest)}`
    if (size < 2 * day) return hours(Math.floor(size / hour))
    return size < 2 * year ? days(Math.floor(size / day)) : years(Math.floor(size / year))
  }
}

/** The midnight that began the day of an instant, where the reader is. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

const agoIn = (language: Language) => {
  const relative = new Intl.RelativeTimeFormat(language, { style: "short", numeric: "auto" })
  return (at: number, now: number): string => {
    const span = Math.max(0, now - at)
    if (span < hour) return relative.format(-Math.floor(span / minute), "minute")
    if (span < day) return relative.format(-Math.floor(span / hour), "hour")
    return span < 2 * year
      ? relative.format(-Math.floor(span / day), "day")
      : relative.format(-Math.floor(span / year), "year")
  }
}

const isOfYear = (at: number, now: number): boolean => new Date(at).getFullYear() === new Date(now).getFullYear()

const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

const dayIn = (language: Language) => {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" })
  const date = { weekday: "long", day: "numeric", month: "long" } as const
  const full = new Intl.DateTimeFormat(language, date)
  const past = new Intl.DateTimeFormat(language, { ...date, year: "numeric" })
  return (at: number, now: number): string => {
    const days = Math.round((startOfDay(at) - startOfDay(now)) / day)
    if (days === 0 || days === -1) return sentence(relative.format(days, "day"))
    return sentence((isOfYear(at, now) ? full : past).format(at))
  }
}

/** The name of a language, or null where the tag says nothing. */
const languageNameIn = (language: Language) => {
  const names = new Intl.DisplayNames(language, { type: "language", fallback: "none" })
  return (tag: string): string | null => {
    try {
      return names.of(tag) ?? null
    } catch (error) {
      if (error instanceof RangeError) return null // a malformed tag came with the message
      throw error
    }
  }
}

const moneyIn =
  (language: Language) =>
  (amount: number, currency: string): string | null => {
    try {
      return new Intl.NumberFormat(language, { style: "currency", currency, minimumFractionDigits: 0 }).format(amount)
    } catch (error) {
      if (error instanceof RangeError) return null // not the code of a currency
      throw error
    }
  }

const bytesIn = (language: Language) => {
  const unit = (name: "kilobyte" | "megabyte", digits: number) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits })
  const [kilobytes, megabytes] = [unit("kilobyte", 0), unit("megabyte", 1)]
  return (size: number): string => {
    if (size < 1_000) return `${size}\u00a0B`
    return size < 999_500 ? kilobytes.format(size / 1_000) : megabytes.format(size / 1_000_000)
  }
}

const timeIn =
  (language: Language) =>
  (zone: string, at: number): string | null => {
    try {
      return new Intl.DateTimeFormat(language, {
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        timeZone: zone,
      }).format(at)
    } catch (error) {
      if (error instanceof RangeError) return null // a zone that this browser does not know
      throw error
    }
  }

const momentIn = (language: Language) => {
  const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const
  const shortly = { day: "numeric", month: "short" } as const
  const date = { ...shortly, ...hours } as const
  const clock = new Intl.DateTimeFormat(language, hours)
  const short = new Intl.DateTimeFormat(language, shortly)
  const shortPast = new Intl.DateTimeFormat(language, { ...shortly, year: "numeric" })
  const dated = new Intl.DateTimeFormat(language, date)
  const past = new Intl.DateTimeFormat(language, { ...date, year: "numeric" })
  return {
    time: (at: number) => clock.format(at),
    date: (at: number, now: number) => (isOfYear(at, now) ? short : shortPast).format(at),
    moment: (at: number, now: number) =>
      (startOfDay(at) === startOfDay(now) ? clock : isOfYear(at, now) ? dated : past).format(at),
  }
}

/** How `language` writes instants, durations and figures, in the reader's own zone. */
export const createFormat = (language: Language): Format => {
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const sign = new Intl.NumberFormat(language, { maximumFractionDigits: 0, signDisplay: "exceptZero" })
  const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 })
  const fine = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 })
  const duration = durationIn(language)
  return {
    language,
    ...momentIn(language),
    day: dayIn(language),
    duration,
    countdown: (span) =>
      span < 2 * minute
        ? `${Math.floor(span / minute)}:${String(Math.floor((span % minute) / 1000)).padStart(2, "0")}`
        : duration(span),
    ago: agoIn(language),
    number: (value) => plain.format(value),
    money: moneyIn(language),
    signed: (value) => sign.format(value),
    bytes: bytesIn(language),
    percent: (value) => share.format(value),
    fraction: (value) => fine.format(value),
    languageName: languageNameIn(language),
    timeIn: timeIn(language),
  }
}
