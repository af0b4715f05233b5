import { describe, expect, it } from "vitest"
import { aChannel } from "../support/channels.ts"
import { aHouse, factsOf, type HouseOptions } from "../support/house.ts"

const ana = "email:ana@example.com"
const purposes = {
  newsletter: { basis: "consent", text: { es: "Novedades cada mes", en: "News every month" } },
  offers: { basis: "soft-opt-in" },
  recall: { basis: "legal-obligation" },
} as const

const signed = {
  secret: "a secret of a test, long enough to sign",
  publicUrl: "https://shop.example.com",
} satisfies HouseOptions

const aMailHouse = async ({
  mail = aChannel({ scheme: "email" }, "email"),
  links = signed,
}: { readonly mail?: ReturnType<typeof aChannel>; readonly links?: HouseOptions } = {}) => {
  const house = await aHouse({ ...links, purposes, channels: { mail } })
  await house.escucha.consents.record(ana, { purpose: "newsletter", method: "form", evidence: { note: "form" } })
  const newsletter = (id?: string) =>
    house.sends("News!", { customer: ana, purpose: "newsletter", ...(id !== undefined && { id }) })
  const link = () => {
    const { unsubscribe = "" } = mail.delivered.at(-1) ?? {}
    return unsubscribe.replace("https://shop.example.com", "")
  }
  const call = (method: string, path: string, body = "", headers: { readonly [name: string]: string } = {}) =>
    house.escucha.handle({
      method,
      url: `https://shop.example.com${path}`,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new TextEncoder().encode(body),
    })
  return { ...house, mail, newsletter, link, call }
}

const oneClick = "List-Unsubscribe=One-Click"

describe("mail that we start", () => {
  it("says where to unsubscribe, in its header and under its text, and names nobody there", async () => {
    const { mail, newsletter, link } = await aMailHouse()
    await newsletter()
    expect(link()).toMatch(/^\/u\/[\w-]+\.[\w-]{43}$/)
    expect(mail.delivered[0]?.content.text).toContain(`\n-- \nUnsubscribe: https://shop.example.com${link()}`)
    const [sealed = ""] = link().slice(3).split(".")
    expect(Buffer.from(sealed, "base64url").toString()).not.toMatch(/ana|example\.com/)
  })

  it("that only serves says so in its header alone; an answer and what the law makes us send say nothing", async () => {
    const { sends, answers, mail } = await aMailHouse()
    await sends("Your parcel is here", { customer: ana })
    await sends("Bring it back", { customer: ana, purpose: "recall" })
    await mail.receive({ type: "message", id: "in-1", address: "ana@example.com", text: "Where is it?" })
    await answers("There", { customer: ana })
    expect(mail.delivered.map(({ content, unsubscribe }) => [content.text, unsubscribe !== undefined])).toEqual([
      ["Your parcel is here", true],
      ["Bring it back", false],
      ["There", false],
    ])
  })

  it("has no link where nobody could read one", async () => {
    const { mail, newsletter } = await aMailHouse({ links: {} })
    await newsletter()
    expect(mail.delivered[0]).toMatchObject({ content: { text: "News!" } })
    expect(mail.delivered[0]?.unsubscribe).toBeUndefined()
  })

  it("is the same at every attempt", async () => {
    const mail = aChannel({ scheme: "email", faults: [{ kind: "answer-lost" }], deduplicates: true }, "email")
    const house = await aMailHouse({ mail })
    await house.newsletter("n-1")
    await house.waits(house.clock.now() + 3 * 86_400_000)
    expect(mail.calls.length).toBeGreaterThan(1)
    expect(new Set(mail.calls.map(({ content, unsubscribe }) => `${content.text} ${unsubscribe}`)).size).toBe(1)
  })
})

describe("a click of a mail program", () => {
  it("takes the yes back at once, without cookie or redirect, and writes no confirmation", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const answer = await house.call("POST", house.link(), oneClick, { "user-agent": "MailProgram/1" })
    expect([answer.status, answer.headers["location"], answer.headers["set-cookie"]]).toEqual([
      200,
      undefined,
      undefined,
    ])
    expect(await house.newsletter()).toMatchObject({ status: "withheld", because: "no-consent" })
    const changed = await factsOf(house, ana, "consent-changed")
    expect(changed.at(-1)?.data).toMatchObject({
      purpose: "newsletter",
      decision: "withdraw",
      method: "link",
      actor: "customer",
      evidence: { note: "one click", userAgent: "MailProgram/1" },
    })
    expect(house.mail.delivered).toHaveLength(1)
    expect(await house.sends("Your parcel is here", { customer: ana })).toMatchObject({ status: "queued" })
  })

  it("is also read as a form with parts", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const body = `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`
    await house.call("POST", house.link(), body, { "content-type": "multipart/form-data; boundary=x" })
    expect(await house.newsletter()).toMatchObject({ status: "withheld", because: "no-consent" })
  })

  it("twice is one record; after a new yes it works again", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const link = house.link()
    await house.call("POST", link, oneClick)
    await house.call("POST", link, oneClick)
    expect(await factsOf(house, ana, "consent-changed")).toHaveLength(2)
    await house.waits(house.clock.now() + 1_000)
    await house.escucha.consents.record(ana, { purpose: "newsletter", method: "form", evidence: { note: "again" } })
    expect(await house.newsletter()).toMatchObject({ status: "queued" })
    await house.call("POST", link, oneClick)
    expect(await house.newsletter()).toMatchObject({ status: "withheld" })
  })

  it("holds on the other addresses of the same person too", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    await house.escucha.identities.link(ana, "email:work@example.com")
    await house.escucha.consents.record("email:work@example.com", {
      purpose: "newsletter",
      method: "form",
      evidence: { note: "form" },
    })
    await house.call("POST", house.link(), oneClick)
    const other = await house.sends("News!", { customer: "email:work@example.com", purpose: "newsletter" })
    expect(other).toMatchObject({ status: "withheld", because: "no-consent" })
  })
})

