import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  isQuiet,
  nextCommonOpening,
  nextOpening,
  parseQuietHours,
  type QuietHours,
} from "../../src/conversation/quiet-hours.ts"
import type { ClockTime } from "../../src/kernel/time.ts"
import { clockChange, timeZone, type TimeZone, utc } from "../../src/kernel/time-zone.ts"

const zoned = (name: string): TimeZone => timeZone(name) ?? expect.fail(`this machine does not know ${name}`)
const [madrid, auckland] = [zoned("Europe/Madrid"), zoned("Pacific/Auckland")]
const night: QuietHours = { from: "21:00", to: "09:00" }
const minute = 60_000
const at = (text: string): number => Date.parse(text)
const iso = (instant: number): string => new Date(instant).toISOString()

const zones = [
  "UTC",
  "Europe/Madrid",
  "Europe/London",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Australia/Eucla",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Africa/Casablanca",
  "Asia/Beirut",
  "America/Havana",
].map(zoned)
const aZone = fc.constantFrom(...zones)
const digits = (value: number): `${number}` => String(value).padStart(2, "0") as `${number}` // two digits are a number
const clock = (minutes: number): ClockTime => `${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`
const aClock = fc.nat(1_439).map(clock)
const someHours = fc.record({ from: aClock, to: aClock })

const changes = zones.flatMap((zone) =>
  Array.from({ length: 730 }, (_, day) => Date.UTC(2026, 0, 1 + day)).flatMap((day) => {
    const change = clockChange(zone, day, day + 1_440 * minute)
    return change === undefined ? [] : [{ zone, change }]
  }),
)
/** Any moment, and the days around changes of the clock far more often than they come. */
const aMoment = fc.oneof(
  fc.record({ zone: aZone, now: fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2037, 0, 1) }) }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -1_560 * minute, max: 1_560 * minute }))
    .map(([{ zone, change }, apart]) => ({ zone, now: change + apart })),
)

describe("quiet hours", () => {
  it("last over midnight until the minute they end", () => {
    expect(isQuiet(night, at("2026-03-01T19:59:59Z"), madrid)).toBe(false)
    expect(isQuiet(night, at("2026-03-01T20:00:00Z"), madrid)).toBe(true)
    expect(isQuiet(night, at("2026-03-02T07:59:59.999Z"), madrid)).toBe(true)
    expect(isQuiet(night, at("2026-03-02T08:00:00Z"), madrid)).toBe(false)
  })
  it("are none when they end where they begin", () => {
    fc.assert(
      fc.property(
        aMoment,
        aClock,
        ({ zone, now }, same) =>
          !isQuiet({ from: same, to: same }, now, zone) && nextOpening({ from: same, to: same }, now, zone) === now,
      ),
    )
  })
  it("end at nine on the person's clock, whatever the night does to it", () => {
    expect(iso(nextOpening(night, at("2026-03-28T21:00Z"), madrid))).toBe("2026-03-29T07:00:00.000Z")
    expect(iso(nextOpening(night, at("2026-10-24T20:00Z"), madrid))).toBe("2026-10-25T08:00:00.000Z")
    expect(iso(nextOpening(night, at("2026-01-10T20:00Z"), zoned("Asia/Kathmandu")))).toBe("2026-01-11T03:15:00.000Z")
  })
  it("end with the change when their last minute is skipped", () =>
    expect(iso(nextOpening({ from: "23:00", to: "02:30" }, at("2026-03-29T00:10Z"), madrid))).toBe(
      "2026-03-29T01:00:00.000Z",
    ))
  it("open in between when an hour comes twice", () =>
    expect(iso(nextOpening({ from: "02:30", to: "03:00" }, at("2026-10-25T00:40Z"), madrid))).toBe(
      "2026-10-25T01:00:00.000Z",
    ))
  it("come twice when their hour does", () =>
    expect(isQuiet({ from: "02:00", to: "02:30" }, at("2026-10-25T01:10Z"), madrid)).toBe(true))
  it("go on where a day was left out", () =>
    expect(iso(nextOpening(night, at("2011-12-30T08:00Z"), zoned("Pacific/Apia")))).toBe("2011-12-30T19:00:00.000Z"))

  it("never open before now, nor inside themselves", () => {
    fc.assert(
      fc.property(aMoment, someHours, ({ zone, now }, hours) => {
        const opening = nextOpening(hours, now, zone)
        return opening >= now && !isQuiet(hours, opening, zone)
      }),
      { numRuns: 2_000 },
    )
  })
  it("open at the very first minute that is free", () => {
    fc.assert(
      fc.property(aMoment, someHours, ({ zone, now }, hours) => {
        const opening = nextOpening(hours, now, zone)
        if (opening === now) return !isQuiet(hours, now, zone)
        for (let instant = now; instant < opening; instant += minute) if (!isQuiet(hours, instant, zone)) return false
        return isQuiet(hours, opening - 1, zone)
      }),
      { numRuns: 200 },
    )
  })
})

describe("quiet hours on two clocks", () => {
  it("open when both do", () => {
    const opening = nextCommonOpening(
      [
        { hours: night, zone: madrid },
        { hours: night, zone: zoned("America/New_York") },
      ],
      at("2026-01-10T08:30Z"),
    )
    expect(opening === undefined ? opening : iso(opening)).toBe("2026-01-10T14:00:00.000Z")
  })
  it("never open at opposite ends of the world", () =>
    expect(
      nextCommonOpening(
        [
          { hours: night, zone: madrid },
          { hours: night, zone: auckland },
        ],
        at("2026-01-10T08:30Z"),
      ),
    ).toBeUndefined())
  it("are outside on every clock, or nowhere in the week", () => {
    fc.assert(
      fc.property(aMoment, aZone, someHours, someHours, ({ zone, now }, other, one, two) => {
        const clocks = [
          { hours: one, zone },
          { hours: two, zone: other },
        ]
        const opening = nextCommonOpening(clocks, now)
        return (
          opening === undefined ||
          (opening >= now && clocks.every(({ hours, zone: own }) => !isQuiet(hours, opening, own)))
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe("quiet hours from outside", () => {
  it("are taken as a pair or by name", () => {
    expect(parseQuietHours(["21:00", "09:00"], "quietHours")).toEqual({ value: night })
    expect(parseQuietHours(night, "quietHours")).toEqual({ value: night })
    expect(isQuiet({ from: "00:00", to: "06:00" }, at("2026-01-01T05:59Z"), utc)).toBe(true)
  })
  it.each([
    [null],
    ["21:00-09:00"],
    [["21:00"]],
    [["21:00", "9:00"]],
    [["00:00", "24:00"]],
    [["21:00", "09:00", "10:00"]],
    [[21, 9]],
    [{ from: "21:00" }],
    [undefined],
  ])("are refused as %j, with the field named", (given) =>
    expect(parseQuietHours(given, "contact.quietHours")).toHaveProperty("problem.field", "contact.quietHours"),
  )
})
