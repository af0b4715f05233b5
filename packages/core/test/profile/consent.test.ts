import { describe, expect, it } from "vitest"
import type { State } from "../../src/assembly/entries.ts"
import { createHouse } from "../../src/assembly/house.ts"
import { settingOf } from "../../src/assembly/options.ts"
import { personOf } from "../../src/conversation/contact.ts"
import { contactPolicy } from "../../src/conversation/contact-policy.ts"
import { inputId } from "../../src/kernel/ids.ts"
import { utc } from "../../src/kernel/time-zone.ts"
import { canonicalJson, chained, hashOfRecord } from "../../src/profile/consent-chain.ts"
import type { ConsentRecord } from "../../src/profile/consent.ts"
import { standingOf } from "../../src/profile/consent-word.ts"
import { preferencesIn, preferences } from "../../src/profile/preference.ts"
import type { Entry } from "../../src/timeline/entry.ts"

const record: Omit<ConsentRecord, "previous" | "hash"> = {
  id: "consent:1",
  purpose: "newsletter",
  channel: "*",
  decision: "grant",
  basis: "consent",
  method: "form",
  evidence: {},
  actor: "app",
  salt: "a salt",
}
const place = { stream: "s_1", occurredAt: 1, receivedAt: 2 } as const

describe("a record", () => {
  it("is hashed in one form, whatever the order of its fields", () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: "é" }], a: null })).toBe('{"a":null,"b":[1,{"c":"é"}]}')
    const { hash, ...rest } = chained(record, "", place)
    const turned = Object.fromEntries(Object.entries(rest).toReversed()) as typeof rest // the same fields
    expect(hashOfRecord(turned, place)).toBe(hash)
  })

  it("has another hash at another place, at another moment, behind another record, and with another salt", () => {
    const hashes = [
      chained(record, "", place),
      chained(record, "x", place),
      chained(record, "", { ...place, stream: "s_2" }),
      chained(record, "", { ...place, occurredAt: 0 }),
      chained(record, "", { ...place, receivedAt: 3 }),
      chained({ ...record, salt: "another" }, "", place),
      chained({ ...record, evidence: { note: "x" } }, "", place),
    ].map(({ hash }) => hash)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it("that is imported is not held to the moment at which it was received", () => {
    const imported = { ...record, method: "import" } as const
    expect(chained(imported, "", place).hash).toBe(chained(imported, "", { ...place, receivedAt: 9 }).hash)
  })
})

describe("what was written in the first version", () => {
  const house = createHouse(settingOf({}), [])
  const first = (given: boolean, position: number): Entry => ({
    id: `consent:${position}#0`,
    stream: "s_1",
    position,
    kind: "consent-changed",
    schema: 1,
    occurredAt: position,
    receivedAt: position,
    data: { purpose: "marketing", given, evidence: "a form" },
  })

  it("holds as it did, and says that nothing proves it", () => {
    const read = house.read(first(false, 1))
    expect(read).toMatchObject({
      schema: 2,
      data: { decision: "deny", channel: "*", basis: "consent", evidence: { note: "a form" }, hash: "" },
    })
    const verdict = (...entries: readonly Entry[]) => {
      const state = entries.map(house.read).reduce(house.project, house.initial)
      return contactPolicy(
        { purpose: "marketing", channel: "chat" },
        personOf(state),
        { zone: utc, consent: "for-marketing" },
        9,
      )
    }
    expect(verdict(first(false, 1))).toMatchObject({ because: "no-consent" })
    expect(verdict(first(false, 1), first(true, 2))).toMatchObject({
      verdict: "send",
      reasons: [{}, { record: "consent:2#0" }],
    })
  })
})

describe("the click on a link", () => {
  const house = createHouse(settingOf({ purposes: { newsletter: { basis: "consent" } } }), [])
  const text = { text: "News", version: "1", language: "en", hash: "" }
  const asked: Entry = {
    id: "request-consent:1#0",
    stream: "s_1",
    position: 1,
    kind: "consent-requested",
    schema: 1,
    occurredAt: 1,
    receivedAt: 1,
    data: { id: "request-consent:1", purpose: "newsletter", channel: "chat", text, expiresAt: 10 },
  }
  const click = (own: State, now: number, request = "request-consent:1") => {
    const row = { customer: "s_1", identifier: "tel:ana", version: 1, state: own } as const
    const customer = { id: "s_1", streams: new Map([["s_1", row] as const]), state: own } as const
    const decision = house.decide(
      { stream: "s_1", own, customer, others: [], now },
      { kind: "confirm-consent", id: inputId(`click at ${now}`), on: "s_1", request, text, evidence: {}, salt: "s" },
    )
    return decision.invalid === undefined ? decision.entries : decision.invalid
  }

  it("is a yes once, and only before the end: two clicks at one moment are decided one after the other", () => {
    const before = house.project(house.initial, asked)
    const taken = click(before, 9)
    const [draft, ...others] = "field" in taken ? [] : taken
    expect([draft?.kind, draft?.data, others]).toMatchObject([
      "consent-changed",
      { id: "request-consent:1/confirmed", decision: "grant", method: "double-opt-in", channel: "chat" },
      [],
    ])
    const after = house.project(before, {
      ...asked,
      id: "click#0",
      position: 2,
      kind: "consent-changed",
      schema: 2,
      data: draft?.data,
    })
    expect(click(after, 9)).toEqual([])
    expect(click(before, 10)).toEqual([])
    expect(click(before, 9, "toString")).toEqual([])
  })
})

describe("words of which nobody knows the place", () => {
  it("are taken back by no later yes", () => {
    const words = [
      { purpose: "marketing", decision: "deny", at: 1 },
      { purpose: "marketing", decision: "grant", at: 2 },
    ] as const
    expect(standingOf(words, "marketing", "mail", 3).objection).toBe(words[0])
    const placed = words.map((word) => ({ ...word, from: "here" }))
    expect(standingOf(placed, "marketing", "mail", 3).objection).toBeUndefined()
  })

  it("are all heeded where no channel is named", () => {
    const words = [
      { purpose: "marketing", channel: "mail", decision: "grant", at: 1, from: "here" },
      { purpose: "marketing", channel: "chat", decision: "deny", at: 1, from: "here" },
    ] as const
    const { objection, grants } = standingOf(words, "marketing", undefined, 3)
    expect([objection?.channel, grants]).toEqual(["chat", []])
  })
})

describe("wishes", () => {
  it("are the last word on each, whatever the order in which they come", () => {
    const told = [
      { at: 1, data: { language: "es", zone: "Europe/Madrid" } },
      { at: 3, data: { language: "en" } },
      { at: 2, data: { language: null, zone: null } },
    ]
    const fold = (all: typeof told) =>
      all.reduce(
        (state, { at, data }, index) =>
          preferences.on["preferences-set"]?.(state, {
            id: `x#${index}`,
            stream: "s_1",
            position: index + 1,
            kind: "preferences-set",
            schema: 1,
            occurredAt: at,
            receivedAt: at,
            data: { ...data, by: "app" },
          }) ?? state,
        preferences.initial,
      )
    expect([fold(told), fold(told.toReversed())].map(preferencesIn)).toEqual([{ language: "en" }, { language: "en" }])
  })
})
