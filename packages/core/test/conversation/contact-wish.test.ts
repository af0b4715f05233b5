import { describe, expect, it } from "vitest"
import { contactWishOf, isOptIn, isOptOut } from "../../src/conversation/opt-out.ts"

describe("what a message wishes", () => {
  it.each([
    ["Hello! Please stop texting me. Thanks", "stop"],
    ["Hola. Quiero darme de alta, gracias", "start"],
    ["stop, stop. STOP!", "stop"],
    ["> START\nBAJA", "stop"],
    ["s.t.o.p", "stop"],
  ])("%j is a wish to %s", (text, wish) => {
    expect(contactWishOf(text)).toBe(wish)
    expect([isOptOut(text), isOptIn(text)]).toEqual([wish === "stop", wish === "start"])
  })

  it.each([
    ["both at once", "Stop. No: start"],
    ["courtesy alone", "Thanks, hello!"],
    ["a wish after another matter", "My bag is lost. Stop texting me"],
    ["another matter after a wish", "Stop texting me. Where is my bag?"],
    ["thirteen wishes", "stop. ".repeat(13)],
    ["nothing", ""],
  ])("is none in %s", (_, text) => {
    expect([contactWishOf(text), isOptOut(text), isOptIn(text)]).toEqual([undefined, false, false])
  })
})
