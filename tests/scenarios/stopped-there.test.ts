import { createTestEscucha, fakeChannel } from "@escucha/core/testing"
import { expect, it } from "vitest"

/** A channel whose provider refuses the first message, because the person stopped our messages there. */
const house = () => {
  const sms = fakeChannel({ scheme: "tel", faults: [{ kind: "fail", reason: "opted-out", retryable: false }] })
  const mail = fakeChannel({ scheme: "mail" })
  return { sms, mail, escucha: createTestEscucha({ channels: { sms, mail } }) }
}

it("takes a provider's word that they stopped for a stop, and writes to them no more", async () => {
  const { escucha, sms } = house()
  const first = await escucha.messages.send("tel:1", { text: "Your parcel is here" })
  await escucha.clock.advance("1 minute")
  expect(await first.settled()).toEqual({ status: "withheld", because: "opted-out" })
  const second = await escucha.messages.send("tel:1", { text: "Your parcel is still here" })
  await escucha.clock.advance("1 minute")
  expect(second).toMatchObject({ status: "withheld", because: "opted-out" })
  expect(sms.calls).toHaveLength(1)
  await escucha.close()
})

it("writes again once they ask for it", async () => {
  const { escucha, sms } = house()
  await escucha.messages.send("tel:1", { text: "Your parcel is here" })
  await escucha.clock.advance("1 minute")
  await sms.receive({ type: "message", id: "1", address: "1", text: "START" })
  await escucha.messages.send("tel:1", { text: "Your parcel is here" })
  await escucha.clock.advance("1 minute")
  expect(sms.delivered.map(({ content }) => content.text)).toEqual(["Your parcel is here"])
  await escucha.close()
})
