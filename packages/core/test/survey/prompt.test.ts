import { describe, expect, it } from "vitest"
import { render } from "../../src/channel/render.ts"
import { prompt } from "../../src/survey/prompt.ts"
import { questionOf } from "./post-purchase.ts"

describe("a question as a message", () => {
  it("explains its scale in words", () => {
    expect(prompt(questionOf("score"), "es").text).toBe(
      "¿Nos recomendarías?\nResponde con un número del 0 (nada probable) al 10 (muy probable).",
    )
    expect(prompt(questionOf("score"), "en-GB").text).toContain("from 0 (not at all likely) to 10 (extremely likely)")
  })

  it("offers its scores to tap, each under its own number", () => {
    const { choices = [] } = prompt(questionOf("score"), "es")
    expect(choices.map(({ value }) => value)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])
    expect(choices.every(({ value, label }) => value === label)).toBe(true)
  })

  it("offers its options to tap, in the language of the person", () => {
    expect(prompt(questionOf("fix"), "en")).toEqual({
      text: "What should we fix first?",
      choices: [
        { value: "delivery", label: "The delivery" },
        { value: "price", label: "The price" },
        { value: "quality", label: "quality" },
      ],
    })
  })

  it("says how to pass it over, if that is allowed", () => {
    expect(prompt(questionOf("why"), "es")).toEqual({ text: "¿Por qué?\nO escribe «saltar»." })
  })

  it("numbers a scale by its scores where nothing can be tapped", () => {
    const rendered = render(prompt(questionOf("price"), "es"), { parts: {}, text: { max: 1000 } })
    expect("payloads" in rendered ? rendered.payloads.map(({ text }) => text) : []).toEqual([
      "¿El precio?\n1. Nada satisfecho\n2. Poco satisfecho\n" +
        "3. Ni satisfecho ni insatisfecho\n4. Satisfecho\n5. Muy satisfecho",
    ])
  })
})
