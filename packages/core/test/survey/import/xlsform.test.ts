import { describe, expect, it } from "vitest"
import { checkAnswers, next, relevant, type AnyDefinition } from "../../../src/survey.ts"
import { importXlsForm, type SheetRow } from "../../../src/survey-import.ts"

type Rows = readonly SheetRow[]

const yesNo: Rows = [
  { list_name: "yes_no", name: "yes", label: "Yes" },
  { list_name: "yes_no", name: "no", label: "No" },
]
const brought = (survey: Rows, choices: Rows = yesNo, settings: Rows = []) =>
  importXlsForm({ survey, choices, settings }, { name: "household" })

const whole = (survey: Rows, choices?: Rows, settings?: Rows): AnyDefinition => {
  const { definition, unsupported } = brought(survey, choices, settings)
  expect(unsupported).toEqual([])
  if (!definition) throw new Error("there is no survey")
  return definition
}

const asked = (definition: AnyDefinition, answers: object): readonly string[] =>
  Object.keys(
    relevant(definition, { ...Object.fromEntries(definition.questions.map(({ id }) => [id, null])), ...answers }),
  )

const age = { type: "integer", name: "age", label: "How old are you?" }

describe("an XLSForm", () => {
  it("keeps each type that both have, also in the words of older forms", () => {
    const { questions } = whole([
      { type: "text", name: "name" },
      { type: "text", name: "story", appearance: "multiline" },
      age,
      { type: "decimal", name: "weight" },
      { type: "select_one yes_no", name: "one" },
      { type: "select one from yes_no", name: "older" },
      { type: "select_one yes_no", name: "long", appearance: "minimal" },
      { type: "select_multiple yes_no", name: "many" },
      { type: "rank yes_no", name: "order" },
      { type: "range", name: "line", parameters: "start=0 end=5 step=0.5" },
      { type: "date", name: "day" },
      { type: "time", name: "hour" },
      { type: "acknowledge", name: "ok" },
      { type: "image", name: "photo" },
      { type: "note", name: "bye", label: "Goodbye, ${name}" },
    ])
    expect(questions.map(({ id, kind }) => `${id} ${kind}`).join()).toBe(
      [
        "name text,story open-text,age number,weight number,one choice,older choice,long dropdown,many choices,order ranking",
        "line slider,day date,hour time,ok choice,photo file,bye statement",
      ].join(),
    )
    expect(questions.at(-1)?.text).toBe("Goodbye, {name}")
    expect(questions[9]).toMatchObject({ low: 0, high: 5, step: 0.5 })
  })

  it("keeps labels, hints and messages in every language of its columns", () => {
    const survey = whole(
      [
        {
          type: "text",
          name: "a",
          "label::English (en)": "Name",
          "Label::español": "Nombre",
          "hint::English (en)": "All",
        },
      ],
      yesNo,
    )
    expect(survey.questions[0]).toMatchObject({ text: { en: "Name", es: "Nombre" }, help: { en: "All" } })
    const settled = whole([{ type: "text", name: "a", label: "Nom" }], yesNo, [{ default_language: "French (fr)" }])
    expect(settled.questions[0]?.text).toBe("Nom")
    const unknown = brought([{ type: "text", name: "a", "label::Klingon": "pong", label: "Name" }])
    expect(unknown.unsupported).toMatchObject([{ where: "a", what: "label::Klingon" }])
  })

  it("is asked where groups and rows are relevant", () => {
    const survey = whole([
      { type: "select_one yes_no", name: "has_kids", required: "yes" },
      { type: "begin group", name: "kids", label: "Your children", relevant: "selected(${has_kids}, 'yes')" },
      { type: "integer", name: "count", required: "true()" },
      { type: "text", name: "names", relevant: "${count} > 0 and ${count} != 9", required: "${count} = 1" },
      { type: "end group" },
      { type: "text", name: "why", relevant: "not(selected(${has_kids}, 'yes'))" },
      { type: "text", name: "empty", relevant: "${names} = ''" },
    ])
    expect(asked(survey, { has_kids: "yes", count: 1, names: "Ana" })).toEqual([
      "has_kids",
      "kids-title",
      "count",
      "names",
    ])
    expect(asked(survey, { has_kids: "yes", count: 9 })).not.toContain("names")
    expect(asked(survey, { has_kids: "no", count: 1 })).toEqual(["has_kids", "why", "empty"])
    expect(checkAnswers(survey, { has_kids: "yes", count: 1, names: null }).problems).toMatchObject([
      { field: "names" },
    ])
    expect(checkAnswers(survey, { has_kids: "yes", count: 2, names: null }).problems).toEqual([])
  })

  it("refuses what its constraints refuse, and says what they say", () => {
    const survey = whole([
      { ...age, constraint: ". >= 18 and . < 120", "constraint_message::English (en)": "Adults only" },
      {
        type: "select_multiple yes_no",
        name: "both",
        constraint: "not(selected(., 'yes') and selected(., 'no'))",
      },
    ])
    const problems = checkAnswers(survey, { age: 17, both: ["yes", "no"] }).problems
    expect(problems.map(({ field }) => field)).toEqual(["age", "both"])
    expect(problems[0]?.remedy).toEqual(["own", { en: "Adults only" }])
    expect(checkAnswers(survey, { age: 18, both: ["yes"] }).problems).toEqual([])
  })

  it("offers the choices that a filter lets through", () => {
    const survey = whole(
      [
        { type: "select_one states", name: "state" },
        { type: "select_one counties", name: "county", choice_filter: "${state}=cf" },
      ],
      [
        { list_name: "states", name: "texas", label: "Texas" },
        { list_name: "states", name: "washington", label: "Washington" },
        { list_name: "counties", name: "king", label: "King", cf: "washington" },
        { list_name: "counties", name: "king", label: "King", cf: "texas" },
        { list_name: "counties", name: "cameron", label: "Cameron", cf: "texas" },
      ],
    )
    const offered = (state: string) => {
      const step = next(survey, { state })
      return "question" in step && "options" in step.question ? step.question.options.map(({ value }) => value) : []
    }
    expect(offered("texas")).toEqual(["king", "cameron"])
    expect(offered("washington")).toEqual(["king"])
  })

  it("asks the rows of a repeat for each of several things", () => {
    const survey = whole([
      { type: "begin repeat", name: "child", label: "Each child", repeat_count: "2" },
      { type: "text", name: "name", required: "yes" },
      { type: "integer", name: "years", relevant: "${name} != ''" },
      { type: "end repeat" },
    ])
    expect(survey.questions).toMatchObject([{ kind: "panel", least: 2, most: 2, required: true }])
    expect(
      checkAnswers(survey, {
        child: [
          { name: "Ana", years: 3 },
          { name: "Leo", years: 5 },
        ],
      }).problems,
    ).toEqual([])
    expect(checkAnswers(survey, { child: [{ name: "Ana", years: 3 }] }).problems).toHaveLength(1)
  })

  it("works out what it calculates", () => {
    const survey = whole([
      age,
      { type: "calculate", name: "half", calculation: "round(${age} div 2)" },
      { type: "calculate", name: "group", calculation: "if(${age} < 18, 'child', 'adult')" },
      { type: "note", name: "said", label: "${half}, ${group}", relevant: "${half} > 4 and ${group} = 'adult'" },
    ])
    expect(next(survey, { age: 41 })).toMatchObject({ question: { text: "21, adult" } })
    expect(asked(survey, { age: 17 })).toEqual(["age"])
  })

  it("asks for the words of whoever chooses another answer", () => {
    const survey = whole([{ type: "select_one yes_no or_other", name: "sure" }])
    expect(asked(survey, { sure: "other" })).toEqual(["sure", "sure_other"])
    expect(asked(survey, { sure: "no" })).toEqual(["sure"])
  })
})

