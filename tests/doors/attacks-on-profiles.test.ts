import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import { isNobody } from "../../packages/core/src/profile/identifier.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { call } from "./caller.ts"

const secret = "a secret of a test, long enough to sign with"
const origin = "https://shop.example"
const traits = { name: z.string(), email: z.email(), plan: z.string() }

let last = 0
const event = (part: object): object => ({ messageId: `m${++last}`, userId: "ana", ...part })

/** A shop whose page has a key that everybody can read, and somebody who read it. */
const aShop = ({ declares = true }: { readonly declares?: boolean } = {}) => {
  const mail = fakeChannel({ scheme: "email" })
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels: { mail, chat: webChat({ secret, visitors: false }) },
    ingest: { writeKeys: ["of a server", { key: "of a page", trust: "browser", origins: [origin] }] },
    ...(declares ? { traits } : {}),
    purposes: { newsletter: { basis: "consent", text: "News" } },
    publicUrl: "https://shop.example",
    secret,
    report: (failure) => failures.push(failure),
  })
  const send = (headers: { readonly [name: string]: string }, batch: readonly object[], path = "/v1/batch") =>
    call(escucha, "POST", path, { body: { batch }, headers })
  return {
    escucha,
    mail,
    failures,
    attacker: (...batch: readonly object[]) => send({ origin, "x-write-key": "of a page" }, batch),
    captured: (...batch: readonly object[]) => send({ origin, "x-write-key": "of a page" }, batch, "/batch/"),
    server: (...batch: readonly object[]) => send({ "x-write-key": "of a server" }, batch),
    writes: async (address: string, text: string) => {
      await escucha.conversations.receive("mail", [{ type: "message", id: `w${++last}`, address, text }])
      await escucha.settled()
    },
    placesOf: async (customer: string) =>
      (await escucha.customers.get(customer))?.known.map(({ scheme, value }) => `${scheme}:${value}`) ?? [],
  }
}

