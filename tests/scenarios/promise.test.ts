import { describe, expect, it } from "vitest"
import type { AnyOptions } from "../support/planted.ts"
import { aHouse, factsOf } from "../support/house.ts"

const start = Date.parse("2026-06-01T12:00:00+02:00")
const minute = 60_000

const watchful = {
  contact: { answerWithin: "5 minutes" },
  rules: [
    { name: "tell-the-team", on: "answer-overdue", do: (_, act) => act.notify("support", "Somebody waits too long") },
  ],
} satisfies AnyOptions

describe("the promise to answer within five minutes", () => {
  it("breaks aloud: the team is told at that minute, once", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("¿hay alguien?")
    await house.waits(start + 5 * minute - 1)
    expect(await factsOf(house, "tel:ana", "answer-overdue")).toEqual([])
    await house.waits(start + 60 * minute)
    expect(
      (await factsOf(house, "tel:ana", "answer-overdue")).map(({ data, receivedAt }) => [data, receivedAt]),
    ).toEqual([[{ since: start, due: start + 5 * minute, owner: null }, start + 5 * minute]])
    expect((await factsOf(house, "tel:ana", "team-notified")).map(({ data }) => data)).toEqual([
      { to: "support", text: "Somebody waits too long", because: "nobody answered in time" },
    ])
    expect((await house.escucha.conversations.unanswered()).items).toMatchObject([
      { since: start, due: start + 5 * minute },
    ])
  })

  it("is kept by a person's answer, and nobody is told", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("¿hay alguien?")
    await house.waits(start + 4 * minute)
    await house.answers("Sí, dime.")
    await house.waits(start + 60 * minute)
    expect(await factsOf(house, "tel:ana", "answer-overdue")).toEqual([])
    expect((await house.escucha.conversations.unanswered()).items).toEqual([])
  })

  it("is not kept by an automatic acknowledgement", async () => {
    const rules = [
      ...watchful.rules,
      {
        name: "heard",
        on: "message-received",
        do: (_, act) => act.reply("Te hemos leído.", { acknowledgement: true }),
      },
    ] satisfies AnyOptions["rules"]
    const house = await aHouse({ at: start, contact: watchful.contact, rules })
    await house.writes("¿hay alguien?")
    await house.waits(start + 60 * minute)
    expect(house.texts()).toEqual(["Te hemos leído."])
    expect(await factsOf(house, "tel:ana", "team-notified")).toHaveLength(1)
  })

  it("starts again with the next message", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("uno")
    await house.waits(start + minute)
    await house.answers("Dime.")
    await house.waits(start + 3 * minute)
    await house.writes("dos")
    await house.waits(start + 8 * minute - 1)
    expect(await factsOf(house, "tel:ana", "answer-overdue")).toEqual([])
    await house.waits(start + 8 * minute)
    expect(await factsOf(house, "tel:ana", "answer-overdue")).toHaveLength(1)
  })

  it("still counts for a message that came while the answer to the one before was on its way", async () => {
    const house = await aHouse({
      at: start,
      ...watchful,
      faults: [{ kind: "fail", reason: "unavailable", retryable: true }],
    })
    await house.writes("uno")
    await house.answers("Dime.") // leaves at the second attempt
    await house.waits(start + 1000)
    await house.writes("dos")
    await house.waits(start + 10_000)
    expect(house.texts()).toEqual(["Dime."])
    expect((await house.escucha.conversations.unanswered()).items).toMatchObject([{ since: start + 1000 }])
    await house.waits(start + 60 * minute)
    expect((await factsOf(house, "tel:ana", "answer-overdue")).map(({ data }) => data.due)).toEqual([
      start + 1000 + 5 * minute,
    ])
  })

  it("breaks aloud for a message that came before an answer to the one before, which was itself too late", async () => {
    const house = await aHouse({
      at: start,
      ...watchful,
      faults: Array.from({ length: 4 }, () => ({ kind: "fail", reason: "unavailable", retryable: true }) as const),
    })
    await house.writes("uno")
    await house.answers("Dime.") // leaves at the fifth attempt, after five minutes
    await house.waits(start + 4 * minute)
    await house.writes("dos")
    await house.waits(start + 60 * minute)
    expect(house.texts()).toEqual(["Dime."])
    expect(house.called[4]).toBeGreaterThan(start + 5 * minute)
    expect(
      (await factsOf(house, "tel:ana", "answer-overdue")).map(({ data, receivedAt }) => [data.since, receivedAt]),
    ).toEqual([
      [start, start + 5 * minute],
      [start + 4 * minute, start + 9 * minute],
    ])
  })

  it("breaks aloud for a message that waits too long already when a late answer to the one before leaves", async () => {
    const house = await aHouse({
      at: start,
      ...watchful,
      faults: Array.from({ length: 4 }, () => ({ kind: "fail", reason: "unavailable", retryable: true }) as const),
    })
    await house.writes("uno")
    await house.answers("Dime.")
    await house.waits(start + 1000)
    await house.writes("dos")
    await house.waits(start + 60 * minute)
    expect(house.called[4]).toBeGreaterThan(start + 5 * minute + 1000)
    expect(
      (await factsOf(house, "tel:ana", "answer-overdue")).map(({ data, receivedAt }) => [data.since, receivedAt]),
    ).toEqual([
      [start, start + 5 * minute],
      [start + 1000, house.called[4]],
    ])
  })

  it("breaks aloud for a message that comes late, also after it broke for a later one that was answered", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("uno")
    await house.waits(start + 10 * minute)
    await house.answers("Dime.")
    await house.writes("dicho antes, que llega ahora", { at: start - minute })
    await house.waits(start + 60 * minute)
    expect(
      (await factsOf(house, "tel:ana", "answer-overdue")).map(({ data, receivedAt }) => [data.since, receivedAt]),
    ).toEqual([
      [start, start + 5 * minute],
      [start - minute, start + 10 * minute],
    ])
  })

  it("has a clock after an import also for who once waited too long before", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("uno")
    await house.waits(start + 10 * minute)
    await house.answers("Dime.")
    await house.escucha.conversations.receive(
      "chat",
      [{ type: "message", id: "old", address: "ana", text: "¿hola?", at: start - 90_000 * minute }],
      { historic: true },
    )
    await house.writes("dos")
    await house.waits(start + 60 * minute)
    expect((await factsOf(house, "tel:ana", "answer-overdue")).map(({ receivedAt }) => receivedAt)).toEqual([
      start + 5 * minute,
      start + 15 * minute,
    ])
  })

  it("is closed by a colleague who says why", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("gracias, ya está")
    await house.escucha.conversations.close("tel:ana", "nothing was asked", { by: "Ben" })
    await house.waits(start + 60 * minute)
    expect((await house.escucha.conversations.unanswered()).items).toEqual([])
    expect(await factsOf(house, "tel:ana", "team-notified")).toEqual([])
  })

  it("runs since they wrote, also where the provider was late to tell", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("¿hay alguien?")
    await house.writes("lo de ayer, que llega ahora", { at: start - 10 * minute })
    expect((await house.escucha.conversations.unanswered()).items).toMatchObject([
      { since: start - 10 * minute, due: start - 5 * minute },
    ])
    await house.waits(start + 60 * minute)
    expect(
      (await factsOf(house, "tel:ana", "answer-overdue")).map(({ data, receivedAt }) => [data.since, receivedAt]),
    ).toEqual([[start - 10 * minute, start]])
  })

  it("has a clock for who writes again after an import in which nobody had answered them", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.escucha.conversations.receive(
      "chat",
      [{ type: "message", id: "old", address: "ana", text: "¿hola?", at: start - 90_000 * minute }],
      { historic: true },
    )
    await house.writes("sigo esperando")
    await house.waits(start + 60 * minute)
    expect((await factsOf(house, "tel:ana", "answer-overdue")).map(({ receivedAt }) => receivedAt)).toEqual([
      start + 5 * minute,
    ])
  })

  it("keeps what a colleague says of a conversation in which nobody waits any more", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("¿hay alguien?")
    await house.answers("Sí, dime.")
    await house.escucha.conversations.close("tel:ana", "all said", { by: "Ben" })
    expect((await factsOf(house, "tel:ana", "conversation-closed")).map(({ data }) => data)).toEqual([
      { reason: "all said", by: "Ben" },
    ])
    await house.escucha.customers.identify("user:silent", {})
    await expect(house.escucha.conversations.close("user:silent", "all said")).rejects.toMatchObject({
      field: "customer",
    })
  })

  it("shows what the customer said while they wait, and not that we heard it", async () => {
    const house = await aHouse({ at: start, ...watchful })
    await house.writes("¿hay alguien?")
    await house.answers("Te leemos.", { acknowledgement: true })
    const preview = async () => (await house.escucha.conversations.inbox()).items.map((item) => item.preview)
    expect(await preview()).toEqual(["¿hay alguien?"])
    await house.answers("Sí, dime.")
    expect(await preview()).toEqual(["Sí, dime."])
  })
})
