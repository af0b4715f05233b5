import { describe, expect, it } from "vitest"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { aHouse, type TestHouse } from "../support/house.ts"

const received = async (house: TestHouse, customer: string) =>
  (await house.facts(customer)).flatMap((entry) => (entry.kind === "message-received" ? [entry.data.text] : []))

const twoPeople = async (faults: readonly Fault[] = []) => {
  const house = await aHouse({ faults })
  await house.writes("soy Ana", { address: "ana" })
  await house.waits(house.clock.now() + 1000)
  await house.writes("soy Ben", { address: "ben" })
  return house
}

describe("the undo of a link", () => {
  it("gives each person back their own name, messages and place in the inbox", async () => {
    const house = await twoPeople()
    const before = [await house.escucha.customers.get("tel:ana"), await house.escucha.customers.get("tel:ben")]
    const inbox = await house.escucha.conversations.inbox()
    const { link } = await house.escucha.identities.link("tel:ana", "tel:ben")
    expect(await received(house, "tel:ben")).toEqual(["soy Ana", "soy Ben"])
    expect((await house.escucha.conversations.inbox()).items).toHaveLength(1)
    await house.escucha.identities.retract("tel:ana", "tel:ben", link, { reason: "two people, one telephone" })
    expect(await received(house, "tel:ana")).toEqual(["soy Ana"])
    expect(await received(house, "tel:ben")).toEqual(["soy Ben"])
    expect(await house.escucha.conversations.inbox()).toEqual(inbox)
    const after = [await house.escucha.customers.get("tel:ana"), await house.escucha.customers.get("tel:ben")]
    expect(
      after.map((view) => view && { ...view, thread: view.thread.items.filter(({ type }) => type !== "event") }),
    ).toEqual(before.map((view) => view && { ...view, thread: view.thread.items }))
  })

  it("works when it arrives before the link itself", async () => {
    const house = await twoPeople()
    await house.escucha.identities.retract("tel:ana", "tel:ben", "link:late", { reason: "a mistake" })
    await house.escucha.identities.link("tel:ana", "tel:ben", { id: "late" })
    expect(await received(house, "tel:ana")).toEqual(["soy Ana"])
  })

  it("never moves an answer: it goes where the customer wrote, whoever was joined meanwhile", async () => {
    const house = await twoPeople([{ kind: "fail", reason: "unavailable", retryable: true }])
    await house.answers("Para Ana")
    expect(house.texts()).toEqual([]) // it leaves at the second attempt
    await house.escucha.identities.link("tel:ana", "tel:ben")
    await house.writes("yo escribí después", { address: "ben" })
    await house.waits(house.clock.now() + 60_000)
    expect(house.chat.delivered.map(({ address, content }) => [address, content.text])).toEqual([["ana", "Para Ana"]])
  })

  it("by unlink takes a person out of everything that held them", async () => {
    const house = await twoPeople()
    await house.writes("soy Eva", { address: "eva" })
    await house.escucha.identities.link("tel:ana", "tel:ben")
    await house.escucha.identities.link("tel:ben", "tel:eva")
    expect(await received(house, "tel:eva")).toHaveLength(3)
    await house.escucha.identities.unlink("tel:ben", { reason: "a shared mailbox" })
    expect(await received(house, "tel:ana")).toEqual(["soy Ana"])
    expect(await received(house, "tel:ben")).toEqual(["soy Ben"])
    expect(await received(house, "tel:eva")).toEqual(["soy Eva"]) // joined only through Ben
  })
})
