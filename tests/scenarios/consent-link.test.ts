import { describe, expect, it } from "vitest"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { aRequest } from "../doors/caller.ts"

const secret = "a secret of a test that is long enough to sign links"
const newsletter = {
  basis: "consent",
  text: { es: "Noticias & <b>ofertas</b>", en: "News & <b>offers</b>" },
  version: "3",
} as const

const aShop = (
  part: { readonly secret?: string; readonly publicUrl?: string } = { secret, publicUrl: "https://shop.example.com/" },
) => {
  const mail = fakeChannel({ scheme: "email" })
  const escucha = createTestEscucha({ channels: { mail }, purposes: { newsletter }, prefix: "/listen", ...part })
  const asks = (customer = "email:ana@example.com", options: object = {}) =>
    escucha.consents.request(customer, "newsletter", { channel: "mail", ...options })
  const link = async (): Promise<string> => {
    await escucha.settled()
    const url = /https:\/\/shop\.example\.com(\/listen\/c\/\S+)/.exec(mail.delivered.at(-1)?.content.text ?? "")
    return url?.[1] ?? expect.fail("no link was sent")
  }
  const open = async (method: "GET" | "POST", path: string, headers = {}) => {
    const { status, body, headers: told } = await escucha.handle(aRequest(method, path, { headers }))
    return { status, headers: told, page: String(body) }
  }
  const state = async (customer = "email:ana@example.com") => {
    const views = await escucha.consents.of(customer)
    return views.find(({ purpose, channel }) => purpose === "newsletter" && channel === "mail")?.state
  }
  return { escucha, mail, asks, link, open, state }
}

