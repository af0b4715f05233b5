import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CustomerId, InboxItem } from "@escucha/core"
import { pathThrough, pointsOf } from "../../src/desk/card/mood-curve.ts"
import { joinPages } from "../../src/desk/data/paged-list.ts"
import { en } from "../../src/desk/i18n/en.ts"
import { es } from "../../src/desk/i18n/es.ts"
import { nameInInbox } from "../../src/desk/i18n/person.ts"
import { commandsOf, matching } from "../../src/desk/palette/commands.ts"
import { home } from "../../src/desk/route.ts"

describe("the inbox", () => {
  const anItem = (customer: CustomerId): InboxItem => ({
    customer,
    name: "Ana",
    channel: "chat",
    preview: "",
    from: "customer",
    at: 0,
    mood: "calm",
    confidence: 1,
    waiting: null,
    owner: null,
    cases: 0,
  })
  it("shows a customer once who moved between two pages", () => {
    expect(
      joinPages([anItem("s_1"), anItem("s_2")], [anItem("s_2"), anItem("s_3")], ({ customer }) => customer).map(
        ({ customer }) => customer,
      ),
    ).toEqual(["s_1", "s_2", "s_3"])
  })
  it("calls a visitor who never said a name by the end of their sign", () => {
    const visitor = { ...anItem("s_1"), name: "vb3···ade" }
    expect(nameInInbox(visitor, en)).toBe("Visitor ade")
    expect(nameInInbox({ ...visitor, channel: "email", name: "vic···@example.com" }, en)).toBe("vic···@example.com")
    expect(nameInInbox(anItem("s_1"), en)).toBe("Ana")
  })
  it("draws a mood inside its frame", () => {
    const history = fc.array(fc.record({ at: fc.nat(), score: fc.double({ noNaN: true }) }))
    fc.assert(
      fc.property(history, (scores) => {
        const points = pointsOf(scores, 280, 56)
        expect(points.every(({ x, y }) => x >= 0 && x <= 280 && y >= 0 && y <= 56)).toBe(true)
        expect(pathThrough(points)).not.toContain("NaN")
      }),
    )
  })
  it("finds a command without its accents", () => {
    const commands = commandsOf(es, home, { theme: "light", language: "es", singleKeys: true })
    expect(matching(commands, "pagina").length + matching(commands, "AYUDA").length).toBeGreaterThan(0)
    expect(matching(commands, "nothing like this")).toEqual([])
  })
})
