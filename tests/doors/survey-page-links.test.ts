import { describe, expect, it } from "vitest"
import { claimsFor, surveyLinks } from "../../packages/core/src/assembly/survey-page/link.ts"
import { streamId } from "../../packages/core/src/kernel/ids.ts"
import { createSeal } from "../../packages/core/src/runtime/web/seal.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import {
  choice,
  consent,
  csat,
  defineSurvey,
  file,
  nps,
  openText,
  panel,
  text,
} from "../../packages/core/src/survey.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { aSurveyHouse, linkSecret } from "./a-survey.ts"
import { aRequest } from "./caller.ts"

const ana = "email:ana@example.com"
const leo = "tel:+34600111222"

const visit = defineSurvey(
  "visit",
  (s) =>
    s
      .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }), {
        wording: { email: { es: "¿Nos *recomendarías* por correo?", en: "Would you *recommend* us, by mail?" } },
      })
      .ask("fix", choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, ["delivery", "price"]))
      .thank({ es: "Gracias.", en: "Thank you." }),
  { within: "30 days" },
)

const questionOn = (page: string) => /name="question" value="(\w+)"/.exec(page)?.[1]
const headingOf = (page: string) => /<h1[^>]*>(.*?)<\/h1>/s.exec(page)?.[1]?.replaceAll(/<[^>]*>/g, "")
const answering = (question: string, value: string): [string, string][] => [
  ["do", "answer"],
  ["question", question],
  [question, value],
]

