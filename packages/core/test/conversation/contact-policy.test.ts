import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contactPolicy } from "../../src/conversation/contact-policy.ts"
import type { ContactDecision, ContactRequest, ContactRules, Purpose } from "../../src/conversation/contact-policy.ts"
import { mergePersons, mostApproaches, type Person } from "../../src/conversation/person.ts"
import { type ConsentWord, standingOf } from "../../src/profile/consent-word.ts"
import { isQuiet } from "../../src/conversation/quiet-hours.ts"
import { timeZone, type TimeZone, utc } from "../../src/kernel/time-zone.ts"

const zoned = (name: string): TimeZone => timeZone(name) ?? expect.fail(`this machine does not know ${name}`)
const day = 86_400_000
const [noon, night] = [Date.parse("2026-03-02T12:00Z"), Date.parse("2026-03-02T22:05Z")]

const aPerson = (known: Partial<Person> = {}): Person => ({
  optedOutAt: null,
  confirmedOptOutAt: null,
  consents: [],
  approaches: [],
  ...known,
})
/** Yes or no to each purpose, as one place remembers it. */
const said = (answers: { readonly [purpose: string]: boolean | undefined }, from = "here"): readonly ConsentWord[] =>
  Object.entries(answers).flatMap(([purpose, yes]) =>
    yes === undefined ? [] : [{ purpose, decision: yes ? ("grant" as const) : ("deny" as const), at: 1, from }],
  )
const refuses = ({ consents }: Person, purpose: string): boolean =>
  standingOf(consents, purpose, undefined, noon).objection !== undefined
const someRules = (given: Partial<ContactRules> = {}): ContactRules => ({
  quietHours: { from: "21:00", to: "09:00" },
  atMost: { count: 3, window: 7 * day },
  zone: zoned("Europe/Madrid"),
  consent: "for-marketing",
  ...given,
})
const ask = (
  purpose: Purpose,
  person: Person = aPerson(),
  now = noon,
  rules = someRules(),
  request: Omit<ContactRequest, "purpose"> = {},
): ContactDecision => contactPolicy({ purpose, ...request }, person, rules, now)
const because = (decision: ContactDecision): string =>
  decision.verdict === "refuse" ? decision.because : decision.verdict
const asked = ({ reasons }: ContactDecision): readonly string[] =>
  reasons.map(({ rule, passed }) => `${passed ? "" : "not "}${rule}`)

describe("an explicit stop", () => {
  const stopped = aPerson({ optedOutAt: noon - day, consents: said({ marketing: true, service: true }) })
  it.each(["answer", "service", "marketing"] as const)("holds every %s", (purpose) =>
    expect(because(ask(purpose, stopped))).toBe("opted-out"),
  )
  it("lets its one confirmation pass, at night too", () =>
    expect(ask("opt-out-confirmation", stopped, night).verdict).toBe("send"))
  it("is never confirmed twice", () =>
    expect(because(ask("opt-out-confirmation", { ...stopped, confirmedOptOutAt: noon - day + 1 }))).toBe("opted-out"))
  it("may be confirmed by a retry of that very message", () =>
    expect(
      ask("opt-out-confirmation", { ...stopped, confirmedOptOutAt: noon - 5 }, noon, someRules(), {
        dispatchedAt: noon - 5,
      }).verdict,
    ).toBe("send"))
  it("is confirmed anew after the person had come back", () =>
    expect(ask("opt-out-confirmation", { ...stopped, confirmedOptOutAt: noon - 2 * day }).verdict).toBe("send"))
  it("must exist before it is confirmed", () => expect(because(ask("opt-out-confirmation"))).toBe("no-consent"))
})

describe("an answer", () => {
  it("written at 22:05 leaves at 22:06", () => expect(ask("answer", aPerson(), night + 60_000).verdict).toBe("send"))
  it("leaves above the cap, and without consent to anything", () => {
    const person = aPerson({
      approaches: [noon - 3, noon - 2, noon - 1],
      consents: said({ marketing: false, service: false }),
    })
    expect(ask("answer", person, noon, someRules({ consent: "required" })).verdict).toBe("send")
    expect(asked(ask("answer", person))).toEqual(["opt-out", "answer"])
  })
})

