import { mastodon } from "@escucha/adapters/channels/mastodon"
import { telegram } from "@escucha/adapters/channels/telegram"
import type { HttpRequest } from "@escucha/core"
import { choice, defineSurvey } from "@escucha/core/survey"
import { createTestEscucha, signedWebhook } from "@escucha/core/testing"
import { describe, expect, it, onTestFinished } from "vitest"

const colour = defineSurvey(
  "colour",
  (s) =>
    s.ask(
      "colour",
      choice({ es: "¿De qué color pintamos la tienda?", en: "Which colour for the shop?" }, [
        { value: "blue", label: { es: "Azul", en: "Blue" } },
        { value: "red", label: { es: "Rojo", en: "Red" } },
      ]),
    ),
  { confidentiality: "anonymous" },
)
const other = defineSurvey("other", (s) => s.ask("one", choice("?", ["a", "b"])))
const webhookSecret = "secret-of-one"
const channels = {
  social: mastodon({ baseUrl: "https://mastodon.example", accessToken: "access-token-of-one", account: "shop" }),
  bot: telegram({ token: "8001:AAtoken_of-one", webhookSecret }),
}
const minute = 60_000

type Answers = Record<string, (call: number) => readonly [status: number, body: object]>

/** A house whose networks answer by the end of the address. */
const aHouse = (answers: Answers) => {
  const calls: HttpRequest[] = []
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels,
    surveys: [colour, other],
    secret: "a secret of thirty-two letters or more",
    report: (failure) => failures.push(failure),
    transport: async (_, request) => {
      const name = Object.keys(answers).find((end) => request.url.includes(end))
      if (name === undefined) return { response: { status: 200, headers: {}, body: "[]" } } // nobody wrote
      const [status, body] = answers[name]?.(calls.filter(({ url }) => url.includes(name)).length) ?? [500, {}]
      calls.push(request)
      return { response: { status, headers: {}, body: JSON.stringify(body) } }
    },
  })
  onTestFinished(() => escucha.close())
  const asked = (end: string) => calls.filter(({ url }) => url.includes(end))
  return { escucha, asked, failures }
}

const post = { id: "7003", poll: { id: "801" } }
const stands = (expired: boolean, ...votes: readonly number[]) =>
  [200, { id: "801", expired, options: votes.map((count) => ({ votes_count: count })) }] as const
const tallies = (...each: ReturnType<typeof stands>[]): Answers => ({
  "/statuses": () => [200, post],
  "/polls/801": (call) => each[Math.min(call, each.length - 1)] ?? stands(true),
})

