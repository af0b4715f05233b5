// ISO 8601 with or without the time, with "T" or a space, with or without a zone: https://www.rfc-editor.org/rfc/rfc3339
const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|[+-]\d{2}:?\d{2})?)?$/i
const epoch = /^\d{1,15}(?:\.\d{1,9})?$/

/** Numbers below it are seconds since 1970 (until the year 5138), others are milliseconds (from 1973). */
const seconds = 1e11

/** The end of the year 9999. */
const latest = 253_402_300_799_999

/**
 * The milliseconds since 1970 that a time in a file means: ISO 8601, in UTC where it names no zone, or a number of seconds or
 * milliseconds since 1970. `undefined` for anything else, and for times before 1970.
 *
 * @example
 * parseInstant("2026-03-01T22:05:00+01:00") // 1772399100000
 */
export const parseInstant = (text: string): number | undefined => {
  const trimmed = text.trim()
  const [, day, time, zone = "Z"] = iso.exec(trimmed) ?? []
  const number = epoch.test(trimmed) ? Number(trimmed) : Number.NaN
  const colon = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const at =
    day === undefined
      ? number < seconds
        ? number * 1000
        : number
      : Date.parse(time === undefined ? day : `${day}T${time}${colon}`)
  const isDay = day === undefined || new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8)) // 30 February is not 2 March
  return Number.isFinite(at) && isDay && at >= 0 && at <= latest ? Math.round(at) : undefined
}
