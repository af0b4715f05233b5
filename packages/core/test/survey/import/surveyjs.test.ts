import { describe, expect, it } from "vitest"
import { checkAnswers, next, relevant, type AnyDefinition, type Question } from "../../../src/survey.ts"
import { answersFromSurveyJs, importSurveyJs, type ImportOptions } from "../../../src/survey-import.ts"

const brought = (json: unknown, options: Partial<ImportOptions> = {}) =>
  importSurveyJs(json, { name: "visit", ...options })

/** The survey, where all of it was brought along. */
const whole = (json: unknown, options: Partial<ImportOptions> = {}): AnyDefinition => {
  const { definition, unsupported } = brought(json, options)
  expect(unsupported).toEqual([])
  if (!definition) throw new Error("there is no survey")
  return definition
}

const elements = (...list: readonly object[]): object => ({ elements: list })
const question = ({ questions }: AnyDefinition, id: string): Question | undefined =>
  questions.find((each) => each.id === id)
const asked = (definition: AnyDefinition, answers: object): readonly string[] =>
  Object.keys(
    relevant(definition, { ...Object.fromEntries(definition.questions.map(({ id }) => [id, null])), ...answers }),
  )

const why = (formula: string, ...before: readonly object[]) =>
  elements(...before, { type: "comment", name: "why", visibleIf: formula })
const score = { type: "rating", name: "score" }
const age = { type: "text", inputType: "number", name: "age" }
const fruit = { type: "checkbox", name: "fruit", choices: ["apple", "pear", "plum"] }

