import { describe, expect, it } from "vitest"
import { heardAloneAt } from "../../src/conversation/conversation.ts"

describe("what opens a reply window", () => {
  it("is what they last wrote to us alone", () => {
    expect(heardAloneAt({ heardAt: 5, privatelyAt: 3, public: { post: "1" } })).toBe(3)
    expect(heardAloneAt({ heardAt: 5, privatelyAt: 5, public: null })).toBe(5)
  })

  it("is nothing where they wrote in public only, or never", () => {
    expect(heardAloneAt({ heardAt: 5, public: { post: "1" } })).toBeNull()
    expect(heardAloneAt({ heardAt: null })).toBeNull()
  })

  it("is what they last wrote, where the memory is older than the distinction: no open window closes by an upgrade", () => {
    expect(heardAloneAt({ heardAt: 5 })).toBe(5)
  })
})
