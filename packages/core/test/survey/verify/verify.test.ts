import { describe, expect, it } from "vitest"
import { all, not } from "../../../src/kernel/condition.ts"
import { choose, sum } from "../../../src/kernel/calculated.ts"
import { defineSurvey } from "../../../src/survey/builder.ts"
import { choice, matrix, ranking } from "../../../src/survey/question-list.ts"
import { number } from "../../../src/survey/question-scale.ts"
import { openText } from "../../../src/survey/question-words.ts"
import { verify } from "../../../src/survey/verify/verify.ts"
import { verifyJson } from "../../../src/survey/verify/verify-json.ts"
import { asked, es, found, raw, recommend, why } from "./findings.ts"

describe("a sound survey", () => {
  it("verifies clean", () => {
    const survey = defineSurvey("visit", (s) =>
      s
        .ask("score", recommend)
        .ask("why", why, { when: (a) => a.score.atMost(6) })
        .ask("more", openText(es("¿Qué falta?", "What is missing?")), { when: (a) => a.score.between(7, 8) })
        .ask("story", openText(es("¿Qué contarías?", "What would you tell?")), {
          when: (a) => a.score.atLeast(9),
          required: false,
        })
        .calculate("group", (a) => choose(a.score.atMost(6), "detractor", "other"))
        .end("sorry", es("Lo sentimos", "We are sorry"), { when: (a) => a.group.is("detractor") })
        .quota("low", { when: (a) => a.score.atMost(6), limit: 10 })
        .thank(es("Gracias", "Thank you")),
    )
    expect(verify(survey, { media: ["web", "email", "sms", "chat", "voice"] })).toEqual([])
  })

  it("says what is wrong, where, and what to do", () => {
    const survey = raw([asked("rating"), asked("why", { when: { op: "at-most", path: ["ratign"], value: 2 } })])
    expect(verify(survey)).toEqual([
      {
        code: "unknown-reference",
        severity: "error",
        question: "why",
        message:
          'The condition (`when`) of "why" names "ratign", and the survey has no question and no value of that name.',
        fix: 'did you mean "rating"?',
      },
    ])
  })
})

describe("references", () => {
  const at = (name: string) => ({ op: "at-most", path: [name], value: 2 })

  it.for([
    ["a question that is not there", raw([asked("a"), asked("b", { when: at("zzz") })]), "unknown-reference b"],
    ["a later question", raw([asked("a", { when: at("b") }), asked("b")]), "forward-reference a"],
    ["itself", raw([asked("a"), asked("b", { when: at("b") })]), "self-reference b"],
    [
      "itself in what requires it",
      raw([asked("a"), asked("b", { required: false, requiredWhen: at("b") })]),
      "self-reference b",
    ],
    [
      "a later one in a check",
      raw([asked("a", { checks: [{ that: at("b"), message: "!" }] }), asked("b")]),
      "forward-reference a",
    ],
    [
      "nobody in an ending",
      raw([asked("a")], { endings: [{ id: "e", text: "x", when: at("b") }], thanks: "y" }),
      "unknown-reference",
    ],
    ["nobody in a quota", raw([asked("a")], { quotas: [{ id: "k", limit: 2, when: at("b") }] }), "unknown-reference"],
    [
      "a later one in a value",
      raw([asked("a"), asked("b")], { values: [{ name: "v", is: { op: "fact", path: ["b"] }, after: "a" }] }),
      "forward-reference",
    ],
    [
      "a value before it is worked out",
      raw([asked("a"), asked("b", { when: at("v") }), asked("c")], {
        values: [{ name: "v", is: { op: "fact", path: ["a"] }, after: "b" }],
      }),
      "forward-reference b",
    ],
    [
      "another of those it is mixed with",
      raw([asked("a"), asked("b", { when: at("a") })], { mixed: [["a", "b"]] }),
      "forward-reference b",
    ],
    [
      "a part that an answer does not have",
      raw([asked("a"), asked("b", { when: { op: "exists", path: ["a", "x"] } })]),
      "unknown-reference b",
    ],
    [
      "what is outside of its panel",
      raw([
        asked("a"),
        {
          id: "p",
          kind: "panel",
          text: "?",
          another: "?",
          least: 1,
          most: 2,
          required: true,
          questions: [asked("c", { when: at("a") })],
        },
      ]),
      "unknown-reference p.c",
    ],
  ] as const)("to %s are found", ([, survey, wanted]) => {
    expect(found(survey)).toEqual([wanted])
  })

  it("to what is there are let be: earlier answers, parts, values, the answer itself in a check", () => {
    const survey = defineSurvey("sound", (s) =>
      s
        .ask("service", matrix(es("¿Qué tal?", "How was it?"), ["speed", "staff"], ["bad", "good"]))
        .ask("why", why, { when: (a) => a.service.speed.is("bad") })
        .ask("seats", number(es("¿Cuántos sois?", "How many?"), { low: 1, high: 9, whole: true }))
        .check((a) => a.seats.isNot(7), es("Siete no caben", "Seven do not fit"))
        .calculate("double", (a) => sum(a.seats, a.seats))
        .ask("big", why, { when: (a) => a.double.greaterThan(10) }),
    )
    expect(found(survey)).toEqual([])
  })

  it("in texts are found: later, own, nearly right; what may be a trait is let be", () => {
    const survey = raw([
      asked("score", { text: "Hello {name}, {score}?" }),
      asked("why", { text: "You said {scoer}. And {later}?" }),
      asked("later"),
    ])
    expect(found(survey)).toEqual(["self-reference score", "unknown-reference why", "forward-reference why"])
    expect(found(survey, { names: ["plan"] })).toContain("unknown-reference score")
  })
})