describe("what is not brought along of an XLSForm", () => {
  it.for<[string, SheetRow]>([
    ["geopoint", { type: "geopoint", name: "q" }],
    ["deviceid", { type: "deviceid", name: "q" }],
    ["default", { type: "text", name: "q", default: "a" }],
    ["read_only", { type: "text", name: "q", read_only: "yes" }],
    ["media::image", { type: "text", name: "q", "media::image": "a.png" }],
    ["select_one nowhere", { type: "select_one nowhere", name: "q" }],
    ["regex(., 'a+') (regex())", { type: "text", name: "q", constraint: "regex(., 'a+')" }],
    ["../age > 3", { type: "text", name: "q", relevant: "../age > 3" }],
    ["${later} = 1 (later)", { type: "text", name: "q", relevant: "${later} = 1" }],
    ["concat('a', 'b')", { type: "calculate", name: "q", calculation: "concat('a', 'b')" }],
    ["begin loop over yes_no", { type: "begin loop over yes_no", name: "q" }],
    ["${later}", { type: "note", name: "q", label: "Hello ${later}" }],
  ])("names %s, and where it stood", ([what, row]) => {
    const ends = String(row["type"]).startsWith("begin") ? [{ type: "end loop" }] : []
    const { definition, unsupported } = brought([age, row, ...ends, { type: "text", name: "later" }])
    expect(unsupported).toEqual([{ where: "q", what, reason: expect.any(String) }])
    expect(definition?.questions.map(({ id }) => id)).toContain("later")
  })

  it("says that there is no survey in it, and takes any sheet without harm", () => {
    expect(() => importXlsForm({ other: [], more: [] }, { name: "household" })).toThrow("survey: give a sheet")
    const odd = brought([
      {},
      { type: "end group" },
      { type: "begin group", name: "__proto__" },
      { type: "text", name: "constructor", relevant: "(((((" },
      { type: 7, name: null },
      { type: "select_one yes_no", name: "a", choice_filter: "=" },
    ])
    expect(odd).not.toHaveProperty("definition")
    expect(odd.unsupported.length).toBeGreaterThan(3)
  })
})