describe("a survey of SurveyJS", () => {
  it("keeps each kind of question that both have", () => {
    const kinds = whole(
      elements(
        { type: "text", name: "text" },
        { type: "text", name: "mail", inputType: "email" },
        { type: "text", name: "day", inputType: "date", min: "2026-01-01" },
        { type: "text", name: "hour", inputType: "time" },
        { type: "text", name: "count", inputType: "number", min: 1, max: 9 },
        { type: "comment", name: "comment", maxLength: 300 },
        { type: "radiogroup", name: "one", choices: [1, { value: 2, text: "Two" }] },
        { type: "dropdown", name: "long", choicesMin: 1, choicesMax: 3 },
        { type: "checkbox", name: "many", choices: ["a", "b"], showNoneItem: true, maxSelectedChoices: 2 },
        { type: "ranking", name: "order", choices: ["a", "b", "c"] },
        { type: "imagepicker", name: "picture", choices: [{ value: "cat", imageLink: "https://example.org/cat.png" }] },
        { type: "boolean", name: "yes", labelTrue: "Aye" },
        { type: "rating", name: "stars", rateMax: 4, minRateDescription: "Bad", maxRateDescription: "Good" },
        { type: "rating", name: "from0", rateMin: 0, rateMax: 10 },
        { type: "slider", name: "line", max: 50 },
        { type: "matrix", name: "grid", rows: ["speed"], columns: ["bad", "good"], eachRowRequired: true },
        { type: "multipletext", name: "both", items: [{ name: "first", isRequired: true }, { name: "last" }] },
        { type: "file", name: "bill", maxSize: 1000, acceptedTypes: "image/*,application/pdf" },
        { type: "html", name: "end", html: "<p>Thank you &amp; <b>goodbye</b></p>" },
      ),
    )
    expect(kinds.questions.map(({ id, kind }) => `${id} ${kind}`).join()).toBe(
      [
        "text text,mail email,day date,hour time,count number,comment open-text,one choice,long dropdown,many choices,order ranking",
        "picture image-choice,yes choice,stars rating,from0 slider,line slider,grid matrix,both-first text,both-last text,bill file",
        "end statement",
      ].join(),
    )
    expect(question(kinds, "many")).toMatchObject({
      least: 1,
      most: 2,
      options: [{}, {}, { value: "none", alone: true }],
    })
    expect(question(kinds, "stars")).toMatchObject({ high: 4, ends: { low: "Bad", high: "Good" } })
    expect(question(kinds, "both-first")).toMatchObject({ required: true })
    expect(question(kinds, "end")).toMatchObject({ text: "Thank you & goodbye" })
    expect(question(kinds, "yes")).toMatchObject({ options: [{ value: "true", label: "Aye" }, { value: "false" }] })
  })

  it("knows a score where it is told that it is one, and no other way", () => {
    const json = elements(
      { type: "rating", name: "nps", rateMin: 0, rateMax: 10 },
      { type: "text", name: "tel", inputType: "tel" },
    )
    expect(whole(json).questions.map(({ kind }) => kind)).toEqual(["slider", "text"])
    expect(whole(json, { as: { nps: "nps", tel: "phone" } }).questions.map(({ kind }) => kind)).toEqual([
      "nps",
      "phone",
    ])
    expect(brought(json, { as: { nps: "csat" } }).unsupported).toMatchObject([{ where: "nps", what: "csat" }])
  })

  it("keeps every language, and what is written in one only in the language that is said", () => {
    const json = elements({ type: "text", name: "a", title: { default: "Name", es: "Nombre", "pt-br": "Nome" } })
    expect(whole(json).questions[0]?.text).toEqual({ en: "Name", es: "Nombre", "pt-br": "Nome" })
    expect(whole(json, { language: "ca" }).questions[0]?.text).toEqual({ ca: "Name", es: "Nombre", "pt-br": "Nome" })
  })

  it("is asked under the conditions of the pages and panels around a question, and of its own", () => {
    const survey = whole({
      pages: [
        { elements: [{ type: "boolean", name: "hasKids" }, age] },
        {
          visibleIf: "{hasKids} = true",
          elements: [
            {
              type: "panel",
              visibleIf: "{age} > 30",
              elements: [{ type: "text", name: "eldest", visibleIf: "{age} < 90" }],
            },
            { type: "text", name: "names", isRequired: true },
          ],
        },
      ],
    })
    expect(asked(survey, { hasKids: "true", age: 40 })).toEqual(["hasKids", "age", "eldest", "names"])
    expect(asked(survey, { hasKids: "true", age: 20 })).toEqual(["hasKids", "age", "names"])
    expect(asked(survey, { hasKids: "false", age: 40 })).toEqual(["hasKids", "age"])
    expect(asked(survey, { age: 40 })).toEqual(["hasKids", "age"])
  })

  it("says titles of panels before what stands in them, with the answers that they name", () => {
    const survey = whole(
      elements(
        { type: "text", name: "pet name" },
        { type: "panel", name: "more", title: "About {pet name}", elements: [age] },
      ),
    )
    expect(question(survey, "more-title")).toMatchObject({ kind: "statement", text: "About {pet-name}" })
    expect(next(survey, { "pet-name": "Tom" })).toMatchObject({ question: { text: "About Tom" } })
  })

  it("asks for the words of whoever chooses another answer", () => {
    const survey = whole(elements({ type: "checkbox", name: "how", choices: ["ad", "friend"], showOtherItem: true }))
    expect(asked(survey, { how: ["ad"] })).toEqual(["how"])
    expect(asked(survey, { how: ["ad", "other"] })).toEqual(["how", "how-Comment"])
    expect(checkAnswers(survey, { how: ["other"], "how-Comment": null }).problems).toMatchObject([
      { reason: "missing" },
    ])
  })

  it("asks the questions of a panel for each of several things, under conditions about the same thing", () => {
    const survey = whole(
      elements({
        type: "paneldynamic",
        name: "trips",
        minPanelCount: 1,
        maxPanelCount: 3,
        templateElements: [
          { type: "dropdown", name: "by", choices: ["train", "car"], isRequired: true },
          { type: "text", name: "seat", visibleIf: "{panel.by} = 'train'", isRequired: true },
        ],
      }),
    )
    expect(question(survey, "trips")).toMatchObject({ kind: "panel", least: 1, most: 3 })
    expect(checkAnswers(survey, { trips: [{ by: "car" }, { by: "train", seat: "12A" }] }).problems).toEqual([])
    expect(checkAnswers(survey, { trips: [{ by: "train" }] }).problems).toMatchObject([{ field: "trips.0.seat" }])
  })

  it("keeps the rules for answers: numbers, lengths, counts, and conditions with what is said then", () => {
    const survey = whole(
      elements(
        { type: "text", name: "code", validators: [{ type: "text", minLength: 3, maxLength: 5 }] },
        { type: "text", name: "years", validators: [{ type: "numeric", minValue: 18 }] },
        { ...fruit, validators: [{ type: "answercount", minCount: 2 }] },
        { ...score, validators: [{ type: "expression", expression: "{score} > 2", text: "More, please" }] },
      ),
    )
    const { problems } = checkAnswers(survey, { code: "ab", years: 17, fruit: ["apple"], score: 1 })
    expect(problems.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      "code too-short",
      "years out-of-range",
      "fruit too-few",
      "score refused",
    ])
    expect(problems.at(-1)?.remedy).toEqual(["own", "More, please"])
  })

  it("ends early, and by what was answered", () => {
    const survey = whole({
      elements: [age, score],
      completedHtml: "<h3>Thanks!</h3>",
      completedHtmlOnCondition: [{ expression: "{score} <= 2", html: "We are sorry." }],
      triggers: [{ type: "complete", expression: "{age} < 18" }],
    })
    expect(next(survey, { age: 12 })).toMatchObject({ done: true, ended: { why: "screened-out", text: "Thanks!" } })
    expect(next(survey, { age: 30, score: 1 })).toMatchObject({ ended: { why: "complete", text: "We are sorry." } })
    expect(next(survey, { age: 30, score: 5 })).toMatchObject({ ended: { why: "complete", text: "Thanks!" } })
  })

  it("works out what it works out, and asks by it", () => {
    const survey = whole({
      elements: [
        age,
        { type: "text", inputType: "number", name: "partner" },
        { type: "comment", name: "both", visibleIf: "{total} > 100" },
        { type: "comment", name: "older", visibleIf: "{age} > {partner}" },
        { type: "expression", name: "mean", title: "Mean", expression: "avg({age}, {partner})" },
      ],
      calculatedValues: [{ name: "total", expression: "{age} + {partner}" }],
    })
    expect(asked(survey, { age: 60, partner: 50 })).toEqual(["age", "partner", "both", "older", "mean-shown"])
    expect(asked(survey, { age: 40, partner: 50 })).toEqual(["age", "partner", "mean-shown"])
    expect(next(survey, { age: 40, partner: 50 })).toMatchObject({ question: { text: "Mean: 45" } })
  })

  it("mixes the questions of a page that come in any order, where none follows from another", () => {
    const free = { pages: [{ questionOrder: "random", elements: [score, age, fruit] }] }
    expect(whole(free).mixed).toEqual([["score", "age", "fruit"]])
    const bound = {
      pages: [{ questionOrder: "random", elements: [score, { type: "text", name: "why", visibleIf: "{score} < 3" }] }],
    }
    expect(brought(bound)).toMatchObject({ unsupported: [{ what: "questionOrder" }] })
  })
})

