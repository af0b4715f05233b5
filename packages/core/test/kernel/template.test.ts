import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { render } from "../../src/kernel/template.ts"

describe("a template", () => {
  it("puts texts, numbers and booleans in their places", () => {
    expect(render("{name}: {count} ({open})", { name: "Ana", count: 0, open: false })).toEqual({
      text: "Ana: 0 (false)",
      missing: [],
    })
  })

  it("says the fallback where there is nothing to say, and leaves no gap unreported", () => {
    expect(render("Hola, {name|cliente}", {})).toEqual({ text: "Hola, cliente", missing: [] })
    expect(render("Hola, {name|cliente}", { name: "" })).toEqual({ text: "Hola, cliente", missing: [] })
    expect(render("Hola{name|}", {})).toEqual({ text: "Hola", missing: [] })
    expect(render("{a}{b}{a}", { b: null })).toEqual({ text: "", missing: ["a", "b"] })
  })

  it("knows names in any alphabet", () => {
    expect(render("{año}", { año: 2026 }).text).toBe("2026")
  })

  it("does not reach what objects inherit, run accessors or print objects", () => {
    const values = {
      get secret() {
        return "read"
      },
      list: [1],
    }
    expect(render("{constructor}{toString}{__proto__}{secret}{list}", values)).toEqual({
      text: "",
      missing: ["constructor", "toString", "__proto__", "secret", "list"],
    })
  })

  it("never reads a value as a template, nor as a pattern of replacement", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom("{b}", "$&", "$1", "{a|x}")).filter((value) => value !== ""),
        (value) => {
          expect(render("<{a}>", { a: value, b: "leaked" }).text).toBe(`<${value}>`)
        },
      ),
    )
  })

  it("leaves braces alone that hold no name", () => {
    fc.assert(
      fc.property(fc.constantFrom("{}", "{ name }", "{1}", "{{", "}{", "{a.b}", '{"a": 1}'), (text) => {
        expect(render(text, { name: "Ana", a: 1 })).toEqual({ text, missing: [] })
      }),
    )
  })
})