describe("whoever reads the key of a page, and knows the id of a user,", () => {
  it.for(["before", "after"])(
    "gets no message of theirs by an address that they type %s the shop knows one",
    async (when) => {
      const { escucha, mail, attacker, writes, placesOf } = aShop()
      const claim = () =>
        attacker(event({ type: "identify", traits: { email: "mallory@example.org", name: "Mallory" } }))
      if (when === "before") await claim()
      await escucha.customers.identify("ana", { name: "Ana", email: "ana@example.com" })
      if (when === "after") await claim()
      await writes("mallory@example.org", "Hello, it is me")
      await escucha.messages.send("ana", { text: "Your new password" })
      await escucha.settled()
      expect(mail.calls.map(({ address }) => address)).toEqual(["ana@example.com"])
      expect(await placesOf("ana")).toEqual(expect.not.arrayContaining(["email:m···@example.org"]))
      const view = await escucha.customers.get("ana")
      expect(view?.refused).toMatchObject([{ rule: "claim" }])
      expect(view?.traits).toEqual({ name: "Ana", email: "ana@example.com" }) // and a page changes nothing that the shop said
    },
  )

  it("gets none through a browser of their own, in whichever order they claim", async () => {
    for (const order of [0, 1]) {
      const { escucha, attacker, placesOf } = aShop()
      await escucha.customers.identify("ana", { email: "ana@example.com" })
      const steps = [
        () => attacker(event({ type: "identify", anonymousId: "cookie" })),
        () =>
          attacker(
            event({
              type: "identify",
              userId: undefined,
              anonymousId: "cookie",
              traits: { email: "mallory@example.org" },
            }),
          ),
      ]
      for (const step of order === 0 ? steps : steps.toReversed()) {
        await step()
        await escucha.clock.advance("1 minute")
      }
      expect((await placesOf("ana")).filter((place) => place.startsWith("email:"))).toEqual(["email:a···@example.com"])
    }
  })

  it("does not say stop in their name, nor yes", async () => {
    const { escucha, attacker, writes } = aShop()
    await escucha.customers.identify("ana", { email: "ana@example.com" })
    await attacker(event({ type: "identify", traits: { email: "mallory@example.org" } }))
    await writes("mallory@example.org", "STOP")
    await escucha.consents.record("email:mallory@example.org", { purpose: "newsletter", method: "form" })
    const ana = await escucha.customers.get("ana")
    expect(ana?.optedOut).toBe(false)
    expect(ana?.consents.filter(({ state }) => state === "granted")).toEqual([])
  })

  it("still leaves a browser and its past with the user who signs in there", async () => {
    const { escucha, attacker, placesOf } = aShop()
    await escucha.customers.identify("ana", { email: "ana@example.com" })
    await attacker(event({ type: "identify", anonymousId: "cookie" }))
    expect((await placesOf("ana")).filter((place) => place.startsWith("anonymous:")).length).toBe(1)
  })

  it("takes nobody's mailbox by a clock that is set back", async () => {
    const { escucha, attacker, placesOf } = aShop()
    await attacker(event({ type: "identify", userId: "honest", traits: { email: "honest@example.org" } }))
    await escucha.clock.advance("1 day")
    await attacker(
      event({
        type: "identify",
        userId: "mallory",
        traits: { email: "honest@example.org" },
        timestamp: "1990-01-01T00:00:00Z",
      }),
    )
    expect((await placesOf("honest")).length).toBe(2)
    expect((await placesOf("mallory")).length).toBe(1)
  })

  it("takes no event of a server away by its id, nor its line in the list of refused events", async () => {
    const { escucha, attacker, server } = aShop()
    const paid = { type: "track", messageId: "order-1", event: "paid" }
    await attacker({ ...paid, userId: "mallory" }, { type: "nothing", messageId: "order-2", userId: "mallory" })
    await server({ ...paid, userId: "ana" }, { type: "nothing", messageId: "order-2", userId: "ana" })
    const { items } = await escucha.customers.timeline("ana")
    expect(items.map(({ kind }) => kind).toSorted()).toEqual(["event-rejected", "event-tracked"])
  })

  it("makes nobody's mailbox a shared one, however many users they make up for it", async () => {
    const { escucha, attacker, server, placesOf } = aShop()
    await escucha.customers.identify("ana", { email: "ana@example.com" })
    const claims = (email: string) =>
      Array.from({ length: 80 }, (_, index) => event({ type: "identify", userId: `made-${index}`, traits: { email } }))
    await attacker(...claims("ana@example.com"), ...claims("ben@example.com"))
    await escucha.customers.identify("ben", { email: "ben@example.com" }) // told after they were there
    for (const name of ["ana", "ben"]) expect((await placesOf(name)).length).toBe(2)
    await server(...claims("kiosk@example.com"))
    await escucha.customers.identify("eva", { email: "kiosk@example.com" })
    expect((await escucha.customers.get("eva"))?.refused).toMatchObject([{ rule: "shared" }]) // what the shop itself tells counts
  })

  it("is not told who was erased: of them a page is answered as of anybody", async () => {
    const { escucha, attacker, server } = aShop()
    await escucha.customers.identify("user-1", { email: "gone@example.com" })
    await escucha.customers.erase("user-1")
    const ask = (email: string) =>
      event({ type: "identify", userId: undefined, anonymousId: "cookie", traits: { email } })
    const [gone, unknown] = [await attacker(ask("gone@example.com")), await attacker(ask("never@example.com"))]
    expect(gone.text).toBe(unknown.text)
    expect((await attacker(event({ type: "track", event: "paid", userId: "user-1" }))).text).toBe(unknown.text)
    expect((await escucha.ingest.rejected()).items.map(({ reason, raw }) => [reason, raw])).toEqual([
      ["conflict", null],
      ["conflict", null],
    ])
    expect((await server(ask("gone@example.com"))).value).toMatchObject({ accepted: 0 }) // your own program is told
    const cookie = await escucha.customers.timeline("anonymous:cookie")
    expect(JSON.stringify(cookie)).not.toContain("gone@") // nor does anything of them come back with somebody else
  })

  it("does not keep the shop from saying in which account somebody is, nor what the account is called", async () => {
    const { escucha, attacker } = aShop()
    await escucha.customers.identify("account:acme", { name: "Acme" })
    for (let part = 0; part < 5; part++)
      await attacker(
        ...Array.from({ length: 60 }, (_, index) => event({ type: "group", groupId: `g${part}-${index}` })),
      )
    await attacker(event({ type: "group", groupId: "acme", traits: { name: "Mallory's" } }))
    await escucha.customers.join("ana", "account:acme", { role: "owner" })
    const ana = await escucha.customers.get("ana")
    expect(ana?.memberships.length).toBe(101)
    expect((await escucha.customers.get("account:acme"))?.traits["name"]).toBe("Acme")
  })
})