/** The links of a mail, by their labels. */
const linksIn = (message: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...message.matchAll(/([^\s·][^\n·]*?) \(https:\/\/shop\.example\.com(\/listen\/s\/\S+)\)/g)].map(
      ([, label, path]) => [label, path],
    ),
  )

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
    const expired = (await ask("email:eva@example.com", "visit", "mail")).link
    const paths = [
      link,
      `${link}?at=score`,
      first["9"] ?? "",
      first["0"] ?? "",
      `${link}x`,
      expired,
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

  it("is found by nobody who guesses: a million tokens, none of them holds", async () => {
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
    for (let number = 0; tried < 1_000_000;) {
      const guesses = Array.from({ length: 500 }, () => guess(number++)).filter((each) => each !== token)
      const found = await Promise.all(guesses.map((each) => links?.seal.unseal(each, 0)))
      tried += guesses.length
      hits += found.filter((each) => each !== undefined).length
    }
    expect({ hits, tried: tried >= 1_000_000 }).toEqual({ hits: 0, tried: true })
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

describe("a survey by mail", () => {
  it("brings the answers of its question as links, and in words for whoever reads no HTML", async () => {
    const { escucha, mail, ask } = aSurveyHouse([visit])
    await ask(ana, "visit", "mail")
    const words = mail.delivered[0]?.content.text ?? ""
    expect(words).toContain("Would you *recommend* us, by mail?")
    expect(Object.keys(linksIn(words))).toEqual([
      "0",
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
      "Answer on the web",
    ])
    const [{ items } = { items: [] }] = [(await escucha.customers.timeline?.(ana)) ?? { items: [] }]
    expect(JSON.stringify(items)).not.toContain("/listen/s/")
    await escucha.close()
  })

  it("asks before it takes the answer of a link, and the last word holds until the end", async () => {
    const { escucha, mail, open, send, ask } = aSurveyHouse([visit])
    await ask(ana, "visit", "mail")
    const links = linksIn(mail.delivered[0]?.content.text ?? "")
    const [three = "", nine = ""] = [links["3"], links["9"]]
    const asks = await open(nine)
    expect([questionOn(asks.page), asks.page.includes("is sent when you press the button")]).toEqual(["score", true])
    expect(asks.page).toMatch(/value="9" checked/)
    const responses = async () => (await escucha.surveys.responses(ana))[0]
    expect((await responses())?.answers).toEqual({})
    const taken = await send(nine, answering("score", "9"))
    expect([taken.status, questionOn((await open(taken.next ?? "")).page)]).toEqual([303, "fix"])
    expect(questionOn((await open(nine)).page)).toBe("fix") // that was answered so: it goes on
    expect((await open(three)).page).toMatch(/value="3" checked/)
    expect((await responses())?.answers).toEqual({ score: 9 })
    await send(three, answering("score", "3"))
    expect((await responses())?.answers).toEqual({ score: 3 })
    await send(taken.next ?? "", answering("fix", "price"))
    await send(nine, answering("score", "9"))
    expect((await responses())?.answers).toEqual({ score: 9, fix: "price" })
    await escucha.clock.advance("30 days")
    expect([(await open(three)).status, (await send(three, answering("score", "3"))).status]).toEqual([410, 410])
    expect((await responses())?.answers).toEqual({ score: 9, fix: "price" })
    await escucha.close()
  })

  it("marks options as a reply would name them", async () => {
    const survey = defineSurvey("fix", (s) =>
      s.ask(
        "fix",
        choice("What?", [
          { value: "a", label: "The [price]" },
          { value: "b", label: "Speed" },
        ]),
      ),
    )
    const { escucha, mail, open, ask } = aSurveyHouse([survey])
    await ask(ana, "fix", "mail")
    const words = mail.delivered[0]?.content.text ?? ""
    expect(words.replaceAll(/ \(\S+\)/g, "")).toBe("What?\n\n1. The [price]\n2. Speed\n\nAnswer on the web")
    expect((await open(linksIn(words)["2. Speed"] ?? "")).page).toMatch(/value="b" checked/)
    await escucha.close()
  })

  it.each([
    ["a yes", consent("May we?"), ["1. Yes", "2. No"], "yes"],
    ["how satisfied", csat("How?"), ["1. Very dissatisfied"], "1"],
  ] as const)("brings %s as a link", async (_, question, labels, value) => {
    const survey = defineSurvey("one", (s) => s.ask("it", question as ReturnType<typeof consent>))
    const { escucha, mail, open, send, ask } = aSurveyHouse([survey])
    await ask(ana, "one", "mail")
    const links = linksIn(mail.delivered[0]?.content.text ?? "")
    expect(Object.keys(links)).toEqual(expect.arrayContaining([...labels]))
    const link = links[labels[0]] ?? ""
    expect((await open(link)).page).toContain(`value="${value}" checked`)
    expect((await send(link, answering("it", value))).status).toBe(303)
    await escucha.close()
  })

  it("leads to the page where a mail cannot carry the answers", async () => {
    const survey = defineSurvey("words", (s) => s.ask("why", openText("Why?")))
    const { escucha, mail, open, ask } = aSurveyHouse([survey])
    await ask(ana, "words", "mail")
    const links = linksIn(mail.delivered[0]?.content.text ?? "")
    expect(Object.keys(links)).toEqual(["Answer on the web"])
    expect(questionOn((await open(links["Answer on the web"] ?? "")).page)).toBe("why")
    await escucha.close()
  })

  it("says the same at every attempt, so that a provider knows it again", async () => {
    const { escucha, mail, ask } = aSurveyHouse([visit], {}, [{ kind: "fail", reason: "timeout", retryable: true }])
    await ask(ana, "visit", "mail")
    await escucha.clock.advance("1 hour")
    await escucha.settled()
    expect(mail.calls.length).toBeGreaterThan(1)
    expect(new Set(mail.calls.map(({ content }) => content.text)).size).toBe(1)
    await escucha.close()
  })
})

describe("a survey by text message", () => {
  it("is begun there and finished on the page", async () => {
    const { escucha, sms, open, send, ask } = aSurveyHouse([visit])
    const { link } = await ask(leo, "visit", "sms")
    await sms.receive({ type: "message", id: "m1", address: "+34600111222", text: "9", at: escucha.clock.now() })
    await escucha.settled()
    expect(questionOn((await open(link)).page)).toBe("fix")
    const taken = await send(link, answering("fix", "price"))
    expect(headingOf((await open(taken.next ?? "")).page)).toBe("Thank you.")
    const [response] = await escucha.surveys.responses(leo)
    expect([response?.answers, response?.question]).toEqual([{ score: 9, fix: "price" }, null])
    await escucha.close()
  })

  it("brings a link to the page where it cannot be answered there, and none where it can", async () => {
    const survey = defineSurvey("proof", (s) => s.ask("score", nps("How much?")).ask("photo", file("A picture")))
    const trip = defineSurvey("trip", (s) =>
      s.ask(
        "people",
        panel("Who?", (inner) => inner.ask("name", text("Name"))),
      ),
    )
    const { escucha, sms, open, ask } = aSurveyHouse([survey, trip], {})
    await ask(leo, "proof", "sms")
    expect(sms.delivered.at(-1)?.content.text).not.toContain("https://")
    await sms.receive({ type: "message", id: "m1", address: "+34600111222", text: "9", at: escucha.clock.now() })
    await escucha.settled()
    const path =
      /Answer on the web: https:\/\/shop\.example\.com(\S+)/.exec(sms.delivered.at(-1)?.content.text ?? "")?.[1] ?? ""
    expect(questionOn((await open(path)).page)).toBe("photo")
    await ask("tel:+34600111333", "trip", "sms")
    expect(sms.delivered.at(-1)?.content.text).toContain("Answer on the web: https://shop.example.com/listen/s/")
    await escucha.close()
  })
})
