import { describe, expect, it } from "vitest"
import { type BusinessHours, parseBusinessHours } from "../../src/action/business-hours.ts"

const office: BusinessHours = { zone: "Europe/Madrid", weekdays: ["09:00-14:00", "16:00-19:00"] }

describe("business hours", () => {
  it("are the same from Monday to Friday, and none at the weekend unless somebody says so", () => {
    const parsed = parseBusinessHours({ ...office, saturday: ["10:00-14:00"] })
    const week = "value" in parsed ? parsed.value.week.map((day) => day.map(({ from, to }) => [from, to])) : []
    const weekday = [
      [540, 840],
      [960, 1_140],
    ]
    expect(week).toEqual([[], weekday, weekday, weekday, weekday, weekday, [[600, 840]]])
  })
  it("may last until midnight, touch each other and name a zone as Windows does", () => {
    const parsed = parseBusinessHours({ zone: "Romance Standard Time", weekdays: ["00:00-12:00", "12:00-24:00"] })
    expect(parsed).toHaveProperty("value.zone", "Europe/Paris")
  })

  it.each([
    ["team.hours.zone", { zone: "Mars/Phobos" }],
    ["team.hours.zone", { zone: 1 }],
    ["team.hours.weekdays", { weekdays: "09:00-14:00" }],
    ["team.hours.weekdays", { weekdays: ["09:00"] }],
    ["team.hours.weekdays", { weekdays: ["9:00-14:00"] }],
    ["team.hours.weekdays", { weekdays: ["09:00-14:00-15:00"] }],
    ["team.hours.weekdays", { weekdays: ["22:00-06:00"] }],
    ["team.hours.weekdays", { weekdays: ["09:00-09:00"] }],
    ["team.hours.weekdays", { weekdays: ["09:00-14:00", "13:00-15:00"] }],
    ["team.hours.weekdays", { weekdays: ["16:00-19:00", "09:00-14:00"] }],
    ["team.hours.saturday", { saturday: [null] }],
    ["team.hours.sunday", { sunday: [{}] }],
    ["team.hours.holidays", { holidays: ["2026-02-30"] }],
    ["team.hours.holidays", { holidays: ["25/12/2026"] }],
    ["team.hours.holidays", { holidays: Array.from({ length: 4_001 }, () => "2026-12-25") }],
    ["team.hours", { weekdays: [] }],
  ])("name %s when it cannot be read or never opens", (field, wrong) => {
    const written = { ...office, ...wrong } as unknown as BusinessHours // what a program without types may write
    expect(parseBusinessHours(written)).toEqual({ problem: { field, message: expect.any(String) } })
  })
})
