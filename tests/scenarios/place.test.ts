import { describe, expect, it } from "vitest"
import type { Inbound } from "../../packages/core/src/channel/inbound.ts"
import type { FakeChannelOptions } from "../../packages/core/src/testing/fake-channel.ts"
import { aChannel } from "../support/channels.ts"
import { aHouse, factsOf, type HouseOptions, type TestHouse } from "../support/house.ts"

const day = 86_400_000
const ana = "email:ana@example.com"

/** What the policy said of the last message to somebody, rule by rule. */
const verdictsOf = async (house: TestHouse, customer: string) => {
  const told = (await house.facts(customer)).flatMap((entry) =>
    entry.kind === "message-written" || (entry.kind === "delivery-changed" && entry.data.reasons)
      ? [entry.data.reasons ?? []]
      : [],
  )
  return (told.at(-1) ?? []).map(({ rule, passed }) => `${passed ? "" : "not "}${rule}`)
}

const aMailHouse = async (contact: HouseOptions["contact"] = {}, rules: HouseOptions["rules"] = []) => {
  const mail = aChannel({ scheme: "email" }, "email")
  const house = await aHouse({ channels: { mail }, contact, rules })
  let ids = 0
  const hears = async (...inbound: readonly object[]) => {
    // the parts that all have
    const whole = inbound.map(
      (part) => ({ id: `in-${++ids}`, address: "ana@example.com", at: house.clock.now(), ...part }) as Inbound,
    )
    await mail.receive(...whole)
    await house.escucha.settled()
  }
  const provider = () => `fake-${mail.delivered.at(-1)?.id}`
  return { ...house, mail, hears, provider }
}

describe("an address that takes nothing any more", () => {
  it("gets nothing after it bounced for good; the person's other addresses do", async () => {
    const house = await aMailHouse()
    await house.sends("one", { customer: ana })
    await house.hears({ type: "receipt", message: house.provider(), status: "failed", suppress: "bounce" })
    const two = await house.sends("two", { customer: ana })
    expect(two).toMatchObject({ status: "withheld", because: "suppressed" })
    expect((await verdictsOf(house, ana)).at(-1)).toBe("not suppression")
    await house.escucha.identities.link(ana, "email:work@example.com")
    expect(await house.sends("three", { customer: "email:work@example.com" })).toMatchObject({ status: "queued" })
    expect(await factsOf(house, ana, "address-suppressed")).toMatchObject([
      { data: { channel: "mail", because: "bounce" } },
    ])
  })

  it("is shown to the desk, and takes messages again when somebody lifts it with a reason, or writes from there", async () => {
    const house = await aMailHouse()
    await house.sends("one", { customer: ana })
    await house.hears({ type: "receipt", message: house.provider(), status: "failed", suppress: "bounce" })
    expect((await house.escucha.customers.get(ana))?.known).toMatchObject([{ suppressed: { because: "bounce" } }])
    await expect(house.escucha.customers.liftSuppression(ana, { reason: " " })).rejects.toMatchObject({
      field: "reason",
    })
    await house.waits(house.clock.now() + 1_000)
    await house.escucha.customers.liftSuppression(ana, { reason: "a new mailbox", by: "eva" })
    expect((await house.escucha.customers.get(ana))?.known[0]).not.toHaveProperty("suppressed")
    expect(await house.sends("two", { customer: ana })).toMatchObject({ status: "queued" })
    await house.waits(house.clock.now() + 1_000)
    await house.hears({ type: "receipt", message: house.provider(), status: "failed", suppress: "bounce" })
    await house.waits(house.clock.now() + 1_000)
    await house.hears({ type: "message", text: "I can read you again" })
    await house.answers("Good", { customer: ana })
    expect(house.mail.delivered.map(({ content }) => content.text)).toEqual(["one", "two", "Good"])
  })

  it("whose owner complained of spam gets nothing, and they no marketing on any other; a receipt told twice counts once", async () => {
    const house = await aMailHouse()
    const marketing = (customer: string) => house.sends("Offer", { customer, purpose: "marketing" })
    await house.sends("one", { customer: ana })
    const receipt = {
      type: "receipt",
      id: "r-1",
      message: house.provider(),
      status: "delivered",
      suppress: "complaint",
    }
    await house.hears(receipt)
    await house.hears(receipt)
    expect(await house.sends("two", { customer: ana })).toMatchObject({ because: "suppressed" })
    expect(await factsOf(house, ana, "address-suppressed")).toHaveLength(1)
    expect(await factsOf(house, ana, "consent-changed")).toMatchObject([
      { data: { purpose: "marketing", decision: "withdraw", method: "network" } },
    ])
    await house.escucha.identities.link(ana, "tel:ana")
    await house.escucha.customers.consent("tel:ana", "marketing", true, { evidence: "the form" })
    expect(await marketing("tel:ana")).toMatchObject({ because: "no-consent" })
    expect(await house.sends("service", { customer: "tel:ana" })).toMatchObject({ status: "queued" })
  })

  it("is not closed by a mail that only looks like a report, unless it names a message that went there", async () => {
    const house = await aMailHouse()
    const { id } = await house.sends("for Ana", { customer: ana })
    const forged = { type: "receipt", status: "failed", suppress: "bounce", claimed: true }
    for (const guess of [
      { message: "<order-2@shop.example>", reference: "order-2" },
      { message: "" },
      { message: "x" },
    ])
      await house.hears({ ...forged, ...guess }, { ...forged, ...guess, suppress: "complaint", status: "delivered" })
    await house.hears({ ...forged, message: house.provider(), address: "eva@example.com" })
    for (const customer of [ana, "email:eva@example.com"])
      expect(await house.sends("two", { customer })).toMatchObject({ status: "queued" })
    expect(await factsOf(house, ana, "consent-changed")).toEqual([])
    await house.hears({ ...forged, message: `<${id}@shop.example>`, reference: id })
    expect(await house.sends("three", { customer: ana })).toMatchObject({ because: "suppressed" })
  })
})

