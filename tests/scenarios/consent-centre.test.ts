import { describe, expect, it } from "vitest"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { bearer, call, refusalOf } from "../doors/caller.ts"

const aHouse = async () => {
  const escucha = createTestEscucha({
    channels: {
      chat: webChat({ secret: "a secret of a test, long enough to seal with" }),
      mail: fakeChannel({ scheme: "email" }),
    },
    purposes: {
      newsletter: { basis: "consent", text: { es: "Noticias", en: "News" }, version: "3" },
      survey: { basis: "legitimate-interest" },
    },
  })
  await escucha.customers.identify("ana", {}, { also: ["email:ana@example.com"] })
  const page = (token: string) => ({
    see: () => call(escucha, "GET", "/client/preferences", { headers: bearer(token) }),
    set: (body: object) =>
      call(escucha, "POST", "/client/preferences", { body, headers: { ...bearer(token), "user-agent": "A Browser" } }),
  })
  const ana = page((await escucha.sessions.mint("ana")).token)
  const purposeIn = (value: unknown, name: string) => {
    const { purposes } = value as { readonly purposes: readonly { readonly purpose: string }[] } // what the route gives
    return purposes.find(({ purpose }) => purpose === name)
  }
  return { escucha, page, ana, purposeIn }
}

describe("the preference centre", () => {
  it("shows what is known, and each purpose with its text in the language of the customer", async () => {
    const { escucha, ana, purposeIn } = await aHouse()
    await escucha.preferences.set("ana", { language: "es", quietHours: ["22:00", "08:00"] })
    await escucha.consents.record("ana", { purpose: "newsletter", channel: "mail", method: "form" })
    const { status, value } = await ana.see()
    expect(status).toBe(200)
    expect(value).toMatchObject({
      preferences: { language: "es", quietHours: ["22:00", "08:00"] },
      optedOut: false,
      channels: ["chat", "mail"],
    })
    expect(purposeIn(value, "newsletter")).toMatchObject({
      text: "Noticias",
      version: "3",
      consents: [
        { channel: "*", state: "none" },
        { channel: "mail", state: "granted" },
      ],
    })
    await escucha.close()
  })

  it("takes wishes, and a no and a yes, each as a record of the customer's own", async () => {
    const { escucha, ana, purposeIn } = await aHouse()
    const no = await ana.set({
      id: "c1",
      preferences: { channels: ["mail"] },
      consents: [{ purpose: "survey", given: false }],
    })
    expect(no.value).toMatchObject({ preferences: { channels: ["mail"] } })
    expect(purposeIn(no.value, "survey")).toMatchObject({ consents: [{ state: "withdrawn" }] })
    expect(await escucha.messages.send("ana", { text: "how was it?" }, { purpose: "survey" })).toMatchObject({
      because: "no-consent",
    })
    await escucha.clock.advance("1 minute")
    const yes = await ana.set({
      id: "c2",
      consents: [
        { purpose: "survey", given: true },
        { purpose: "newsletter", given: true, version: "3" },
      ],
    })
    expect(purposeIn(yes.value, "survey")).toMatchObject({ consents: [{ state: "granted" }] })
    const again = await ana.set({ id: "c2", consents: [{ purpose: "survey", given: false }] })
    expect(purposeIn(again.value, "survey")).toMatchObject({ consents: [{ state: "granted" }] }) // the same call once
    const records = (await escucha.consents.history("ana")).flatMap((event) =>
      event.type === "consent" ? [event.record] : [],
    )
    expect(records.map(({ decision, method, actor, evidence }) => [decision, method, actor, evidence])).toEqual([
      ["withdraw", "link", "customer", { userAgent: "A Browser" }],
      ["grant", "link", "customer", { userAgent: "A Browser" }],
      ["grant", "link", "customer", { userAgent: "A Browser" }],
    ])
    expect(records[2]?.text).toMatchObject({ text: "News", version: "3" })
    await escucha.close()
  })

  it("takes back the customer's own no wherever it was said", async () => {
    const { escucha, ana } = await aHouse()
    await escucha.consents.withdraw("email:ana@example.com", { purpose: "newsletter" })
    await escucha.clock.advance("1 minute")
    await ana.set({ id: "c1", consents: [{ purpose: "newsletter", given: true }] })
    expect(await escucha.messages.send("ana", { text: "news" }, { purpose: "newsletter", via: "mail" })).toMatchObject({
      status: "queued",
    })
    await escucha.settled()
    expect((await escucha.consents.verify()).broken).toEqual([])
    await escucha.close()
  })

  it("is for sessions that the host minted, and shows a stranger nothing", async () => {
    const { escucha, page } = await aHouse()
    const { value } = await call(escucha, "POST", "/client/session", { body: {} })
    const { token } = value as { readonly token: string } // what the route gives
    for (const each of [page(token), page("forged")]) {
      expect(refusalOf(await each.see())).toEqual({ status: 401, reason: "unauthorized", field: "session" })
      expect(refusalOf(await each.set({ id: "x", preferences: { language: "es" } }))).toMatchObject({ status: 401 })
    }
    await escucha.close()
  })

  it.for([
    ["consents.version", 409, { consents: [{ purpose: "newsletter", given: true, version: "2" }] }],
    ["consents.purpose", 404, { consents: [{ purpose: "gossip", given: true }] }],
    ["consents.given", 400, { consents: [{ purpose: "newsletter", given: "yes" }] }],
    ["consents", 400, { consents: "all" }],
    ["consents", 413, { consents: Array.from({ length: 51 }, () => ({ purpose: "newsletter", given: true })) }],
    ["consents.channel", 404, { consents: [{ purpose: "newsletter", channel: "pigeon", given: true }] }],
    ["preferences.zone", 400, { preferences: { zone: "Mars" } }],
    ["body", 400, {}],
  ] as const)("names %s with %i, and writes nothing", async ([field, status, body]) => {
    const { escucha, ana } = await aHouse()
    const wish = "preferences" in body ? {} : { preferences: { language: "es" } }
    const sent = field === "body" ? { id: "c1" } : { id: "c1", ...wish, ...body }
    expect(refusalOf(await ana.set(sent))).toMatchObject({ status, field })
    expect(await escucha.preferences.of("ana")).toEqual({})
    await escucha.close()
  })
})