describe("what we start", () => {
  it("waits for the end of the night on the person's clock", () => {
    expect(ask("service", aPerson(), night)).toMatchObject({ verdict: "hold", until: Date.parse("2026-03-03T08:00Z") })
    expect(ask("service", aPerson({ zone: "America/New_York" }), night).verdict).toBe("send")
  })
  it("reads the zone as other systems stored it", () =>
    expect(ask("service", aPerson({ zone: "Eastern Time (US & Canada)" }), night).verdict).toBe("send"))
  it("takes our clock for a zone that nobody knows", () =>
    expect(ask("service", aPerson({ zone: "Mars/Phobos" }), night).verdict).toBe("hold"))
  it("keeps a person's own wish before ours, and ours before one that cannot be read", () => {
    expect(ask("service", aPerson({ quietHours: { from: "23:30", to: "07:00" } }), night).verdict).toBe("send")
    expect(ask("service", aPerson({ quietHours: { from: "11:00", to: "14:00" } })).verdict).toBe("hold")
    expect(ask("service", aPerson({ quietHours: { from: "99:00", to: "07:00" } }), night).verdict).toBe("hold")
  })
  it("asks no rule that the application did not make", () =>
    expect(
      asked(contactPolicy({ purpose: "service" }, aPerson(), { zone: utc, consent: "for-marketing" }, night)),
    ).toEqual(["opt-out", "consent"]))
  it("stops at the cap and says until when", () => {
    const person = aPerson({ approaches: [noon - 6 * day, noon - 8 * day, noon - day, noon - 2 * day] })
    const decision = ask("service", person)
    expect(because(decision)).toBe("capped")
    expect(decision.reasons.at(-1)?.detail).toContain(new Date(noon + day).toISOString())
    expect(ask("service", person, noon + day).verdict).toBe("send")
  })
  it("does not count a retry against itself", () => {
    const rules = someRules({ atMost: { count: 1, window: day } })
    expect(because(ask("service", aPerson({ approaches: [noon - 5] }), noon, rules))).toBe("capped")
    expect(ask("service", aPerson({ approaches: [noon - 5] }), noon, rules, { dispatchedAt: noon - 5 }).verdict).toBe(
      "send",
    )
  })
  it.each([
    ["marketing", "for-marketing", undefined, "no-consent"],
    ["marketing", "for-marketing", false, "no-consent"],
    ["marketing", "for-marketing", true, "send"],
    ["service", "for-marketing", undefined, "send"],
    ["service", "for-marketing", false, "no-consent"],
    ["service", "required", undefined, "no-consent"],
    ["service", "required", true, "send"],
  ] as const)("as %s, where consent is %s and the person said %s: %s", (purpose, consent, yes, outcome) =>
    expect(because(ask(purpose, aPerson({ consents: said({ [purpose]: yes }) }), noon, someRules({ consent })))).toBe(
      outcome,
    ),
  )
  it("is refused once it is worth nothing, and at once if the night would outlast it", () => {
    expect(because(ask("service", aPerson(), noon, someRules(), { expiresAt: noon }))).toBe("expired")
    expect(because(ask("service", aPerson(), night, someRules(), { expiresAt: night + 3_600_000 }))).toBe("expired")
    const opening = Date.parse("2026-03-03T08:00Z")
    expect(because(ask("service", aPerson(), night, someRules(), { expiresAt: opening }))).toBe("expired")
    expect(ask("service", aPerson(), night, someRules(), { expiresAt: opening + 1 }).verdict).toBe("hold")
  })
  it("waits without end where two clocks leave no common hour, and says the remedy", () => {
    const decision = ask("service", aPerson({ zone: "Europe/Madrid", otherZones: ["Pacific/Auckland"] }))
    expect(decision.verdict).toBe("hold")
    expect(decision.reasons.at(-1)?.detail).toContain("time zone")
  })
})

const anInstant = fc.integer({ min: noon - 10 * day, max: noon + 10 * day })
const someHours = fc.constantFrom(
  { from: "21:00", to: "09:00" } as const,
  { from: "13:00", to: "15:00" } as const,
  { from: "00:00", to: "00:00" } as const,
)
const aZone = fc.constantFrom("Europe/Madrid", "America/New_York", "Asia/Kathmandu", "Quito", "Mars/Phobos")
const answer = fc.option(fc.boolean(), { nil: undefined })
const someone = fc
  .record({
    optedOutAt: fc.option(anInstant, { freq: 3 }),
    confirmedOptOutAt: fc.option(anInstant),
    service: answer,
    marketing: answer,
    place: fc.constantFrom("one", "two", "three"),
    approaches: fc.array(anInstant, { maxLength: 6 }),
    zone: fc.option(aZone, { nil: undefined }),
    quietHours: fc.option(someHours, { nil: undefined }),
  })
  .map(({ service, marketing, place, zone, quietHours, approaches, optedOutAt, confirmedOptOutAt }): Person =>
    aPerson({
      optedOutAt,
      confirmedOptOutAt,
      approaches: approaches.sort((one, two) => one - two),
      consents: said({ marketing, service }, place),
      ...(zone !== undefined && { zone }),
      ...(quietHours && { quietHours }),
    }),
  )
