import { describe, expect, it } from "vitest"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { aHouse, factsOf, type HouseOptions } from "../support/house.ts"

const day = 86_400_000
const purposes = {
  newsletter: { basis: "consent", text: { es: "Noticias cada mes", en: "News every month" }, version: "2" },
  offers: { basis: "soft-opt-in" },
  survey: { basis: "legitimate-interest" },
  invoice: { basis: "contract" },
  recall: { basis: "vital-interest" },
  census: { basis: "public-task" },
  tax: { basis: "legal-obligation" },
} as const

const aShop = async (options: HouseOptions = {}) => {
  const house = await aHouse({ purposes, ...options })
  await house.writes("hola")
  const says = (purpose: string, decision: "grant" | "deny" | "withdraw", part: object = {}) =>
    house.escucha.consents.record("tel:ana", { purpose, decision, method: "form", ...part })
  const statusOf = async (purpose: string): Promise<string> => {
    const sent = await house.sends(`for ${purpose}`, { purpose })
    return sent.status === "withheld" ? sent.because : sent.status
  }
  const stateOf = async (purpose: string, channel = "*", moment: { readonly asOf?: number } = {}) =>
    (await house.escucha.consents.of("tel:ana", moment)).find(
      (view) => view.purpose === purpose && view.channel === channel,
    )
  return { ...house, house, says, statusOf, stateOf }
}

describe("a purpose", () => {
  it.for([
    ["newsletter", "no-consent", "queued", "no-consent"],
    ["offers", "no-consent", "queued", "no-consent"],
    ["survey", "queued", "queued", "no-consent"],
    ["invoice", "queued", "queued", "no-consent"],
    ["census", "queued", "queued", "no-consent"],
    ["recall", "queued", "queued", "queued"],
    ["tax", "queued", "queued", "queued"],
  ] as const)("%s: unasked %s, after a yes %s, after a no %s", async ([purpose, unasked, yes, no]) => {
    const { says, statusOf, waits, clock } = await aShop()
    expect(await statusOf(purpose)).toBe(unasked)
    await says(purpose, "grant", purpose === "offers" ? { evidence: { sale: "A-1" } } : {})
    expect(await statusOf(purpose)).toBe(yes)
    await waits(clock.now() + 1_000)
    await says(purpose, "deny")
    expect(await statusOf(purpose)).toBe(no)
  })

  it("that nobody declared is refused where it is named", async () => {
    const { house, says } = await aShop()
    await expect(says("newsletters", "grant")).rejects.toMatchObject({ field: "purpose", reason: "unknown" })
    for (const purpose of ["newsletters", "answer", "consent-request", "opt-out-confirmation", "toString"])
      await expect(house.sends("x", { purpose })).rejects.toMatchObject({ field: "purpose", reason: "unknown" })
  })

  it("of one's own customers needs the sale, and a later sale takes back no no", async () => {
    const { says, statusOf, waits, clock } = await aShop()
    await expect(says("offers", "grant")).rejects.toMatchObject({ field: "evidence.sale" })
    await says("offers", "deny")
    await waits(clock.now() + 1_000)
    await says("offers", "grant", { evidence: { sale: "A-2" } })
    expect(await statusOf("offers")).toBe("no-consent")
    await says("offers", "grant", { basis: "consent" })
    expect(await statusOf("offers")).toBe("queued")
  })

  it("that rests on consent takes no other yes", async () => {
    const { says } = await aShop()
    await expect(says("newsletter", "grant", { basis: "legitimate-interest" })).rejects.toMatchObject({
      field: "basis",
    })
  })

  it("goes by its channels alone", async () => {
    const mail = fakeChannel({ scheme: "email" })
    const { escucha } = await aHouse({
      channels: { mail },
      purposes: { letters: { basis: "legitimate-interest", channels: ["mail"] } },
    })
    await escucha.identities.link("tel:ana", "email:ana@example.com")
    await escucha.messages.send("tel:ana", { text: "by mail" }, { purpose: "letters" })
    expect(await escucha.messages.send("tel:ana", { text: "x" }, { purpose: "letters", via: ["chat"] })).toMatchObject({
      because: "no-consent",
    })
    await escucha.settled()
    expect(mail.delivered.map(({ content }) => content.text)).toEqual(["by mail"])
  })
})