describe("comparisons with what no answer can be", () => {
  it.for([
    ["an option that is not there", { op: "equals", path: ["fix"], value: "prize" }],
    ["not being one", { op: "not-equals", path: ["fix"], value: "prize" }],
    ["one of several", { op: "in", path: ["fix"], value: ["price", "prize"] }],
    ["a score off the scale", { op: "equals", path: ["score"], value: 11 }],
    ["a score above the highest", { op: "greater-than", path: ["score"], value: 10 }],
    ["a number where there are words", { op: "at-most", path: ["words"], value: 3 }],
    ["a time", { op: "within", path: ["score"], duration: "5 days" }],
    ["a value that is never worked out", { op: "equals", path: ["group"], value: "detracter" }],
    ["a sum out of its bounds", { op: "at-least", path: ["total"], value: 21 }],
  ] as const)("are found: %s", ([, condition]) => {
    const survey = defineSurvey("s", (s) =>
      s
        .ask("score", recommend)
        .ask("fix", choice(es("¿Qué?", "What?"), ["price", "delivery"]))
        .ask("words", why)
        .calculate("group", (a) => choose(a.score.atMost(6), "detractor", "other"))
        .calculate("total", (a) => sum(a.score, a.score))
        .ask("last", why, { when: () => condition })
        .ask("end", why, { when: () => not(condition) }),
    )
    const codes = new Set(found(survey))
    expect(codes).toEqual(new Set(["impossible-value last", "impossible-value end"]))
  })
})

describe("what comes from outside", () => {
  it.for([
    null,
    [],
    "survey",
    {},
    { name: "s", questions: [] },
    { name: "s", questions: [{ id: "a", kind: "nps" }] },
    { name: "s", questions: [asked("a", { kind: "toString" })] },
    { name: "s", questions: [asked("a", { when: { op: "equals", path: ["__proto__"], value: 1 } })] },
    { name: "s", questions: [asked("a")], values: [{ name: "v", is: { op: "eval" }, after: null }] },
    { name: "s", questions: [asked("a"), asked("a")] },
    { name: "s", questions: [asked("a", { kind: "choice", options: [] })] },
  ])("and is no survey is told so: %j", (given) => {
    const diagnostics = verifyJson(JSON.parse(JSON.stringify(given)))
    expect(diagnostics).toMatchObject([{ code: "malformed", severity: "error" }])
  })

  it("and is nested without end is told so", () => {
    let deep: object = {}
    for (let level = 0; level < 5000; level++) deep = { of: deep }
    const survey = { name: "s", questions: [asked("a"), asked("b", { when: deep })] }
    expect(verifyJson(survey)).toMatchObject([{ code: "malformed" }])
  })

  it("and is one is verified", () => {
    expect(verifyJson({ name: "s", questions: [asked("a")] })).toEqual([])
    const survey = { name: "s", questions: [asked("a"), asked("b", { when: { op: "equals", path: ["a"], value: 9 } })] }
    expect(verifyJson(survey)).toMatchObject([{ code: "impossible-value", question: "b" }])
  })

  it("is judged by what can be ranked, too", () => {
    const ranked = defineSurvey("ranked", (s) =>
      s.ask("order", ranking("Order?", ["a", "b", "c"], { top: 1 })).ask("two", openText("Why?"), {
        when: (a) => all(a.order.includes("a"), a.order.includes("b")),
      }),
    )
    expect(found(ranked)).toEqual(["unreachable-question two"])
  })
})
