import { createServer as createHttpServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { describe, expect, it, onTestFinished } from "vitest"
import { RestateError } from "../../src/restate/call.ts"
import { restateSettingsOf } from "../../src/restate/options.ts"
import { createServer, handlerVersion } from "../../src/restate/server.ts"

interface Heard {
  readonly line: string
  readonly headers: IncomingMessage["headers"]
  readonly body: unknown
}

/** Somebody who answers as Restate does, or otherwise. */
const someone = async (answer: (heard: Heard) => { readonly status?: number; readonly body: unknown }) => {
  const heard: Heard[] = []
  const server = createHttpServer(async (request, response) => {
    const given = await text(request)
    const one = { line: `${request.method} ${request.url}`, headers: request.headers, body: given && JSON.parse(given) }
    heard.push(one)
    const { status = 200, body } = answer(one)
    response.writeHead(status, { "content-type": "application/json" })
    response.end(typeof body === "string" ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo // a server on a port has an AddressInfo
  const url = `http://127.0.0.1:${port}`
  const settings = restateSettingsOf({ ingress: url, admin: url, database: "postgres://localhost/x", token: "tok" })
  const restate = createServer(settings)
  onTestFinished(() => {
    restate.close()
    server.close()
  })
  return { restate, heard }
}

const sending = { key: "s_1/ü", idempotency: "7.first", delay: 1_500, token: { job: "a", seq: 7, at: 9 } }

describe("the ports of Restate", () => {
  it("are told of a job by what it is called, and nothing of what it says", async () => {
    const { restate, heard } = await someone(() => ({
      status: 202,
      body: { invocationId: "inv_1", status: "Accepted" },
    }))
    expect(await restate.send(sending)).toBe("inv_1")
    expect(heard[0]).toMatchObject({
      line: "POST /escucha/s_1%2F%C3%BC/deliver/send?delay=1500ms",
      headers: { "idempotency-key": "7.first", authorization: "Bearer tok", "content-type": "application/json" },
      body: { job: "a", seq: 7, at: 9 },
    })
  })

  it.each([
    ["an answer without an invocation", 200, {}],
    ["no JSON", 200, "<html>"],
    ["a refusal", 503, { message: "later" }],
    ["a service that is not known", 404, { message: "not found" }],
    ["an answer that never ends", 200, "x".repeat(2_000_000)],
  ])("have not taken a job with %s", async (_, status, body) => {
    const { restate } = await someone(() => ({ status, body }))
    await expect(restate.send(sending)).rejects.toBeInstanceOf(RestateError)
  })

  it("are away where nobody listens", async () => {
    const settings = restateSettingsOf({
      ingress: "http://127.0.0.1:9",
      admin: "http://127.0.0.1:9",
      database: "postgres://localhost/x",
    })
    const restate = createServer(settings)
    await expect(restate.send(sending)).rejects.toMatchObject({ reason: "unreachable", retryable: true })
    restate.close()
  })

  it("take a cancel of what is gone for done", async () => {
    const { restate, heard } = await someone(() => ({ status: 404, body: {} }))
    await restate.cancel("inv_1")
    expect(heard[0]?.line).toBe("PATCH /invocations/inv_1/cancel")
    const broken = await someone(() => ({ status: 500, body: {} }))
    await expect(broken.restate.cancel("inv_1")).rejects.toBeInstanceOf(RestateError)
  })

  it("are told of a deployment once, and again where it was another", async () => {
    const known = (version: string) => ({
      services: [{ name: "escucha", handlers: [{ name: "deliver", metadata: { escucha: version } }] }],
    })
    const same = await someone(() => ({ body: known(handlerVersion) }))
    await same.restate.register("http://127.0.0.1:9080")
    expect(same.heard.map(({ body }) => body)).toEqual([
      { uri: "http://127.0.0.1:9080", force: false, use_http_11: true },
    ])
    const other = await someone(() => ({ body: known("0") }))
    await other.restate.register("https://shop.example/restate")
    expect(other.heard.map(({ body }) => body)).toEqual([
      { uri: "https://shop.example/restate", force: false },
      { uri: "https://shop.example/restate", force: true },
    ])
  })
})