describe("the page behind the link", () => {
  it("changes nothing by being looked at, however often and by whatever method", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const before = (await house.escucha.store.size()).entries
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT"])
      for (let times = 0; times < 50; times++) await house.call(method, `${house.link()}?${oneClick}`)
    for (const body of ["", "List-Unsubscribe=Two-Clicks", "what", "{}", "x".repeat(5_000)])
      await house.call("POST", house.link(), body)
    expect((await house.escucha.store.size()).entries).toBe(before)
    expect(await house.newsletter()).toMatchObject({ status: "queued" })
  })

  it("shows what we write for in the customer's language, with a button for each and one for all", async () => {
    const house = await aMailHouse()
    await house.escucha.preferences.set(ana, { language: "es" })
    await house.newsletter()
    const { status, body, headers } = await house.call("GET", house.link())
    expect([status, headers["cache-control"], headers["referrer-policy"]]).toEqual([200, "no-store", "no-referrer"])
    expect(body).toContain("Novedades cada mes")
    expect(body).toContain('value="newsletter"')
    expect(body).toContain('value="service"')
    expect(body).not.toContain('value="offers"') // nobody said yes to these
    expect(body).not.toContain('value="recall"') // nobody can refuse that
    expect(body).toContain('value="*"')
    expect(body).not.toContain("ana@example.com")
  })

  it("takes a no to one purpose, and a stop of everything; neither writes to anybody", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const link = house.link()
    expect((await house.call("POST", link, "what=newsletter")).status).toBe(200)
    expect(await house.newsletter()).toMatchObject({ because: "no-consent" })
    expect((await house.call("POST", link, "what=*")).status).toBe(200)
    expect(await house.sends("Your parcel", { customer: ana })).toMatchObject({ because: "opted-out" })
    expect(await factsOf(house, ana, "opted-out")).toMatchObject([{ data: { by: "link" } }])
    expect(house.mail.delivered).toHaveLength(1)
  })

  it("does not take a no to what nobody can refuse, nor to what is not there", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const before = (await house.escucha.store.size()).entries
    for (const what of ["recall", "nonsense", "__proto__", "<script>"])
      await house.call("POST", house.link(), `what=${what}`)
    expect((await house.escucha.store.size()).entries).toBe(before)
  })

  it("is the same for every link that does not hold: forged, cut, of another use, over", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const link = house.link()
    const { token } = await (async () => ({ token: link.slice(3) }))()
    const [body = "", signature = ""] = token.split(".")
    const forged = [
      "/u/x",
      `/u/${body}`,
      `/u/${body}.${signature.slice(0, -2)}AA`,
      `/u/${Buffer.from(JSON.stringify({ stream: "s_1", purpose: "newsletter", expiresAt: 9e15 })).toString("base64url")}.${signature}`,
      `/c/${token}`,
    ]
    const answers = await Promise.all(forged.map((path) => house.call("POST", path, oneClick)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    expect(new Set(answers.slice(0, 4).map(({ body: page }) => page)).size).toBe(1)
    await house.waits(house.clock.now() + 401 * 86_400_000)
    expect((await house.call("POST", link, oneClick)).status).toBe(404)
    expect(await house.newsletter()).toMatchObject({ status: "queued" })
  })

  it("of somebody who was erased says that it is done: nobody writes to them", async () => {
    const house = await aMailHouse()
    await house.newsletter()
    const link = house.link()
    await house.escucha.customers.erase(ana, { by: "eva" })
    expect((await house.call("POST", link, oneClick)).status).toBe(200)
  })
})

describe("a soft opt-in", () => {
  it("lets offers go by the sale alone, says in each how to refuse, and ends with a click", async () => {
    const house = await aMailHouse()
    const offer = () => house.sends("Similar things", { customer: ana, purpose: "offers" })
    expect(await offer()).toMatchObject({ because: "no-consent" })
    await house.escucha.consents.record(ana, {
      purpose: "offers",
      basis: "soft-opt-in",
      method: "form",
      evidence: { sale: "order 4711" },
    })
    expect(await offer()).toMatchObject({ status: "queued" })
    expect(house.mail.delivered.at(-1)?.content.text).toContain("Unsubscribe: https://")
    await house.call("POST", house.link(), oneClick)
    expect(await offer()).toMatchObject({ because: "no-consent" })
    await house.waits(house.clock.now() + 1_000)
    await house.escucha.consents.record(ana, {
      purpose: "offers",
      basis: "soft-opt-in",
      method: "form",
      evidence: { sale: "order 4712" },
    })
    expect(await offer()).toMatchObject({ because: "no-consent" }) // a sale is no yes
  })
})
