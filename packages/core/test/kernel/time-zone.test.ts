import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  clockChange,
  instantOf,
  localOf,
  minuteOfDay,
  offsetAt,
  timeZone,
  type TimeZone,
  utc,
} from "../../src/kernel/time-zone.ts"

const zoned = (name: string): TimeZone => timeZone(name) ?? expect.fail(`this machine does not know ${name}`)
const madrid = zoned("Europe/Madrid")
const hour = 3_600_000

const zones = [
  "UTC",
  "Europe/Madrid",
  "Atlantic/Canary",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Australia/Eucla",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Africa/Casablanca",
  "America/Santiago",
].map(zoned)
const aZone = fc.constantFrom(...zones)
const anInstant = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2037, 11, 31) })

/** The clock by another way through Intl: parts of a date in another locale, nothing remembered. */
const shownBy = (zone: string, at: number): number => {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(at)
  return Date.parse(`${parts.replace(" ", "T")}Z`)
}

describe("a zone's name", () => {
  it.each([
    ["europe/madrid", "Europe/Madrid"],
    ["UTC", "UTC"],
    ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ])("takes %s as %s", (name, zone) => expect(timeZone(name)).toBe(zone))
  it("keeps the name that a link was given", () =>
    expect([timeZone("Asia/Kolkata"), timeZone("Asia/Calcutta")]).toEqual(["Asia/Kolkata", "Asia/Calcutta"]))
  it.each([
    "",
    " ",
    "Mars/Phobos",
    "Europe/Madrid ",
    "../etc/passwd",
    "a".repeat(10_000),
    "Europe/Madrid\u0000",
    "__proto__",
    "constructor",
  ])("does not know %j", (name) => expect(timeZone(name)).toBeUndefined())
  it("answers the same after thousands of names that do not exist", () => {
    for (let index = 0; index < 2_000; index += 1) timeZone(`Nowhere/Town_${index}`)
    expect(offsetAt(Date.UTC(2026, 6, 1), madrid)).toBe(2 * hour)
  })
})

describe("the clock on the wall", () => {
  it("agrees with Intl at any instant in any zone", () => {
    fc.assert(
      fc.property(aZone, anInstant, (zone, at) => {
        const second = Math.floor(at / 1_000) * 1_000
        expect(localOf(second, zone)).toBe(shownBy(zone, second))
      }),
      { numRuns: 300 },
    )
  })

  it("agrees with Intl in every hour around every change of 2026", () => {
    for (const zone of zones) {
      for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 24 * hour) {
        const change = clockChange(zone, day, day + 24 * hour)
        if (change === undefined) continue
        for (const at of [change - 1_000, change, change + hour]) expect(localOf(at, zone)).toBe(shownBy(zone, at))
        expect(offsetAt(change - 1_000, zone)).not.toBe(offsetAt(change, zone))
      }
    }
  })

  it("agrees with Intl where a change was taken back within days", () => {
    for (const name of ["America/Noronha", "America/Boa_Vista", "America/Recife", "America/Argentina/Tucuman"]) {
      for (const first of [Date.UTC(2000, 9, 1), Date.UTC(2004, 4, 25)]) {
        for (let at = first; at < first + 30 * 24 * hour; at += 6 * hour)
          expect(localOf(at, zoned(name))).toBe(shownBy(name, at))
      }
    }
  })

  it("shows minutes of half and three-quarter hours", () => {
    const noon = Date.UTC(2026, 0, 15, 12)
    expect(minuteOfDay(noon, zoned("Asia/Kathmandu"))).toBe(17 * 60 + 45)
    expect(minuteOfDay(noon, zoned("Asia/Kolkata"))).toBe(17 * 60 + 30)
    expect(minuteOfDay(noon, zoned("Australia/Eucla"))).toBe(20 * 60 + 45)
    expect(minuteOfDay(noon, utc)).toBe(720)
  })

  it("answers for instants that nobody lives in, and throws for none", () => {
    for (const at of [Number.NaN, Number.POSITIVE_INFINITY, -8.64e15, 8.64e15, 9e15, Date.UTC(-500, 0)])
      expect(typeof offsetAt(at, madrid)).toBe("number")
    expect(offsetAt(Number.NaN, madrid)).toBeNaN()
  })
})

describe("the instant of a time on the wall", () => {
  it("takes the change of the clock for a time that is skipped", () => {
    expect(instantOf(Date.UTC(2026, 2, 29, 2, 30), madrid)).toBe(Date.UTC(2026, 2, 29, 1))
    expect(instantOf(Date.UTC(2026, 2, 29, 3), madrid)).toBe(Date.UTC(2026, 2, 29, 1))
  })
  it("takes the first of a time that is shown twice", () =>
    expect(instantOf(Date.UTC(2026, 9, 25, 2, 30), madrid)).toBe(Date.UTC(2026, 9, 25, 0, 30)))
  it("takes the change for a day that a country left out", () =>
    expect(instantOf(Date.UTC(2011, 11, 30, 12), zoned("Pacific/Apia"))).toBe(Date.UTC(2011, 11, 30, 10)))
  it("knows a change of half an hour", () =>
    expect(instantOf(Date.UTC(2026, 9, 4, 2, 15), zoned("Australia/Lord_Howe"))).toBe(Date.UTC(2026, 9, 3, 15, 30)))

  it("is an instant that shows this time, or the first after a gap", () => {
    fc.assert(
      fc.property(aZone, anInstant, (zone, local) => {
        const at = instantOf(local, zone)
        return localOf(at, zone) === local || (localOf(at, zone) > local && localOf(at - 1, zone) < local)
      }),
      { numRuns: 1_000 },
    )
  })
  it("is no later than the instant whose time it is", () => {
    fc.assert(
      fc.property(aZone, anInstant, (zone, at) => instantOf(localOf(at, zone), zone) <= at),
      { numRuns: 1_000 },
    )
  })
  it("keeps the order of times", () => {
    fc.assert(
      fc.property(
        aZone,
        anInstant,
        fc.nat(3 * 24 * hour),
        (zone, local, later) => instantOf(local, zone) <= instantOf(local + later, zone),
      ),
      { numRuns: 1_000 },
    )
  })
})
