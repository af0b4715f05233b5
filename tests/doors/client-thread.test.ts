import { describe, expect, it } from "vitest"
import { aHouse, score } from "./a-page.ts"
import { refusalOf } from "./caller.ts"

type Browser = Awaited<ReturnType<Awaited<ReturnType<typeof aHouse>>["visit"]>>
const textsOn = async (browser: Browser) => (await browser.page()).messages.map(({ from, text }) => `${from}: ${text}`)
const heardBy = (stream: Awaited<ReturnType<Browser["listen"]>>) =>
  stream.heard().map(({ data }) => data as { readonly type: string; readonly message?: { readonly text: string } }) // what ClientEvent says
const textsHeard = (stream: Awaited<ReturnType<Browser["listen"]>>) =>
  heardBy(stream).flatMap(({ message }) => message?.text ?? [])

describe("one visitor and another", () => {
  it("see and hear their own conversation alone", async () => {
    const { visit, answers } = await aHouse()
    const [ana, ben] = [await visit(), await visit()]
    const [toAna, toBen] = [await ana.listen(0), await ben.listen(0)]
    await ana.says("ananas", "m1")
    await ben.says("bananas", "m1") // the same id of another browser is another message
    await answers("ananas", "para Ana")
    await answers("bananas", "para Ben")
    expect(await textsOn(ana)).toEqual(["customer: ananas", "team: para Ana"])
    expect(await textsOn(ben)).toEqual(["customer: bananas", "team: para Ben"])
    expect(textsHeard(toAna)).toEqual(["ananas", "para Ana"])
    expect(textsHeard(toBen)).toEqual(["bananas", "para Ben"])
    await Promise.all([toAna.leave(), toBen.leave()])
  })

  it("do not see what the same person says elsewhere, even when they are known to be one", async () => {
    const { escucha, browser } = await aHouse()
    const [phone, laptop] = [
      browser((await escucha.sessions.mint("user-1")).token),
      browser((await escucha.sessions.mint("user-2")).token),
    ]
    await phone.says("from the phone", "m1")
    await laptop.says("from the laptop", "m2")
    await escucha.customers.identify("user-1", {}, { also: ["user-2"] })
    const stream = await laptop.listen(0)
    expect(await textsOn(laptop)).toEqual(["customer: from the laptop"])
    expect(textsHeard(stream)).toEqual(["from the laptop"])
    await stream.leave()
  })

  it("cannot answer or read each other's survey, whatever id they name", async () => {
    const { escucha, visit } = await aHouse()
    const [ana, ben] = [await visit(), await visit()]
    await ana.says("hola", "m1")
    await ben.says("hello there", "m1")
    const { items } = await escucha.customers.search("hola")
    const asked = await escucha.surveys.ask(items[0]?.customer ?? "", score)
    await escucha.settled()
    const response = asked.status === "withheld" ? "" : asked.response
    expect((await ana.page()).surveys).toMatchObject([{ response, done: false }])
    expect((await ben.page()).surveys).toEqual([])
    const answer = { id: "a1", survey: "score", response, question: "recommend" }
    await ben.post("answers", { ...answer, value: 0 })
    expect((await ana.page()).surveys).toMatchObject([{ response, done: false, answers: {} }])
    expect((await ana.post("answers", { ...answer, value: 9 })).value).toMatchObject({
      response,
      answers: { recommend: 9 },
    })
    expect((await ana.page()).surveys).toMatchObject([{ answers: { recommend: 9 } }])
    expect((await ben.get("surveys/score")).value).not.toMatchObject({ answers: { recommend: 9 } })
  })

  it("give and get nothing of the desk: its routes are not theirs", async () => {
    const { escucha, visit } = await aHouse()
    const ana = await visit()
    await ana.says("hola", "m1")
    for (const path of ["../desk/inbox", "%2e%2e/desk/inbox", "conversation/v1", "customers/tel:1", "events/0"])
      expect((await ana.get(path)).status).toBe(404)
    expect((await escucha.store.size()).customers).toBe(1)
  })
})

