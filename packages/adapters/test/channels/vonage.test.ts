import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { vonage } from "../../src/channels/vonage.ts"
import { subject } from "./vonage.subject.ts"

const channel = vonage(subject.config)
if (channel.shape !== "http" || !channel.inbound || !subject.webhooks)
  throw new TypeError("Vonage talks HTTP both ways")
const { inbound, receipt } = channel
const { valid, receipts } = subject.webhooks

describe("vonage", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("binds the signature to the body, which Vonage's own library does not", () => {
    const [one, other] = [
      inbound.verify(valid),
      inbound.verify({ ...valid, body: valid.body.replace("pedido", "dinero") }),
    ]
    expect(one).not.toEqual(other)
  })

  it("tells by our own id which message a receipt is about", () => {
    expect(receipts?.delivered && inbound.parse(receipts.delivered)).toMatchObject({
      inbound: [{ reference: "m_1", status: "delivered" }],
    })
  })

  it("gives a number up that is none", () => {
    const body = JSON.stringify({ title: "Invalid params: number is invalid", status: 422 })
    expect(receipt({ status: 422, headers: {}, body })).toMatchObject({ error: { reason: "invalid-recipient" } })
  })
})
