import type { Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { line } from "../../src/channels/line.ts"
import { events, subject } from "./line.subject.ts"

const channel = line(subject.config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("LINE talks HTTP both ways")
const { inbound, receipt, request } = channel

const call = (content: Payload, id = "m_1", attempt = 1) =>
  request({ id, address: subject.address, attempt, content }, { now: 0, access: "" })

describe("line", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("has for each message a key that is a UUID, the same at every attempt", () => {
    const key = (id: string, attempt: number) => call({ text: "hola" }, id, attempt).headers["x-line-retry-key"]
    expect(key("m_1", 1)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/)
    expect(key("m_1", 2)).toBe(key("m_1", 1))
    expect(key("m_2", 1)).not.toBe(key("m_1", 1))
  })

  it("takes for sent what LINE says that it has already", () => {
    const again = { status: 409, headers: { "x-line-accepted-request-id": "r" }, body: '{"message":"already"}' }
    expect(receipt(again)).toEqual({ status: "sent" })
    expect(receipt({ ...again, headers: {} })).toMatchObject({ status: "failed" })
  })

  it("hears what was tapped", async () => {
    expect(inbound.parse(await events([{ type: "postback", postback: { data: "yes" } }]))).toMatchObject({
      inbound: [{ type: "message", choice: "yes" }],
    })
  })

  it("hears that somebody came near a beacon, and follows again", async () => {
    const beacon = { type: "beacon", beacon: { hwid: "d41d8cd98f", type: "enter" } }
    expect(inbound.parse(await events([beacon, { type: "follow" }]))).toMatchObject({
      inbound: [
        { type: "check-in", where: "d41d8cd98f", by: "beacon" },
        { type: "wish", wish: "start", by: "followed" },
      ],
    })
  })

  it("passes over what is said in a group", async () => {
    const said = {
      type: "message",
      source: { type: "group", groupId: "C1", userId: "U1" },
      message: { id: "1", type: "text", text: "hola" },
    }
    expect(inbound.parse(await events([said]))).toEqual({ inbound: [] })
  })
})