describe("a yes", () => {
  it("is over at its end, and the reasons name the record", async () => {
    const { house, says, stateOf, statusOf, clock, waits } = await aShop()
    const end = clock.now() + 30 * day
    await says("newsletter", "grant", { id: "n-1", expiresAt: end })
    await house.sends("first", { purpose: "newsletter", id: "w-1" })
    const [first] = await factsOf(house, "tel:ana", "message-written")
    expect(first?.data.reasons).toContainEqual({
      rule: "consent",
      passed: true,
      detail: "they said yes",
      record: "consent:n-1",
    })
    expect(await stateOf("newsletter")).toMatchObject({ state: "granted", record: "consent:n-1", expiresAt: end })
    await waits(end)
    expect(await stateOf("newsletter")).toMatchObject({ state: "expired", record: "consent:n-1" })
    expect(await statusOf("newsletter")).toBe("no-consent")
  })

  it("for one channel is none for another, and a no to one survives a yes to all", async () => {
    const { escucha, says, statusOf, waits, clock, stateOf } = await aShop({
      channels: { mail: fakeChannel({ scheme: "email" }) },
    })
    await says("newsletter", "grant", { channel: "mail" })
    expect(await statusOf("newsletter")).toBe("no-consent")
    await says("newsletter", "withdraw", { channel: "chat" })
    await waits(clock.now() + 1_000)
    await says("newsletter", "grant")
    expect(await statusOf("newsletter")).toBe("no-consent")
    expect(await stateOf("newsletter", "chat")).toMatchObject({ state: "withdrawn" })
    expect(await stateOf("newsletter")).toMatchObject({ state: "granted" })
    await says("newsletter", "grant", { channel: "chat" })
    expect(await statusOf("newsletter")).toBe("queued")
    await expect(says("newsletter", "grant", { channel: "pigeon" })).rejects.toMatchObject({ field: "channel" })
    await escucha.close()
  })

  it("from the future is refused: it would outlast every later no", async () => {
    const { says, clock, escucha } = await aShop()
    await expect(says("newsletter", "grant", { at: clock.now() + day })).rejects.toMatchObject({ field: "at" })
    await expect(escucha.customers.optIn("tel:ana", { at: clock.now() + day })).rejects.toMatchObject({ field: "at" })
  })

  it.for([
    ["method", { method: "telepathy" }],
    ["decision", { decision: "maybe" }],
    ["evidence", { evidence: { mood: "good" } }],
    ["evidence.ip", { evidence: { ip: 7 } }],
    ["evidence.note", { evidence: { note: "x".repeat(2_001) } }],
    ["text.text", { text: { text: "" } }],
    ["expiresAt", { expiresAt: Number.NaN }],
    ["expiresAt", { expiresAt: 1 }],
    ["basis", { basis: "because" }],
  ] as const)("with a strange %s is refused by that name", async ([field, part]) => {
    const { says } = await aShop()
    await expect(says("newsletter", "grant", part)).rejects.toMatchObject({ field })
  })

  it("keeps the text that was shown, in the language of the customer", async () => {
    const { escucha, says } = await aShop()
    await escucha.preferences.set("tel:ana", { language: "es" })
    await says("newsletter", "grant")
    const [event] = await escucha.consents.history("tel:ana")
    expect(event).toMatchObject({
      type: "consent",
      record: { text: { text: "Noticias cada mes", version: "2", language: "es" }, basis: "consent", actor: "app" },
    })
  })

  it("is known as it was at any moment, by what had been received until then", async () => {
    const { says, stateOf, clock, waits } = await aShop()
    const before = clock.now()
    await waits(before + day)
    await says("newsletter", "grant")
    await waits(before + 2 * day)
    await says("newsletter", "withdraw", { at: before + day + 1 })
    expect(await stateOf("newsletter", "*", { asOf: before })).toMatchObject({ state: "none" })
    expect(await stateOf("newsletter", "*", { asOf: before + 2 * day - 1 })).toMatchObject({ state: "granted" })
    expect(await stateOf("newsletter")).toMatchObject({ state: "withdrawn" })
  })
})

describe("two places of one person", () => {
  it("are written to by neither's no, and each has its own again when they come apart", async () => {
    const { escucha, says, statusOf, waits, clock } = await aShop()
    await says("newsletter", "grant")
    await escucha.consents.withdraw("tel:ana-work", { purpose: "newsletter" })
    const { link } = await escucha.identities.link("tel:ana", "tel:ana-work")
    expect(await statusOf("newsletter")).toBe("no-consent")
    await waits(clock.now() + 1_000)
    await says("newsletter", "grant")
    expect(await statusOf("newsletter")).toBe("no-consent") // a later yes of one place is none of the other
    await escucha.identities.retract("tel:ana", "tel:ana-work", link, { reason: "two people" })
    expect(await statusOf("newsletter")).toBe("queued")
    const other = await escucha.consents.of("tel:ana-work")
    expect(other.find(({ purpose }) => purpose === "newsletter")).toMatchObject({ state: "withdrawn" })
  })
})

