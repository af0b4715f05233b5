import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ContactPlace } from "../../src/conversation/contact-place.ts"
import { parseContactOptions } from "../../src/conversation/contact-options.ts"
import { contactPolicy, type ContactRequest, type ContactRules } from "../../src/conversation/contact-policy.ts"
import type { Person } from "../../src/conversation/person.ts"
import { utc } from "../../src/kernel/time-zone.ts"
import { createPhoneBook } from "../../src/profile/phone-book.ts"
import { createSpending } from "../../src/runtime/spending.ts"

const now = Date.parse("2026-03-02T12:00Z")
const day = 86_400_000
const nobody: Person = { optedOutAt: null, confirmedOptOutAt: null, consents: [], approaches: [] }
const somewhere: ContactPlace = {
  scheme: "phone",
  value: "+34600111222",
  heardAt: null,
  machineAt: null,
  automatic: [],
  approaches: [],
  suppressed: null,
}
const rules: ContactRules = {
  zone: utc,
  consent: "for-marketing",
  channels: { chat: { kind: "chat", replyWindow: { length: day, after: "template" } }, sms: { kind: "sms" } },
}

const anInstant = fc.integer({ min: now - 10 * day, max: now })
const aPlace = fc
  .record({
    heardAt: fc.option(anInstant),
    isMachine: fc.boolean(),
    suppressed: fc.option(
      fc.record({ because: fc.constantFrom("bounce" as const, "complaint" as const), at: anInstant }),
    ),
    automatic: fc.array(fc.record({ message: fc.constantFrom("m", "other"), at: anInstant }), { maxLength: 3 }),
  })
  .map(({ isMachine, heardAt, ...place }): ContactPlace => ({
    ...somewhere,
    ...place,
    heardAt,
    machineAt: isMachine ? heardAt : null,
  }))
const aRequest = fc.record({
  purpose: fc.constantFrom("answer" as const, "service" as const, "opt-out-confirmation" as const),
  channel: fc.constantFrom("chat", "sms"),
  isTemplate: fc.boolean(),
  isAutomatic: fc.boolean(),
})

describe("a place", () => {
  it("gets nothing against a suppression, a closed window or a machine, whatever else is true", () => {
    fc.assert(
      fc.property(aRequest, aPlace, (asked, place) => {
        const request: ContactRequest = { ...asked, message: "m", place }
        const { verdict } = contactPolicy(request, { ...nobody, optedOutAt: now - 1 }, rules, now)
        const open = contactPolicy(request, nobody, rules, now)
        const wroteSince = place.suppressed && place.heardAt !== null && place.heardAt > place.suppressed.at
        const isHeld = place.suppressed !== null && !(asked.purpose === "answer" && wroteSince)
        const isClosed =
          asked.channel === "chat" && !asked.isTemplate && (place.heardAt === null || now >= place.heardAt + day)
        const isLoop = asked.isAutomatic && place.machineAt !== null && asked.purpose !== "service"
        const mayNot = isHeld || isClosed || isLoop
        if (mayNot) return verdict === "refuse" && open.verdict === "refuse"
        return asked.purpose !== "answer" || open.verdict === "send"
      }),
      { numRuns: 3_000 },
    )
  })

  it("is told once a day what a machine of ours has to say to a machine, the message itself not counted", () => {
    const place = { ...somewhere, heardAt: now - 5, machineAt: now - 5, automatic: [{ message: "m", at: now - 1 }] }
    const ask = (message: string, at = now) =>
      contactPolicy({ message, purpose: "service", channel: "chat", place, isAutomatic: true }, nobody, rules, at)
        .verdict
    expect([ask("m"), ask("n"), ask("n", now + day - 6)]).toEqual(["send", "refuse", "refuse"])
    expect(
      contactPolicy(
        { message: "n", purpose: "service", channel: "none", place, isAutomatic: true },
        nobody,
        rules,
        now + day,
      ).verdict,
    ).toBe("send")
  })

  it("that nobody named is asked of no such rule", () =>
    expect(
      contactPolicy({ purpose: "service", channel: "sms" }, nobody, rules, now).reasons.map(({ rule }) => rule),
    ).toEqual(["opt-out", "consent"]))
})

describe("the telephone book", () => {
  it("knows nothing before it is loaded, and then the country and what is dear", async () => {
    const book = createPhoneBook()
    expect(book.of("+34600111222")).toBeUndefined()
    await book.load()
    await book.load()
    expect(
      ["+34600111222", "+525512345678", "+18765551234", "+34803112233", "+447012345678", "+80012345678"].map((number) =>
        book.of(number),
      ),
    ).toEqual([
      { country: "ES", isPremium: false },
      { country: "MX", isPremium: false },
      { country: "JM", isPremium: false },
      { country: "ES", isPremium: true },
      { country: "GB", isPremium: true },
      { country: "001", isPremium: false },
    ])
    for (const wrong of ["", "12345", "+", "+34", "ana", "+3460011122".repeat(500)])
      expect(book.of(wrong)).toBeUndefined()
  })
})

describe("what was spent", () => {
  it("is counted once for each message, within its window, and given back", () => {
    const spending = createSpending({ perPrefix: { count: 2, window: 1_000 }, perDay: { count: 9, window: day } })
    expect(spending.take("a", "+34600111222", 0)).toEqual({ prefix: 0, day: 0 })
    expect(spending.take("a", "+34600111222", 1)).toEqual({ prefix: 0, day: 0 })
    expect(spending.take("b", "+34600111999", 1)).toEqual({ prefix: 1, day: 1 })
    expect(spending.take("c", "+34600222999", 1)).toEqual({ prefix: 0, day: 2 })
    spending.giveBack("a", "+34600111222")
    expect(spending.take("d", "+34600111000", 1)).toEqual({ prefix: 1, day: 2 })
    expect(spending.take("e", "+34600111000", 1_002)).toEqual({ prefix: 0, day: 3 })
  })
  it("of what nobody limits is nothing", () => {
    const spending = createSpending()
    expect([spending.take("a", "+34600111222", 0), spending.take("b", "+34600111222", 0)]).toEqual([
      { prefix: 0, day: 0 },
      { prefix: 0, day: 0 },
    ])
  })
})

describe("the options", () => {
  it.each([
    [{ countries: ["es"] }, "contact.countries"],
    [{ countries: "ES" }, "contact.countries"],
    [{ budget: { perYear: 3 } }, "contact.budget"],
    [{ budget: null }, "contact.budget"],
    [{ budget: { perNumber: "51 per 1 day" } }, "contact.budget.perNumber"],
    [{ budget: { perPrefix: "often" } }, "contact.budget.perPrefix"],
    [{ budget: { perDay: 1.5 } }, "contact.budget.perDay"],
    [{ postalAddress: " " }, "contact.postalAddress"],
    [{ checkIns: 42 }, "contact.checkIns"],
  ])("%j is refused by name", (options, field) => {
    const read = parseContactOptions(options as never) // what a program without types may write
    expect("problem" in read && read.problem.field).toBe(field)
  })
  it("come out as the policy takes them", () =>
    expect(
      parseContactOptions({
        countries: ["ES"],
        budget: { perNumber: "once per 1 hour", perDay: 7 },
        postalAddress: " Calle 1 ",
        checkIns: "near",
      }),
    ).toMatchObject({
      rules: {
        countries: ["ES"],
        budget: { perNumber: { count: 1, window: 3_600_000 }, perDay: { count: 7, window: day } },
        postalAddress: "Calle 1",
      },
      checkIns: "near",
    }))
})