describe("a survey on the page", () => {
  const answer = { id: "a1", survey: "score", response: "web:r1", question: "recommend", value: 9 }

  it("is begun by its first answer, goes on with the next, and a retry changes nothing", async () => {
    const { visit } = await aHouse()
    const ana = await visit()
    expect((await ana.get("surveys/score")).value).toMatchObject({ answers: {}, done: false })
    for (let attempt = 0; attempt < 3; attempt++)
      expect((await ana.post("answers", answer)).value).toMatchObject({
        response: "web:r1",
        answers: { recommend: 9 },
        done: false,
      })
    const done = await ana.post("answers", { ...answer, id: "a2", question: "why", value: "because" })
    expect(done.value).toMatchObject({ answers: { recommend: 9, why: "because" }, done: true })
    expect((await ana.page()).surveys).toHaveLength(1)
  })

  it("that was asked elsewhere is answered here, as one response, by the same person", async () => {
    const { escucha, browser } = await aHouse()
    const [phone, laptop] = [
      browser((await escucha.sessions.mint("user-1")).token),
      browser((await escucha.sessions.mint("user-2")).token),
    ]
    await phone.says("hola", "m1")
    await escucha.customers.identify("user-1", {}, { also: ["user-2"] })
    const asked = await escucha.surveys.ask("user-1", score, { id: "once" })
    expect(asked).toMatchObject({ status: "asked", response: "ask:once" })
    const answered = await laptop.post("answers", { ...answer, response: "ask:once" })
    expect([answered.status, answered.value]).toMatchObject([200, { response: "ask:once", answers: { recommend: 9 } }])
    expect((await phone.page()).surveys).toMatchObject([{ response: "ask:once", answers: { recommend: 9 } }])
    expect(await escucha.surveys.responses("user-1")).toHaveLength(1)
  })

  it("changes nothing by being read", async () => {
    const { escucha, visit } = await aHouse()
    const ana = await visit()
    for (let time = 0; time < 3; time++) await ana.get("surveys/score")
    await ana.get("conversation")
    expect((await escucha.store.size()).entries).toBe(0)
  })

  it("is refused by its field where the answer cannot be", async () => {
    const { escucha, visit, failures } = await aHouse()
    const ana = await visit()
    const refused = async (part: object) => refusalOf(await ana.post("answers", { ...answer, ...part }))
    expect(await refused({ value: 11 })).toMatchObject({ status: 400 })
    expect(await refused({ value: "9; DROP TABLE" })).toMatchObject({ status: 400 })
    expect(await refused({ value: undefined })).toMatchObject({ status: 400 })
    expect(await refused({ question: "constructor" })).toMatchObject({ status: 400 })
    expect(await refused({ survey: "__proto__" })).toMatchObject({ status: 404, field: "survey" })
    for (const response of ["__proto__", "constructor", "", "no colon"])
      expect(await refused({ response })).toMatchObject({ status: 400, field: "response" })
    expect(await refused({ id: "" })).toMatchObject({ status: 400, field: "id" })
    for (const name of ["nobody", "__proto__", "constructor"])
      expect(refusalOf(await ana.get(`surveys/${name}`))).toMatchObject({ status: 404, field: "survey" })
    expect((await escucha.store.size()).entries).toBe(0)
    expect(failures).toEqual([])
  })
})

