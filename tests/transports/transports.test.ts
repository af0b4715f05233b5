import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createHttp2Server } from "node:http2"
import type { AddressInfo } from "node:net"
import { afterAll, afterEach, describe, expect, it } from "vitest"
import { failureOf, type HttpRequest, type Transport } from "@escucha/core"
import { nodeTransport } from "@escucha/adapters/transports/node"
import { callProvider, longestAnswer } from "../../packages/core/src/runtime/http.ts"

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

const errorOf = async (calling: ReturnType<Transport>) => {
  const called = await calling
  return "error" in called ? called.error : undefined
}

const node = nodeTransport()
afterAll(() => node.close())
const transports: readonly (readonly [string, Transport])[] = [
  ["by ky", callProvider],
  ["by Node", node.transport],
]

describe.each(transports)("a call to a provider %s", (_transport, call) => {
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
    expect(await call("acme", post(url))).toMatchObject({
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
    await call("acme", post(url))
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
    expect(await call("acme", post(url))).toMatchObject({ response: { status: 307 } })
    expect(elsewhere).toBe(0)
  })

  it("dates an answer without a date, so that Retry-After as a date can be read", async () => {
    const url = await provider((_, response) => {
      response.sendDate = false
      response.writeHead(429, { "retry-after": new Date(Date.now() + 60_000).toUTCString() }).end()
    })
    const called = await call("acme", post(url))
    const pause = "response" in called ? failureOf("acme", called.response).retryAfter : undefined
    expect(pause).toBeGreaterThan(0)
    expect(pause).toBeLessThanOrEqual(61_000)
  })

  it("says that nothing left when nobody listens there", async () => {
    const url = await provider(() => undefined)
    await new Promise((resolve) => {
      servers.splice(0).forEach((server) => server.close(resolve))
    })
    expect(await errorOf(call("acme", post(url)))).toMatchObject({
      reason: "network",
      sent: "no",
      retryable: true,
      cause: "ECONNREFUSED",
    })
    expect(await errorOf(call("acme", post("http://nobody.invalid/")))).toMatchObject({
      reason: "network",
      sent: "no",
    })
  })

  it("does not know when the line is cut before or inside the answer", async () => {
    const before = await provider((request) => {
      request.on("end", () => request.socket.destroy()).resume()
    })
    expect(await errorOf(call("acme", post(before)))).toMatchObject({
      reason: "network",
      sent: "unknown",
      retryable: true,
    })
    const inside = await provider((request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half")
      setTimeout(() => request.socket.destroy(), 20)
    })
    expect(await errorOf(call("acme", post(inside)))).toMatchObject({ reason: "network", sent: "unknown" })
  })

  it("does not know when the provider is silent, before the answer or inside it", async () => {
    const silent = await provider(() => undefined)
    expect(await errorOf(call("acme", post(silent), { timeout: 50 }))).toMatchObject({
      reason: "timeout",
      sent: "unknown",
      retryable: true,
    })
    const slow = await provider((_, response) => {
      response.writeHead(200).write("half")
    })
    expect(await errorOf(call("acme", post(slow), { timeout: 50 }))).toMatchObject({
      reason: "timeout",
      sent: "unknown",
    })
  })

  it("ends with the signal: nothing left before, unknown after", async () => {
    const silent = await provider(() => controller.abort())
    const controller = new AbortController()
    expect(await errorOf(call("acme", post(silent), { signal: AbortSignal.abort() }))).toMatchObject({
      reason: "timeout",
      sent: "no",
    })
    expect(await errorOf(call("acme", post(silent), { signal: controller.signal }))).toMatchObject({
      reason: "timeout",
      sent: "unknown",
    })
  })

  it("reads no more than 1 MB of an answer", async () => {
    const exact = await provider((_, response) => {
      response.end("x".repeat(longestAnswer))
    })
    expect(await call("acme", post(exact))).toMatchObject({ response: { status: 200 } })
    const flood = await provider((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      }
      response.on("drain", more)
      more()
    })
    expect(await errorOf(call("acme", post(flood)))).toMatchObject({
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
    expect(await errorOf(call("acme", post(url, change)))).toMatchObject({
      reason: "rejected",
      sent: "no",
      retryable: false,
    })
    expect(calls).toBe(0)
  })

  it("quotes no address and no credential in its errors", async () => {
    const silent = await provider(() => undefined)
    const errors = await Promise.all([
      errorOf(call("acme", post(`${silent}/bot-s3cret/send`), { timeout: 50 })),
      errorOf(call("acme", post("http://nobody.invalid/bot-s3cret/send"))),
      errorOf(call("acme", post("nonsense s3cret"))),
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
    expect(await errorOf(call("acme", post(url)))).toMatchObject({ reason: "network", sent: "unknown" })
  })
})

describe("Node's own client", () => {
  it("uses a connection again, and as many as it may", async () => {
    const sockets = new Set<unknown>()
    let [atOnce, most] = [0, 0]
    const url = await provider((request, response) => {
      sockets.add(request.socket)
      most = Math.max(most, ++atOnce)
      request.resume().once("end", () =>
        setImmediate(() => {
          atOnce -= 1
          response.end("{}")
        }),
      )
    })
    const bounded = nodeTransport({ maxSockets: 4 })
    const answers = await Promise.all(Array.from({ length: 100 }, () => bounded.transport("acme", post(url))))
    await bounded.close()
    expect(answers.every((called) => "response" in called && called.response.status === 200)).toBe(true)
    expect(most).toBeLessThanOrEqual(4)
    expect(sockets.size).toBeLessThanOrEqual(4)
  })

  it("keeps its connections for the next wave of messages", async () => {
    const sockets = new Set<unknown>()
    const url = await provider((request, response) => {
      sockets.add(request.socket)
      request.resume().once("end", () => response.end("{}"))
    })
    const waves = nodeTransport()
    for (let wave = 0; wave < 3; wave++) {
      await Promise.all(Array.from({ length: 40 }, () => waves.transport("acme", post(url))))
      await new Promise((resolve) => setImmediate(resolve)) // connections come back behind their answers
    }
    await waves.close()
    expect(sockets.size).toBeLessThanOrEqual(40)
  })

  it("waits no longer than it may for a connection of its own", async () => {
    const url = await provider(() => undefined)
    const narrow = nodeTransport({ maxSockets: 1 })
    const calls = [1, 2].map(() => errorOf(narrow.transport("acme", post(url), { timeout: 100 })))
    expect(await Promise.all(calls)).toMatchObject([{ reason: "timeout" }, { reason: "timeout" }])
    await narrow.close()
  })
})

describe("a provider that speaks HTTP/2 alone", () => {
  const serving = async (listener: Parameters<typeof createHttp2Server>[1]) => {
    const server = createHttp2Server({}, listener)
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve)
    })
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/3/device/x` } // it listens on a port
  }

  it("is called over one connection by Node's own client", async () => {
    const seen: (string | undefined)[] = []
    const sessions = new Set<unknown>()
    const { server, url } = await serving((request, response) => {
      sessions.add(request.stream.session)
      seen.push(request.headers["apns-topic"]?.toString())
      let text = ""
      request
        .setEncoding("utf8")
        .on("data", (part: string) => (text += part))
        .once("end", () => response.writeHead(text.length > 2 ? 400 : 200, { "apns-id": "1" }).end(text))
    })
    const apns: HttpRequest = { method: "POST", url, headers: { "apns-topic": "app" }, body: "{}", http2: true }
    const answers = await Promise.all(
      [apns, apns, { ...apns, body: "{ }" }].map((each) => node.transport("apns", each)),
    )
    expect(answers).toMatchObject([
      { response: { status: 200, headers: { "apns-id": "1" }, body: "{}" } },
      { response: { status: 200 } },
      { response: { status: 400, body: "{ }" } },
    ])
    expect([seen, sessions.size]).toEqual([["app", "app", "app"], 1])
    server.close()
  })

  it("takes many calls at once without a warning of Node's", async () => {
    const warnings: Error[] = []
    const warned = (warning: Error) => void warnings.push(warning)
    process.on("warning", warned)
    const { server, url } = await serving((_, response) => response.end("{}"))
    const apns: HttpRequest = { method: "POST", url, headers: {}, body: "{}", http2: true }
    const answers = await Promise.all(Array.from({ length: 40 }, () => node.transport("apns", apns)))
    expect(answers.filter((answer) => "response" in answer)).toHaveLength(40)
    process.off("warning", warned)
    expect(warnings).toEqual([])
    server.close()
  })

  it("is not known to have taken what was cut off, nor to have had what never left", async () => {
    const { server, url } = await serving((request) => request.stream.session?.destroy())
    const apns: HttpRequest = { method: "POST", url, headers: {}, body: "{}", http2: true }
    expect(await errorOf(node.transport("apns", apns))).toMatchObject({ reason: "network", sent: "unknown" })
    const silent = await serving(() => undefined)
    expect(await errorOf(node.transport("apns", { ...apns, url: silent.url }, { timeout: 50 }))).toMatchObject({
      reason: "timeout",
      sent: "unknown",
    })
    await new Promise((resolve) => {
      server.close(resolve)
    })
    expect(await errorOf(node.transport("apns", apns))).toMatchObject({ reason: "network", sent: "no" })
    silent.server.close()
  })

  it("is not called at all by a fetch that has no HTTP/2", async () => {
    const apns: HttpRequest = { method: "POST", url: "http://127.0.0.1:9/", headers: {}, body: "{}", http2: true }
    expect(await errorOf(callProvider("apns", apns))).toMatchObject({
      reason: "rejected",
      sent: "no",
      retryable: false,
    })
  })
})
