import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type BusinessCalendar,
  type BusinessHours,
  type ClockRange,
  deadline,
  elapsed,
  parseBusinessHours,
  pausedDeadline,
} from "../../src/action/service-level.ts"
import type { ClockTime } from "../../src/kernel/time.ts"

const calendarOf = (hours: BusinessHours): BusinessCalendar => {
  const parsed = parseBusinessHours(hours)
  return "value" in parsed ? parsed.value : expect.fail(`${parsed.problem.field}: ${parsed.problem.message}`)
}
const at = (text: string): number => Date.parse(text)
const iso = (instant: number | null): string | null =>
  instant === null || !Number.isFinite(instant) ? String(instant) : new Date(instant).toISOString()
const [hour, day] = [3_600_000, 86_400_000]

const office = calendarOf({ zone: "UTC", weekdays: ["09:00-17:00"] })
const split = calendarOf({
  zone: "Europe/Madrid",
  weekdays: ["09:00-14:00", "16:00-19:00"],
  saturday: ["10:00-14:00"],
  holidays: ["2026-03-19"],
})

describe("a deadline", () => {
  it("skips the weekend: Friday 16:30 and one hour is Monday 9:30", () =>
    expect(iso(deadline(at("2026-01-30T16:30Z"), "1 business hour", office))).toBe("2026-02-02T09:30:00.000Z"))
  it("skips the lunch break and a holiday, on the clock of the team", () => {
    expect(iso(deadline(at("2026-03-18T12:00Z"), "2 business hours", split))).toBe("2026-03-18T16:00:00.000Z")
    expect(iso(deadline(at("2026-03-18T17:30Z"), "1 business hour", split))).toBe("2026-03-20T08:30:00.000Z")
  })
  it("starts with the opening when it is asked for at night", () =>
    expect(iso(deadline(at("2026-03-17T02:00Z"), "30 business minutes", split))).toBe("2026-03-17T08:30:00.000Z"))
  it("falls on the closing, not on the next opening, when the time ends there", () =>
    expect(iso(deadline(at("2026-01-29T16:00Z"), "1 business hour", office))).toBe("2026-01-29T17:00:00.000Z"))
  it("runs on the wall clock for a plain duration, whatever the hours", () =>
    expect(deadline(at("2026-01-30T16:30Z"), "2 days", office)).toBe(at("2026-02-01T16:30Z")))
  it("takes plain milliseconds as business time", () =>
    expect(deadline(at("2026-01-30T16:30Z"), hour, office)).toBe(at("2026-02-02T09:30Z")))
  it("runs at all hours where nobody has any", () => {
    expect(deadline(0, "4 business hours")).toBe(4 * hour)
    expect(deadline(0, "2 business days")).toBe(2 * day)
  })
  it("counts business days to the same time, within the hours of that day", () => {
    expect(iso(deadline(at("2026-01-29T11:00Z"), "1 business day", office))).toBe("2026-01-30T11:00:00.000Z")
    expect(iso(deadline(at("2026-01-30T11:00Z"), "1 business day", office))).toBe("2026-02-02T11:00:00.000Z")
    expect(iso(deadline(at("2026-01-31T11:00Z"), "1 business day", office))).toBe("2026-02-03T09:00:00.000Z")
    expect(iso(deadline(at("2026-03-20T17:30Z"), "1 business day", split))).toBe("2026-03-21T13:00:00.000Z")
    expect(iso(deadline(at("2026-03-18T10:00Z"), "1 business day", split))).toBe("2026-03-20T10:00:00.000Z")
  })
  it("lies beyond reach for more than a century of the calendar", () =>
    expect(
      deadline(0, "80000 business hours", calendarOf({ zone: "UTC", weekdays: [], sunday: ["09:00-09:01"] })),
    ).toBe(Number.POSITIVE_INFINITY))
  it("loses the hour that the clock skips, and has the one that it repeats", () => {
    const nights = calendarOf({ zone: "Europe/Madrid", weekdays: [], sunday: ["00:00-06:00"] })
    expect(elapsed(nights, at("2026-03-28T12:00Z"), at("2026-03-29T12:00Z"))).toBe(5 * hour)
    expect(elapsed(nights, at("2026-10-24T12:00Z"), at("2026-10-25T12:00Z"))).toBe(7 * hour)
  })
  it("knows a Friday that a country left out", () =>
    expect(
      elapsed(
        calendarOf({ zone: "Pacific/Apia", weekdays: ["00:00-24:00"] }),
        at("2011-12-29T10:00Z"),
        at("2011-12-31T10:00Z"),
      ),
    ).toBe(day))
})

