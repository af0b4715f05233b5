import { describe, expect, it } from "vitest"
import type { Inbound } from "../../packages/core/src/channel/inbound.ts"
import { all, type Rule } from "../../packages/core/src/index.ts"
import { confirmation } from "../../packages/core/src/conversation/opt-out.ts"
import { aChannel } from "../support/channels.ts"
import { aHouse, factsOf, type HouseOptions } from "../support/house.ts"

const ana = "wa:ana"

const aWhatsApp = async (options: HouseOptions = {}) => {
  const wa = aChannel({ scheme: "wa" }, "chat")
  const house = await aHouse({ channels: { wa }, ...options })
  let ids = 0
  const hears = async (...inbound: readonly object[]) => {
    // the parts that all have
    const whole = inbound.map(
      (part) => ({ id: `in-${++ids}`, address: "ana", at: house.clock.now(), ...part }) as Inbound,
    )
    await wa.receive(...whole)
    await house.escucha.settled()
  }
  const thread = async () => (await house.escucha.customers.get(ana))?.thread.items ?? []
  const waiting = async () => (await house.escucha.conversations.unanswered()).items.length
  return { ...house, wa, hears, thread, waiting }
}

describe("what a message holds beside its words", () => {
  it("is kept, and stands in the thread: files, a place, a card, a choice, what it answers", async () => {
    const { hears, thread } = await aWhatsApp()
    const parts = {
      attachments: [{ kind: "voice", url: "provider:AB12", type: "audio/ogg", duration: 3_000 }],
      place: { latitude: 40.4, longitude: -3.7, name: "Sol" },
      contact: { name: "Leo", phones: ["+34600111222"] },
      choice: "yes",
      repliesTo: "out-1",
    }
    await hears({ type: "message", text: "", ...parts })
    expect(await thread()).toMatchObject([{ type: "received", text: "", ...parts }])
  })

  it("is a fact for rules", async () => {
    const told: string[] = []
    const { hears } = await aWhatsApp({
      rules: [
        {
          name: "voice",
          on: "message-received",
          when: ({ call, isPublic }) => all(call.is("missed"), isPublic.is(false)),
          do: ({ holds }) => void told.push(holds.join()),
        } satisfies Rule,
      ] as never,
    })
    const attachments = [{ kind: "voice", url: "provider:1" }]
    await hears(
      { type: "message", text: "", attachments },
      { type: "message", text: "", attachments, call: { status: "missed" } },
    )
    expect(told).toEqual(["voice"])
  })

  it("of a kind that nobody knows is kept as it came, waits for an answer, and is told once", async () => {
    const { hears, thread, failures, waiting } = await aWhatsApp()
    for (let times = 0; times < 3; times++)
      await hears({ type: "message", text: "", unsupported: "hologram", metadata: { raw: '{"hologram":1}' } })
    expect(await thread()).toMatchObject([
      { unsupported: "hologram" },
      { unsupported: "hologram" },
      { unsupported: "hologram" },
    ])
    expect(failures).toMatchObject([{ _tag: "UnsupportedWarning", channel: "wa", unsupported: "hologram" }])
    expect(await waiting()).toBe(1)
  })
})

describe("a clock runs", () => {
  it.each([
    ["a missed call", { call: { status: "missed" } }, 1],
    ["a message on the machine", { call: { status: "voicemail", duration: 4_000 }, text: "call me" }, 1],
    ["a call that was answered", { call: { status: "answered", duration: 60_000 } }, 0],
    ["a public comment", { public: { post: "p-1", url: "https://social.example/p-1" }, text: "bad!" }, 1],
    ["a public stop, said to everybody", { public: { post: "p-1" }, text: "STOP" }, 1],
    ["an automatic message", { automatic: true, text: "on holiday" }, 0],
  ])("after %s: %j %d", async (_what, part, count) => {
    const { hears, waiting } = await aWhatsApp()
    await hears({ type: "message", text: "", ...part })
    expect(await waiting()).toBe(count)
  })
})

