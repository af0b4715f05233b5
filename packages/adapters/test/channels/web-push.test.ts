import { type ConnectionHost, DeliveryError, type HttpRequest, type HttpResponse, type Inbound } from "@escucha/core"
import { channelConformance, createTestEscucha } from "@escucha/core/testing"
import { createPublicKey, verify } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { subscriptionAddress, webPush } from "../../src/channels/web-push.ts"
import { aBrowser, decrypted } from "../push/browser.ts"
import { browser, subject } from "./web-push.subject.ts"

const { address, config } = subject
const created: HttpResponse = { status: 201, headers: {}, body: "" }

/** The channel, open, before a push service that gives this answer. */
const opened = async (answer: HttpResponse | DeliveryError = created, options: object = {}) => {
  const [calls, brought]: [HttpRequest[], Inbound[]] = [[], []]
  const host: ConnectionHost = {
    now: () => 0,
    receive: async (inbound) => void brought.push(...inbound),
    report: (failure) => {
      throw failure
    },
    call: async (request) => {
      calls.push(request)
      return answer instanceof DeliveryError ? { error: answer } : { response: answer }
    },
  }
  const channel = webPush({ ...config, ...options })
  if (channel.shape !== "connection") throw new TypeError("web push keeps a library open")
  const connection = await channel.open(host)
  const send = (content: object = {}, to = address) =>
    connection.send(
      { id: "m_1", address: to, attempt: 1, content: { text: "Ya salió", ...content } },
      new AbortController().signal,
    )
  return { calls, brought, send }
}

const readIn = ([call]: readonly HttpRequest[]) => (call?.body instanceof Uint8Array ? browser.reads(call.body) : call)

/** The token by which a push service knows the application, where its signature holds. */
const claimsIn = ([call]: readonly HttpRequest[], publicKey: string) => {
  const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(call?.headers["Authorization"] ?? "") ?? []
  const [head = "", claims = "", signature = ""] = token.split(".")
  const point = Buffer.from(publicKey, "base64url")
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  }
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  )
  return isSigned && key === publicKey ? JSON.parse(Buffer.from(claims, "base64url").toString()) : undefined
}

