import { describe, expect, it } from "vitest"
import * as z from "zod"
import { createClient } from "../../src/client.ts"
import { csat, defineChannel, defineSurvey } from "../../src/index.ts"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"

const visit = defineSurvey("visit", (s) => s.ask("rating", csat("How was it?")))
const other = defineSurvey("other", (s) => s.ask("rating", csat("And this?")))

const chat = defineChannel({
  id: "chat",
  kind: "chat",
  scheme: "visitor",
  config: z.strictObject({ secret: z.string() }),
  web: ({ secret }) => ({ secret, origins: [], visitors: true }),
  capabilities: {
    parts: {},
    text: { max: 10_000 },
    inbound: true,
    receipts: [],
    idempotency: { kind: "key", window: 1_000_000 },
  },
  open: async () => ({ send: async () => ({ status: "sent" }), close: async () => {} }),
})

const open = () =>
  createTestEscucha({
    surveys: [visit, other],
    channels: {
      chat: chat({ secret: "a secret of a test, long enough to seal with" }),
      phone: fakeChannel({ scheme: "tel" }),
    },
  })
type House = ReturnType<typeof open>

const aVisitor = async (house: House, customer?: string) => {
  const bodies: string[] = []
  const kept = new Map<string, string>()
  const client = createClient<House>({
    baseUrl: "http://house.test",
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    ...(customer !== undefined && { session: (await house.sessions.mint(customer)).token }),
    fetch: (input, init) => {
      if (String(input).endsWith("/offers")) bodies.push(String(init?.body))
      return house.fetch(new Request(input, init))
    },
  })
  const offer = async (survey: "visit" | "other" = "visit") => {
    const offered = await client.survey(survey).offer()
    return "value" in offered ? offered.value : offered
  }
  return { client, offer, bodies }
}

/** Somebody whom the application knows, with a telephone. */
const aPerson = async (house: House, who: number) => {
  const [user, phone] = [`user-${who}`, `tel:+3460000000${who}`]
  await house.customers.identify(user, {})
  await house.identities.link(user, phone, { id: `link-${who}` })
  return { user, phone }
}

describe("a page that wants to ask", () => {
  it("may, once in the time that everybody is left in peace, whichever survey it is", async () => {
    await using house = open()
    const page = await aVisitor(house)
    expect(await page.offer()).toEqual({ isOffered: true })
    expect(await page.offer()).toEqual({ isOffered: false, because: "capped" })
    expect(await page.offer("other")).toEqual({ isOffered: false, because: "capped" })
    await house.clock.advance("31 days")
    expect(await page.offer("other")).toEqual({ isOffered: true })
  })

  it("counts for what we ask on other channels, and they for it", async () => {
    await using house = open()
    const [ana, luis] = [await aPerson(house, 1), await aPerson(house, 2)]
    await house.surveys.ask(ana.phone, "other", { via: "phone" })
    expect(await (await aVisitor(house, ana.user)).offer()).toEqual({ isOffered: false, because: "capped" })
    expect(await (await aVisitor(house, luis.user)).offer()).toEqual({ isOffered: true })
    expect(await house.surveys.ask(luis.phone, "other", { via: "phone" })).toEqual({
      status: "withheld",
      because: "capped",
    })
  })

  it("may go on with what was asked elsewhere and waits, as often as it likes", async () => {
    await using house = open()
    const { user, phone } = await aPerson(house, 1)
    await house.surveys.ask(phone, "visit", { via: "phone" })
    const { offer } = await aVisitor(house, user)
    expect([await offer(), await offer()]).toEqual([{ isOffered: true }, { isOffered: true }])
  })

  it("may not ask whoever has told us to stop", async () => {
    await using house = open()
    const { user } = await aPerson(house, 1)
    const stop = { type: "message", id: "1", address: "+34600000001", text: "STOP" } as const
    await house.conversations.receive("phone", [stop])
    expect(await (await aVisitor(house, user)).offer()).toEqual({ isOffered: false, because: "opted-out" })
  })

  it("may not ask what was answered here", async () => {
    await using house = open()
    const { client, offer } = await aVisitor(house)
    const survey = client.survey("visit")
    survey.subscribe(() => {})
    await expect.poll(() => survey.getSnapshot().status).toBe("asking")
    survey.answer("rating", 5)
    await expect.poll(async () => (await house.insights.survey("visit")).responses.completed).toBe(1)
    expect(await offer()).toEqual({ isOffered: false, because: "answered" })
    client.close()
  })

  it("is not told yes a second time by a call that comes again", async () => {
    await using house = open()
    const { offer, bodies } = await aVisitor(house)
    await offer()
    const token = (await house.sessions.mint("user-1")).token
    const again = () =>
      house.fetch(
        new Request("http://house.test/client/surveys/visit/offers", {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: bodies[0] ?? "",
        }),
      )
    expect(await (await again()).json()).toEqual({ isOffered: true })
    expect(await (await again()).json()).toEqual({ isOffered: false, because: "capped" })
  })

  it("is told by name what is not there, and what it forgot", async () => {
    await using house = open()
    const strange = "nothing" as "visit" // as a page without types would
    expect(await (await aVisitor(house)).offer(strange)).toMatchObject({
      problem: { reason: "unknown", field: "survey" },
    })
  })
})
