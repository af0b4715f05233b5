import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { viber } from "../../src/channels/viber.ts"
import { callback, subject } from "./viber.subject.ts"

const channel = viber(subject.config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("Viber talks HTTP both ways")
const { inbound, receipt } = channel

describe("viber", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("hears a tapped button as the choice behind it", async () => {
    const tap = { event: "message", sender: { id: "1" }, message: { type: "text", text: "choice:yes" } }
    expect(inbound.parse(await callback(tap))).toMatchObject({ inbound: [{ text: "yes", choice: "yes" }] })
  })

  it("passes over what says nothing of a person, such as the test of the webhook", async () => {
    expect(inbound.parse(await callback({ event: "webhook" }))).toEqual({ inbound: [] })
  })

  it.each([
    [2, "auth"],
    [5, "invalid-recipient"],
    [6, "invalid-recipient"],
    [3, "rejected"],
    [1, "unavailable"],
  ])("reads status %i under a 200 as %s", (status, reason) => {
    expect(receipt({ status: 200, headers: {}, body: JSON.stringify({ status }) })).toMatchObject({ error: { reason } })
  })
})