describe("a profile that is flooded", () => {
  it("keeps 500 traits of one identifier, and says which field is refused then", async () => {
    const { escucha, attacker } = aShop({ declares: false })
    const many = (from: number) =>
      Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`t${from + index}`, index]))
    for (const from of [0, 250]) await attacker(event({ type: "identify", traits: many(from) }))
    const { value } = await attacker(event({ type: "identify", traits: { more: 1 } }))
    expect(value).toMatchObject({ accepted: 0, rejected: [{ field: "traits" }] })
    expect((await attacker(event({ type: "identify", traits: { t0: "again" } }))).value).toMatchObject({ accepted: 1 })
    expect(Object.keys((await escucha.customers.get("ana"))?.traits ?? {}).length).toBe(500)
  })

  it("keeps no trait that would be forgotten by a restart: JSON can say a number without end, and cannot keep it", async () => {
    const { escucha } = aShop({ declares: false })
    for (const told of ['{"n": 1e999}', '{"n": [-1e999]}']) {
      const body = `{"batch":[{"type":"identify","userId":"ana","messageId":"${++last}","traits":${told}}]}`
      const { value } = await call(escucha, "POST", "/v1/batch", {
        body,
        headers: { origin, "x-write-key": "of a page" },
      })
      expect(value).toMatchObject({ accepted: 0, rejected: [{ field: "traits.n" }] })
    }
    expect((await escucha.customers.get("ana"))?.traits).toEqual({})
  })

  it("goes on counting what it knows: names that a client makes up push no event out", async () => {
    const { escucha, captured, server } = aShop({ declares: false })
    const made = Array.from({ length: 150 }, (_, index) => ({
      event: `$made${index}`,
      distinct_id: "ana",
      uuid: `u${index}`,
      properties: { [`${"n".repeat(300)}`]: 1, amount: 1e308 },
    }))
    await captured(...made)
    await server(event({ type: "track", event: "paid", properties: { total: 40 } }))
    const row = (await escucha.store.load({ inputs: [], identifiers: ["user:ana"], streams: [] })).streams
    const [state] = [...row.values()].map((each) => each.state)
    expect(Object.keys(state?.events ?? {}).length).toBe(21)
    expect(state?.events?.["paid"]).toMatchObject({ count: 1, sums: { total: { total: 40 } } })
    expect(Object.keys(state?.events?.["$made0"]?.sums ?? {})).toEqual(["amount"])
  })
})

