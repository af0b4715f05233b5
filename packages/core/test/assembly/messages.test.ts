import { describe, expect, it } from "vitest"
import { createTestEscucha } from "../../src/testing/escucha.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"

const aHouse = () => createTestEscucha({ channels: { chat: fakeChannel({ scheme: "tel" }) } })

describe("a message that is sent again under its id", () => {
  it("stands where the first stands, however much has passed between us since", async () => {
    await using escucha = aHouse()
    const { messages, customers } = escucha
    const first = await messages.send("tel:+34600000001", { text: "Your order is on its way" }, { id: "order-1" })
    expect(await first.settled()).toMatchObject({ status: "sent" })
    for (let call = 0; call < 1_200; call += 1)
      await customers.consent("tel:+34600000001", "marketing", call % 2 === 0, { evidence: "form", id: `call-${call}` })
    const again = await messages.send("tel:+34600000001", { text: "Your order is on its way" }, { id: "order-1" })
    expect(again).toMatchObject({ id: first.id, status: "sent" })
    expect(await again.settled()).toMatchObject({ status: "sent" })
  })

  it("reaches nobody when the customer was erased in between, and says so", async () => {
    await using escucha = aHouse()
    const { messages, customers } = escucha
    await messages.send("tel:+34600000001", { text: "Your order is on its way" }, { id: "order-1" })
    await escucha.settled()
    await customers.erase("tel:+34600000001")
    const again = await messages.send("tel:+34600000001", { text: "Your order is on its way" }, { id: "order-1" })
    expect(again).toMatchObject({ status: "withheld", because: "no-address" })
    expect(await again.settled()).toEqual({ status: "withheld", because: "no-address" })
  })

  it("is refused where the id is that of a message to somebody else", async () => {
    await using escucha = aHouse()
    const { messages } = escucha
    await messages.send("tel:+34600000001", { text: "Your order is on its way" }, { id: "order-1" })
    await messages.send("tel:+34600000002", { text: "hello" }, { id: "order-2" })
    await expect(messages.send("tel:+34600000002", { text: "hello" }, { id: "order-1" })).rejects.toMatchObject({
      _tag: "InputError",
      reason: "conflict",
      field: "id",
    })
  })
})
