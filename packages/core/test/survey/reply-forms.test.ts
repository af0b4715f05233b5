import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Question } from "../../src/survey/question.ts"
import { consent } from "../../src/survey/question-form.ts"
import { csat, number, slider } from "../../src/survey/question-scale.ts"
import { date, email, openText, phone, time } from "../../src/survey/question-words.ts"
import { parseReply } from "../../src/survey/reply.ts"
import { isHelp } from "../../src/survey/reply-word.ts"
import { isSkip } from "../../src/survey/spoken.ts"
import { aQuestion } from "./a-question.ts"

const asked = (draft: { readonly kind: string }, more: object = {}): Question =>
  ({ ...draft, id: "q", required: true, ...more }) as Question // a draft of a kind, in its place

const reading = (question: Question, language?: string) => (text: string) => {
  const taken = parseReply(question, text, language)
  return "value" in taken ? taken.value : taken.problem.reason
}

describe("a number", () => {
  const age = asked(number({ es: "¿Cuántas semanas esperaste?", en: "How many weeks did you wait?" }, { unit: "€" }))
  it.each([
    ["30", 30],
    ["treinta y cinco", 35],
    ["thirty-five", 35],
    ["veintidós", 22],
    ["ciento doce", 112],
    ["two hundred and five", 205],
    ["menos dos", -2],
    ["-2", -2],
    ["12,50 €", 12.5],
    ["tengo 30", 30],
    ["unas 3 semanas", 3],
    ["más o menos 40", 40],
    ["I am 41 years old", 41],
    ["once", 11],
  ])("%j is %d", (text, value) => {
    expect(reading(age, "es")(text)).toBe(value)
  })

  it.each([
    "3 o 4",
    "menos de 30",
    "mi pedido 1234 llega tarde",
    "call me at 5 tomorrow",
    "muchos",
    "1.200",
    "1.2.3",
    "",
    "?",
  ])("%j is asked again", (text) => {
    expect(reading(age, "es")(text)).toBe("wrong-kind")
  })

  it("means what its marks mean where the person is", () => {
    expect([
      reading(age, "en")("1,200"),
      reading(age, "de")("1.200"),
      reading(age, "en")("1.5"),
      reading(age)("1.000.000"),
    ]).toEqual([1200, 1200, 1.5, 1_000_000])
    expect([reading(age, "en")("once"), reading(age, "de")("acht"), reading(age, "fr")("sept")]).toEqual([
      "wrong-kind",
      8,
      7,
    ])
  })

  it("is a step of its line", () => {
    const line = asked(slider("?", { low: 0, high: 1, step: 0.1 }))
    expect(["0,3", "0.3", "uno", "0.25", "treinta"].map(reading(line, "es"))).toEqual([
      0.3,
      0.3,
      1,
      "wrong-kind",
      "out-of-range",
    ])
    expect(["setenta y cinco", "80%", "one hundred"].map(reading(asked(slider("?")), "en"))).toEqual([75, 80, 100])
  })

  it("of satisfaction may be in words", () => {
    const words = ["Muy satisfecha", "nada satisfecho", "very satisfied", "dissatisfied", "satisfecho con el envío"]
    expect(words.map(reading(asked(csat("?")), "es"))).toEqual([5, 1, 5, 2, "wrong-kind"])
  })
})

describe("a day", () => {
  it.each([
    ["29/3/2026", "2026-03-29"],
    ["2026-03-29", "2026-03-29"],
    ["29.03.2026", "2026-03-29"],
    ["3/29/2026", "2026-03-29"],
    ["el 29 de marzo de 2026", "2026-03-29"],
    ["domingo, 29 de marzo de 2026", "2026-03-29"],
    ["March 29th, 2026", "2026-03-29"],
    ["29 Mar 2026", "2026-03-29"],
    ["2026 March 29", "2026-03-29"],
    ["29 de março de 2026", "2026-03-29"],
  ])("%j is %s", (text, value) => {
    expect(reading(asked(date("?")), "es")(text)).toBe(value)
  })

  it.each([
    "mañana",
    "29/3",
    "29/3/26",
    "31/2/2026",
    "marzo de 2026",
    "29 de marzo",
    "29/3/2026 o 30/3/2026",
    "mi cita del 29/3/2026 fue mal",
    "1/2/3/2026",
  ])("%j is asked again", (text) => {
    expect(reading(asked(date("?")), "es")(text)).toBe("wrong-kind")
  })

  it("has its month first in the United States", () => {
    expect([reading(asked(date("?")), "en-US")("3/4/2026"), reading(asked(date("?")), "en-GB")("3/4/2026")]).toEqual([
      "2026-03-04",
      "2026-04-03",
    ])
  })
})