describe("a condition of SurveyJS", () => {
  const given =
    (answers: object) =>
    (survey: AnyDefinition): boolean =>
      asked(survey, answers).includes("why")
  const scores = ["none", 1, 2, 3, 4, 5].map((each) => ({
    each,
    isAsked: given(each === "none" ? {} : { score: each }),
  }))
  const fruits = ["", "apple", "pear", "plum", "apple+pear", "apple+plum", "pear+plum"].map((each) => ({
    each: each === "" ? "none" : each,
    isAsked: given(each === "" ? {} : { fruit: each.split("+") }),
  }))

  it.for([
    ["{score} = '3'", "3"],
    ["{score} >= 3 and {score} < 5", "3 4"],
    ["3 <= {score} and 5 > {score}", "3 4"],
    ["{score} <> 3", "none 1 2 4 5"],
    ["!({score} > 3)", "none 1 2 3"],
    ["{score} empty", "none"],
    ["{score} notempty", "1 2 3 4 5"],
    ["{score} =< 2 || {score} == 5", "1 2 5"],
    ["iif({score} > 3, {score} < 5, {score} = 1)", "1 4"],
    ["{score} * 2 - 1 > 6", "4 5"],
    ["{score} - 1 = 0 or {score} + 1 = 1", "none 1"],
    ["({score} = 1) = true", "1"],
    ["1 = 2", ""],
    ["{score} anyof [2, '4']", "2 4"],
  ] as const)("%s is asked of whoever answered: %s", ([formula, holding]) => {
    const survey = whole(why(formula, score))
    const found = scores.filter(({ isAsked }) => isAsked(survey)).map(({ each }) => each)
    expect(found.join(" ")).toBe(holding)
  })

  it.for([
    ["{fruit} contains 'apple'", "apple apple+pear apple+plum"],
    ["{fruit} notcontains 'apple'", "none pear plum pear+plum"],
    ["{fruit} contains ['apple', 'pear']", "apple+pear"],
    ["{fruit} anyof ['apple', 'pear']", "apple pear apple+pear apple+plum pear+plum"],
    ["{fruit} noneof ['apple', 'pear']", "none plum"],
    ["{fruit} allof ['apple', 'pear']", "apple+pear"],
    ["{fruit} = ['pear', 'apple']", "apple+pear"],
    ["{fruit} != ['apple']", "none pear plum apple+pear apple+plum pear+plum"],
    ["{fruit.length} > 1", "apple+pear apple+plum pear+plum"],
    ["{fruit.length} = 0", "none"],
    ["{fruit} empty", "none"],
  ] as const)("%s is asked of whoever chose: %s", ([formula, holding]) => {
    const survey = whole(why(formula, fruit))
    const found = fruits.filter(({ isAsked }) => isAsked(survey)).map(({ each }) => each)
    expect(found.join(" ")).toBe(holding)
  })

  it("compares numbers of options with numbers, whatever they are stored as", () => {
    const survey = whole(why("{q} >= 4", { type: "radiogroup", name: "q", choices: [5, 4, 3, 2, 1] }))
    expect(["5", "4", "3", "2", "1"].filter((q) => asked(survey, { q }).includes("why"))).toEqual(["5", "4"])
  })

  it("leaves a question out that it is about, where it cannot be said, and says so", () => {
    for (const formula of [
      "{score} % 2 = 0",
      "today() > 3",
      "{later} = 1",
      "{score} =",
      "{$survey.locale} = 'de'",
      "bs+{",
    ]) {
      const { definition, unsupported } = brought(
        elements(score, { type: "comment", name: "why", visibleIf: formula }, { type: "text", name: "later" }),
      )
      expect(definition?.questions.map(({ id }) => id)).toEqual(["score", "later"])
      expect(unsupported[0]).toMatchObject({ where: "why", what: expect.stringContaining(formula) })
    }
  })
})