const aWindowHouse = async (after: "template" | "nothing") => {
  const wa = aChannel({ scheme: "wa" }, "chat", {
    replyWindow: { length: day, after },
    parts: { template: "full" },
  })
  const house = await aHouse({ channels: { wa } })
  const hears = async (id: string) => {
    await wa.receive({ type: "message", id, address: "ana", text: "hola" })
    await house.escucha.settled()
  }
  const template = (options: object = {}) =>
    house.escucha.messages.send("wa:ana", { text: "", template: { name: "order", language: "es" } }, options)
  return { ...house, wa, hears, template }
}

describe("a channel with a reply window", () => {
  it("takes free words until it closes, by the minute, and then a template alone", async () => {
    const house = await aWindowHouse("template")
    expect(await house.sends("hello", { customer: "wa:ana" })).toMatchObject({ because: "window-closed" })
    await house.hears("1")
    const closes = house.clock.now() + day
    expect((await house.escucha.customers.get("wa:ana"))?.known).toMatchObject([
      { replyWindow: { opensUntil: closes, after: "template" } },
    ])
    await house.waits(closes - 1)
    expect(await house.answers("in time", { customer: "wa:ana" })).toMatchObject({ status: "queued" })
    await house.waits(closes)
    expect(await house.answers("too late", { customer: "wa:ana" })).toMatchObject({ because: "window-closed" })
    const written = (await factsOf(house, "wa:ana", "message-written")).at(-1)
    expect(written?.data.reasons.at(-1)).toEqual({
      rule: "window",
      passed: false,
      detail: `it closed on ${new Date(closes).toISOString()}; send a template`,
    })
    expect(await house.template()).toMatchObject({ status: "queued" })
    await house.escucha.settled()
    expect(house.wa.calls.map(({ content }) => content.text)).toEqual(["in time", expect.any(String)])
    expect(house.wa.calls).toHaveLength(2)
  })

  it("where nothing may follow it, takes nothing before they write", async () => {
    const house = await aWindowHouse("nothing")
    expect(await house.template()).toMatchObject({ because: "window-closed" })
    await house.hears("1")
    expect(await house.template()).toMatchObject({ status: "queued" })
  })

  it("is asked again when the message leaves: what waited for the morning may come too late", async () => {
    const wa = aChannel({ scheme: "wa" }, "chat", { replyWindow: { length: 3_600_000, after: "template" } })
    const house = await aHouse({
      channels: { wa },
      at: "2026-06-01T22:00:00+02:00",
      contact: { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" },
    })
    await wa.receive({ type: "message", id: "1", address: "ana", text: "hola" })
    const sent = await house.sends("Buenos días", { customer: "wa:ana" })
    expect(sent.status).toBe("queued")
    await house.waits("2026-06-02T09:30:00+02:00")
    expect(await sent.settled()).toEqual({ status: "withheld", because: "window-closed" })
    expect(wa.calls).toEqual([])
  })

  it("lets the confirmation of a stop pass: they wrote at this moment", async () => {
    const house = await aWindowHouse("template")
    await house.wa.receive({ type: "message", id: "1", address: "ana", text: "BAJA" })
    await house.escucha.settled()
    expect(house.wa.delivered).toHaveLength(1)
  })
})

/** A rule that answers everything by itself. */
const answering = {
  name: "answer",
  on: "message-received",
  do: async (_context: object, act: { reply: (text: string) => Promise<void> }) => act.reply("We will look into it"),
} as const

describe("a machine", () => {
  it("is never answered by a machine of ours; a person may answer it", async () => {
    const house = await aMailHouse({}, [answering])
    await house.hears({ type: "message", text: "I am on holiday", automatic: true })
    expect(house.mail.delivered).toEqual([])
    expect((await verdictsOf(house, ana)).at(-1)).toBe("not loop")
    await house.answers("Enjoy it", { customer: ana })
    await house.waits(house.clock.now() + 1_000)
    await house.hears({ type: "message", text: "I am back" })
    expect(house.mail.delivered.map(({ content }) => content.text)).toEqual(["Enjoy it", "We will look into it"])
  })

  it("is not answered by a machine of ours either where it took days to reach us", async () => {
    const house = await aMailHouse({}, [answering])
    const at = house.clock.now() - 3 * 86_400_000
    await house.hears({ type: "message", text: "I am on holiday", automatic: true, at })
    expect(house.mail.delivered).toEqual([])
  })

  it("that says stop stops us, and is sent no confirmation", async () => {
    const house = await aMailHouse()
    await house.hears({ type: "message", text: "STOP", automatic: true })
    expect(await house.sends("one", { customer: ana })).toMatchObject({ because: "opted-out" })
    expect(house.mail.delivered).toEqual([])
  })

  it("two houses that answer each other by themselves end after two messages", async () => {
    const one = await aMailHouse({}, [answering])
    const two = await aMailHouse({}, [answering])
    const carried: string[] = []
    await one.hears({ type: "message", text: "hello" })
    for (let round = 0; round < 20; round++) {
      const [from, to] = round % 2 === 0 ? [one, two] : [two, one]
      const next = from.mail.delivered.find(({ id }) => !carried.includes(id))
      if (!next) break
      carried.push(next.id)
      await to.hears({ type: "message", id: next.id, text: next.content.text, automatic: next.automatic === true })
    }
    expect(carried.length).toBeLessThanOrEqual(2)
    expect(one.mail.delivered[0]?.automatic).toBe(true)
  })
})

const aPhoneHouse = async (
  contact: HouseOptions["contact"] = {},
  fake: FakeChannelOptions = {},
  rules: HouseOptions["rules"] = [],
) => {
  const sms = aChannel({ scheme: "phone", ...fake }, "sms")
  const house = await aHouse({ channels: { sms }, contact, rules })
  const text = (number: string) => house.sends("Your code is 1234", { customer: `phone:${number}` })
  return { ...house, sms, text }
}

describe("messages that cost", () => {
  it("start nothing with a number that never wrote to us, unless its country was named", async () => {
    const silent = await aPhoneHouse()
    expect(await silent.text("+34600111222")).toMatchObject({ because: "suppressed" })
    expect((await verdictsOf(silent, "phone:+34600111222")).at(-1)).toBe("not country")
    await silent.sms.receive({ type: "message", id: "1", address: "+34600111222", text: "hola" })
    expect(await silent.text("+34600111222")).toMatchObject({ status: "queued" })
    const named = await aPhoneHouse({ countries: ["ES", "MX"] })
    expect(await named.text("+34600111222")).toMatchObject({ status: "queued" })
    expect(await named.text("+525512345678")).toMatchObject({ status: "queued" })
    expect(await named.text("+18765551234")).toMatchObject({ because: "suppressed" }) // Jamaica begins with +1, too
    expect(await named.text("+88213123456")).toMatchObject({ because: "suppressed" })
    expect(await named.text("12345")).toMatchObject({ because: "suppressed" })
  })

  it("are sent by no machine to a number that a stranger wrote into a form, but by the people who answer it", async () => {
    const house = await aPhoneHouse({}, {}, [answering])
    const form = (number: string, text: string) =>
      house.sms.receive({ type: "message", id: `${number} ${text}`, address: number, text, claimed: true })
    const strangers = ["+525512345678", "+34600111222"]
    for (const text of ["call me", "STOP"]) {
      for (const number of strangers) await form(number, text)
      await house.escucha.settled()
    }
    for (const number of strangers) expect(await house.text(number)).toMatchObject({ status: "withheld" })
    expect(house.sms.delivered).toEqual([])
    await form("+447911123456", "call me")
    await house.escucha.settled()
    expect(await house.answers("Hello", { customer: "phone:+447911123456" })).toMatchObject({ status: "queued" })
    await house.sms.receive({ type: "message", id: "own", address: "+447911123456", text: "hi" })
    await house.escucha.settled()
    expect(house.sms.delivered.map(({ address }) => address)).toEqual(["+447911123456", "+447911123456"])
  })

  it("never go to a number that costs more than others, whoever wrote first", async () => {
    const house = await aPhoneHouse({ countries: ["ES", "GB"] })
    expect(await house.text("+34803112233")).toMatchObject({ because: "suppressed" })
    await house.sms.receive({ type: "message", id: "1", address: "+447012345678", text: "hola" })
    expect(await house.text("+447012345678")).toMatchObject({ because: "suppressed" })
    const reasons = (await factsOf(house, "phone:+34803112233", "message-written"))[0]?.data.reasons
    expect(reasons?.at(-1)?.detail).toBe("this is a number that costs more than others")
  })

  it("stay within the budget for one number", async () => {
    const house = await aPhoneHouse({ countries: ["ES"], budget: { perNumber: "2 per 1 hour" } })
    const sent = [await house.text("+34600111222"), await house.text("+34600111222"), await house.text("+34600111222")]
    expect(sent.map(({ status }) => status)).toEqual(["queued", "queued", "withheld"])
    expect(sent[2]).toMatchObject({ because: "capped" })
    await house.waits(house.clock.now() + 3_600_001)
    expect(await house.text("+34600111222")).toMatchObject({ status: "queued" })
  })

  it("stay within the budget for numbers that begin alike, and for a day, also when 10,000 strangers sign up at once", async () => {
    const house = await aPhoneHouse({ countries: ["ES"], budget: { perPrefix: "5 per 1 day", perDay: 20 } })
    const numbers = Array.from(
      { length: 1_000 },
      (_, index) => `+346001${String(11_000 + (index % 500)).padStart(5, "0")}`,
    )
    const others = Array.from({ length: 200 }, (_, index) => `+346${String(20_000_000 + index * 10_000)}`)
    const all = [...numbers, ...others].map((number) =>
      house.escucha.messages.send(`phone:${number}`, { text: "Your code" }),
    )
    const sent = await Promise.all(all)
    await house.escucha.settled()
    const ends = await Promise.all(sent.map(({ settled }) => settled()))
    const left = house.sms.delivered.map(({ address }) => address)
    expect(left.length).toBe(20)
    expect(left.filter((address) => address.startsWith("+34600111"))).toHaveLength(5)
    expect(ends.filter((end) => end.status === "withheld" && end.because === "capped")).toHaveLength(1_180)
    await house.waits(house.clock.now() + day + 1)
    expect(await (await house.text("+34600111222")).settled()).toMatchObject({ status: "sent" })
  })
})

describe("marketing by mail", () => {
  it("is not sent without a postal address, and says it where there is one", async () => {
    const without = await aMailHouse()
    await without.escucha.customers.consent(ana, "marketing", true, { evidence: "the form" })
    expect(await without.sends("Offer", { customer: ana, purpose: "marketing" })).toMatchObject({
      because: "suppressed",
    })
    const [written] = await factsOf(without, ana, "message-written")
    expect(written?.data.reasons.at(-1)?.detail).toContain("contact.postalAddress")
    const house = await aMailHouse({ postalAddress: "Calle Mayor 1, 28013 Madrid" })
    await house.escucha.customers.consent(ana, "marketing", true, { evidence: "the form" })
    await house.sends("Offer", { customer: ana, purpose: "marketing" })
    await house.sends("Your parcel", { customer: ana })
    expect(house.mail.delivered.map(({ content }) => content.text)).toEqual([
      "Offer\n\n-- \nCalle Mayor 1, 28013 Madrid",
      "Your parcel",
    ])
    expect((await factsOf(house, ana, "message-written"))[0]?.data.content.text).toBe("Offer")
  })
})

describe("a message", () => {
  it("carries what every rule said of it, also of those that it passed", async () => {
    const house = await aMailHouse({ atMost: "3 per 7 days", quietHours: ["21:00", "09:00"], postalAddress: "Calle 1" })
    await house.escucha.customers.consent(ana, "marketing", true, { evidence: "the form" })
    await house.sends("Offer", { customer: ana, purpose: "marketing" })
    const rules = ["opt-out", "suppression", "consent", "postal-address", "cap", "quiet-hours"]
    expect(await verdictsOf(house, ana)).toEqual(rules)
    const thread = (await house.escucha.customers.get(ana))?.thread.items
    const item = thread?.find(({ type }) => type === "written")
    expect(item?.type === "written" && item.reasons.map(({ rule }) => rule)).toEqual(rules)
  })
})
