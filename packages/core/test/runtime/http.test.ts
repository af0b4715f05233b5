import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import type { HttpRequest } from "../../src/channel/channel.ts"
import { failureOf } from "../../src/channel/failure.ts"
import { callProvider, longestAnswer } from "../../src/runtime/http.ts"

const servers: Server[] = []
const provider = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
}
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve)
          server.closeAllConnections()
        }),
    ),
  )
})

const post = (url: string, change: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json", authorization: "Bearer s3cret" },
  body: '{"hola":"ñ 👋"}',
  ...change,
})

const errorOf = async (call: ReturnType<typeof callProvider>) => {
  const called = await call
  return "error" in called ? called.error : undefined
}

describe("a call to a provider", () => {
  it("brings the answer whatever its status, with header names in lower case", async () => {
    const seen: string[] = []
    const url = await provider((request, response) => {
      request
        .setEncoding("utf8")
        .on("data", (text: string) => seen.push(text))
        .on("end", () => {
          response.writeHead(418, { "X-Kind": "teapot" }).end("ñ")
        })
    })
    expect(await callProvider("acme", post(url))).toMatchObject({
      response: { status: 418, headers: { "x-kind": "teapot" }, body: "ñ" },
    })
    expect(seen.join("")).toBe('{"hola":"ñ 👋"}')
  })

  it("is made once, however it ends", async () => {
    let calls = 0
    const url = await provider((_, response) => {
      calls += 1
      response.writeHead(503, { "retry-after": "0" }).end()
    })
    await callProvider("acme", post(url))
    expect(calls).toBe(1)
  })

  it("does not follow a provider elsewhere with our credentials", async () => {
    let elsewhere = 0
    const other = await provider((_, response) => {
      elsewhere += 1
      response.end()
    })
    const url = await provider((_, response) => {
      response.writeHead(307, { location: other }).end()
    })
    expect(await callProvider("acme", post(url))).toMatchObject({ response: { status: 307 } })
    expect(elsewhere).toBe(0)
  })

  it("dates an answer without a date, so that Retry-After as a date can be read", async () => {
    const url = await provider((_, response) => {
      response.sendDate = false
      response.writeHead(429, { "retry-after": new Date(Date.now() + 60_000).toUTCString() }).end()
    })
    const called = await callProvider("acme", post(url))
    const pause = "response" in called ? failureOf("acme", called.response).retryAfter : undefined
    expect(pause).toBeGreaterThan(0)
    expect(pause).toBeLessThanOrEqual(61_000)
  })

  it("says that nothing left when nobody listens there", async () => {
    const url = await provider(() => undefined)
    await new Promise((resolve) => {
      servers.splice(0).forEach((server) => server.close(resolve))
    })
    expect(await errorOf(callProvider("acme", post(url)))).toMatchObject({
      reason: "network",
      sent: "no",
      retryable: true,
      cause: "ECONNREFUSED",
    })
    expect(await errorOf(callProvider("acme", post("http://nobody.invalid/")))).toMatchObject({
      reason: "network",
      sent: "no",
    })
  })

  it("does not know when the line is cut before or inside the answer", async () => {
    const before = await provider((request) => {
      request.on("end", () => request.socket.destroy()).resume()
    })
    expect(await errorOf(callProvider("acme", post(before)))).toMatchObject({
      reason: "network",
      sent: "unknown",
      retryable: true,
    })
    const inside = await provider((request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half")
      setTimeout(() => request.socket.destroy(), 20)
    })
    expect(await errorOf(callProvider("acme", post(inside)))).toMatchObject({ reason: "network", sent: "unknown" })
  })

  it("does not know when the provider is silent, before the answer or inside it", async () => {
    const silent = await provider(() => undefined)
    expect(await errorOf(callProvider("acme", post(silent), { timeout: 50 }))).toMatchObject({
      reason: "timeout",
      sent: "unknown",
      retryable: true,
    })
    const slow = await provider((_, response) => {
      response.writeHead(200).write("half")
    })
    expect(await errorOf(callProvider("acme", post(slow), { timeout: 50 }))).toMatchObject({
      reason: "timeout",
      sent: "unknown",
    })
  })

  it("ends with the signal: nothing left before, unknown after", async () => {
    const silent = await provider(() => controller.abort())
    const controller = new AbortController()
    expect(await errorOf(callProvider("acme", post(silent), { signal: AbortSignal.abort() }))).toMatchObject({
      reason: "timeout",
      sent: "no",
    })
    expect(await errorOf(callProvider("acme", post(silent), { signal: controller.signal }))).toMatchObject({
      reason: "timeout",
      sent: "unknown",
    })
  })

  it("reads no more than 1 MB of an answer", async () => {
    const exact = await provider((_, response) => {
      response.end("x".repeat(longestAnswer))
    })
    expect(await callProvider("acme", post(exact))).toMatchObject({ response: { status: 200 } })
    const flood = await provider((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      }
      response.on("drain", more)
      more()
    })
    expect(await errorOf(callProvider("acme", post(flood)))).toMatchObject({
      reason: "network",
      sent: "unknown",
      cause: "answer-too-long",
    })
  })

  it.each([
    ["a line break in a header", { headers: { "x-name": "Ana\r\nX-Injected: 1" } }],
    ["a line break at the end of a header", { headers: { "x-name": "Ana\n" } }],
    ["a NUL in a header", { headers: { "x-name": "A\0na" } }],
    ["a header name that is none", { headers: { "x name": "Ana" } }],
    ["a header that no encoding carries", { headers: { "x-name": "👋" } }],
    ["an address that is none", { url: "not an address" }],
    ["another protocol", { url: "file:///etc/passwd" }],
  ])("is refused before it is made: %s", async (_, change) => {
    let calls = 0
    const url = await provider((_request, response) => {
      calls += 1
      response.end()
    })
    expect(await errorOf(callProvider("acme", post(url, change)))).toMatchObject({
      reason: "rejected",
      sent: "no",
      retryable: false,
    })
    expect(calls).toBe(0)
  })

  it("quotes no address and no credential in its errors", async () => {
    const silent = await provider(() => undefined)
    const errors = await Promise.all([
      errorOf(callProvider("acme", post(`${silent}/bot-s3cret/send`), { timeout: 50 })),
      errorOf(callProvider("acme", post("http://nobody.invalid/bot-s3cret/send"))),
      errorOf(callProvider("acme", post("nonsense s3cret"))),
    ])
    for (const error of errors) {
      expect(error).toBeDefined()
      expect(`${error?.message} ${JSON.stringify(error)} ${String(error?.cause)} ${error?.stack}`).not.toContain(
        "s3cret",
      )
    }
  })

  it("survives an answer that is no HTTP", async () => {
    const url = await provider((request) => {
      request.socket.end("garbage\r\n\r\n")
    })
    expect(await errorOf(callProvider("acme", post(url)))).toMatchObject({ reason: "network", sent: "unknown" })
  })
})