describe("what is not brought along", () => {
  it.for<[string, object]>([
    ["defaultValue", { type: "text", name: "q", defaultValue: "a" }],
    ["enableIf", { type: "text", name: "q", enableIf: "{a} = 1" }],
    ["valueName", { type: "text", name: "q", valueName: "a" }],
    ["readOnly", { type: "text", name: "q", readOnly: true }],
    ["validator regex", { type: "text", name: "q", validators: [{ type: "regex", regex: "a+" }] }],
    ['element of type "signaturepad"', { type: "signaturepad", name: "q" }],
    ['input of type "color"', { type: "text", inputType: "color", name: "q" }],
    ["choices", { type: "dropdown", name: "q", choicesByUrl: { url: "https://example.org" } }],
    ["rows that may stay empty", { type: "matrix", name: "q", rows: ["a"], columns: ["b"] }],
  ])("names %s, and where it stood", ([what, element]) => {
    const { unsupported } = brought(elements(element, { type: "text", name: "a" }))
    expect(unsupported).toContainEqual({ where: "q", what, reason: expect.any(String) })
  })

  it("names what the survey does by itself: triggers that answer or jump, and limits of time", () => {
    const json = {
      elements: [score],
      timeLimit: 30,
      triggers: [{ type: "skip", expression: "{score} = 1", gotoName: "score" }],
    }
    expect(brought(json).unsupported.map(({ what }) => what)).toEqual(["timeLimit", "trigger skip"])
  })

  it("gives no survey where nothing can be asked, and refuses what is none", () => {
    expect(brought({ elements: [] })).toMatchObject({ unsupported: [{ what: "survey" }] })
    expect(brought({ elements: [] })).not.toHaveProperty("definition")
    for (const odd of [null, 1, "a", []]) expect(() => brought(odd)).toThrow("survey: give the JSON of a survey")
    expect(() => importSurveyJs({ elements: [score] }, { name: "1 visit" })).toThrow("name: begin with a letter")
  })

  it("takes any JSON without harm", () => {
    const hostile = JSON.parse(
      `{"pages":[null,{"elements":[{"type":"__proto__","name":"__proto__"},{"type":"text","name":"constructor"},{"name":{},"title":[]},7,
      {"type":"checkbox","choices":[{"value":{}},null,[],"a","a"]},{"type":"panel","elements":{"length":9}},
      {"type":"matrix","rows":7,"columns":"x"},{"type":"rating","rateMin":"9","rateMax":1,"name":"r"}]}],"triggers":[1],
      "calculatedValues":[{"name":"x","expression":"{x} + 1"}]}`,
    ) as unknown
    const { definition, ids, unsupported } = brought(hostile)
    expect(definition?.questions.length).toBeGreaterThan(1)
    expect(unsupported.length).toBeGreaterThan(3)
    expect(Object.values(ids)).not.toContain("constructor")
    let deep: object = { type: "text", name: "deep" }
    for (let depth = 0; depth < 1000; depth += 1) deep = { type: "panel", elements: [deep] }
    expect(brought(elements(score, deep)).unsupported).toMatchObject([{ what: "panel" }])
  })
})

describe("the answers of SurveyJS", () => {
  it("are answers to the survey that was brought along", () => {
    const imported = brought(
      elements(
        { type: "radiogroup", name: "How many?", choices: [1, 2, 3] },
        { type: "checkbox", name: "days", choices: [1, 2] },
        { type: "boolean", name: "again" },
        { type: "multipletext", name: "both", items: [{ name: "first" }, { name: "last" }] },
        { type: "matrix", name: "grid", rows: ["speed"], columns: [1, 2], eachRowRequired: true },
        { type: "text", name: "years", inputType: "number" },
      ),
    )
    const answers = answersFromSurveyJs(imported, {
      "How many?": 2,
      days: [2],
      again: false,
      both: { first: "Ana", last: "" },
      grid: { speed: 1 },
      years: "41",
      unknown: 1,
    })
    expect(answers).toEqual({
      "How-many": "2",
      days: ["2"],
      again: "false",
      "both-first": "Ana",
      grid: { speed: "1" },
      years: 41,
    })
    expect(imported.definition && checkAnswers(imported.definition, answers).problems).toEqual([])
  })
})
