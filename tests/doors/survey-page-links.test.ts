import { describe, expect, it } from "vitest"
import { claimsFor, surveyLinks } from "../../packages/core/src/assembly/survey-page/link.ts"
import { streamId } from "../../packages/core/src/kernel/ids.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createSeal } from "../../packages/core/src/runtime/web/seal.ts"
import { choice, defineSurvey, nps, text } from "../../packages/core/src/survey.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { answering, aSurveyHouse, headingOf, linkSecret, linksIn, questionOn, visit } from "./a-survey.ts"
import { aRequest } from "./caller.ts"

const ana = "email:ana@example.com"
/** How many tokens are guessed: `ESCUCHA_GUESSES=1000000` takes a minute. */
const guesses = Number(process.env["ESCUCHA_GUESSES"] ?? 100_000)
const leo = "tel:+34600111222"

/** The same link as it was, had its time passed. */
const expiredToken = (link: string): Promise<string> => {
  const [body = ""] = link.split("/").at(-1)?.split(".") ?? []
  const claims = JSON.parse(atob(body)) as { readonly expiresAt: number } // as it was made
  return createSeal(linkSecret, "escucha survey", () => undefined).seal({ ...claims, expiresAt: 1 })
}

/** Everything that the house has written down. */
const written = async ({
  store,
  customers,
}: {
  readonly store: ReturnType<typeof memoryStore>
  readonly customers: object
}) => {
  const entries: unknown[] = []
  for await (const { cursor, entry } of store.feed(0)) entries.push([cursor, entry.id])
  return { head: await store.head(), entries, jobs: await store.jobs({ limit: 100 }), is: typeof customers }
}

