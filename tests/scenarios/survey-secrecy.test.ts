import { describe, expect, it } from "vitest"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { choice } from "../../packages/core/src/survey/question-list.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { aHouse, factsOf } from "../support/house.ts"

const secret = "a secret of a test, long enough to be one"

describe("answers that are promised to be read by nobody", () => {
  const options = {
    secret,
    channels: { web: webChat({ secret }) },
    contact: { surveys: { atMost: "unlimited" } },
    surveys: [
      defineSurvey("quiet", (s) => s.ask("score", nps("Score?")).ask("why", openText("Why?")).thank("Thanks."), {
        confidentiality: "confidential",
      }),
      defineSurvey("nameless", (s) => s.ask("score", nps("Score?")).ask("why", openText("Why?")).thank("Thanks."), {
        confidentiality: "anonymous",
      }),
      defineSurvey("poll", (s) => s.ask("what", choice("What next?", ["tea", "cake"])).thank("Thanks."), {
        confidentiality: "anonymous",
      }),
      defineSurvey(
        "deep",
        (s) => s.ask("score", nps("Score?")).ask("why", openText("Why?"), { when: (a) => a.score.atMost(6) }),
        { confidentiality: "anonymous" },
      ),
    ],
  } as const

  it("are seen by no rule and in no thread of a confidential survey: only that it was answered", async () => {
    const heard: unknown[] = []
    const house = await aHouse({
      ...options,
      rules: [
        { name: "heard", on: "survey-answered", do: ({ survey, answers }) => void heard.push([survey, answers]) },
      ],
    })
    await house.writes("hi", { language: "en" })
    await house.escucha.surveys.ask("tel:ana", "quiet")
    await house.escucha.settled()
    await house.writes("2")
    await house.writes("a terrible boss")
    expect(house.texts().at(-1)).toBe("Thanks.")
    expect(heard).toEqual([["quiet", { quiet: {} }]])
    const received = (await factsOf(house, "tel:ana", "message-received")).map(({ data }) => [data.text, data.reading])
    expect(received.slice(1)).toEqual([
      ["•••", undefined],
      ["•••", undefined],
    ])
    expect((await house.escucha.surveys.responses("tel:ana"))[0]).toMatchObject({ answers: {}, question: null })
    const view = await house.escucha.customers.get("tel:ana")
    expect(JSON.stringify(view)).not.toContain("terrible")
  })

  it("lie apart from whoever gave them, in an anonymous survey: the person's own record holds no answer", async () => {
    const house = await aHouse(options)
    await house.writes("hi", { language: "en" })
    const asking = await house.escucha.surveys.ask("tel:ana", "nameless")
    await house.escucha.settled()
    await house.writes("2")
    await house.writes("a terrible boss")
    expect(house.texts().at(-1)).toBe("Thanks.")
    const own = await house.facts("tel:ana")
    expect(own.some(({ kind }) => kind === "survey-answered")).toBe(true)
    expect(JSON.stringify(own)).not.toContain("terrible")
    const values = (entries: readonly { readonly kind: string; readonly data: unknown }[]) =>
      entries.filter(({ kind }) => kind === "question-answered").map(({ data }) => Object(data).value as unknown)
    expect(values(own)).toEqual([null, null])
    const apart: {
      readonly stream: string
      readonly kind: string
      readonly data: unknown
      readonly id: string
      readonly occurredAt: number
      readonly receivedAt: number
    }[] = []
    for await (const { entry } of house.escucha.store.feed(0))
      if (!own.some(({ stream }) => stream === entry.stream)) apart.push(entry)
    expect(values(apart)).toEqual([2, "a terrible boss"])
    const [ana, eva] = [asking.status === "asked" ? asking.response : "", own[0]?.stream ?? ""]
    for (const entry of apart) {
      expect(JSON.stringify(entry)).not.toContain(ana)
      expect(JSON.stringify(entry)).not.toContain(eva)
      expect([entry.occurredAt % 86_400_000, entry.receivedAt % 86_400_000]).toEqual([0, 0])
      expect(Number.parseInt(entry.stream.slice(2, 11), 36) % 86_400_000).toBe(0)
    }
    expect((await house.escucha.store.jobs({ limit: 10 })).items.filter(({ type }) => type === "ballot")).toEqual([])
  })

  it("are taken on a page one by one, and only that somebody answered is their own", async () => {
    const house = await aHouse(options)
    const answer = (question: "score" | "why", value: never) =>
      house.escucha.surveys.answer("tel:ana", { survey: "deep", response: "web:one", question, value })
    await answer("score", 3 as never)
    expect(await factsOf(house, "tel:ana", "survey-answered")).toEqual([])
    const after = await answer("why", "because" as never)
    expect(after).toMatchObject({ id: "web:one", answers: { score: 3, why: "because" }, question: null })
    const own = await house.facts("tel:ana")
    expect(own.map(({ kind }) => kind)).toEqual(["survey-asked", "survey-answered"])
    await expect(answer("score", 11 as never)).rejects.toMatchObject({ field: "score" })
  })

  it("are taken until the time is over, and not until the end of another day", async () => {
    const short = defineSurvey("short", (s) => s.ask("score", nps("Score?")).ask("again", nps("And now?")), {
      confidentiality: "anonymous",
      within: "2 hours",
    })
    const house = await aHouse({ secret, surveys: [short] })
    const answer = (question: "score" | "again") =>
      house.escucha.surveys.answer("tel:ana", { survey: "short", response: "web:1", question, value: 9 })
    await answer("score")
    await house.waits("2026-06-01T13:59:00+02:00")
    await answer("again")
    await house.waits("2026-06-01T14:01:00+02:00")
    await expect(answer("again")).rejects.toMatchObject({ reason: "conflict" })
  })

  it("cannot be asked one by one in a chat where what comes next depends on them", async () => {
    const house = await aHouse(options)
    await house.writes("hi")
    await expect(house.escucha.surveys.ask("tel:ana", "deep")).rejects.toMatchObject({ field: "survey" })
  })

  it("are counted in a poll, and told to whoever voted once there are enough of them; a changed vote counts once", async () => {
    const house = await aHouse(options)
    await house.writes("hi", { language: "en" })
    const votes = async (who: string, value: "tea" | "cake") =>
      house.escucha.surveys.answer(`tel:${who}`, { survey: "poll", response: `web:${who}`, question: "what", value })
    for (const who of ["eva", "leo", "ben"]) await votes(who, "tea")
    await votes("eva", "cake")
    await votes("ida", "tea")
    expect(await house.escucha.surveys.results("poll")).toBeNull()
    await house.escucha.surveys.ask("tel:ana", "poll")
    await house.escucha.settled()
    await house.writes("cake")
    expect(house.texts().at(-1)).toBe("Votes so far: 5\ntea: 60 % (3)\ncake: 40 % (2)")
    await votes("lea", "cake")
    const stood = { votes: 5, options: [{ votes: 3, share: 0.6 }, { votes: 2 }] }
    expect(await house.escucha.surveys.results("poll")).toMatchObject(stood)
    await expect(house.escucha.surveys.results("quiet")).rejects.toMatchObject({ field: "survey" })
    const own = (await factsOf(house, "tel:ana", "question-answered")).map(({ data }) => data)
    expect(own).toMatchObject([{ value: null }])
    expect(own[0]).not.toHaveProperty("vote")
  })
})
