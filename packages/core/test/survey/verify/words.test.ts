import { describe, expect, it } from "vitest"
import { defineSurvey, panel } from "../../../src/survey/builder.ts"
import { consent, contact } from "../../../src/survey/question-form.ts"
import { choice, dropdown, matrix } from "../../../src/survey/question-list.ts"
import { ces } from "../../../src/survey/question-scale.ts"
import { email, openText, text } from "../../../src/survey/question-words.ts"
import { verify } from "../../../src/survey/verify/verify.ts"
import { asked, es, found, raw, recommend, why } from "./findings.ts"

describe("languages", () => {
  it("are all there: in questions, options, endings, checks, help; what may be a name is let be", () => {
    const survey = raw(
      [
        asked("a", {
          kind: "choice",
          text: { es: "¿Qué?", en: "What?" },
          help: { es: "Una" },
          options: [
            { value: "iphone", label: "iPhone" },
            { value: "other", label: "other" },
            { value: "price", label: { es: "El precio", en: "" } },
          ],
          checks: [{ that: { op: "not-equals", path: ["a"], value: "other" }, message: { en: "No" } }],
        }),
        asked("b", { text: "How was it?" }),
      ],
      {
        languages: ["es", "en"],
        endings: [{ id: "e", text: { en: "Bye" }, when: { op: "equals", path: ["b"], value: 1 } }],
      },
    )
    expect(verify(survey).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'error: The help of "a" are missing in en.',
      'warning: The option "other" of "a" are the same in es, en: "other".',
      'error: The option "price" of "a" are missing in en.',
      'error: The message of check 1 of "a" are missing in es.',
      'warning: The words of "b" are the same in es, en: "How was it?".',
      'error: The ending "e" are missing in es.',
    ])
  })

  it("that nobody declared are those of the first text, and only told", () => {
    const survey = raw([asked("a", { text: { es: "¿Qué?", en: "What?" } }), asked("b", { text: { es: "¿Y?" } })])
    expect(verify(survey)).toMatchObject([{ code: "missing-translation", severity: "warning", question: "b" }])
  })

  it("of another region are the same language", () => {
    expect(found(raw([asked("a", { text: { es: "¿Qué?" } })], { languages: ["es-MX"] }))).toEqual([])
    expect(found(raw([asked("a", { text: { "es-MX": "¿Qué?" } })], { languages: ["es"] }))).toEqual([
      "missing-translation a",
    ])
  })
})

describe("answers in texts", () => {
  const piped = (words: string, required: boolean) =>
    defineSurvey("piped", (s) =>
      s
        .ask("town", text("Where?"), { required })
        .ask("score", recommend)
        .ask("low", why, { when: (a) => a.score.atMost(6) })
        .ask("last", openText(words)),
    )

  it("have a fallback where somebody has no answer", () => {
    expect(found(piped("How is {town}?", true))).toEqual([])
    expect(found(piped("How is {town}?", false))).toEqual(["missing-fallback last"])
    expect(found(piped("How is {town|it}?", false))).toEqual([])
    expect(found(piped("You said: {low}", true))).toEqual(["missing-fallback last"])
  })

  it("need none where whoever reads them has answered", () => {
    const survey = defineSurvey("sure", (s) =>
      s
        .ask("score", recommend)
        .ask("low", why, { when: (a) => a.score.atMost(6) })
        .ask("more", openText(es("Dijiste {low}. ¿Y más?", "You said {low}. More?")), {
          when: (a) => a.score.atMost(3),
        }),
    )
    expect(found(survey)).toEqual([])
  })

  it("are looked at in endings and thanks as well", () => {
    const ended = (words: string, thanks: string) =>
      found(
        defineSurvey("ended", (s) =>
          s
            .ask("score", recommend)
            .ask("low", why, { when: (a) => a.score.atMost(6) })
            .end("sorry", es(words, words), { when: (a) => a.score.atMost(6) })
            .thank(es(thanks, thanks)),
        ),
      )
    expect(ended("You said {low}.", "Thank you.")).toEqual([])
    expect(ended("Sorry.", "You said {score}.")).toEqual([])
    expect(ended("Sorry.", "You said {low}.")).toEqual(["missing-fallback"])
    expect(ended("Sorry, {scre}.", "Thank you.")).toEqual(["unknown-reference"])
  })

  it("cannot be those that are no words", () => {
    const survey = defineSurvey("grid", (s) =>
      s.ask("grid", matrix("How?", ["a"], ["b", "c"])).ask("last", openText("You said {grid|that}")),
    )
    expect(found(survey)).toEqual(["missing-fallback last"])
  })
})

