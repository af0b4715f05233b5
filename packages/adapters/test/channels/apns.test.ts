import { channelConformance, createTestEscucha } from "@escucha/core/testing"
import { createServer, type IncomingHttpHeaders } from "node:http2"
import type { AddressInfo } from "node:net"
import { describe, expect, it } from "vitest"
import { apns } from "../../src/channels/apns.ts"
import { nodeTransport } from "../../src/transports/node.ts"
import { key, refusal, subject } from "./apns.subject.ts"

const channel = apns(subject.config)
if (channel.shape !== "http") throw new TypeError("Apple talks HTTP/2")
const { receipt } = channel
const customer = `apns:${subject.address}`

/** A server that speaks HTTP/2, as Apple's does, and answers with this status. */
const anApple = async (statusOf: (call: number) => number = () => 200) => {
  const calls: { readonly headers: IncomingHttpHeaders; readonly body: unknown }[] = []
  const server = createServer()
  server.on("stream", (stream, headers) => {
    const pieces: Buffer[] = []
    stream.on("data", (piece: Buffer) => pieces.push(piece))
    stream.on("end", () => {
      calls.push({ headers, body: JSON.parse(Buffer.concat(pieces).toString()) })
      const status = statusOf(calls.length)
      stream.respond({ ":status": status, "apns-id": "EC1BF194-B3B2-424A-89E6-1A66FBA0B3B4" })
      stream.end(status === 200 ? "" : JSON.stringify({ reason: "ExpiredProviderToken" }))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo // it listens by a port
  const { transport, close } = nodeTransport()
  const baseUrl = `http://127.0.0.1:${port}`
  const escucha = createTestEscucha({ channels: { app: apns({ ...subject.config, baseUrl }) }, transport })
  const sends = async (content: { readonly text: string; readonly subject?: string }) =>
    (await (await escucha.messages.send(customer, content, { via: "app" })).settled()).status
  return {
    calls,
    escucha,
    sends,
    [Symbol.asyncDispose]: async () => {
      await escucha.close()
      await close()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

const tokenIn = ({ headers }: { readonly headers: IncomingHttpHeaders }) =>
  String(headers["authorization"]).replace("bearer ", "")

describe("apns", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("goes over HTTP/2, with a token that it signed and keeps for fifty minutes", async () => {
    await using apple = await anApple()
    expect(await apple.sends({ text: "Ya salió", subject: "Tu pedido" })).toBe("sent")
    expect(await apple.sends({ text: "Y esto" })).toBe("sent")
    const [first, second] = apple.calls
    expect(first).toMatchObject({
      headers: {
        ":method": "POST",
        ":path": `/3/device/${subject.address}`,
        "apns-topic": "com.example.shop",
        "apns-push-type": "alert",
      },
      body: { aps: { alert: { title: "Tu pedido", body: "Ya salió" } } },
    })
    expect(first && key.claimsIn(tokenIn(first))).toEqual({
      header: { alg: "ES256", typ: "JWT", kid: "F6G7H8I9J0" },
      claims: { iss: "A1B2C3D4E5", iat: apple.escucha.clock.now() / 1000 },
    })
    expect(second && tokenIn(second)).toBe(first && tokenIn(first))
    await apple.escucha.clock.advance("50 minutes")
    await apple.sends({ text: "Más tarde" })
    expect(apple.calls[2] && tokenIn(apple.calls[2])).not.toBe(first && tokenIn(first))
  })

  it("is refused by name on a transport without HTTP/2, before any call", async () => {
    await using escucha = createTestEscucha({ channels: { app: channel } })
    const sent = await escucha.messages.send(customer, { text: "hola" }, { via: "app" })
    expect(await sent.settled()).toMatchObject({ status: "failed", error: "rejected" })
  })

  it.each([
    [refusal(410, "Unregistered"), "invalid-recipient", false],
    [refusal(400, "BadDeviceToken"), "invalid-recipient", false],
    [refusal(400, "DeviceTokenNotForTopic"), "invalid-recipient", false],
    [refusal(400, "BadTopic"), "rejected", false],
    [refusal(403, "ExpiredProviderToken"), "auth", false],
    [refusal(413, "PayloadTooLarge"), "rejected", false],
    [refusal(429, "TooManyRequests"), "rate-limit", true],
    [refusal(500, "InternalServerError"), "unavailable", true],
  ])("reads %j as %s", (response, reason, retryable) => {
    expect(receipt(response)).toMatchObject({ status: "failed", error: { reason, retryable } })
  })
})
