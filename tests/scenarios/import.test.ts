import { describe, expect, it } from "vitest"
import type { AnyOptions } from "../support/planted.ts"
import { aHouse, factsOf } from "../support/house.ts"

const past = Date.parse("2025-03-01T10:00:00+01:00")
const rules = [
  {
    name: "care",
    on: "message-received",
    when: (m) => m.feeling.is("negative"),
    do: async (_, act) => {
      await act.reply("Sorry. A person will call you today.")
      await act.openCase({ kind: "complaint", owner: "support" })
    },
  },
  {
    name: "outside",
    on: "message-received",
    history: "skip",
    do: (_, act) => act.notify("support", "called an outside system"),
  },
] satisfies AnyOptions["rules"]

describe("an import of the past", () => {
  it("sends nothing, arms no timer and keeps what was said with its own time", async () => {
    const house = await aHouse({ rules })
    const inbound = [1, 2, 3].map(
      (number) =>
        ({
          type: "message",
          id: `old-${number}`,
          address: "ana",
          text: "this is terrible, my bag is lost",
          at: past + number,
        }) as const,
    )
    expect(await house.escucha.conversations.receive("chat", inbound, { historic: true })).toEqual([
      "committed",
      "committed",
      "committed",
    ])
    await house.escucha.settled()
    await house.waits(house.clock.now() + 86_400_000)
    expect(house.called).toEqual([])
    expect((await factsOf(house, "tel:ana", "message-received")).map(({ occurredAt }) => occurredAt)).toEqual([
      past + 1,
      past + 2,
      past + 3,
    ])
    expect((await factsOf(house, "tel:ana", "message-written")).map(({ data }) => data.delivery)).toEqual(
      [1, 2, 3].map(() => ({ status: "withheld", because: "historic" })),
    )
    expect(await factsOf(house, "tel:ana", "answer-overdue")).toEqual([])
  })

  it("records in our own store what a rule would have done, and leaves out rules that reach outside", async () => {
    const house = await aHouse({ rules })
    await house.escucha.conversations.receive(
      "chat",
      [{ type: "message", id: "old", address: "ana", text: "terrible, lost and broken", at: past }],
      { historic: true },
    )
    await house.escucha.settled()
    expect((await house.escucha.cases.list()).items).toMatchObject([
      { kind: "complaint", owner: "support", openedAt: past },
    ])
    expect(await factsOf(house, "tel:ana", "team-notified")).toEqual([])
  })

  it("a second time changes nothing", async () => {
    const house = await aHouse({ rules })
    const inbound = [
      { type: "message", id: "old", address: "ana", text: "terrible, lost and broken", at: past },
    ] as const
    await house.escucha.conversations.receive("chat", inbound, { historic: true })
    await house.escucha.settled()
    const before = await house.facts("tel:ana")
    expect(await house.escucha.conversations.receive("chat", inbound, { historic: true })).toEqual(["duplicate"])
    await house.escucha.settled()
    expect(await house.facts("tel:ana")).toEqual(before)
  })

  it("beside live messages holds nothing up: what is live is answered", async () => {
    const house = await aHouse({ rules })
    await house.escucha.conversations.receive(
      "chat",
      [{ type: "message", id: "old", address: "ana", text: "terrible, lost", at: past }],
      { historic: true },
    )
    await house.writes("terrible again, my bag is lost")
    expect(house.texts()).toEqual(["Sorry. A person will call you today."])
  })
})