describe("the link of a double opt-in", () => {
  const asked = async () => {
    const shop = aShop()
    const { escucha, mail } = shop
    for (const address of ["ana@example.com", "ben@example.com"])
      await escucha.consents.request(`email:${address}`, "newsletter", { channel: "mail" })
    await escucha.settled()
    const links = mail.calls.map(({ content }) => /https:\/\/shop\.example(\/c\/\S+)/.exec(content.text)?.[1] ?? "")
    const open = (method: string, url: string, headers: { readonly [name: string]: string } = {}) =>
      escucha.handle({ method, url, headers, body: new Uint8Array() })
    const given = async () =>
      Promise.all(
        ["ana", "ben"].map(async (name) =>
          (await escucha.consents.of(`email:${name}@example.com`)).some(({ state }) => state === "granted"),
        ),
      )
    return { ...shop, ana: links[0] ?? "", ben: links[1] ?? "", open, given }
  }

  it("changes nothing by any method but the button's", async () => {
    const { ana, open, given } = await asked()
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "get", "post"])
      await open(method, ana)
    expect(await given()).toEqual([false, false])
    expect((await open("POST", ana)).status).toBe(200)
    expect(await given()).toEqual([true, false])
  })

  it("is kept by no cache and told to no other page, whatever it is answered", async () => {
    const { ana, open } = await asked()
    for (const [method, url] of [
      ["GET", ana],
      ["POST", ana],
      ["POST", ana],
      ["GET", `${ana}x`],
      ["HEAD", ana],
    ] as const) {
      const { headers, body } = await open(method, url)
      expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" })
      expect(body).not.toContain(ana.slice(3, 40))
    }
  })

  it("is not made of the parts of two, nor of a session of the chat", async () => {
    const { escucha, ana, ben, open, given } = await asked()
    const [anaBody = "", anaSeal = ""] = ana.slice(3).split(".")
    const [benBody = "", benSeal = ""] = ben.slice(3).split(".")
    const { token } = await escucha.sessions.mint("ana")
    for (const forged of [
      `${anaBody}.${benSeal}`,
      `${benBody}.${anaSeal}`,
      `${anaBody}.`,
      `.${anaSeal}`,
      token,
      "a".repeat(9_000),
    ])
      expect((await open("POST", `/c/${forged}`)).status).toBe(404)
    expect(await given()).toEqual([false, false])
    const session = { authorization: `Bearer ${ana.slice(3)}` }
    expect((await call(escucha, "GET", "/client/preferences", { headers: session })).status).toBe(401)
  })
})

describe("what somebody wrote or is called", () => {
  it("is in no error and no report, whatever is refused", async () => {
    const { escucha, attacker, captured, failures } = aShop()
    const seen: unknown[] = failures
    const keep = (failure: unknown) => void seen.push(failure)
    const [mail, phone] = ["secret.person@example.com", "+34600123987"]
    for (const bad of [
      { type: "identify", traits: { email: `${mail} ` } },
      { type: "identify", userId: { mail } },
      { type: mail, userId: mail },
      { type: "group", groupId: { phone } },
    ])
      seen.push((await attacker(event(bad))).value)
    seen.push(
      (await captured({ event: "$identify", distinct_id: mail, uuid: mail, properties: { $set: phone } })).value,
    )
    await escucha.customers.identify(mail, { email: phone }).catch(keep)
    await escucha.identities.link(`email:${mail}`, mail, { trust: "manual" }).catch(keep)
    await escucha.consents.request(`email:${mail}`, "newsletter", { channel: "chat" }).catch(keep)
    await escucha.customers.rectify(`tel:${phone}`, { traits: {}, reason: "", by: "" }).catch(keep)
    await escucha.customers.import(`{"identifiers": "${mail}`).catch(keep)
    await escucha.customers.erase(`email:${mail}`).catch(keep)
    expect(seen.length).toBe(9)
    expect(inspect(seen, { depth: 9 })).not.toMatch(/secret\.person|600123987/)
  })

  it("opens no secret: none is on what createEscucha gives", () => {
    expect(inspect(aShop().escucha, { depth: 12, showHidden: true })).not.toMatch(/long enough to sign|of a server/)
  })
})

describe("an identifier", () => {
  it("without end is refused by its name, and costs no more than its length to look at", async () => {
    const { escucha } = aShop()
    await expect(escucha.customers.identify("x".repeat(60_000), {})).rejects.toMatchObject({ field: "identifier" })
    await expect(escucha.identities.link("ana", `email:${"a".repeat(60_000)}@example.com`)).rejects.toMatchObject({
      field: "identifier",
      reason: "too-large",
    })
    expect(isNobody(`x${"'".repeat(2_000_000)}x`)).toBe(false) // a hundredth of it took ten seconds
    expect(await escucha.store.size()).toMatchObject({ streams: 0 })
  })

  it("is what people call themselves only behind user:, or somebody would sign up as another", async () => {
    const { escucha } = aShop()
    await escucha.customers.identify("email:ana@example.com", { name: "Ana" })
    const chosen = "email:ana@example.com" // a name that somebody chose at a sign-up
    await escucha.customers.identify(`user:${chosen}`, { name: "Mallory" })
    expect((await escucha.customers.get("email:ana@example.com"))?.name).toBe("Ana")
    expect((await escucha.customers.get(`user:${chosen}`))?.name).toBe("Mallory")
  })
})
