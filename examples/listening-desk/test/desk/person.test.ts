import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CustomerView, DeskPair } from "@escucha/core"
import { createPairList } from "../../src/desk/data/pair-list.ts"
import { plainValue } from "../../src/desk/i18n/plain-value.ts"
import { personEn } from "../../src/desk/i18n/person-en.ts"
import { speechOf } from "../../src/desk/i18n/words.tsx"
import { aliveOf } from "../../src/desk/person/alive.ts"
import { purposesOf } from "../../src/desk/person/consents-part.tsx"
import { isName } from "../../src/desk/person/data-part.tsx"
import { bestOf, type Evidence, ruleWords, whyOf } from "../../src/desk/person/evidence.ts"
import { typedValue } from "../../src/desk/person/traits-part.tsx"

const english = speechOf("en")
const now = new Date(2026, 10, 26).getTime()
const march = new Date(2026, 2, 12).getTime()

describe("why a place belongs to somebody", () => {
  it("is said in one line: who, how sure, when", () => {
    const why = (evidence: Partial<Evidence>) =>
      whyOf({ source: "app", trust: "stated", at: march, ...evidence }, english, now)
    expect(why({ source: "Ana", trust: "manual" })).toBe("linked by hand by Ana · Mar 12")
    expect(why({})).toBe("said by the app · Mar 12")
    expect(why({ source: "chat", trust: "claimed" })).toBe("typed by themselves, not proven · Mar 12")
    expect(why({ at: null })).toBe("said by the app")
  })
  it("is told by the link that says most: a colleague's word before the app's, then the oldest", () => {
    const link = (trust: Evidence["trust"], at: number): Evidence => ({ source: "", trust, at })
    const [claimed, later, first, hand] = [link("claimed", 1), link("stated", 5), link("stated", 2), link("manual", 9)]
    expect(bestOf([claimed, later, first])).toBe(first)
    expect(bestOf([first, hand, claimed])).toBe(hand)
    expect(bestOf([])).toBeNull()
  })
  it("has plain words for every rule, and shows a colleague's own as they are", () => {
    const rules = ["limit", "blocked", "kept-apart", "shared", "too-many", "claim", "kind"]
    for (const language of ["es", "en"] as const)
      for (const rule of rules) expect(ruleWords(rule, speechOf(language))).not.toBe(rule)
    expect(ruleWords("mother and daughter", english)).toBe("mother and daughter")
  })
})

describe("what somebody agreed to", () => {
  const consent = (purpose: string, channel: string, state: "granted" | "none"): CustomerView["consents"][number] => ({
    purpose,
    channel,
    state,
    basis: "consent",
    since: null,
    expiresAt: null,
    method: null,
    record: null,
  })
  it("is shown where they decided, and once where they never did", () => {
    const consents = [consent("newsletter", "*", "none"), consent("newsletter", "email", "granted")]
    const shown = purposesOf(consents, [
      { name: "newsletter", basis: "consent" },
      { name: "service", basis: "contract" },
    ])
    expect(
      shown.map(({ purpose, cells }) => [purpose, cells.map(({ channel, state }) => `${channel} ${state}`)]),
    ).toEqual([
      ["newsletter", ["email granted"]],
      ["service", ["* none"]],
    ])
  })
})

describe("what a colleague types", () => {
  it("becomes the value that the trait had before: a figure, yes or no, nothing at all", () => {
    expect(typedValue(" 42 ", 7)).toBe(42)
    expect(typedValue("many", 7)).toBe("many")
    expect(typedValue("false", true)).toBe(false)
    expect(typedValue(" ", "Valencia")).toBeNull()
    expect(typedValue(" Alicante ", "Valencia")).toBe("Alicante")
  })
  it("is the name of whoever is erased, whatever its case, and no other", () => {
    expect(isName(" lucía ferrer ", "Lucía Ferrer")).toBe(true)
    expect(isName("Lucia", "Lucía Ferrer")).toBe(false)
    expect(isName("", "Lucía Ferrer")).toBe(false)
  })
})

describe("what is known of somebody", () => {
  it("is written as people read it, whatever it is", () => {
    expect(plainValue("language", "es", english)).toBe("Spanish")
    expect(plainValue("spent", 1063.5, english)).toBe("1,063.5")
    expect(plainValue("vip", true, english)).toBe("yes")
    expect(plainValue("since", "2026-03-12T10:00:00Z", english)).toContain("2026")
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        expect(typeof plainValue(name, value, english)).toBe("string")
      }),
    )
  })
  it("says how likely it is that they come back, in a word for every share", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(personEn.value.aliveWords[aliveOf(share)]).toContain("likely")
      }),
    )
    expect([0.95, 0.6, 0.3, 0.1].map(aliveOf)).toEqual(["high", "likely", "unlikely", "gone"])
  })
})

describe("the list of pairs", () => {
  const head = { customer: "s_1", name: "", places: [], traits: {}, optedOut: false } as const
  const pair = (link: string): DeskPair => ({ link, at: 0, score: 1, agreement: [], one: head, two: head })
  it("adds a page on demand, each pair once, and lets go of what was decided", async () => {
    const pages = [{ items: [pair("a"), pair("b")], next: "2" }, { items: [pair("b"), pair("c")] }]
    const list = createPairList({ pairs: async (after) => pages[after === null ? 0 : 1] ?? { items: [] } })
    await list.refresh()
    await list.showMore()
    await list.showMore() // there is no more
    const links = () => {
      const held = list.snapshot()
      return held.state === "ready" ? held.data.items.map(({ link }) => link) : []
    }
    expect(links()).toEqual(["a", "b", "c"])
    list.decided("b")
    expect(links()).toEqual(["a", "c"])
  })
})