describe("a poll that everybody sees", () => {
  it("is published with its options, counted while it is open, and counted to its end", async () => {
    const { escucha, asked } = aHouse(tallies(stands(false, 3, 1), stands(false, 2, 5), stands(true, 4, 6)))
    const poll = await escucha.surveys.publish(colour, { channel: "social", closes: "1 hour", language: "es" })
    expect(poll).toMatchObject({ survey: "colour", channel: "social", votes: 0, isClosed: false })
    expect(JSON.parse(String(asked("/statuses")[0]?.body))).toMatchObject({
      status: "¿De qué color pintamos la tienda?",
      visibility: "public",
      poll: { options: ["Azul", "Rojo"], expires_in: 3600 },
    })
    await escucha.clock.advance(16 * minute)
    expect(await escucha.surveys.results(colour)).toBeNull() // four votes are too few to tell
    await escucha.clock.advance(15 * minute)
    expect(await escucha.surveys.results(colour)).toMatchObject({ votes: 7, options: [{ votes: 2 }, { votes: 5 }] })
    await escucha.clock.advance(90 * minute)
    const { items } = await escucha.surveys.published(colour)
    expect(items).toMatchObject([{ id: poll.id, votes: 10, isClosed: true }])
    const calls = asked("/polls/801").length
    await escucha.clock.advance(600 * minute)
    expect(asked("/polls/801")).toHaveLength(calls)
    expect((await escucha.store.size()).jobs).toBe(0)
  })

  it("is counted together with those who vote in chats and on pages", async () => {
    const { escucha } = aHouse(tallies(stands(true, 5, 0)))
    await escucha.surveys.publish(colour, { channel: "social", closes: "1 hour" })
    for (const name of ["ana", "ben", "eva", "leo", "mia"])
      await escucha.surveys.answer(`user:${name}`, {
        survey: "colour",
        response: `web:${name}`,
        question: "colour",
        value: "red",
      })
    await escucha.clock.advance(70 * minute)
    expect(await escucha.surveys.results(colour)).toMatchObject({
      votes: 10,
      options: [{ votes: 5 }, { votes: 5, share: 0.5 }],
    })
  })

  it("is published once under one id", async () => {
    const { escucha, asked } = aHouse(tallies(stands(false, 0, 0)))
    const options = { channel: "social", closes: "1 hour", id: "spring" } as const
    const first = await escucha.surveys.publish(colour, options)
    expect(await escucha.surveys.publish(colour, options)).toEqual(first)
    expect(asked("/statuses")).toHaveLength(1)
  })

  it("is asked again later where the network does not say how it stands, and given up a day after its end", async () => {
    const { escucha, asked, failures } = aHouse({ "/statuses": () => [200, post], "/polls/801": () => [503, {}] })
    await escucha.surveys.publish(colour, { channel: "social", closes: "1 hour" })
    await escucha.clock.advance(46 * minute)
    expect(asked("/polls/801")).toHaveLength(3)
    expect(failures).toHaveLength(3)
    await escucha.clock.advance(26 * 60 * minute)
    expect((await escucha.surveys.published(colour)).items).toMatchObject([{ isClosed: true, votes: 0 }])
    expect((await escucha.store.size()).jobs).toBe(0)
  })

  it("counts nothing of an answer with other options than were published", async () => {
    const { escucha } = aHouse(tallies(stands(false, 9, 9, 9), stands(true, 3, 4)))
    await escucha.surveys.publish(colour, { channel: "social", closes: "1 hour" })
    await escucha.clock.advance(120 * minute)
    expect((await escucha.surveys.published(colour)).items).toMatchObject([{ isClosed: true, votes: 7 }])
  })

  it("is followed by what Telegram tells by itself, told twice or late, and closed by the bot", async () => {
    const poll = (isClosed: boolean, ...votes: readonly number[]) => ({
      id: "802",
      options: votes.map((voter_count) => ({ voter_count })),
      is_closed: isClosed,
    })
    const sent = { message_id: 8, chat: { id: -1001 }, poll: poll(false, 0, 0) }
    const { escucha, asked } = aHouse({
      sendPoll: () => [200, { ok: true, result: sent }],
      stopPoll: () => [200, { ok: true, result: poll(true, 5, 4) }],
    })
    await escucha.surveys.publish(colour, { channel: "bot", to: "@shop", closes: "2 hours", language: "en" })
    expect(JSON.parse(String(asked("sendPoll")[0]?.body))).toEqual({
      chat_id: "@shop",
      question: "Which colour for the shop?",
      options: [{ text: "Blue" }, { text: "Red" }],
      is_anonymous: true,
    })
    const told = async (update: number, votes: readonly number[], id = "802") => {
      const request = signedWebhook.telegram({ webhookSecret, text: "" })
      const body = new TextEncoder().encode(
        JSON.stringify({ update_id: update, poll: { ...poll(false, ...votes), id } }),
      )
      expect(await escucha.handle({ ...request, url: "/hooks/bot", body })).toMatchObject({ status: 200 })
    }
    await told(1, [3, 3])
    await told(1, [3, 3])
    await told(2, [50, 50], "somebody else's")
    expect(await escucha.surveys.results(colour)).toMatchObject({ votes: 6 })
    await escucha.clock.advance(121 * minute)
    expect(asked("stopPoll").map(({ body }) => JSON.parse(String(body)))).toEqual([{ chat_id: "-1001", message_id: 8 }])
    await told(3, [1, 0]) // it is late: the poll is closed, and counted
    expect((await escucha.surveys.published(colour)).items).toMatchObject([{ isClosed: true, votes: 9 }])
  })

  it.each([
    ["what is no poll", other, { channel: "social", closes: "1 hour" }, "survey"],
    ["a channel that is not there", colour, { channel: "fax", closes: "1 hour" }, "channel"],
    ["a network without polls", colour, { channel: "chat", closes: "1 hour" }, "channel"],
    ["no place, where one is needed", colour, { channel: "bot", closes: "1 hour" }, "to"],
    ["a time that the network does not take", colour, { channel: "social", closes: "1 minute" }, "closes"],
    ["an id with strange signs", colour, { channel: "social", closes: "1 hour", id: "a b" }, "id"],
  ] as const)("refuses %s by name, before any call", async (_, definition, options, field) => {
    const { escucha, asked } = aHouse(tallies())
    await expect(escucha.surveys.publish(definition, options as never)).rejects.toMatchObject({
      _tag: "InputError",
      field,
    })
    expect(asked("/")).toEqual([])
  })

  it("says what the network said where it did not take it, and keeps nothing", async () => {
    const { escucha } = aHouse({ "/statuses": () => [401, {}] })
    await expect(escucha.surveys.publish(colour, { channel: "social", closes: "1 hour" })).rejects.toMatchObject({
      _tag: "DeliveryError",
      reason: "auth",
    })
    expect((await escucha.surveys.published(colour)).items).toEqual([])
  })
})