describe("the events of a page", () => {
  it("go on after a break without a gap or a repeat", async () => {
    const { visit, answers } = await aHouse()
    const ana = await visit()
    const first = await ana.listen((await ana.page()).cursor)
    await ana.says("ananas", "m1")
    await first.leave()
    await answers("ananas", "while away")
    await ana.says("still there?", "m2")
    const second = await ana.listen(first.heard().at(-1)?.id)
    await answers("ananas", "here again")
    expect([...textsHeard(first), ...textsHeard(second)]).toEqual([
      "ananas",
      "while away",
      "still there?",
      "here again",
    ])
    await second.leave()
  })

  it("and the page together show everything once, whenever the page was opened", async () => {
    const { visit, answers } = await aHouse()
    const ana = await visit()
    await ana.says("ananas", "m1")
    await answers("ananas", "before")
    const { messages, cursor } = await ana.page()
    await answers("ananas", "between")
    const stream = await ana.listen(cursor)
    await answers("ananas", "after")
    expect([...messages.map(({ text }) => text), ...textsHeard(stream)]).toEqual([
      "ananas",
      "before",
      "between",
      "after",
    ])
    await stream.leave()
  })

  it("bring a message that was written before the page opened and leaves while it is open", async () => {
    const { escucha, browser } = await aHouse({ contact: { quietHours: ["11:00", "14:00"], zone: "UTC" } })
    const ana = browser((await escucha.sessions.mint("user-42")).token)
    const held = await escucha.messages.send("user-42", { text: "Your parcel is here." })
    expect(held).toMatchObject({ status: "queued", opensAt: Date.parse("2026-03-02T14:00:00Z") })
    await escucha.clock.advance("90 minutes")
    const open = browser((await escucha.sessions.mint("user-42")).token)
    const { messages, cursor } = await open.page()
    expect(messages).toEqual([])
    const stream = await open.listen(cursor)
    await escucha.clock.advance("31 minutes")
    expect(textsHeard(stream)).toEqual(["Your parcel is here."])
    expect(await textsOn(open)).toEqual(["team: Your parcel is here."])
    expect(refusalOf(await ana.get("conversation"))).toMatchObject({ status: 401 }) // an hour has passed
    await stream.leave()
  })

  it("begin with the last messages of this conversation, however much happened elsewhere since", async () => {
    const { escucha, browser } = await aHouse()
    const ana = browser((await escucha.sessions.mint("user-42")).token)
    await ana.says("hola", "m1")
    for (let number = 0; number < 700; number++) void escucha.customers.optIn("user-42", { id: `${number}` })
    await escucha.settled()
    expect(await textsOn(ana)).toEqual(["customer: hola"])
  })

  it("show a message that was held back, however much was said between", async () => {
    const { escucha, browser } = await aHouse({ contact: { quietHours: ["11:00", "14:00"], zone: "UTC" } })
    const ana = browser((await escucha.sessions.mint("user-42")).token)
    await escucha.messages.send("user-42", { text: "Your parcel is here." })
    for (let number = 0; number < 60; number++) void ana.post("messages", { id: `m${number}`, text: `${number}` })
    await escucha.settled()
    await escucha.clock.advance("121 minutes")
    const later = browser((await escucha.sessions.mint("user-42")).token)
    expect((await textsOn(later)).at(-1)).toBe("team: Your parcel is here.")
  })

  it("reach every page of the same visitor, and nobody who left is written to", async () => {
    const { visit, answers, escucha, read } = await aHouse()
    const ana = await visit()
    const tabs = [await ana.listen(), await ana.listen(), await ana.listen()]
    await ana.says("ananas", "m1")
    await tabs[0]?.leave()
    await answers("ananas", "two are left")
    expect(tabs.map((tab) => textsHeard(tab))).toEqual([
      ["ananas"],
      ["ananas", "two are left"],
      ["ananas", "two are left"],
    ])
    for (const tab of tabs) await tab.leave()
    const before = read.length
    await answers("ananas", "nobody listens")
    await escucha.clock.advance("1 minute")
    expect(read.length).toBe(before)
    expect(await textsOn(ana)).toContain("team: nobody listens")
  })

  it("end with the session", async () => {
    const { escucha, browser } = await aHouse()
    const { token } = await escucha.sessions.mint("user-42")
    const stream = await browser(token).listen()
    await escucha.clock.advance("1 hour")
    await stream.ended
    expect(stream.heard()).toEqual([])
  })
})