describe("a link to a survey", () => {
  it("changes nothing by being looked at, a thousand times, whatever it leads to", async () => {
    const { escucha, mail, open, ask } = aSurveyHouse([visit])
    const { link } = await ask(ana, "visit", "mail")
    const first = linksIn(mail.delivered[0]?.content.text ?? "")
    const erased = (await ask("email:eva@example.com", "visit", "mail")).link
    await escucha.customers.erase("email:eva@example.com")
    const expired = link.replace(/[^/]+$/, await expiredToken(link))
    const paths = [
      link,
      `${link}?at=score`,
      first["9"] ?? "",
      first["0"] ?? "",
      `${link}x`,
      expired,
      erased,
      "/listen/s/none",
      `${link}?at=../..`,
    ]
    expect(paths.every((path) => path.startsWith("/listen/s/"))).toBe(true)
    await escucha.settled()
    const before = await written(escucha)
    for (let time = 0; time < 1_000; time++)
      for (const path of paths) {
        await open(path)
        await escucha.handle(aRequest("HEAD", path))
      }
    await escucha.settled()
    expect(await written(escucha)).toEqual(before)
    expect((await escucha.surveys.responses(ana))[0]?.answers).toEqual({})
    await escucha.close()
  })

  it("is found by nobody who guesses: of all those tokens none holds", async () => {
    const links = surveyLinks({ secret: linkSecret, consent: { publicUrl: "https://shop.example.com" } as never }) // of the setting it needs no more
    const stream = streamId(0, () => 0.5)
    const claims = claimsFor(
      stream,
      { id: "ask:1", askedAt: 0, seed: 1, survey: "visit", version: "1", answers: {}, question: "score" },
      0,
    )
    const token = (await links?.seal.seal(claims)) ?? ""
    expect(await links?.seal.unseal(token, 0)).toEqual(claims)
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    const [body = "", signature = ""] = token.split(".")
    let [state, hits] = [1, 0]
    const draw = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most
    const letter = () => letters[draw(64)] ?? "A"
    const guess = (number: number): string => {
      if (number % 4 === 0) return `${body}.${Array.from(signature, letter).join("")}`
      const at = draw(token.length)
      const flipped = `${token.slice(0, at)}${letter()}${token.slice(at + 1)}`
      return number % 4 === 1 ? Array.from({ length: 40 + draw(200) }, letter).join("") : flipped
    }
    let tried = 0
    for (let number = 0; tried < guesses;) {
      const drawn = Array.from({ length: 500 }, () => guess(number++)).filter((each) => each !== token)
      const found = await Promise.all(drawn.map((each) => links?.seal.unseal(each, 0)))
      tried += drawn.length
      hits += found.filter((each) => each !== undefined).length
    }
    expect({ hits, tried: tried >= guesses }).toEqual({ hits: 0, tried: true })
  }, 240_000)

  it("says kindly what it is when it holds no more: forged, foreign, over, or of somebody who was erased", async () => {
    const { escucha, open, send, ask } = aSurveyHouse([visit])
    const { link } = await ask(ana, "visit", "mail")
    const token = link.split("/").at(-1) ?? ""
    const { expiresAt: _, ...claims } = JSON.parse(atob(token.split(".")[0] ?? "")) as { readonly expiresAt: number } // as it was made
    const sealed = (secret: string, purpose: string) =>
      createSeal(secret, purpose, () => undefined).seal({ ...claims, expiresAt: 1e15 })
    const foreign = [
      await sealed("another secret of another house, long enough", "escucha survey"),
      await sealed(linkSecret, "escucha unsubscribe"),
      `${token}A`,
      token.slice(0, -1),
      "constructor",
    ]
    for (const each of foreign) {
      const seen = await open(`/listen/s/${each}`, { "accept-language": "es" })
      expect([seen.status, headingOf(seen.page)]).toEqual([404, "Este enlace no vale"])
      expect((await send(`/listen/s/${each}`, answering("score", "9"))).status).toBe(404)
    }
    await escucha.clock.advance("30 days")
    const over = [await open(link), await send(link, answering("score", "9"))]
    expect(over.map(({ status, page }) => [status, headingOf(page)])).toEqual([
      [410, "This survey is over"],
      [410, "This survey is over"],
    ])
    expect((await escucha.surveys.responses(ana))[0]?.answers).toEqual({})
    const second = await ask("email:eva@example.com", "visit", "mail")
    await escucha.customers.erase("email:eva@example.com")
    expect([(await open(second.link)).status, (await send(second.link, answering("score", "9"))).status]).toEqual([
      410, 410,
    ])
    await escucha.close()
  })

  it("leads to its own response alone, also where the customer has several, or became another one's", async () => {
    const { escucha, send, ask } = aSurveyHouse([visit])
    const first = await ask(ana, "visit", "mail")
    const second = await ask(leo, "visit", "sms")
    await escucha.identities.link("email:ana@example.com", "tel:+34600111222")
    await escucha.settled()
    await send(first.link, answering("score", "1"))
    await send(second.link, answering("score", "10"))
    const answers = Object.fromEntries(
      (await escucha.surveys.responses(ana)).map(({ id, answers: given }) => [id, given]),
    )
    expect(answers).toEqual({ [first.response]: { score: 1 }, [second.response]: { score: 10 } })
    await escucha.close()
  })

  it("is made for a response of this customer, where the house has a secret and an address", async () => {
    const { escucha, ask } = aSurveyHouse([visit])
    const { response } = await ask(ana, "visit", "mail")
    await expect(escucha.surveys.link("email:eva@example.com", response)).rejects.toMatchObject({ field: "response" })
    await expect(escucha.surveys.link(ana, "constructor")).rejects.toMatchObject({ field: "response" })
    await escucha.close()
    for (const [option, given] of [
      ["secret", { publicUrl: "https://x.example" }],
      ["publicUrl", { secret: linkSecret }],
    ] as const) {
      await using other = createTestEscucha({ surveys: [visit], ...given })
      await expect(other.surveys.link(ana, response)).rejects.toMatchObject({ _tag: "ConfigurationError", option })
      expect((await other.handle(aRequest("GET", "/s/x"))).status).toBe(404)
    }
  })

  it("begins a response of its own, for a receipt or a message of yours, once they answer", async () => {
    const { escucha, mail, pathOf, open, send } = aSurveyHouse([visit])
    await expect(escucha.surveys.link(ana, { survey: "visit" })).rejects.toMatchObject({ field: "customer" })
    await mail.receive({
      type: "message",
      id: "m0",
      address: "ana@example.com",
      text: "hello",
      at: escucha.clock.now(),
    })
    await expect(escucha.surveys.link(ana, { survey: "constructor" })).rejects.toMatchObject({ field: "survey" })
    const link = pathOf(await escucha.surveys.link(ana, { survey: "visit" }))
    expect(questionOn((await open(link)).page)).toBe("score")
    expect(await escucha.surveys.responses(ana)).toEqual([])
    const taken = await send(link, answering("score", "9"))
    expect(questionOn((await open(taken.next ?? "")).page)).toBe("fix")
    await send(link, answering("fix", "price"))
    expect(await escucha.surveys.responses(ana)).toMatchObject([
      { answers: { score: 9, fix: "price" }, question: null },
    ])
    await escucha.clock.advance("31 days")
    expect((await open(link)).status).toBe(410)
    await escucha.close()
  })

  it("goes on with a newer version of the survey, with the answers that still hold", async () => {
    const store = memoryStore()
    const older = aSurveyHouse([visit], { store })
    const { link } = await older.ask(ana, "visit", "mail")
    await older.send(link, answering("score", "9"))
    await older.send(link, answering("fix", "price"))
    const newer = defineSurvey(
      "visit",
      (s) =>
        s
          .ask("recommend", nps("Would you recommend us?"))
          .ask("fix", choice("What?", ["delivery", "cost"]))
          .ask("how", text("How?")),
      {
        migrations: [
          {
            from: visit.version,
            changes: [
              { change: "rename", question: "score", to: "recommend" },
              { change: "map", question: "fix", options: { price: "cost" } },
            ],
          },
        ],
      },
    )
    const house = aSurveyHouse([newer], { store })
    expect((await house.open(`${link}?at=recommend`)).page).toMatch(/value="9" checked/)
    expect((await house.open(`${link}?at=fix`)).page).toMatch(/value="cost" checked/)
    await house.send(link, answering("how", "by bicycle"))
    expect((await house.escucha.surveys.responses(ana))[0]?.answers).toEqual({
      recommend: 9,
      fix: "cost",
      how: "by bicycle",
    })
    await house.escucha.close()
  })
})