describe("web push", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("is read by the browser that it was encrypted for, and names its message", async () => {
    const { calls, send } = await opened()
    const links = [{ label: "Ver", url: "https://shop.example/orders/1" }]
    const image = { url: "https://shop.example/cup.jpg", type: "image/jpeg" }
    expect(await send({ subject: "Tu pedido", links, image })).toEqual({ status: "sent" })
    expect(readIn(calls)).toEqual({
      id: "m_1",
      title: "Tu pedido",
      body: "Ya salió",
      url: "https://shop.example/orders/1",
      image: "https://shop.example/cup.jpg",
    })
    await send()
    expect(readIn(calls.slice(1))).toEqual({ id: "m_1", title: "La tienda", body: "Ya salió" })
  })

  it("is signed by the application, for the push service that it goes to", async () => {
    const { calls, send } = await opened()
    await send()
    expect(calls[0]).toMatchObject({
      url: "https://fcm.googleapis.com/fcm/send/browser-1",
      headers: { TTL: "86400", Urgency: "normal", "Content-Encoding": "aes128gcm" },
    })
    expect(calls[0]?.headers).not.toHaveProperty("Topic")
    expect(claimsIn(calls, config.publicKey)).toMatchObject({ aud: "https://fcm.googleapis.com", sub: config.subject })
  })

  it("says how long it keeps, how much it is worth, and that the last one is enough", async () => {
    const { calls, send } = await opened(created, { timeToLive: "1 hour", urgency: "low", collapse: true })
    await send()
    expect(calls[0]?.headers).toMatchObject({ TTL: "3600", Urgency: "low", Topic: "escucha" })
  })

  it.each([404, 410])("writes nowhere again after a %s: the browser is gone", async (status) => {
    const { brought, send } = await opened({ status, headers: {}, body: "" })
    expect(await send()).toMatchObject({ status: "failed", error: { reason: "invalid-recipient", sent: "no" } })
    expect(brought).toMatchObject([{ type: "receipt", address, message: "m_1", suppress: "bounce" }])
  })

  it("holds the address of a browser that is gone, and not the others of that person", async () => {
    const other = aBrowser("https://web.push.apple.com/other")
    await using escucha = createTestEscucha({
      channels: { push: webPush(config) },
      transport: async (_channel, { url }) => ({
        response: url.includes("apple") ? created : { status: 410, headers: {}, body: "" },
      }),
    })
    const ana = `web-push:${address}`
    const send = async (to: string) => (await (await escucha.messages.send(to, { text: "hola" })).settled()).status
    expect(await send(ana)).toBe("failed")
    expect(await send(ana)).toBe("withheld")
    expect(await send(`web-push:${subscriptionAddress(other.subscription)}`)).toBe("sent")
  })

  it.each([
    [{ status: 429, headers: { "retry-after": "30" }, body: "" }, "rate-limit", { retryAfter: 30_000, sent: "no" }],
    [{ status: 413, headers: {}, body: "" }, "rejected", { sent: "no", retryable: false }],
    [{ status: 403, headers: {}, body: "" }, "auth", { sent: "no" }],
    [{ status: 502, headers: {}, body: "" }, "unavailable", { sent: "unknown" }],
    [{ status: 200, headers: {}, body: "" }, "unavailable", { sent: "unknown" }],
  ])("reads %j as %s", async (answer, reason, more) => {
    const { brought, send } = await opened(answer)
    expect(await send()).toMatchObject({ status: "failed", error: { reason, ...more } })
    expect(brought).toEqual([])
  })

  it("passes on what the network says of whether it left", async () => {
    const broken = new DeliveryError("web-push", "network", { retryable: true, sent: "unknown" })
    const { send } = await opened(broken)
    expect(await send()).toEqual({ status: "failed", error: broken })
  })

  it("refuses more than a push service takes, before any call", async () => {
    const { calls, send } = await opened()
    expect(await send({ subject: "x".repeat(4_000) })).toMatchObject({
      error: { reason: "rejected", retryable: false, sent: "no" },
    })
    expect(await send({ text: '"'.repeat(1_500), subject: '"'.repeat(400) })).toEqual({ status: "sent" })
    expect(calls).toHaveLength(1)
  })

  it.each([
    "http://fcm.googleapis.com/fcm/send/1",
    "https://fcm.googleapis.com:8443/fcm/send/1",
    "https://fcm.googleapis.com.elsewhere.example/1",
    "https://elsewhere.example/fcm.googleapis.com",
    "https://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:9/1",
    "https://user@elsewhere.example/",
    "https://fcm.googleapis.com@elsewhere.example/",
    "https://notify.windows.com.elsewhere.example/",
  ])("calls nothing but push services, whatever a page gives as its endpoint: %s", async (endpoint) => {
    const { calls, send } = await opened()
    const to = subscriptionAddress(aBrowser(endpoint).subscription)
    expect(await send({}, to)).toMatchObject({ error: { reason: "invalid-recipient", sent: "no" } })
    expect(calls).toEqual([])
  })

  it.each([
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://web.push.apple.com/QGVw",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d%3d",
  ])("calls the push services of the usual browsers: %s", async (endpoint) => {
    const { calls, send } = await opened()
    expect(await send({}, subscriptionAddress(aBrowser(endpoint).subscription))).toEqual({ status: "sent" })
    expect(calls[0]?.url).toBe(endpoint)
  })

  it("calls a push service that the application names", async () => {
    const { calls, send } = await opened(created, { services: ["https://push.example.com/"] })
    expect(await send({}, subscriptionAddress(aBrowser("https://push.example.com/s/1").subscription))).toEqual({
      status: "sent",
    })
    expect(calls).toHaveLength(1)
  })

  it("does not fall over a key that is no point of the curve", async () => {
    const { calls, send } = await opened()
    const keys = { ...browser.subscription.keys, p256dh: `B${"A".repeat(86)}` }
    const to = subscriptionAddress({ ...browser.subscription, keys })
    expect(await send({}, to)).toMatchObject({ error: { reason: "invalid-recipient", sent: "no" } })
    expect(calls).toEqual([])
  })
})

describe("the address of a browser", () => {
  it("is the same, whether the page sent JSON or it was parsed already", () => {
    const subscription = { ...browser.subscription, expirationTime: null }
    expect(subscriptionAddress(JSON.stringify(subscription))).toBe(subscriptionAddress(subscription))
  })

  it.each([
    null,
    "{",
    {},
    { endpoint: "https://push.example.com/1" },
    { ...browser.subscription, endpoint: "javascript:alert(1)" },
    { ...browser.subscription, endpoint: "https://push.example.com/1#fragment" },
    { ...browser.subscription, endpoint: "https://push.example.com/\r\nX: 1" },
    { ...browser.subscription, endpoint: `https://push.example.com/${"x".repeat(900)}` },
    { ...browser.subscription, keys: { ...browser.subscription.keys, auth: "short" } },
  ])("is refused by name of %j", (subscription) => {
    expect(() => subscriptionAddress(subscription)).toThrow(
      expect.objectContaining({ _tag: "InputError", field: "subscription" }),
    )
  })
})

const vectors = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/vectors/webhook-vectors.json",
)
describe.skipIf(!existsSync(vectors))("the vector of RFC 8291 (skipped: data not present)", () => {
  it("is read by the browser of these tests, so that what it reads is what browsers read", () => {
    interface Vector {
      readonly id: string
      readonly ua_private: string
      readonly ua_public: string
      readonly auth: string
      readonly body_b64url: string
      readonly plaintext: string
    }
    const found = JSON.parse(readFileSync(vectors, "utf8")) as readonly Vector[] // what lies in this file
    const vector = found.find(({ id }) => id === "rfc8291-s5")
    if (!vector) throw new TypeError("the vector is not in the file")
    const key = (text: string) => Buffer.from(text, "base64url")
    const keys = { privateKey: key(vector.ua_private), publicKey: key(vector.ua_public), auth: key(vector.auth) }
    expect(decrypted(keys, key(vector.body_b64url))).toBe(vector.plaintext)
  })
})
