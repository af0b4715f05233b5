import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Question } from "../../src/survey/question.ts"
import { consent } from "../../src/survey/question-form.ts"
import { choice, choices } from "../../src/survey/question-list.ts"
import { nps, number, rating, slider } from "../../src/survey/question-scale.ts"
import { date, email, phone, time } from "../../src/survey/question-words.ts"
import { render } from "../../src/survey/render.ts"
import { afterUnheard, speakable } from "../../src/survey/voice.ts"
import { keysOf, parseKeys } from "../../src/survey/voice-keys.ts"
import { aQuestion } from "./a-question.ts"

const asked = (draft: { readonly kind: string }, more: object = {}): Question =>
  ({ ...draft, id: "q", required: true, ...more }) as Question // a draft of a kind, in its place

const pressed = (question: Question, keys: string) => {
  const taken = parseKeys(question, keys)
  return "value" in taken ? taken.value : taken.problem.reason
}

const many = Array.from({ length: 12 }, (_, place) => `Option ${String.fromCharCode(97 + place)}`)

describe("a question on the telephone", () => {
  it("says which keys mean what", () => {
    const said = (question: Question) => render(question, { medium: "voice", language: "en" })
    expect(said(asked(choice("What first?", ["Delivery", "Price (of all)"]), { required: false })).text).toBe(
      "What first? For Delivery, press 1. For Price, of all, press 2. To pass, say skip or press star.",
    )
    expect(said(asked(nps("Would you recommend us?"))).text).toBe(
      "Would you recommend us? Press or say a number from 0 to 10. 0 is not at all likely, and 10 is extremely likely. Then press the pound key.",
    )
    expect(render(asked(consent("¿Podemos llamarte?")), { medium: "voice", language: "es" }).text).toBe(
      "¿Podemos llamarte? Para Sí, pulsa 1. Para No, pulsa 2.",
    )
    expect(said(asked(slider("How far?", { step: 25 }))).text).toContain("from 0 to 100, in steps of 25.")
  })

  it("leaves the list to a channel that says the keys of its choices itself", () => {
    const capabilities = { parts: { choices: { level: "full", max: 20 } }, text: { max: 1000 } } as const
    const said = (question: Question) => render(question, { medium: "voice", language: "en", capabilities })
    const listed = said(asked(choice("What first?", ["Delivery", "Price"])))
    expect([listed.text, listed.choices?.length]).toEqual(["What first?", 2])
    expect(said(asked(nps("Would you?"))).text).toContain("Press or say a number from 0 to 10.")
    expect(said(asked(choice("Which?", many as [string, ...string[]]))).choices).toHaveLength(12)
  })

  it("is spoken without signs", () => {
    expect(speakable("«Hola» (tú)\n• uno\n* dos_tres #4")).toBe("Hola, tú. uno. dos tres 4")
  })

  it("waits for a second key where there may be one", () => {
    expect(keysOf(asked(rating("?")))).toMatchObject({ digits: 1, values: { "5": 5 } })
    expect(keysOf(asked(rating("?")))).not.toHaveProperty("end")
    expect(keysOf(asked(nps("?")))).toMatchObject({ digits: 2, end: "#", values: { "10": 10 } })
    expect(keysOf(asked(choice("?", many as [string, ...string[]])))).toMatchObject({ digits: 2, end: "#" })
    expect(keysOf(asked(email("?")))).toBeUndefined()
    expect(keysOf(asked(slider("?", { low: -5, high: 5 })))).toBeUndefined()
  })

  it.each([
    [nps("?"), "9", 9],
    [nps("?"), "10#", 10],
    [nps("?"), "0", 0],
    [nps("?"), "11", "out-of-range"],
    [nps("?"), "1*", "out-of-range"],
    [nps("?"), "", "out-of-range"],
    [choice("?", ["a", "b"]), "2", "b"],
    [choice("?", ["a", "b"]), "3", "not-an-option"],
    [choice("?", many as [string, ...string[]]), "12", "Option l"],
    [choices("?", ["a", "b", "c"]), "13#", ["a", "c"]],
    [choices("?", ["a", "b", "c"]), "1*3#", ["a", "c"]],
    [choices("?", ["a", "b", "c"]), "14#", "not-an-option"],
    [choices("?", many as [string, ...string[]]), "1*12#", ["Option a", "Option l"]],
    [choices("?", many as [string, ...string[]]), "12#", ["Option l"]],
    [consent("?"), "1", true],
    [consent("?"), "2", false],
    [consent("?"), "3", "wrong-kind"],
    [number("?"), "42#", 42],
    [number("?"), "12*5#", 12.5],
    [number("?", { high: 9 }), "42#", "out-of-range"],
    [date("?"), "29032026", "2026-03-29"],
    [date("?"), "31022026", "wrong-kind"],
    [time("?"), "0930", "09:30"],
    [time("?"), "930#", "09:30"],
    [phone("?"), "0034600111222#", "+34600111222"],
    [email("?"), "1", "missing"],
  ])("%j: the keys %s are %j", (draft, keys, value) => {
    expect(pressed(asked(draft), keys)).toEqual(value)
  })

  it("is passed over by the star, where it may be", () => {
    expect(pressed(asked(nps("?"), { required: false }), "*")).toBe(null)
    expect(pressed(asked(nps("?")), "*")).toBe("out-of-range")
  })

  it("takes or refuses whatever is pressed, and every key that it names", () => {
    const keys = fc.string({ unit: fc.constantFrom(..."0123456789*#") })
    fc.assert(
      fc.property(aQuestion(), keys, (question, given) => {
        expect(Object.keys(parseKeys(question, given))).toHaveLength(1)
        if (question.kind === "choices") return
        for (const [key, value] of Object.entries(keysOf(question)?.values ?? {}))
          expect(pressed(question, key)).toEqual(value)
      }),
      { numRuns: 3000 },
    )
  })

  it("is put again twice where nothing was understood, and then it ends kindly", () => {
    expect([1, 2, 3].map((times) => afterUnheard(times, "en").next)).toEqual(["repeat", "repeat", "hang-up"])
    expect(afterUnheard(3, "es", { hasPerson: true })).toEqual({ text: "Te paso con una persona.", next: "person" })
  })
})