describe("a time", () => {
  it.each([
    ["9:30", "09:30"],
    ["9.30", "09:30"],
    ["9h30", "09:30"],
    ["21:05", "21:05"],
    ["9", "09:00"],
    ["a las 9", "09:00"],
    ["las 9 y media", "09:30"],
    ["las nueve y cuarto", "09:15"],
    ["diez menos cuarto", "09:45"],
    ["half past nine", "09:30"],
    ["quarter to ten", "09:45"],
    ["9 pm", "21:00"],
    ["9:30 p.m.", "21:30"],
    ["12 am", "00:00"],
    ["12 pm", "12:00"],
    ["las 9 de la noche", "21:00"],
    ["las 12 de la noche", "00:00"],
    ["8 de la mañana", "08:00"],
    ["mediodía", "12:00"],
    ["midnight", "00:00"],
    ["nine o'clock", "09:00"],
    ["18 h", "18:00"],
  ])("%j is %s", (text, value) => {
    expect(reading(asked(time("?")), "es")(text)).toBe(value)
  })

  it.each(["25:00", "9:75", "luego", "mañana", "entre 9 y 10", "9 o 10", "llevo 9 días", "ten to nine", ""])(
    "%j is asked again",
    (text) => {
      expect(reading(asked(time("?")), "es")(text)).toBe("wrong-kind")
    },
  )
})

describe("an address", () => {
  it("is found in what is written around it", () => {
    const mails = [
      "ana@correo.es",
      "es ana@correo.es, gracias",
      "<ana@correo.es>",
      "It's ana@correo.es.",
      "ana arroba correo punto es",
    ]
    expect(mails.map(reading(asked(email("?"))))).toEqual(mails.map(() => "ana@correo.es"))
    expect(["ana@", "a@b.es y c@d.es", "no tengo", "at the dot"].map(reading(asked(email("?"))))).toEqual(
      Array(4).fill("wrong-kind"),
    )
    const numbers = ["+34 600 111 222", "mi número es +34 600-111-222", "0034600111222", "(+34) 600 111 222"]
    expect(numbers.map(reading(asked(phone("?"))))).toEqual(numbers.map(() => "+34600111222"))
    expect(["600111222", "no", "+34600111222 o +34600111333"].map(reading(asked(phone("?"))))).toEqual(
      Array(3).fill("wrong-kind"),
    )
  })
})

describe("a yes and a no", () => {
  it.each([
    [
      [
        "sí",
        "SI",
        "claro que sí",
        "vale",
        "ok",
        "yes please",
        "Of course!",
        "por supuesto",
        "de acuerdo",
        "oui",
        "ja",
        "👍",
        "1",
        "sí, gracias",
        "acepto",
      ],
      true,
    ],
    [["no", "No, gracias", "nope", "nunca", "no thank you", "de ninguna manera", "não", "nein", "👎", "2"], false],
    [
      [
        "no sé",
        "sí pero no",
        "quizás",
        "sí, pero solo por correo",
        "depende",
        "course",
        "3",
        "no problem",
        "yes or no",
        "",
        "?",
      ],
      "wrong-kind",
    ],
  ] as const)("%j are %j", (texts, value) => {
    expect(texts.map(reading(asked(consent("?")), "es"))).toEqual(texts.map(() => value))
  })
})

describe("a word that is no answer", () => {
  it("passes over, or asks for help", () => {
    expect(["skip", "Saltar.", "pass, please", "-", "paso", "I skip lunch", "skip it all"].map(isSkip)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(["help", "Ayuda!", "??", "help me with my order"].map(isHelp)).toEqual([true, true, true, false])
  })

  it("in somebody's own words is one", () => {
    expect(["help", "1", "si", "I skip lunch"].map(reading(asked(openText("?"))))).toEqual([
      "help",
      "1",
      "si",
      "I skip lunch",
    ])
  })
})

describe("whatever is written", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "1",
          "9",
          "y",
          "and",
          "a",
          ",",
          "-",
          "la",
          "segunda",
          "uno",
          "twenty",
          "menos",
          "de",
          "marzo",
          "2026",
          "@",
          ".",
          "/",
          "pm",
          "media",
          "sí",
          "no",
        ),
        { maxLength: 12 },
      )
      .map((words) => words.join(" ")),
  )
  it("is taken in a form that is taken again, or refused, and the same whatever its case", () => {
    fc.assert(
      fc.property(
        aQuestion(),
        anyText,
        fc.constantFrom("es", "en", "en-US", "de", undefined),
        (question, text, language) => {
          const taken = parseReply(question, text, language)
          expect(Object.keys(taken)).toHaveLength(1)
          expect(parseReply(question, text, language)).toEqual(taken)
        },
      ),
      { numRuns: 3000 },
    )
  })

  it("is read in bounded time, however long it is", () => {
    const parts = [
      "1,",
      "a y ",
      "1-",
      "29/3/2026 ",
      "9:",
      "@",
      "+34 ",
      "twenty ",
      "menos ",
      "la segunda ",
      "(",
      "- ",
      "á",
    ]
    fc.assert(
      fc.property(aQuestion(), fc.constantFrom(...parts), (question, part) => {
        expect(Object.keys(parseReply(question, part.repeat(100_000), "es"))).toHaveLength(1)
      }),
      { numRuns: 300 },
    )
  })
})