describe("a double opt-in", () => {
  it("is a yes by the button alone: what looks at the link changes nothing", async () => {
    const { escucha, mail, asks, link, open, state } = aShop()
    expect(await asks()).toMatchObject({ status: "asked" })
    const path = await link()
    expect(await state()).toBe("pending")
    const looks = [await open("GET", path), await open("GET", path)] // a scanner, and a person
    expect(looks.map(({ status }) => status)).toEqual([200, 200])
    expect(looks[0]?.page).toContain('<form method="post">')
    expect(looks[0]?.page).toContain("News &amp; &lt;b&gt;offers&lt;/b&gt;")
    expect(looks[0]?.headers["content-security-policy"]).toContain("default-src 'none'")
    expect(await state()).toBe("pending")
    expect(
      await escucha.messages.send("email:ana@example.com", { text: "x" }, { purpose: "newsletter" }),
    ).toMatchObject({
      because: "no-consent",
    })
    expect((await open("POST", path, { "user-agent": "A Browser/1.0" })).page).toContain("Confirmed")
    expect(await state()).toBe("granted")
    const history = await escucha.consents.history("email:ana@example.com")
    expect(history.map(({ type }) => type)).toEqual(["request", "consent"])
    expect(history[1]).toMatchObject({
      record: {
        method: "double-opt-in",
        actor: "customer",
        channel: "mail",
        text: { text: "News & <b>offers</b>", version: "3" },
        evidence: { userAgent: "A Browser/1.0", url: "https://shop.example.com/listen/c/" },
      },
    })
    await escucha.messages.send("email:ana@example.com", { text: "welcome" }, { purpose: "newsletter" })
    await escucha.settled()
    expect(mail.delivered).toHaveLength(2)
    expect(await escucha.consents.verify()).toMatchObject({ records: 1, broken: [] })
    await escucha.close()
  })

  it("says of a second click that it was confirmed before, and writes nothing more", async () => {
    const { escucha, asks, link, open } = aShop()
    await asks()
    const path = await link()
    await open("POST", path)
    const again = [await open("POST", path), await open("GET", path)]
    expect(
      again.map(({ status, page }) => [status, page.includes("confirmed before"), page.includes("<form")]),
    ).toEqual([
      [200, true, false],
      [200, true, false],
    ])
    expect(await escucha.consents.history("email:ana@example.com")).toHaveLength(2)
    await escucha.close()
  })

  it("is over at its end, and a yes taken back is not given again by the old link", async () => {
    const { escucha, asks, link, open, state } = aShop()
    await asks("email:ana@example.com", { within: "2 days" })
    const path = await link()
    await escucha.clock.advance("2 days")
    expect([(await open("GET", path)).status, (await open("POST", path)).status]).toEqual([410, 410])
    expect(await state()).toBeUndefined()
    await asks()
    const second = await link()
    await open("POST", second)
    await escucha.clock.advance("1 second")
    await escucha.consents.withdraw("email:ana@example.com", { purpose: "newsletter" })
    await open("POST", second)
    expect(await state()).toBe("withdrawn")
    await escucha.close()
  })

  it("sends one message, however often it is asked while it waits", async () => {
    const { escucha, mail, asks } = aShop()
    const first = await asks("email:ana@example.com", { id: "form-1" })
    const others = [await asks("email:ana@example.com", { id: "form-1" }), await asks()]
    await escucha.settled()
    expect(mail.delivered).toHaveLength(1)
    expect(others.map((asked) => ("request" in asked ? asked.request : asked))).toEqual([
      "request-consent:form-1",
      "request-consent:form-1",
    ])
    expect([first.status, ...others.map(({ status }) => status)]).toEqual(["asked", "pending", "pending"])
    await escucha.close()
  })

  it("asks nobody who told us to stop, and takes back the no of the same person wherever they said it", async () => {
    const { escucha, mail, asks, link, open } = aShop()
    await escucha.customers.optOut("email:leo@example.com")
    expect(await asks("email:leo@example.com")).toEqual({ status: "withheld", because: "opted-out" })
    await escucha.consents.withdraw("user-7", { purpose: "newsletter" })
    await escucha.identities.link("user:user-7", "email:ana@example.com")
    await escucha.settled()
    await escucha.clock.advance("1 second")
    await asks()
    await open("POST", await link())
    expect(await escucha.messages.send("user-7", { text: "x" }, { purpose: "newsletter" })).toMatchObject({
      status: "queued",
    })
    await escucha.settled()
    expect(mail.calls.filter(({ address }) => address.startsWith("leo"))).toEqual([])
    await escucha.close()
  })

  it("says again why it was held back, and asks once a person, by whatever name", async () => {
    const { escucha, mail, asks } = aShop()
    await escucha.customers.optOut("email:leo@example.com")
    for (let time = 0; time < 2; time++)
      expect(await asks("email:leo@example.com", { id: "l-1" })).toEqual({ status: "withheld", because: "opted-out" })
    await escucha.identities.link("user:7", "email:ana@example.com")
    await asks("7", { id: "first" })
    expect(await asks("email:ana@example.com")).toMatchObject({ status: "pending", request: "request-consent:first" })
    await escucha.settled()
    expect(mail.delivered).toHaveLength(1)
    await escucha.close()
  })

  it("keeps the language in which the text was written, and not the one that was wished for", async () => {
    const { escucha, mail, asks, link, open } = aShop()
    await escucha.preferences.set("email:ana@example.com", { language: "fr" })
    await asks("email:ana@example.com", { text: { es: "Solo en español" } })
    const { page } = await open("GET", await link())
    expect(page).toContain('<blockquote lang="es" dir="auto">Solo en español</blockquote>')
    expect(mail.delivered[0]?.content.text).toContain("Confirma que quieres esto")
    await escucha.close()
  })

  it("does not hide a yes that holds", async () => {
    const { escucha, asks, link, open, state } = aShop()
    await asks()
    await open("POST", await link())
    await asks("email:ana@example.com", { id: "again" })
    expect(await state()).toBe("granted")
    await escucha.settled()
    await escucha.close()
  })

  it("sends its message at the next try, where a process died before it could", async () => {
    const { escucha, mail, asks, link, open, state } = aShop()
    const { store } = escucha
    const dying = { commits: 0 }
    const whole = { commit: store.commit.bind(store) }
    Object.assign(store, {
      commit: async (units: Parameters<typeof store.commit>[0]) => {
        if (++dying.commits === 2) throw new StoreError("full")
        return whole.commit(units)
      },
    })
    await expect(asks("email:ana@example.com", { id: "form-1" })).rejects.toMatchObject({ reason: "full" })
    await escucha.settled()
    expect([mail.delivered.length, await state()]).toEqual([0, "pending"])
    await asks("email:ana@example.com", { id: "form-1" })
    await open("POST", await link())
    expect([mail.delivered.length, await state()]).toEqual([1, "granted"])
    await escucha.close()
  })

  it("is not for whoever changes the link", async () => {
    const { escucha, asks, link, open, state } = aShop()
    await asks()
    const path = await link()
    for (const forged of [`${path}x`, path.slice(0, -2), "/listen/c/nothing", path.replace("/c/", "/c/A")])
      expect([(await open("GET", forged)).status, (await open("POST", forged)).status]).toEqual([404, 404])
    expect(await state()).toBe("pending")
    await escucha.close()
  })

  it("tells no address in its link", async () => {
    const { escucha, asks, link } = aShop()
    await asks("email:ana@example.com", { id: "ana@example.com" })
    const [claims = ""] = (await link()).slice("/listen/c/".length).split(".")
    expect(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))).not.toContain("ana")
    await escucha.close()
  })

  it.for([
    ["secret", { publicUrl: "https://shop.example.com" }],
    ["publicUrl", { secret }],
  ] as const)("names the option %s where it is missing", async ([option, part]) => {
    const { escucha, asks } = aShop(part)
    await expect(asks()).rejects.toMatchObject({ option })
    await escucha.close()
  })

  it("speaks the language of the customer", async () => {
    const { escucha, mail, asks, link, open } = aShop()
    await escucha.preferences.set("email:ana@example.com", { language: "es" })
    await asks()
    expect((await open("GET", await link())).page).toContain('<html lang="es">')
    expect(mail.delivered[0]?.content.text).toContain("Noticias & <b>ofertas</b>")
    await escucha.close()
  })
})
