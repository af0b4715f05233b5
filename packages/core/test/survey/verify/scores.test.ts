import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../../src/survey/builder.ts"
import type { AnyDefinition } from "../../../src/survey/definition.ts"
import { file } from "../../../src/survey/question-form.ts"
import { choice } from "../../../src/survey/question-list.ts"
import { csat, rating, type NpsScore } from "../../../src/survey/question-scale.ts"
import { openText, text } from "../../../src/survey/question-words.ts"
import { verify } from "../../../src/survey/verify/verify.ts"
import { asked, es, found, only, raw, recommend, why } from "./findings.ts"

describe("what scores lead to", () => {
  const led = (low: number, high: number) =>
    defineSurvey("led", (s) =>
      s
        .ask("stars", rating(es("¿Estrellas?", "Stars?"), { high: 5 }))
        .ask("bad", why, { when: (a) => a.stars.atMost(low) })
        .ask("good", why, { when: (a) => a.stars.atLeast(high) }),
    )

  it("has no hole between what is for low and what is for high ones, and no overlap", () => {
    expect(found(led(2, 4))).toEqual(["uncovered-score stars"])
    expect(found(led(3, 3))).toEqual(["overlapping-scores stars"])
    expect(found(led(3, 4))).toEqual([])
  })

  it("may be a hole where everybody says why, or where an ending speaks to them", () => {
    const open = defineSurvey("open", (s) =>
      s
        .ask("stars", rating(es("¿Estrellas?", "Stars?"), { high: 5 }))
        .ask("words", why)
        .ask("bad", openText(es("¿Qué falló?", "What failed?")), { when: (a) => a.stars.atMost(2) })
        .ask("good", openText(es("¿Qué gustó?", "What was good?")), { when: (a) => a.stars.atLeast(4) }),
    )
    expect(found(open)).toEqual([])
    const ended = {
      ...led(2, 4),
      endings: [{ id: "three", text: "Thanks", when: { op: "equals", path: ["stars"], value: 3 } }],
    } as const
    expect(only({ ...ended, thanks: "Bye" }, "uncovered-score")).toEqual([])
  })

  it("is seen at the end as well: who is told nothing", () => {
    const survey = (thanks: object) =>
      raw([asked("stars", { kind: "rating", high: 5 })], {
        endings: [
          { id: "low", text: "a", when: { op: "at-most", path: ["stars"], value: 2 } },
          { id: "high", text: "b", when: { op: "at-least", path: ["stars"], value: 4 } },
        ],
        ...thanks,
      })
    expect(found(survey({}))).toEqual(["uncovered-score stars"])
    expect(only(survey({}), "uncovered-score")[0]?.message).toContain("with 3 is")
  })
})

describe("mistakes of the trade", () => {
  const cut = (low: NpsScore, high: NpsScore) =>
    only(
      defineSurvey("cut", (s) =>
        s
          .ask("score", recommend)
          .ask("a", why, { when: (a) => a.score.atMost(low) })
          .ask("b", why, { when: (a) => a.score.between((low + 1) as NpsScore, (high - 1) as NpsScore) })
          .ask("c", why, { when: (a) => a.score.atLeast(high) }),
      ),
      "nps-groups",
    ).map(({ message }) => message)

  it("an NPS that is cut elsewhere than at 6 and 8", () => {
    expect(cut(6, 9)).toEqual([])
    expect(cut(5, 9)).toEqual(['What follows from "score" sets 6 apart from the detractors (0 to 6).'])
    expect(cut(6, 8)).toEqual(['What follows from "score" counts 8, a passive, with the promoters (9 and 10).'])
    expect(cut(7, 9)).toEqual(['What follows from "score" counts 7, a passive, with the detractors (0 to 6).'])
    expect(cut(6, 10)).toEqual(['What follows from "score" sets 9 apart from the promoters (9 and 10).'])
    expect(cut(3, 7)).toEqual([])
  })

  it("a scale of which more is worse, and words that name another scale", () => {
    const turned = defineSurvey("turned", (s) =>
      s
        .ask(
          "a",
          rating(es("¿Qué tal?", "How was it?"), {
            ends: { low: es("Excelente", "Excellent"), high: es("Pésimo", "Terrible") },
          }),
        )
        .ask(
          "b",
          rating(es("¿Y esto?", "And this?"), {
            ends: { low: es("Pésimo", "Terrible"), high: es("Excelente", "Excellent") },
          }),
        )
        .ask("c", csat(es("Del 1 al 10, ¿qué tal?", "From 1 to 10, how was it?")))
        .ask("d", csat(es("Del 1 al 5, ¿qué tal?", "From 1 to 5, how was it?"))),
    )
    expect(found(turned)).toEqual(["scale-direction a", "scale-range c"])
  })

  it("too much that has to be answered, or nothing", () => {
    const many = (length: number, required: boolean) =>
      raw(Array.from({ length }, (_, place) => asked(`q${place}`, { required })))
    expect(found(many(13, true))).toEqual(["too-many-required"])
    expect(found(many(12, true))).toEqual([])
    expect(found(many(5, true), { mostRequired: 4 })).toEqual(["too-many-required"])
    expect(found(many(3, false))).toEqual(["nothing-required"])
  })
})