describe("an anonymous survey", () => {
  const who = defineSurvey(
    "who",
    (s) =>
      s
        .ask("mail", email(es("¿Tu correo?", "Your e-mail?")))
        .ask("name", text(es("¿Tu nombre?", "Your name?")))
        .ask("ok", consent(es("¿Podemos escribirte?", "May we write?"), { purpose: "news" }))
        .ask("fine", consent(es("¿Has leído esto?", "Have you read this?")))
        .ask(
          "all",
          panel(es("¿Quién?", "Who?"), (inner) => inner.ask("c", contact(es("¿Quién?", "Who?"), ["name"]))),
        ),
    { confidentiality: "anonymous" },
  )

  it("asks nobody who they are", () => {
    expect(found(who)).toEqual([
      "personal-question mail",
      "personal-question name",
      "personal-question ok",
      "personal-question all.c",
    ])
    expect(found({ ...who, confidentiality: "confidential" })).toEqual([])
  })
})

describe("honest questions", () => {
  const words = (question: string, kind: "csat" | "open-text" = "csat") =>
    found(raw([asked("q", { kind, text: question, ...(kind === "open-text" && { maxLength: 100 }) })]))

  it.for([
    "Don't you agree that it was easy?",
    "It was easy, wasn't it?",
    "How much did you love our app?",
    "How amazing was the service?",
    "How was our excellent service?",
    "Most customers recommend it, right?",
    "¿No crees que fue fácil?",
    "Te gustó, ¿verdad?",
    "Fue fácil, ¿no?",
    "¿Cuánto te encantó la visita?",
    "¿Qué te pareció nuestro excelente servicio?",
    "¿Qué tan excelente fue la atención?",
    "La mayoría de nuestros clientes recomienda la tienda. ¿Y tú?",
  ])("expect no answer: %s", (question) => {
    expect(words(question)).toContain("leading-question q")
  })

  it.for([
    "How satisfied are you with our service?",
    "Why didn't you buy it?",
    "Is this address right?",
    "What did you like about the visit?",
    "How easy was it to find us?",
    "¿A qué hora te viene bien?",
    "¿Cómo sabe la comida?",
    "¿Cómo nos conociste?",
    "¿Qué tal fue la visita?",
    "¿Nos recomendarías a un amigo o a un compañero?",
    "¿Qué mejorarías?",
    "¿Qué no te gustó?",
  ])("may be asked: %s", (question) => {
    expect(words(question, "open-text")).toEqual([])
    expect(words(question)).toEqual([])
  })

  it.for([
    "Was the staff fast and friendly?",
    "¿Fue rápido y amable?",
    "How are the quality and the price?",
    "¿Qué tal la comida y el servicio?",
  ])("ask one thing at a time: %s", (question) => {
    expect(words(question)).toEqual(["double-question q"])
    expect(words(question, "open-text")).toEqual([])
  })

  it("offer as many good answers as bad ones, and shame nobody", () => {
    const offering = (...options: readonly [string, ...string[]]) =>
      found(defineSurvey("s", (s) => s.ask("q", choice("How was it?", options))))
    expect(offering("Excellent", "Very good", "Good")).toEqual(["unbalanced-options q"])
    expect(offering("Good", "Fair", "Bad")).toEqual([])
    expect(offering("Excellent", "Good", "Bad")).toEqual([])
    expect(offering("Yes", "No, I don't want to save money")).toEqual(["unbalanced-options q"])
    expect(offering("Sí", "No, gracias")).toEqual([])
  })

  it("do not lead through list behind list before anything is asked", () => {
    const list = dropdown("Which?", ["a", "b"])
    const deep = defineSurvey("deep", (s) =>
      s
        .ask("one", list)
        .ask("two", list, { when: (a) => a.one.is("a") })
        .ask("three", list, { when: (a) => a.two.is("a") })
        .ask("four", list, { when: (a) => a.three.is("a") }),
    )
    const begun = { ...deep, questions: [{ ...why, id: "words", required: true }, ...deep.questions] }
    expect(found(deep)).toEqual(["deep-menu four"])
    expect(found(begun)).toEqual([])
  })

  it("ask for no score before anything was given", () => {
    const early = defineSurvey("early", (s) =>
      s.say("hello", "Hello").ask("effort", ces("Was it easy?")).ask("why", openText("Why?")),
    )
    expect(found(early, { afterContact: false })).toEqual(["early-score effort"])
    expect(found(early)).toEqual([])
    const late = defineSurvey("late", (s) =>
      s.ask("need", openText("What do you need?")).ask("effort", ces("Was it easy?")),
    )
    expect(found(late, { afterContact: false })).toEqual([])
  })
})
