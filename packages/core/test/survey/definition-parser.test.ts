import { describe, expect, it } from "vitest"
import { choose, sum } from "../../src/kernel/calculated.ts"
import { defineSurvey, panel } from "../../src/survey/builder.ts"
import { parseDefinition } from "../../src/survey/definition-parser.ts"
import { consent, contact, file } from "../../src/survey/question-form.ts"
import { choice, choices, dropdown, imageChoice, matrix, maxDiff, ranking } from "../../src/survey/question-list.ts"
import { ces, csat, nps, number, rating, slider } from "../../src/survey/question-scale.ts"
import { date, email, openText, phone, text, time } from "../../src/survey/question-words.ts"

const everything = defineSurvey(
  "everything",
  (s) =>
    s
      .say("hello", { es: "Hola, {name|amiga}", en: "Hello, {name|friend}" })
      .ask("nps", nps("?"), { wording: { sms: "0-10?" }, help: "Be frank" })
      .ask("csat", csat("?"), { required: (a) => a.nps.atMost(6) })
      .ask("ces", ces("?"), { required: false })
      .ask("rating", rating("?", { high: 10, ends: { low: "bad", high: "good" } }))
      .ask("slider", slider("?", { step: 0.5 }))
      .ask("number", number("?", { low: 0, whole: true, unit: "€" }))
      .check((a) => a.number.lessThan(100), { es: "Menos de 100.", en: "Less than 100." })
      .ask("kind", choice("?", ["new", "lost"], { order: { last: ["lost"] } }))
      .branch("kind", { lost: (b) => b.ask("why", openText("?")) })
      .ask("town", dropdown("?", ["a", "b"]), { trait: "town", offer: (a) => ({ a: a.nps.exists() }) })
      .ask("picture", imageChoice("?", [{ value: "a", image: "https://a.example/a.png", alt: "A" }]))
      .ask("tags", choices("?", ["a", "b", { value: "none", alone: true }], { order: "mixed", least: 0 }))
      .ask("rank", ranking("?", ["x", "y", "z"], { top: 2 }))
      .ask("rows", matrix("?", ["speed"], ["bad", "good"]))
      .ask("best", maxDiff("?", ["a", "b", "c", "d", "e"]))
      .ask("text", text("?"))
      .ask("day", date("?", { earliest: "2020-01-01" }))
      .ask("time", time("?"))
      .ask("email", email("?"))
      .ask("phone", phone("?"))
      .ask("file", file("?", { accept: ["image/*"] }))
      .ask("yes", consent("?", { purpose: "news" }))
      .ask("who", contact("?", ["name", "email"], { optional: ["email"] }))
      .ask(
        "people",
        panel("?", (p) => p.ask("age", number("?"))),
      )
      .calculate("total", (a) => sum(a.csat, a.ces, 1))
      .calculate("group", (a) => choose(a.total.atMost(6), "low", "high"))
      .mix("email", "phone")
      .end("sorry", "Sorry", { when: (a) => a.group.is("low"), link: "/help" })
      .end("young", "Not for you", { when: (a) => a.number.lessThan(18), early: true })
      .quota("lost", { when: (a) => a.kind.is("lost"), limit: 100 })
      .thank("Thanks"),
  {
    confidentiality: "confidential",
    languages: ["es", "en"],
    within: "14 days",
    migrations: [{ from: "0123456789abcdef", changes: [{ change: "map", question: "kind", options: { old: null } }] }],
  },
)

const json = (of: unknown): unknown => JSON.parse(JSON.stringify(of))
const visit = { name: "visit", questions: [{ kind: "nps", id: "score", text: "?", required: true }] }
const withQuestion = (more: object) => ({ ...visit, questions: [{ ...visit.questions[0], ...more }] })

describe("a survey that comes from outside", () => {
  it("is read as it was written, every kind of question and everything around them", () => {
    expect(parseDefinition(json(everything))).toEqual({ value: everything })
  })

  it("gets the version of its content", () => {
    const read = parseDefinition(visit)
    expect(read).toEqual({
      value: { ...visit, version: defineSurvey("visit", (s) => s.ask("score", nps("?"))).version },
    })
  })

  it.for([
    [{ ...(json(everything) as object), version: "0000000000000000" }, "version"],
    [{ ...visit, name: "" }, "name"],
    [{ ...visit, name: "9lives" }, "surveys"],
    [{ ...visit, questions: [] }, "questions"],
    [{ ...visit, extra: 1 }, ""],
    [withQuestion({ kind: "telepathy" }), "questions.0.kind"],
    [withQuestion({ text: 7 }), "questions.0.text"],
    [withQuestion({ text: { __proto__x: "a" } }), "questions.0.text"],
    [withQuestion({ when: { op: "at-most", path: ["__proto__"], value: 1 } }), "questions.0.when"],
    [withQuestion({ when: { op: "eval", path: ["a"], value: 1 } }), "questions.0.when"],
    [withQuestion({ kind: "choice", options: [] }), "questions.0.options"],
    [
      withQuestion({
        kind: "choice",
        options: [
          { value: "a", label: "A" },
          { value: "a", label: "B" },
        ],
      }),
      "surveys.visit.score",
    ],
    [withQuestion({ kind: "rating", high: 99 }), "surveys.visit.score"],
    [withQuestion({ kind: "date", earliest: "yesterday" }), "questions.0.earliest"],
    [
      withQuestion({ kind: "image-choice", options: [{ value: "a", label: "A", alt: "A", image: "javascript:1" }] }),
      "questions.0.options.0.image",
    ],
    [{ ...visit, endings: [{ id: "a", text: "?", link: "//evil.example" }] }, "endings.0.link"],
    [{ ...visit, within: "-3 days" }, "within"],
    [{ ...visit, values: [{ name: "a", is: { op: "power", of: [] }, after: null }] }, "values.0.is.op"],
    [null, ""],
  ] as const)("is refused where it is wrong, and told where: %j", ([given, field]) => {
    const read = parseDefinition(given)
    expect(read).toHaveProperty("problem.field", field)
    expect(read).toHaveProperty("problem.message")
  })

  it("is refused when it is nested without end", () => {
    let is: object = { op: "value", value: 1 }
    for (let depth = 0; depth < 40; depth++) is = { op: "round", of: is, decimals: 0 }
    expect(parseDefinition({ ...visit, values: [{ name: "deep", is, after: null }] })).toHaveProperty("problem")
  })
})
