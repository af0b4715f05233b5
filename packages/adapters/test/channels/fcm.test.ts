import type { HttpRequest } from "@escucha/core"
import { channelConformance, createTestEscucha } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { fcm } from "../../src/channels/fcm.ts"
import { answer, key, refusal, subject } from "./fcm.subject.ts"

const granted = answer(200, { access_token: "ya29.of-the-hour", expires_in: 3_600 })
const accepted = answer(200, { name: "projects/my-shop/messages/1" })
const channel = fcm(subject.config)
if (channel.shape !== "http") throw new TypeError("Firebase talks HTTP")
const { receipt } = channel

/** A house before Firebase. */
const aHouse = (options: object = {}) => {
  const calls: HttpRequest[] = []
  const escucha = createTestEscucha({
    channels: { app: fcm({ ...subject.config, ...options }) },
    report: () => {},
    transport: async (_channel, request) => {
      calls.push(request)
      return { response: request.url.includes("token") ? granted : accepted }
    },
  })
  const sends = async (text: string) =>
    (await (await escucha.messages.send(`fcm:${subject.address}`, { text }, { via: "app" })).settled()).status
  return { escucha, calls, sends, [Symbol.asyncDispose]: () => escucha.close() }
}

describe("fcm", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("asks for the token of the hour once, with what its service account signed", async () => {
    await using house = aHouse()
    expect([await house.sends("uno"), await house.sends("dos")]).toEqual(["sent", "sent"])
    const [asked, ...sent] = house.calls
    const form = new URLSearchParams(String(asked?.body))
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer")
    const seconds = house.escucha.clock.now() / 1000
    expect(key.claimsIn(form.get("assertion") ?? "")).toEqual({
      header: { alg: "RS256", typ: "JWT" },
      claims: {
        iss: subject.config.clientEmail,
        scope: "https://www.googleapis.com/auth/firebase.messaging",
        aud: "https://oauth2.googleapis.com/token",
        iat: seconds,
        exp: seconds + 3_600,
      },
    })
    expect(sent.map(({ url, headers }) => [url, headers["authorization"]])).toEqual(
      Array.from({ length: 2 }, () => [
        "https://fcm.googleapis.com/v1/projects/my-shop/messages:send",
        "Bearer ya29.of-the-hour",
      ]),
    )
    await house.escucha.clock.advance("1 hour")
    await house.sends("tres")
    expect(house.calls.filter(({ url }) => url.includes("token"))).toHaveLength(2)
  })

  it("takes a key whose line breaks are written out, as they are in environment variables", async () => {
    await using house = aHouse({ privateKey: subject.config.privateKey.replaceAll("\n", "\\n") })
    expect(await house.sends("hola")).toBe("sent")
  })

  it("calls nobody with a key that is none", async () => {
    const broken = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
    await using house = aHouse({ privateKey: broken })
    expect(await house.sends("hola")).toBe("failed")
    expect(house.calls).toEqual([])
  })

  it.each([
    [refusal(404, "UNREGISTERED"), "invalid-recipient", false],
    [refusal(403, "SENDER_ID_MISMATCH"), "invalid-recipient", false],
    [refusal(401, "THIRD_PARTY_AUTH_ERROR"), "auth", false],
    [refusal(400, "INVALID_ARGUMENT"), "rejected", false],
    [refusal(429, "QUOTA_EXCEEDED"), "rate-limit", true],
    [refusal(503, "UNAVAILABLE"), "unavailable", true],
    [refusal(500, "INTERNAL"), "unavailable", true],
  ])("reads %j as %s", (response, reason, retryable) => {
    expect(receipt(response)).toMatchObject({ status: "failed", error: { reason, retryable } })
  })
})
