import { describe, expect, it } from "vitest"
import type { Draft } from "../../src/survey/draft.ts"
import { hold } from "../../src/survey/hold.ts"
import type { Asked } from "../../src/survey/question.ts"
import { panel } from "../../src/survey/builder.ts"
import { consent, contact, file } from "../../src/survey/question-form.ts"
import { choices, dropdown, imageChoice, matrix, maxDiff, ranking } from "../../src/survey/question-list.ts"
import { ces, number, rating, slider } from "../../src/survey/question-scale.ts"
import { date, email, phone, text, time } from "../../src/survey/question-words.ts"

const check = (asked: Draft<unknown, Asked>, raw: unknown): unknown => {
  const held = hold({ ...asked, id: "q", required: true }, raw)
  return "value" in held ? held.value : `${held.problem.field} ${held.problem.reason}`
}

const tags = choices("?", ["a", "b", "c", { value: "none", alone: true }], { least: 2, most: 3 })
const rank = ranking("?", ["x", "y", "z"], { top: 2 })
const grid = matrix("?", ["speed", "care"], ["bad", "good"])
const best = maxDiff("?", ["a", "b", "c"], { size: 3, times: 1 })
const photo = file("?", { accept: ["image/*"], maxBytes: 100, most: 1 })
const who = contact("?", ["name", "email", "phone"], { optional: ["phone"] })
const people = panel("?", (p) =>
  p.ask("age", number("?", { low: 0 })).ask("school", text("?"), { when: (a) => a.age.lessThan(18) }),
)
const image = { media: "media:m_1", type: "image/png", bytes: 90 }

describe("an answer", () => {
  it.each([
    ["effort", ces("?"), 7, 7],
    ["stars", rating("?", { high: 10 }), 10, 10],
    ["a slider of tenths", slider("?", { low: 0, high: 1, step: 0.1 }), 0.3, 0.3],
    ["a number", number("?"), -2.5, -2.5],
    ["one of many", dropdown("?", ["a", "b"]), "b", "b"],
    ["a picture", imageChoice("?", [{ value: "a", image: "/a.png", alt: "A" }]), "a", "a"],
    ["several", tags, ["c", "a"], ["c", "a"]],
    ["one that stands alone, however many are wanted", tags, ["none"], ["none"]],
    ["an order", rank, ["z", "x"], ["z", "x"]],
    ["a table", grid, { care: "good", speed: "bad" }, { speed: "bad", care: "good" }],
    ["best and worst", best, [{ best: "a", worst: "c" }], [{ best: "a", worst: "c" }]],
    ["a line", text("?"), " two\nlines ", "two lines"],
    ["a day", date("?", { earliest: "2024-02-29" }), "2024-02-29", "2024-02-29"],
    ["a time", time("?"), "23:59", "23:59"],
    ["an address", email("?"), " ana@mail.example ", "ana@mail.example"],
    ["a telephone number", phone("?"), "0034 600-11 12 22", "+34600111222"],
    ["a file", photo, [image], [image]],
    ["a no", consent("?"), false, false],
    ["a contact", who, { name: "Ana", email: "a@b.example", phone: "" }, { name: "Ana", email: "a@b.example" }],
    ["things", people, [{ age: 9, school: "Sol" }, { age: 40 }], [{ age: 9, school: "Sol" }, { age: 40 }]],
  ])("that is allowed is stored: %s", (_, asked, raw, stored) => {
    expect(check(asked, raw)).toEqual(stored)
  })

  it.each([
    ["effort", ces("?"), 8, "q out-of-range"],
    ["stars in halves", rating("?"), 2.5, "q wrong-kind"],
    ["between two steps", slider("?", { step: 10 }), 15, "q wrong-kind"],
    ["a number that is text", number("?"), "7", "q wrong-kind"],
    ["a number that is none", number("?"), Number.NaN, "q wrong-kind"],
    ["half a child", number("?", { whole: true }), 1.5, "q wrong-kind"],
    ["too much", number("?", { high: 9 }), 10, "q out-of-range"],
    ["too few", tags, ["a"], "q too-few"],
    ["too many", choices("?", ["a", "b"], { most: 1 }), ["a", "b"], "q too-many"],
    ["twice", tags, ["a", "a"], "q twice"],
    ["alone with others", tags, ["none", "a"], "q too-many"],
    ["a stranger among them", tags, ["a", "q"], "q not-an-option"],
    ["half an order", rank, ["x"], "q too-few"],
    ["more than the first two", rank, ["x", "y", "z"], "q too-many"],
    ["a table with a hole", grid, { speed: "bad" }, "q.care missing"],
    ["a column that is not there", grid, { speed: "bad", care: "fair" }, "q.care not-an-option"],
    ["a row that is not there", grid, { speed: "bad", care: "good", more: "bad" }, "q not-an-option"],
    ["best and worst the same", best, [{ best: "a", worst: "a" }], "q.0 twice"],
    ["no worst", best, [{ best: "a" }], "q.0.worst not-an-option"],
    ["no day", date("?"), "2023-02-29", "q wrong-kind"],
    ["too early", date("?", { earliest: "2026-01-01" }), "2025-12-31", "q out-of-range"],
    ["too late", date("?", { latest: "2026-01-01" }), "2026-01-02", "q out-of-range"],
    ["no time", time("?"), "24:00", "q wrong-kind"],
    ["no address", email("?"), "ana@mail", "q wrong-kind"],
    ["no country", phone("?"), "600111222", "q wrong-kind"],
    ["too short", text("?", { minLength: 3 }), "ab", "q too-short"],
    ["a large file", photo, [{ ...image, bytes: 101 }], "q too-big"],
    ["another kind of file", photo, [{ ...image, type: "text/html" }], "q not-an-option"],
    ["too many files", photo, [image, image], "q too-many"],
    ["no file", photo, [], "q missing"],
    ["a word for yes", consent("?"), "yes", "q wrong-kind"],
    ["a contact without a name", who, { email: "a@b.example" }, "q.name missing"],
    ["a contact with half an address", who, { name: "Ana", email: "a@" }, "q.email wrong-kind"],
    ["nothing in a list", people, [], "q too-few"],
    ["a thing that is not whole", people, [{ age: 9 }], "q.0.school missing"],
    ["a list that is an object", people, { length: 1 }, "q too-few"],
  ])("that is not allowed is refused, with the place and the reason: %s", (_, asked, raw, reason) => {
    expect(check(asked, raw)).toBe(reason)
  })

  it("keeps nothing that was not asked for", () => {
    expect(check(who, { name: "Ana", email: "a@b.example", password: "x" })).toEqual({
      name: "Ana",
      email: "a@b.example",
    })
    expect(check(photo, [{ ...image, path: "/etc/passwd" }])).toEqual([image])
    expect(check(people, [{ age: 40, school: "not asked" }])).toEqual([{ age: 40 }])
  })
})
