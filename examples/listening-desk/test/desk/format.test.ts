import { describe, expect, it } from "vitest"
import { en } from "../../src/desk/i18n/en.ts"
import { createFormat } from "../../src/desk/i18n/format.ts"
import { speechOf } from "../../src/desk/i18n/words.tsx"
import { comparison } from "../../src/desk/pulse/figures.tsx"

const minute = 60_000
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ")

describe("figures and instants", () => {
  it("are written with at most two units in both languages", () => {
    const [spanish, english] = [createFormat("es"), createFormat("en")]
    expect([40_000, 4 * minute, 65 * minute, 60 * 60 * minute].map((span) => plain(english.duration(span)))).toEqual([
      "40 sec",
      "4 min",
      "1 h 5 min",
      "2 d",
    ])
    expect(plain(spanish.duration(65 * minute))).toBe("1 h 5 min")
    expect(english.countdown(65_000)).toBe("1:05")
    expect(plain(spanish.percent(0.91))).toBe("91 %")
  })
  it("name the year where it is another one, and count long spans in years", () => {
    const format = createFormat("en")
    const [then, now] = [new Date(2015, 1, 17, 7, 43).getTime(), new Date(2026, 10, 26).getTime()]
    expect(format.day(then, now)).toContain("2015")
    expect(format.moment(then, now)).toContain("2015")
    expect(format.day(new Date(2026, 1, 17).getTime(), now)).not.toContain("2026")
    expect(plain(format.duration(now - then))).toBe("11 yrs")
    expect(plain(createFormat("es").duration(now - then))).toBe("11 a")
    expect(format.ago(then, now)).toContain("11 yr")
  })
  it("say nothing of a zone or a language that does not exist", () => {
    const format = createFormat("en")
    expect(format.timeIn("Mars/Olympus", 0)).toBeNull()
    expect(format.languageName("not a tag")).toBeNull()
    expect(format.languageName("es")).toBe("Spanish")
  })
  it("call a difference that the estimate cannot see 'the same'", () => {
    const figure = (median: number | null, medianBefore: number | null) =>
      comparison({ median, medianBefore, answers: 9 }, speechOf("en"))
    expect(figure(105, 100)).toBe(en.pulse.same)
    expect(plain(figure(60, 180) ?? "")).toBe("2 min faster than before")
    expect(figure(60, null)).toBeNull()
  })
})
