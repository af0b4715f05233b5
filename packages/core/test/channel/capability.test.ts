import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { TextRule } from "../../src/channel/capability.ts"
import { render } from "../../src/channel/render.ts"

const plain = (max: number) => ({ parts: {}, text: { max, overflow: "cut" } satisfies TextRule })
const first = (text: string, max: number): string => {
  const rendered = render({ text }, plain(max))
  return "payloads" in rendered ? (rendered.payloads[0]?.text ?? "") : ""
}

describe("a text that is too long for its channel", () => {
  it("is cut, and the loss is told", () => {
    expect(render({ text: "a long text" }, plain(7))).toEqual({
      payloads: [{ text: "a long…" }],
      losses: [{ part: "length", became: "shorter" }],
    })
  })

  it("is never cut through an emoji", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 1, max: 40 }), (text, maxLength) => {
        const short = first(text, maxLength)
        return short.length <= maxLength && short.isWellFormed()
      }),
    )
    expect(first("¡Hola 👋👋", 8)).toBe("¡Hola…")
  })
})

describe("what a channel does not carry", () => {
  it("becomes lines of the text: the subject before it, the choices behind it", () => {
    const choices = [
      { value: "yes", label: "Sí" },
      { value: "no", label: "No" },
    ]
    expect(render({ text: "¿Llegó?", subject: "Tu pedido", choices }, plain(100))).toEqual({
      payloads: [{ text: "Tu pedido\n¿Llegó?\n1. Sí\n2. No" }],
      losses: [
        { part: "subject", became: "text" },
        { part: "choices", became: "text" },
      ],
    })
  })
})