const digits = (value: number): `${number}` => String(value).padStart(2, "0") as `${number}` // two digits are a number
const clock = (minutes: number): ClockTime => `${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`
const someRanges = fc.uniqueArray(fc.nat(1_440), { minLength: 2, maxLength: 6 }).map((ends): readonly ClockRange[] => {
  const sorted = ends.sort((one, two) => one - two)
  return sorted.flatMap((from, index) => {
    const to = sorted[index + 1]
    return index % 2 === 0 && to !== undefined ? [`${clock(from)}-${clock(to)}` as const] : []
  })
})
const aCalendar = fc
  .record({
    zone: fc.constantFrom(
      "UTC",
      "Europe/Madrid",
      "America/New_York",
      "Asia/Kathmandu",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "Pacific/Chatham",
      "America/Santiago",
      "Africa/Casablanca",
    ),
    weekdays: someRanges,
    saturday: fc.oneof(fc.constant([]), someRanges),
    sunday: fc.oneof(fc.constant([]), someRanges),
    holidays: fc.array(
      fc.nat(800).map((days) => new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10)),
      { maxLength: 5 },
    ),
  })
  .map(calendarOf)
/** Any moment of two years, and of the days around the changes of the clock in Europe, America, Lord Howe and (2011) Apia. */
const anInstant = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) }),
  fc
    .tuple(
      fc.constantFrom(
        Date.UTC(2026, 2, 29, 1),
        Date.UTC(2026, 9, 25, 1),
        Date.UTC(2026, 2, 8, 7),
        Date.UTC(2026, 9, 3, 15, 30),
        Date.UTC(2011, 11, 30, 10),
      ),
      fc.integer({ min: -2 * day, max: 2 * day }),
    )
    .map(([change, apart]) => change + apart),
)
const someTime = fc.integer({ min: 1, max: 30 * hour })
const runs = { numRuns: 500 }

describe("business time", () => {
  it("has passed by the deadline exactly as promised", () => {
    fc.assert(
      fc.property(aCalendar, anInstant, someTime, (calendar, from, span) => {
        const due = deadline(from, span, calendar)
        return elapsed(calendar, from, due) === span && elapsed(calendar, from, due - 1) === span - 1
      }),
      runs,
    )
  })
  it("adds up", () => {
    fc.assert(
      fc.property(
        aCalendar,
        anInstant,
        fc.nat(20 * day),
        fc.nat(20 * day),
        (calendar, from, one, two) =>
          elapsed(calendar, from, from + one) + elapsed(calendar, from + one, from + one + two) ===
          elapsed(calendar, from, from + one + two),
      ),
      runs,
    )
  })
  it("never runs backwards, nor faster than the wall clock", () => {
    fc.assert(
      fc.property(aCalendar, anInstant, fc.nat(20 * day), (calendar, from, span) => {
        const passed = elapsed(calendar, from, from + span)
        return passed >= 0 && passed <= span
      }),
      runs,
    )
    expect(elapsed(office, 10, 5)).toBe(0)
  })
  it("gives a later start no earlier deadline, in hours and in days", () => {
    fc.assert(
      fc.property(
        aCalendar,
        anInstant,
        fc.nat(5 * day),
        someTime,
        fc.integer({ min: 1, max: 9 }),
        (calendar, from, later, span, days) =>
          deadline(from, span, calendar) <= deadline(from + later, span, calendar) &&
          deadline(from, `${days} business days`, calendar) <=
            deadline(from + later, `${days} business days`, calendar),
      ),
      runs,
    )
  })
  it("agrees with counting minute by minute", () => {
    const minute = 60_000
    const wall = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Europe/Madrid",
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
    })
    const isOpen = (instant: number): boolean => {
      const [weekday, time = ""] = wall.format(instant).split(" ")
      if (weekday === "Sat") return time >= "10:00" && time < "14:00"
      return weekday !== "Sun" && ((time >= "09:00" && time < "14:00") || (time >= "16:00" && time < "19:00"))
    }
    const start = fc
      .integer({ min: Date.UTC(2026, 2, 27) / minute, max: Date.UTC(2026, 2, 31) / minute })
      .map((minutes) => minutes * minute)
    fc.assert(
      fc.property(start, fc.nat(2_000), (from, minutes) => {
        const open = Array.from({ length: minutes }, (_, index) => from + index * minute).filter(isOpen)
        return elapsed(split, from, from + minutes * minute) === open.length * minute
      }),
      { numRuns: 20 },
    )
  })
})

