import { millisecondsPer } from "../../src/kernel/duration.ts"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { type ClockTime, minutesOf, parseClockTime, startOfDay, startOfHour } from "../../src/kernel/time.ts"

const digits = (value: number): `${number}` => String(value).padStart(2, "0") as `${number}` // two digits are a number

it("reads every minute of the day, and the end of it", () => {
  for (let minute = 0; minute <= 1_440; minute += 1) {
    const text: ClockTime = `${digits(Math.floor(minute / 60))}:${digits(minute % 60)}`
    expect(minutesOf(text)).toBe(minute)
  }
})

it.each(["", "9:00", "09:60", "24:01", "25:00", "09:00:00", " 09:00", "0９:00", "-1:00", 900, null])(
  "refuses %j as a time of day",
  (text) =>
    expect(parseClockTime(text, "from")).toEqual({
      problem: { field: "from", message: expect.stringContaining("HH:MM") },
    }),
)

it("starts an hour and a day at or before any instant, before 1970 too", () => {
  fc.assert(
    fc.property(fc.integer({ min: -8e12, max: 8e12 }), (at) => {
      const [hour, day] = [startOfHour(at), startOfDay(at)]
      return (
        hour <= at &&
        at - hour < millisecondsPer.hour &&
        new Date(hour).getUTCMinutes() === 0 &&
        day <= hour &&
        new Date(day).getUTCHours() === 0
      )
    }),
  )
})
