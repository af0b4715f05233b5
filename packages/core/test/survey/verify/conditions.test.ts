import { describe, expect, it } from "vitest"
import { all, any, not } from "../../../src/kernel/condition.ts"
import { choose, count, mean, points } from "../../../src/kernel/calculated.ts"
import { defineSurvey } from "../../../src/survey/builder.ts"
import { choice, choices } from "../../../src/survey/question-list.ts"
import { number, slider } from "../../../src/survey/question-scale.ts"
import { text } from "../../../src/survey/question-words.ts"
import { verify } from "../../../src/survey/verify/verify.ts"
import { asked, es, found, only, raw, recommend, why } from "./findings.ts"

describe("conditions", () => {
  it("that can never hold leave a question that nobody is asked", () => {
    const never = defineSurvey("never", (s) =>
      s
        .ask("score", recommend)
        .ask("low", why, { when: (a) => a.score.atMost(6) })
        .ask("both", why, { when: (a) => all(a.low.exists(), a.score.atLeast(7)) })
        .ask("neither", why, { when: (a) => all(a.score.lessThan(3), a.score.greaterThan(3)) }),
    )
    expect(found(never)).toEqual(["unreachable-question both", "unreachable-question neither"])
  })

  it("that always hold say nothing", () => {
    const always = defineSurvey("always", (s) =>
      s
        .ask("score", recommend)
        .ask("why", why, { when: (a) => any(a.score.atMost(6), a.score.atLeast(7)) })
        .ask("more", why, { when: (a) => a.why.exists() }),
    )
    expect(found(always)).toEqual(["always-holds why", "always-holds more"])
  })

  it("that hold for everybody who answered still depend on who passed it over", () => {
    const passed = defineSurvey("passed", (s) =>
      s.ask("score", recommend, { required: false }).ask("why", why, { when: (a) => a.score.atLeast(0) }),
    )
    expect(found(passed)).toEqual([])
  })

  it("are seen with what a branch demands, and with values worked out", () => {
    const branched = defineSurvey("branched", (s) =>
      s
        .ask("kind", choice(es("¿Qué?", "What?"), ["lost", "late"]))
        .ask("score", recommend)
        .branch("kind", {
          lost: (arm) => arm.ask("where", why, { when: (a) => a.kind.is("late") }),
          late: (arm) => arm.ask("days", number(es("¿Días?", "Days?"), { low: 0 })),
        })
        .calculate("group", (a) => choose(a.score.atMost(6), "low", "high"))
        .ask("odd", why, { when: (a) => all(a.group.is("low"), a.score.atLeast(7)) })
        .ask("fine", why, { when: (a) => all(a.group.is("low"), a.days.greaterThan(3)) }),
    )
    expect(found(branched)).toEqual(["unreachable-question where", "unreachable-question odd"])
  })

  it("about numbers are cut where they are compared, and no finer", () => {
    const numbers = defineSurvey("numbers", (s) =>
      s
        .ask("age", number(es("¿Edad?", "Age?"), { low: 0, whole: true }))
        .ask("none", why, { when: (a) => all(a.age.greaterThan(4), a.age.lessThan(5)) })
        .ask("some", why, { when: (a) => all(a.age.greaterThan(4), a.age.lessThan(6)) })
        .ask("price", number(es("¿Precio?", "Price?")))
        .ask("cents", why, { when: (a) => all(a.price.greaterThan(4), a.price.lessThan(5)) }),
    )
    expect(found(numbers)).toEqual(["unreachable-question none"])
  })

  it("about words are told apart by what they look for", () => {
    const words = defineSurvey("words", (s) =>
      s
        .ask("town", text(es("¿Ciudad?", "Town?")))
        .ask("part", why, { when: (a) => all(a.town.contains("drid"), not(a.town.contains("Madrid"))) })
        .ask("clash", why, { when: (a) => all(a.town.contains("Madrid"), not(a.town.contains("drid"))) })
        .ask("two", why, { when: (a) => all(a.town.is("Madrid"), a.town.is("Cuenca")) }),
    )
    expect(found(words)).toEqual(["unreachable-question clash", "unreachable-question two"])
  })

  it("about several choices know how many may be chosen, and which stand alone", () => {
    const many = defineSurvey("many", (s) =>
      s
        .ask("what", choices(es("¿Qué?", "What?"), ["a", "b", "c", { value: "none", alone: true }], { most: 2 }))
        .ask("three", why, { when: (a) => all(a.what.includes("a"), a.what.includes("b"), a.what.includes("c")) })
        .ask("alone", why, { when: (a) => all(a.what.includes("a"), a.what.includes("none")) })
        .ask("pair", why, { when: (a) => all(a.what.includes("a"), a.what.includes("b")) })
        .calculate("number", (a) => count(a.what))
        .ask("crowd", why, { when: (a) => a.number.greaterThan(1) })
        .calculate("points", (a) => points(a.what, { a: 1, b: 2 }))
        .ask("rich", why, { when: (a) => a.points.atLeast(3) }),
    )
    expect(found(many)).toEqual(["unreachable-question three", "unreachable-question alone"])
  })

  it("over more answers than can be tried are judged by what they demand of each, or not at all", () => {
    const wide = defineSurvey("wide", (s) =>
      s
        .ask("a", slider(es("¿A?", "A?")))
        .ask("b", slider(es("¿B?", "B?")))
        .ask("c", slider(es("¿C?", "C?")))
        .calculate("mean", (a) => mean(a.a, a.b, a.c))
        .ask("likely", why, { when: (a) => a.mean.greaterThan(50) })
        .ask("clash", why, { when: (a) => all(a.mean.greaterThan(50), a.a.atMost(10), a.a.atLeast(11)) }),
    )
    expect(found(wide)).toEqual(["unreachable-question clash"])
  })

  it("of requirements, offers and checks are looked at as well", () => {
    const around = defineSurvey("around", (s) =>
      s
        .ask("score", recommend)
        .ask("fix", choice(es("¿Qué?", "What?"), ["price", "delivery", "other"]), {
          when: (a) => a.score.atMost(6),
          offer: (a) => ({ price: a.score.atLeast(7), other: a.score.atMost(6) }),
          required: (a) => a.score.lessThan(9),
        })
        .ask("seats", number(es("¿Cuántos?", "How many?"), { low: 1, high: 9 }))
        .check((a) => a.seats.atLeast(1), es("Al menos uno", "One at least")),
    )
    expect(verify(around).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'always-holds: Of "fix", what requires an answer to it (`requiredWhen`) holds for everybody who is asked.',
      'never-holds: Of "fix", what its option "price" is offered under never holds.',
      'always-holds: Of "fix", what its option "other" is offered under holds for everybody who is asked.',
      'always-holds: Of "seats", its check 1 holds for everybody who is asked.',
    ])
  })

  it("that leave somebody without any answer are found, with who that is", () => {
    const stuck = defineSurvey("stuck", (s) =>
      s.ask("size", choice(es("¿Talla?", "Size?"), ["s", "m"])).ask("cut", choice(es("¿Corte?", "Cut?"), ["slim"]), {
        offer: (a) => ({ slim: a.size.is("s") }),
      }),
    )
    const free = { ...stuck, questions: stuck.questions.map((each) => ({ ...each, required: each.id === "size" })) }
    expect(only(stuck, "unanswerable-question")).toMatchObject([
      { question: "cut", message: '"cut" has to be answered, and no answer is taken where size: "m".' },
    ])
    expect(only(free, "unanswerable-question")).toEqual([])
  })
})