describe("the history", () => {
  it("tells stops and starts beside every yes and no, oldest first", async () => {
    const { house, says, escucha, waits, clock } = await aShop()
    await says("newsletter", "grant")
    await waits(clock.now() + 1_000)
    await house.writes("STOP")
    await waits(clock.now() + 1_000)
    await house.writes("ALTA")
    const history = await escucha.consents.history("tel:ana")
    expect(history.map(({ type }) => type)).toEqual(["consent", "stop", "start"])
    expect(history[1]).toMatchObject({ by: "word", channel: "chat" })
  })
})

describe("what a customer wishes", () => {
  it("holds hours and caps, the stricter of theirs and ours", async () => {
    const { house, escucha } = await aShop({ contact: { atMost: "3 per 7 days" }, at: "2026-06-01T22:30:00+02:00" })
    await escucha.preferences.set("tel:ana", {
      quietHours: ["22:00", "08:00"],
      zone: "Europe/Madrid",
      atMost: "1 per 7 days",
    })
    const held = await house.sends("at night")
    expect(held).toMatchObject({ status: "queued", opensAt: Date.parse("2026-06-02T08:00:00+02:00") })
    await house.waits("2026-06-02T09:00:00+02:00")
    expect(await house.sends("again")).toMatchObject({ because: "capped" })
    await escucha.preferences.set("tel:ana", { atMost: "50 per 7 days" })
    await house.sends("two")
    await house.sends("three")
    expect(await house.sends("four")).toMatchObject({ because: "capped" }) // ours holds too
    expect(await escucha.preferences.of("tel:ana")).toEqual({
      quietHours: ["22:00", "08:00"],
      zone: "Europe/Madrid",
      atMost: "50 per 7 days",
    })
    await escucha.preferences.set("tel:ana", { quietHours: null })
    expect(await escucha.preferences.of("tel:ana")).not.toHaveProperty("quietHours")
  })

  it("chooses the channel of what we start, and of no answer", async () => {
    const mail = fakeChannel({ scheme: "email" })
    const { house, escucha } = await aShop({ channels: { mail } })
    await escucha.identities.link("tel:ana", "email:ana@example.com")
    await house.answers("we answer where you wrote")
    await escucha.preferences.set("tel:ana", { channels: ["mail", "chat"] })
    await house.sends("by mail, as you like it")
    await house.answers("and again here")
    expect(mail.delivered.map(({ content }) => content.text)).toEqual(["by mail, as you like it"])
    expect(house.texts()).toEqual(["we answer where you wrote", "and again here"])
  })

  it.for([
    ["preferences.zone", { zone: "Mars/Phobos" }],
    ["preferences.quietHours", { quietHours: ["9", "10"] }],
    ["preferences.atMost", { atMost: "51 per 7 days" }],
    ["preferences.channels", { channels: ["pigeon"] }],
    ["preferences.language", { language: "<b>" }],
    ["preferences", { mood: "good" }],
    ["preferences", {}],
  ] as const)("is refused by the name of %s where it cannot be granted", async ([field, wish]) => {
    const { escucha } = await aShop()
    const hostile = wish as object // what a program without types may say
    await expect(escucha.preferences.set("tel:ana", hostile)).rejects.toMatchObject({ field })
  })
})

describe("the options", () => {
  it.for([
    ["purposes.newsletter.basis", { purposes: { newsletter: { basis: "trust" } } }],
    ["purposes.newsletter.channels", { purposes: { newsletter: { basis: "consent", channels: ["fax"] } } }],
    ["purposes.answer", { purposes: { answer: { basis: "consent" } } }],
    ["purposes.newsletter", { purposes: { newsletter: { basis: "consent", colour: "red" } } }],
    ["publicUrl", { publicUrl: "example.com" }],
    ["secret", { secret: "short" }],
  ] as const)("name %s where it cannot work", async ([option, options]) => {
    await expect(aHouse(options as object)).rejects.toMatchObject({ option }) // what a program without types may say
  })
})