describe("answers to earlier versions", () => {
  const before = defineSurvey("s", (s) =>
    s
      .ask("fix", choice("Fix?", ["price", "delivery", "other"]))
      .ask("note", text("Note", { maxLength: 50 }))
      .ask("stars", rating("Stars?")),
  )
  const after = (changes: readonly object[], more: object = {}): AnyDefinition => ({
    ...defineSurvey("s", (s) =>
      s.ask("fix", choice("Fix?", ["price", "shipping"])).ask("remark", text("Note", { maxLength: 50 })),
    ),
    migrations: [{ from: before.version, changes: changes as never }],
    ...more,
  })
  const drop = { change: "drop", question: "stars" }
  const rename = { change: "rename", question: "note", to: "remark" }
  const map = { change: "map", question: "fix", options: { delivery: "shipping", other: null } }

  it("all land, or are forgotten on purpose", () => {
    expect(found(after([drop, rename, map]), { earlier: [before] })).toEqual([])
  })

  it("that would get lost are named", () => {
    expect(found(after([rename, map]), { earlier: [before] })).toEqual(["incomplete-migration stars"])
    expect(
      only(after([drop, rename, { ...map, options: { other: null } }]), "incomplete-migration", { earlier: [before] }),
    ).toMatchObject([{ question: "fix", message: expect.stringContaining('"delivery" would be refused') }])
    expect(found({ ...after([]), migrations: [] }, { earlier: [before] })).toHaveLength(3)
  })

  it("may not mean something else now", () => {
    const ten = defineSurvey("s", (s) => s.ask("stars", rating("Stars?", { high: 10 })))
    const five = defineSurvey("s", (s) => s.ask("stars", rating("Stars?")))
    expect(found(ten, { earlier: [five] })).toEqual(["changed-scale stars"])
    expect(found(five, { earlier: [ten] })).toEqual(["incomplete-migration stars"])
  })

  it("are not moved by changes that name nobody", () => {
    const strange = [drop, rename, map, { change: "drop", question: "gone" }]
    expect(found(after(strange), { earlier: [before] })).toEqual(["unknown-reference gone"])
  })
})

describe("where it is asked", () => {
  const survey = defineSurvey("long", (s) =>
    s
      .ask("photo", file(es("¿Una foto?", "A photo?")))
      .ask("extra", file(es("¿Otra?", "Another?")), { required: false })
      .ask("where", choice(es("¿Dónde?", "Where?"), ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"]))
      .ask("story", openText("x".repeat(480))),
  )

  it("says nothing where nobody said where", () => {
    expect(found(survey)).toEqual([])
    expect(found(survey, { media: ["web", "email"] })).toEqual([])
  })

  it("knows what a text message, a chat and the telephone carry", () => {
    expect(
      verify(survey, { media: ["sms"] }).map(({ severity, code, question }) => [severity, code, question]),
    ).toEqual([
      ["error", "not-on-medium", "photo"],
      ["warning", "not-on-medium", "extra"],
      ["warning", "long-text", "story"],
    ])
    expect(found(survey, { media: ["chat"] })).toEqual(["hard-on-medium where"])
    expect(found(survey, { media: ["voice"] })).toEqual([
      "not-on-medium photo",
      "not-on-medium extra",
      "hard-on-medium where",
    ])
  })

  it("knows the channels that are named", () => {
    const short = defineSurvey("short", (s) =>
      s
        .ask("a", choice(es("¿A?", "A?"), ["x", "y", "z", "w"]))
        .ask("b", choice("B?", [{ value: "x", label: "x".repeat(21) }, "y"])),
    )
    const channels = {
      whats: { text: { max: 4096 }, parts: { choices: { level: "partial", max: 3, maxLabel: 20 } } },
    } as const
    expect(found(short, { channels })).toEqual(["hard-on-medium a", "hard-on-medium b"])
    expect(found(short, { channels: { wide: { text: { max: 4096 }, parts: { choices: "full" } } } })).toEqual([])
  })
})

describe("defects that published surveys have", () => {
  const led = (one: object, other: object, kind: object) =>
    raw([asked("score", kind), asked("a", { when: one }), asked("b", { when: other })])
  const at = (op: string, value: number) => ({ op, path: ["score"], value })
  const nps = { kind: "nps" }
  const five = { kind: "rating", high: 5 }

  it("are found: thanks for more than 8 and less than 7, and nothing for 7 and 8", () => {
    const survey = raw([asked("score", nps)], {
      endings: [
        { id: "high", text: "Thanks!", when: at("greater-than", 8) },
        { id: "low", text: "Sorry", when: at("less-than", 7) },
      ],
    })
    expect(only(survey, "uncovered-score")[0]?.message).toContain('answers "score" with 7–8 ')
  })

  it("are found: more than 3 and less than 3, and nothing for 3", () => {
    expect(only(led(at("greater-than", 3), at("less-than", 3), five), "uncovered-score")).toHaveLength(1)
  })

  it("are found: passives from 6 to 8", () => {
    const survey = led(at("at-most", 5), { op: "between", path: ["score"], from: 6, to: 8 }, nps)
    expect(found(survey)).toEqual(["nps-groups score"])
  })

  it("are found: what disappointed you, asked of everybody who answered", () => {
    expect(found(raw([asked("score", nps), asked("why", { when: { op: "exists", path: ["score"] } })]))).toEqual([
      "always-holds why",
    ])
  })
})
