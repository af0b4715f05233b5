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

  it("leaves a whole sentence where there is nothing to say", () => {
    const without = (template: string) => render(template, { order: "A-1", name: "" }).text
    expect(without("Lo sentimos, {name}. Hoy te llama una persona.")).toBe("Lo sentimos. Hoy te llama una persona.")
    expect(without("Hello {name}, your order {order} left.")).toBe("Hello, your order A-1 left.")
    expect(without("{name}, your order left.")).toBe("your order left.")
    expect(without("{name} {order}")).toBe("A-1")
    expect(without("Dear\n{name}\nhello")).toBe("Dear\n\nhello")
    expect(render("{name}, your order left.", { name: "Ana" }).text).toBe("Ana, your order left.")
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

  it("reads many spaces once, before a place and where there is none", () => {
    const spaces = " \t".repeat(100_000)
    expect(render(`Hi${spaces}{name}${spaces}.`, { name: "Ana" }).text).toBe(`Hi${spaces}Ana${spaces}.`)
    expect(render(`Hi,${spaces}{name}${spaces}.`, {}).text).toBe(`Hi${spaces}.`)
  })
})
