import type { Connection, Inbound } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { smpp } from "../../src/channels/smpp.ts"
import { messageCentre, subject } from "./smpp.subject.ts"

describe("smpp", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe("a line to a message centre", () => {
  let centre: Awaited<ReturnType<typeof messageCentre>>
  let connection: Connection
  let heard: Inbound[]
  let isSafe: boolean
  beforeEach(async () => {
    centre = await messageCentre()
    heard = []
    isSafe = true
    const channel = smpp({ url: centre.url, from: "+34910000000" })
    if (channel.shape !== "connection") throw new TypeError("SMPP is a connection")
    connection = await channel.open({
      now: () => 1_767_225_600_000,
      receive: async (inbound) => {
        if (!isSafe) throw new TypeError("the disk is full")
        heard.push(...inbound)
      },
      report: () => {},
      call: async () => Promise.reject(new TypeError("it makes no calls")),
    })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await connection.close()
    centre.close()
  })
  const send = (text: string, signal = new AbortController().signal, address = "+34600000001") =>
    connection.send({ id: "m_1", address, attempt: 1, content: { text } }, signal)

  it("carries nothing to what is no number: a sign that ends a field is in none", async () => {
    for (const address of ["+34600000001\0\0\u0001", "346 00", "", "shop", "+34\r\n1", "9".repeat(21)])
      expect(await send("hola", undefined, address)).toMatchObject({
        error: { reason: "invalid-recipient", retryable: false, sent: "no" },
      })
    expect(centre.submitted).toEqual([])
  })

  it("carries any letters whole, and says under which id", async () => {
    for (const text of ["hola", "¿Llegó? 👋 ñ€[]", "x".repeat(1600)]) {
      expect(await send(text)).toMatchObject({ status: "sent", provider: expect.stringMatching(/^m\d+$/) })
      expect(centre.submitted.at(-1)).toMatchObject({
        destination_addr: "34600000001",
        source_addr: "34910000000",
        registered_delivery: 1,
        message_payload: { message: text },
      })
    }
  })

  it.each([
    [0x58, "rate-limit", true, "no"],
    [0x0b, "invalid-recipient", false, "no"],
    [0x08, "unavailable", true, "unknown"],
    [0x45, "rejected", false, "no"],
  ])("reads status %i as %s", async (status, reason, retryable, sent) => {
    centre.answer(status)
    expect(await send("hola")).toMatchObject({ status: "failed", error: { reason, retryable, sent } })
  })

  it("says that nobody knows where the centre says nothing, or breaks off", async () => {
    centre.answer("silence")
    const waiting = send("hola")
    await expect.poll(() => centre.submitted.length).toBe(1)
    centre.breakOff()
    expect(await waiting).toMatchObject({ status: "failed", error: { reason: "network", sent: "unknown" } })
  })

  it("hears messages and receipts, and answers once they are safe", async () => {
    const message = { source_addr: "34600000001", destination_addr: "34910000000" }
    expect(await centre.deliver({ ...message, short_message: "¿dónde está mi pedido?" })).toEqual([0])
    const receipt = "id:m1 sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:hola"
    expect(await centre.deliver({ ...message, esm_class: 4, short_message: receipt })).toEqual([0])
    expect(heard).toMatchObject([
      { type: "message", address: "+34600000001", text: "¿dónde está mi pedido?" },
      { type: "receipt", address: "+34600000001", message: "m1", status: "delivered" },
    ])
  })

  it("lets the centre come again with what could not be kept", async () => {
    isSafe = false
    expect(await centre.deliver({ source_addr: "34600000001", short_message: "hola" })).toEqual([0x64])
  })

  it("gives the centre the sign of life that it asks for, so that it keeps the line", async () => {
    expect(await centre.enquire()).toEqual([0])
  })

  it("does not wait for ever for a centre that lets nobody in and says nothing", async () => {
    const dumb = await messageCentre()
    dumb.fallDumb()
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    const channel = smpp({ url: dumb.url, from: "+34910000000" })
    if (channel.shape !== "connection") throw new TypeError("SMPP is a connection")
    const opening = channel.open({
      now: () => 1_767_225_600_000,
      receive: async () => {},
      report: () => {},
      call: async () => Promise.reject(new TypeError("it makes no calls")),
    })
    await expect.poll(() => dumb.binds()).toBe(1)
    await vi.advanceTimersByTimeAsync(30_000)
    const kept = await opening
    vi.useRealTimers()
    await kept.close()
    dumb.close()
  })

  it("opens the line again when it breaks", async () => {
    centre.breakOff()
    await expect.poll(async () => (await send("hola")).status, { timeout: 10_000 }).toBe("sent")
  })
})