describe("a rule that answers everything", () => {
  it("answers no machine, though a person wrote there before the rule came to it", async () => {
    const rules: readonly Rule[] = [
      { name: "echo", on: "message-received", do: ({ text }, act) => act.reply(`re: ${text}`) },
    ]
    const { hears, wa, thread, clock } = await aWhatsApp({ rules })
    await hears(
      { type: "message", id: "m-1", text: "I am on holiday", automatic: true, at: clock.now() - 1_000 },
      { type: "message", id: "m-2", text: "but I read this" },
    )
    expect(wa.calls.map(({ content }) => content.text)).toEqual(["re: but I read this"])
    const ours = (await thread()).filter(({ type }) => type === "written")
    expect(ours).toHaveLength(2)
    expect(ours).toContainEqual(
      expect.objectContaining({ text: "re: I am on holiday", delivery: { status: "withheld", because: "suppressed" } }),
    )
  })
})

describe("new words for an old message", () => {
  it("stand in its place in the thread, with what it said before; the last ones win in any order", async () => {
    const { hears, thread, clock } = await aWhatsApp()
    await hears({ type: "message", id: "m-1", text: "I want 2" })
    const at = clock.now()
    await hears(
      { type: "edit", message: "m-1", text: "I want 4", at: at + 2_000 },
      { type: "edit", message: "m-1", text: "I want 3", at: at + 1_000 },
    )
    const items = await thread()
    expect(items).toHaveLength(1)
    expect(items).toMatchObject([
      { text: "I want 4", edited: { before: "I want 2", isTakenBack: false, at: at + 2_000 } },
    ])
  })

  it("that are none take it back: it is gone from the thread, and not from history", async () => {
    const { hears, thread, facts } = await aWhatsApp()
    await hears({ type: "message", id: "m-1", text: "my card number is 4111" })
    await hears({ type: "edit", message: "m-1", text: null })
    expect(await thread()).toMatchObject([{ text: "", edited: { isTakenBack: true } }])
    expect((await facts(ana)).map(({ kind }) => kind)).toContain("message-edited")
  })

  it("are no stop and no answer to a survey", async () => {
    const { hears, sends } = await aWhatsApp()
    await hears({ type: "message", id: "m-1", text: "hola" })
    await hears({ type: "edit", message: "m-1", text: "STOP" })
    expect(await sends("one", { customer: ana })).toMatchObject({ status: "queued" })
  })
})

it("a reaction stands with the message that it is about, until it is taken back", async () => {
  const { hears, thread, wa, sends, clock, waits } = await aWhatsApp()
  await sends("Your parcel is here", { customer: ana })
  const message = `fake-${wa.delivered[0]?.id}`
  await hears({ type: "reaction", message, emoji: "👍" })
  expect(await thread()).toMatchObject([{ type: "written", reaction: "👍" }])
  await waits(clock.now() + 1_000)
  await hears({ type: "reaction", message, emoji: null })
  expect((await thread())[0]).not.toHaveProperty("reaction")
})

describe("a wish that the network tells", () => {
  it("closes everything, as a word does, and nobody is written a confirmation", async () => {
    const { hears, sends, wa, facts } = await aWhatsApp()
    await hears({ type: "wish", id: "w-1", wish: "stop", by: "blocked" })
    await hears({ type: "wish", id: "w-1", wish: "stop", by: "blocked" })
    expect(await sends("one", { customer: ana })).toMatchObject({ because: "opted-out" })
    expect(wa.calls).toEqual([])
    const stops = (await facts(ana)).filter(({ kind }) => kind === "opted-out")
    expect(stops).toMatchObject([{ data: { by: "network", channel: "wa", how: "blocked" } }])
  })

  it("and a word after it are confirmed once together", async () => {
    const { hears, wa, waits, clock } = await aWhatsApp()
    await hears({ type: "wish", wish: "stop", by: "blocked" })
    await waits(clock.now() + 1_000)
    await hears({ type: "message", text: "STOP", language: "en" })
    await hears({ type: "message", text: "stop!" })
    await hears({ type: "wish", wish: "stop", by: "blocked" })
    expect(wa.delivered.map(({ content }) => content.text)).toEqual([confirmation.en])
  })

  it("to come back opens again; who follows us for the first time changes nothing", async () => {
    const { hears, sends, facts, waits, clock } = await aWhatsApp()
    await hears({ type: "wish", wish: "start", by: "followed" })
    expect(await facts(ana)).toEqual([])
    await hears({ type: "wish", wish: "stop", by: "unfollowed" })
    await waits(clock.now() + 1_000)
    await hears({ type: "wish", wish: "start", by: "followed" })
    expect(await sends("one", { customer: ana })).toMatchObject({ status: "queued" })
  })

  it("for one purpose alone is a record of that purpose", async () => {
    const house = await aWhatsApp()
    await house.escucha.customers.consent(ana, "marketing", true, { evidence: "the form" })
    await house.waits(house.clock.now() + 1_000)
    await house.hears({ type: "wish", wish: "stop", by: "marketing-messages", purpose: "marketing" })
    expect(await house.sends("Offer", { customer: ana, purpose: "marketing" })).toMatchObject({ because: "no-consent" })
    expect(await house.sends("Parcel", { customer: ana })).toMatchObject({ status: "queued" })
    expect((await factsOf(house, ana, "consent-changed")).at(-1)?.data).toMatchObject({
      decision: "withdraw",
      method: "network",
      evidence: { note: "marketing-messages" },
    })
    expect((await house.escucha.consents.verify()).broken).toEqual([])
  })
})

