import { describe, expect, it } from "vitest"
import { letterOf, mailText } from "../../packages/adapters/src/mail/letter.ts"
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
import { answering, aSurveyHouse, headingOf, linksIn, questionOn, visit } from "./a-survey.ts"

const ana = "email:ana@example.com"
const leo = "tel:+34600111222"

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

  it("is HTML with links, and plain text with their addresses, in one mail", async () => {
    const { escucha, mail, ask } = aSurveyHouse([visit])
    const { text: _, ...capabilities } = mail.capabilities
    Object.assign(mail.capabilities, { ...capabilities, text: mailText })
    await ask(ana, "visit", "mail")
    const message = mail.delivered[0]
    const { html = "", text: words } = message ? letterOf(message, "A question") : { html: undefined, text: "" }
    expect(html).toMatch(/<a href="https:\/\/shop\.example\.com\/listen\/s\/[\w.-]+">9<\/a> · <a /)
    expect(html).toContain("Would you *recommend* us, by mail?")
    expect(Object.keys(linksIn(words))).toHaveLength(12)
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

describe("a survey whose answers are not for everybody", () => {
  const voteOf = (confidentiality: "anonymous" | "confidential") =>
    defineSurvey(
      "vote",
      (s) => s.ask("score", nps("How much?")).ask("why", openText("Why?"), { when: ({ score }) => score.atMost(8) }),
      { confidentiality },
    )

  it("is answered on its page by mail, and what was said lies with nobody where that was promised", async () => {
    const { escucha, mail, pathOf, open, send } = aSurveyHouse([voteOf("anonymous")])
    await escucha.start()
    await mail.receive({
      type: "message",
      id: "m0",
      address: "ana@example.com",
      text: "hello",
      at: escucha.clock.now(),
    })
    const link = pathOf(await escucha.surveys.link(ana, { survey: "vote" }))
    expect(questionOn((await open(link)).page)).toBe("score")
    expect(await escucha.surveys.responses(ana)).toEqual([]) // looking begins nothing
    const taken = await send(link, answering("score", "3"))
    expect(questionOn((await open(taken.next ?? "")).page)).toBe("why")
    expect((await open(`${taken.next}?at=score`)).page).toMatch(/value="3" checked/)
    const done = await send(taken.next ?? "", answering("why", "It was late"))
    expect(headingOf((await open(done.next ?? "")).page)).toBe("Thank you. We wrote down your answers.")
    const [own] = await escucha.surveys.responses(ana)
    expect([own?.answers, own?.question]).toEqual([{}, null])
    const kept = (await escucha.customers.export(ana)) ?? []
    const told = (await Promise.all(kept.map((each) => each.text()))).join("")
    expect(told).toContain("hello") // what is theirs is in it
    expect(told).not.toContain("It was late")
    await escucha.close()
  })

  it("is answered on its page where only reports show it", async () => {
    const { escucha, open, send, ask } = aSurveyHouse([voteOf("confidential")])
    const { link } = await ask(ana, "vote", "mail")
    await send(link, answering("score", "9"))
    expect(headingOf((await open(link)).page)).toBe("Thank you. We wrote down your answers.")
    await escucha.close()
  })

  it("thanks whoever comes when there are enough, and goes on thanking them", async () => {
    const full = defineSurvey("full", (s) =>
      s
        .ask("score", nps("How much?"))
        .ask("why", openText("Why?"))
        .quota("high", {
          when: ({ score }) => score.atLeast(9),
          limit: 1,
          text: { es: "Basta.", en: "Enough of those." },
        }),
    )
    const { escucha, open, send, ask } = aSurveyHouse([full])
    const first = await ask(ana, "full", "mail")
    await send(first.link, answering("score", "9"))
    await send(first.link, answering("why", "good"))
    await escucha.settled()
    await escucha.clock.advance("2 seconds")
    const second = await ask("email:eva@example.com", "full", "mail")
    await send(second.link, answering("score", "10"))
    expect(headingOf((await open(second.link)).page)).toBe("Enough of those.")
    expect((await open(second.link)).page).not.toContain("Change an answer")
    expect(headingOf((await open(first.link)).page)).toBe("Thank you. We wrote down your answers.")
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