const aPurpose = fc.constantFrom<Purpose>("answer", "service", "marketing", "opt-out-confirmation")
const rulesOfAny = fc
  .record({
    consent: fc.constantFrom("required" as const, "for-marketing" as const),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ consent, count }) => someRules({ consent, atMost: { count, window: 7 * day } }))

describe("every decision", () => {
  it("carries the line of each rule that was asked, only the last of which may fail", () => {
    fc.assert(
      fc.property(aPurpose, someone, rulesOfAny, anInstant, (purpose, person, rules, now) => {
        const { verdict, reasons } = contactPolicy({ purpose }, person, rules, now)
        return (
          reasons.length > 0 &&
          reasons.slice(0, -1).every(({ passed }) => passed) &&
          reasons.at(-1)?.passed === (verdict === "send")
        )
      }),
    )
  })
  it("sends nothing that we start at night, above a cap or against a no", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("service" as const, "marketing" as const),
        someone,
        rulesOfAny,
        anInstant,
        (purpose, person, rules, now) => {
          const { verdict } = contactPolicy({ purpose }, person, rules, now)
          if (verdict !== "send") return true
          const zone = timeZone(person.zone === "Quito" ? "America/Lima" : (person.zone ?? "")) ?? rules.zone
          const hours = person.quietHours ?? rules.quietHours
          return (
            person.optedOutAt === null &&
            !refuses(person, purpose) &&
            !(hours && isQuiet(hours, now, zone)) &&
            person.approaches.filter((at) => at > now - 7 * day).length < (rules.atMost?.count ?? Infinity)
          )
        },
      ),
      { numRuns: 1_000 },
    )
  })
  it("holds only until the message may go, if nothing else happens", () => {
    fc.assert(
      fc.property(someone, rulesOfAny, anInstant, (person, rules, now) => {
        const decision = contactPolicy({ purpose: "service" }, person, rules, now)
        return (
          decision.verdict !== "hold" ||
          (decision.until > now &&
            contactPolicy({ purpose: "service" }, person, rules, decision.until).verdict !== "hold")
        )
      }),
      { numRuns: 1_000 },
    )
  })
})

describe("two records of one person", () => {
  it("come to the same in any order", () => {
    fc.assert(
      fc.property(someone, someone, someone, (one, two, three) => {
        expect(mergePersons(one, two)).toEqual(mergePersons(two, one))
        expect(mergePersons(mergePersons(one, two), three)).toEqual(mergePersons(one, mergePersons(two, three)))
      }),
    )
  })
  it("are the same as one when the other knows nothing", () => {
    fc.assert(
      fc.property(someone, (one) => {
        expect(mergePersons(aPerson(), one)).toEqual(one)
      }),
    )
  })
  it("let out only what both would, where each knows all that matters", () => {
    const knowing = fc
      .tuple(someone, aZone, someHours, fc.boolean(), fc.boolean())
      .map(([{ optedOutAt, approaches }, zone, quietHours, service, marketing]) =>
        aPerson({ optedOutAt, approaches, zone, quietHours, consents: said({ marketing, service }) }),
      )
    const starts = fc.constantFrom<Purpose>("answer", "service", "marketing")
    fc.assert(
      fc.property(starts, knowing, knowing, rulesOfAny, anInstant, (purpose, one, two, rules, now) => {
        const verdict = (person: Person) => contactPolicy({ purpose }, person, rules, now).verdict
        return verdict(mergePersons(one, two)) !== "send" || (verdict(one) === "send" && verdict(two) === "send")
      }),
      { numRuns: 2_000 },
    )
  })
  it("never turn a stop, a no or a count into less", () => {
    fc.assert(
      fc.property(someone, someone, (one, two) => {
        const merged = mergePersons(one, two)
        return (
          [one, two].every(
            (person) =>
              (person.optedOutAt === null || merged.optedOutAt !== null) &&
              (["service", "marketing"] as const).every(
                (purpose) => !refuses(person, purpose) || refuses(merged, purpose),
              ),
          ) && merged.approaches.length === one.approaches.length + two.approaches.length
        )
      }),
    )
  })
  it("confirm a stop once between them", () => {
    const merged = mergePersons(
      aPerson({ optedOutAt: noon }),
      aPerson({ optedOutAt: noon - day, confirmedOptOutAt: noon - day + 1 }),
    )
    expect(because(ask("opt-out-confirmation", merged, noon + 1))).toBe("opted-out")
  })
  it("keep the latest approaches, as many as the highest cap counts", () => {
    const many = aPerson({ approaches: Array.from({ length: mostApproaches }, (_, index) => index) })
    expect(mergePersons(many, aPerson({ approaches: [1_000] })).approaches).toHaveLength(mostApproaches)
    expect(mergePersons(many, aPerson({ approaches: [1_000] })).approaches.at(-1)).toBe(1_000)
  })
})