describe("who is who", () => {
  it("names for which the network vouches are theirs from then on, and can be taken apart again", async () => {
    const { hears, escucha } = await aWhatsApp()
    await hears({ type: "message", text: "hola", also: ["phone:+34600111222"] })
    await hears({ type: "message", text: "hola", also: ["phone:+34600111222"] })
    const whole = await escucha.customers.get(ana)
    expect(whole?.known.map(({ scheme }) => scheme).sort()).toEqual(["phone", "wa"])
    expect((await escucha.customers.get("phone:+34600111222"))?.id).toBe(whole?.id)
    expect(whole?.known[0]?.links).toMatchObject([{ source: "channel:wa", trust: "stated" }])
    await escucha.identities.unlink("phone:+34600111222", { reason: "a shared telephone" })
    expect((await escucha.customers.get("phone:+34600111222"))?.id).not.toBe(whole?.id)
  })

  it("who only claims an address joins nobody, and opens nothing that was closed", async () => {
    const { hears, escucha, sends, waits, clock } = await aWhatsApp()
    await hears({ type: "message", text: "BAJA" })
    await waits(clock.now() + 1_000)
    await hears({ type: "message", text: "ALTA", claimed: true, also: ["user:boss", "phone:+34600111222"] })
    expect((await escucha.customers.get(ana))?.known).toHaveLength(1)
    expect(await escucha.customers.get("user:boss")).toBeUndefined()
    expect(await sends("one", { customer: ana })).toMatchObject({ because: "opted-out" })
  })

  it("a new address is theirs as the old one is; it can be taken back", async () => {
    const { hears, escucha } = await aWhatsApp()
    await hears({ type: "message", text: "hola" })
    await hears({ type: "address-change", to: "ana-2" })
    expect((await escucha.customers.get("wa:ana-2"))?.id).toBe((await escucha.customers.get(ana))?.id)
    await escucha.identities.unlink("wa:ana-2", { reason: "the number was given to somebody else" })
    expect((await escucha.customers.get("wa:ana-2"))?.id).not.toBe((await escucha.customers.get(ana))?.id)
  })

  it("addresses of two accounts are two places, and each is answered by its own", async () => {
    const [one, two] = ["100", "200"].map((account) => ({ ...aChannel({ scheme: "page" }, "social"), account }))
    if (!one || !two) throw new TypeError("two channels")
    const house = await aHouse({ channels: { one, two } })
    await one.receive({ type: "message", id: "1", address: "ana", text: "hola" })
    await two.receive({ type: "message", id: "1", address: "ana", text: "adiós" })
    const [first, second] = [
      await house.escucha.customers.get("page:100/ana"),
      await house.escucha.customers.get("page:200/ana"),
    ]
    expect(first?.id).not.toBe(second?.id)
    await house.answers("to the first", { customer: "page:100/ana" })
    expect([one, two].map(({ delivered }) => delivered.map(({ address }) => address))).toEqual([["ana"], []])
  })
})

