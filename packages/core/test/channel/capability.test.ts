import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Capabilities, degrade } from "../../src/channel/capability.ts"

const plain = (maxLength: number): Capabilities => ({
  features: [],
  maxLength,
  inbound: false,
  receipts: [],
  idempotency: { kind: "none" },
})

describe("a text that is too long for its channel", () => {
  it("is cut, and the loss is told", () => {
    expect(degrade({ text: "a long text" }, plain(7))).toEqual({
      content: { text: "a long…" },
      losses: [{ part: "length", became: "shorter" }],
    })
  })

  it("is never cut through an emoji", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 1, max: 40 }), (text, maxLength) => {
        const { content } = degrade({ text }, plain(maxLength))
        return content.text.length <= maxLength && content.text.isWellFormed()
      }),
    )
    expect(degrade({ text: "¡Hola 👋👋" }, plain(8)).content.text).toBe("¡Hola …")
  })
})

describe("what a channel does not carry", () => {
  it("becomes lines of the text: the subject before it, the choices behind it", () => {
    const choices = [
      { value: "yes", label: "Sí" },
      { value: "no", label: "No" },
    ]
    expect(degrade({ text: "¿Llegó?", subject: "Tu pedido", choices }, plain(100))).toEqual({
      content: { text: "Tu pedido\n¿Llegó?\n1. Sí\n2. No" },
      losses: [
        { part: "subject", became: "text" },
        { part: "choices", became: "text" },
      ],
    })
  })
})