const somePauses = fc.array(
  fc.tuple(anInstant, fc.integer({ min: 0, max: 5 * day })).map(([from, length]) => ({ from, to: from + length })),
  { maxLength: 5 },
)

describe("a clock that stands still", () => {
  it("moves the deadline by the business time that passed meanwhile, and no night costs any", () => {
    const from = at("2026-01-28T09:00Z")
    expect(iso(pausedDeadline(from, "4 business hours", [{ from: from + hour, to: from + 3 * hour }], office))).toBe(
      "2026-01-28T15:00:00.000Z",
    )
    expect(
      iso(
        pausedDeadline(
          from,
          "10 business hours",
          [{ from: at("2026-01-28T18:00Z"), to: at("2026-01-29T08:00Z") }],
          office,
        ),
      ),
    ).toBe("2026-01-29T11:00:00.000Z")
    expect(iso(pausedDeadline(from, "4 hours", [{ from: from + hour, to: from + 25 * hour }], office))).toBe(
      "2026-01-29T13:00:00.000Z",
    )
  })
  it("has no deadline while it does, unless the promise broke before", () => {
    const from = at("2026-01-28T09:00Z")
    expect(pausedDeadline(from, "4 business hours", [{ from: from + hour, to: null }], office)).toBeNull()
    expect(iso(pausedDeadline(from, "4 business hours", [{ from: from + 5 * hour, to: null }], office))).toBe(
      "2026-01-28T13:00:00.000Z",
    )
  })
  it("leaves exactly the promised time outside of the pauses", () => {
    fc.assert(
      fc.property(aCalendar, anInstant, someTime, somePauses, (calendar, from, span, pauses) => {
        const due = pausedDeadline(from, span, pauses, calendar) ?? Number.NaN
        const ends = [...new Set([from, due, ...pauses.flatMap((pause) => [pause.from, pause.to])])]
          .filter((end) => end >= from && end <= due)
          .sort((one, two) => one - two)
        const running = ends
          .slice(1)
          .map((end, index) => ({ start: ends[index] ?? end, end }))
          .filter(({ start, end }) => !pauses.some((pause) => pause.from <= start && pause.to >= end))
        return running.reduce((total, { start, end }) => total + elapsed(calendar, start, end), 0) === span
      }),
      runs,
    )
  })
  it("never comes to an earlier deadline, in whatever order the pauses are told", () => {
    fc.assert(
      fc.property(aCalendar, anInstant, someTime, somePauses, (calendar, from, span, pauses) => {
        const due = pausedDeadline(from, span, pauses, calendar) ?? Number.NaN
        return (
          due >= deadline(from, span, calendar) && due === pausedDeadline(from, span, pauses.toReversed(), calendar)
        )
      }),
      runs,
    )
  })
})