describe("a check-in", () => {
  const purposes = { proximity: { basis: "consent", text: "Tell me when I am near" } } as const
  const checkIn = { type: "check-in", where: "Gran Vía", by: "geofence", position: { latitude: 40.4, longitude: -3.7 } }

  it("is kept of who agreed to it, and can set a rule off", async () => {
    const greeted: string[] = []
    const house = await aWhatsApp({
      purposes,
      contact: { checkIns: "proximity" },
      rules: [{ name: "greet", on: "checked-in", do: ({ where, by }) => void greeted.push(`${where} ${by}`) }],
    } as HouseOptions)
    await house.escucha.consents.record(ana, { purpose: "proximity", method: "form", evidence: { note: "form" } })
    await house.hears(checkIn)
    expect(greeted).toEqual(["Gran Vía geofence"])
    expect(await factsOf(house, ana, "checked-in")).toMatchObject([{ data: { where: "Gran Vía", channel: "wa" } }])
  })

  it("is refused by name, and nothing of it kept, of who did not agree, took it back, or was never asked", async () => {
    const house = await aWhatsApp({ purposes, contact: { checkIns: "proximity" } } as HouseOptions)
    const arrives = () => house.wa.receive({ ...checkIn, id: `c-${house.clock.now()}`, address: "ana" } as Inbound)
    await expect(arrives()).rejects.toMatchObject({ _tag: "InputError", field: "consent" })
    await house.escucha.consents.record(ana, { purpose: "proximity", method: "form", evidence: { note: "form" } })
    await house.waits(house.clock.now() + 1_000)
    await house.escucha.consents.withdraw(ana, { purpose: "proximity", evidence: { note: "app" } })
    await expect(arrives()).rejects.toMatchObject({ field: "consent" })
    expect(await factsOf(house, ana, "checked-in")).toEqual([])
    const other = await aWhatsApp()
    await expect(other.wa.receive({ ...checkIn, id: "c-1", address: "ana" } as Inbound)).rejects.toMatchObject({
      field: "checkIns",
    })
  })

  it("needs a purpose that rests on a yes", () =>
    expect(aWhatsApp({ contact: { checkIns: "service" } } as HouseOptions)).rejects.toMatchObject({
      _tag: "ConfigurationError",
    }))
})

describe("what a channel of one's own may not bring", () => {
  it.each([
    ["an unknown type", { type: "telepathy" }, "inbound.type"],
    ["no id", { type: "message", text: "hola", id: "" }, "inbound.id"],
    ["an endless id", { type: "message", text: "hola", id: "x".repeat(2_000) }, "inbound.id"],
    ["no address", { type: "message", text: "hola", address: " " }, "inbound.address"],
    ["no text", { type: "message", text: 42 }, "inbound.text"],
    ["a name that is no text", { type: "message", text: "hi", name: 5 }, "inbound.name"],
    ["no list of other names", { type: "message", text: "hi", also: "phone:+34600000001" }, "inbound.also"],
    ["no list of files", { type: "message", text: "hi", attachments: {} }, "inbound.attachments"],
    [
      "a file of no kind",
      { type: "message", text: "hi", attachments: [{ url: "https://x.example" }] },
      "inbound.attachments",
    ],
    ["a file that is none", { type: "message", text: "hi", attachments: [null] }, "inbound.attachments"],
    ["an unknown status", { type: "receipt", message: "1", status: "constructor" }, "inbound.status"],
    ["an unknown wish", { type: "wish", wish: "constructor", by: "x" }, "inbound.wish"],
    ["an emoji that is no text", { type: "reaction", message: "1", emoji: 5 }, "inbound.emoji"],
    ["a reaction to nothing", { type: "reaction", emoji: "👍" }, "inbound.message"],
    ["new words that are no text", { type: "edit", message: "1", text: {} }, "inbound.text"],
  ])("%s is refused by name, and nothing of the batch kept", async (_what, part, field) => {
    const { wa, escucha } = await aWhatsApp()
    const good = { type: "message", id: "good", address: "ana", text: "hola" }
    const bad = { id: "bad", address: "ana", ...part }
    await expect(wa.receive(good as Inbound, bad as Inbound)).rejects.toMatchObject({ _tag: "InputError", field })
    expect((await escucha.store.size()).entries).toBe(0)
  })
})

it("of somebody who was erased, only what they say themselves is taken in; nothing else fails", async () => {
  const { hears, escucha, facts } = await aWhatsApp({
    secret: "a secret of a test, long enough to sign",
  } as HouseOptions)
  await hears({ type: "message", id: "m-1", text: "hola" })
  await escucha.customers.erase(ana)
  await hears(
    { type: "reaction", message: "m-1", emoji: "👍" },
    { type: "edit", message: "m-1", text: "adiós" },
    { type: "receipt", message: "out-1", status: "read" },
    { type: "typing" },
  )
  expect(await facts(ana)).toEqual([])
})
