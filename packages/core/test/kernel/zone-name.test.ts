import { describe, expect, it } from "vitest"
import { timeZone } from "../../src/kernel/time-zone.ts"
import { zoneAliases, zoneOf } from "../../src/kernel/zone-name.ts"

describe("the name of a zone from another system", () => {
  it.each([
    ["Quito", "America/Lima"],
    ["Sydney", "Australia/Sydney"],
    ["Pacific Time (US & Canada)", "America/Los_Angeles"],
    ["eastern time (us & canada)", "America/New_York"],
    ["St. Petersburg", "Europe/Moscow"],
    ["Nuku'alofa", "Pacific/Tongatapu"],
    ["Buenos Aires", "America/Argentina/Buenos_Aires"],
    ["Abu Dhabi", "Asia/Dubai"],
    ["International Date Line West", "Etc/GMT+12"],
    ["Hong Kong", "Asia/Hong_Kong"],
    ["Madrid", "Europe/Madrid"],
    ["Samoa", "Pacific/Apia"],
    ["Romance Standard Time", "Europe/Paris"],
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["Pacific Standard Time", "America/Los_Angeles"],
    ["Central Standard Time (Mexico)", "America/Mexico_City"],
    ["Lord Howe Standard Time", "Australia/Lord_Howe"],
    ["  Europe/Madrid ", "Europe/Madrid"],
  ])("%s is %s", (name, zone) => expect(zoneOf(name)).toEqual({ zone }))

  it.each(["", "Atlantis", "Pacific", "Romance", "__proto__", "Standard Time", "a".repeat(1_000)])(
    "%j is unknown",
    (name) => expect(zoneOf(name)).toEqual({ unknown: true }),
  )

  it("leads every name that it reads to a zone that this machine knows", () => {
    const lost = zoneAliases().filter((name) => "unknown" in zoneOf(name))
    expect(lost).toEqual([])
    expect(zoneAliases().length).toBeGreaterThan(270)
  })

  it("never turns the name of a zone into another one", () =>
    expect(
      Intl.supportedValuesOf("timeZone").filter((name) => {
        const found = zoneOf(name)
        return !("zone" in found) || found.zone !== timeZone(name)
      }),
    ).toEqual([]))
})