describe("endings and quotas", () => {
  const base = (ends: object, quotas: readonly object[] = []) =>
    raw([asked("score", { kind: "nps" }), asked("more")], { ...ends, quotas })
  const at = (op: string, value: number) => ({ op, path: ["score"], value })

  it("that nobody sees are found: impossible, behind one that always holds, thanks that are never said", () => {
    const survey = base({
      endings: [
        { id: "low", text: "a", when: at("at-most", 6) },
        { id: "never", text: "b", when: { op: "all", of: [at("at-most", 6), at("at-least", 7)] } },
        { id: "high", text: "c", when: at("at-least", 7) },
        { id: "behind", text: "d", when: at("at-least", 9) },
      ],
      thanks: "e",
    })
    expect(verify(survey).map(({ message }) => message)).toEqual([
      'Nobody sees the ending "never": no answers fulfil its condition.',
      'Nobody sees the ending "behind": an ending before it always holds as well.',
      "Nobody sees the thanks: everybody comes to some ending.",
    ])
  })

  it("that come early hide what stands behind them", () => {
    const early = (when?: object) =>
      base({ endings: [{ id: "out", text: "a", early: true, ...(when && { when }) }], thanks: "b" })
    expect(found(early(at("at-most", 3)))).toEqual([])
    expect(found(early(at("at-least", 0)))).toEqual(["unreachable-question more", "unreachable-ending"])
    expect(found(early())).toEqual(["unreachable-question more", "unreachable-ending"])
  })

  it("that cannot fill are found, alone or because of one another", () => {
    const quota = (id: string, limit: number, when: object) => ({ id, limit, when })
    const never = { op: "all", of: [at("at-most", 6), at("at-least", 7)] }
    expect(found(base({}, [quota("n", 5, never)]))).toEqual(["impossible-quota"])
    expect(found(base({}, [quota("all", 5, at("at-least", 0)), quota("low", 6, at("at-most", 6))]))).toEqual([
      "contradicting-quotas",
    ])
    expect(found(base({}, [quota("all", 5, at("at-least", 0)), quota("low", 5, at("at-most", 6))]))).toEqual([])
    const out = { endings: [{ id: "out", text: "a", early: true, when: at("at-most", 6) }], thanks: "b" }
    expect(found(base(out, [quota("low", 5, at("at-most", 6))]))).toEqual(["impossible-quota"])
    expect(found(base(out, [quota("high", 5, at("at-least", 6))]))).toEqual([])
  })
})
