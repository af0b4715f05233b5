import { subscriptionAddress, webPush } from "@escucha/adapters/channels/web-push"
import type { HttpRequest } from "@escucha/core"
import { createECDH } from "node:crypto"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it, type TestContext, vi } from "vitest"
import { serverOf } from "../../tests/servers/support/server.ts"
import { startWebPush } from "../../tests/servers/support/web-push.ts"

const service = serverOf("web-push-testing", startWebPush)
// it writes on the console whatever it refuses
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

const keyPair = () => {
  const curve = createECDH("prime256v1")
  return { publicKey: curve.generateKeys("base64url"), privateKey: curve.getPrivateKey("base64url").padStart(43, "A") }
}

const call = async ({ url, headers, body }: HttpRequest): Promise<number> => {
  const answer = await fetch(url, {
    method: "POST",
    headers,
    body: body instanceof Uint8Array ? new Uint8Array(body) : "",
  })
  await answer.arrayBuffer()
  return answer.status
}

/** A browser that lets us notify it, and the calls that our channel makes for it, which somebody else may change on the way. */
const aBrowser = async (
  skip: TestContext["skip"],
  onTheWay: (request: HttpRequest) => HttpRequest = (same) => same,
) => {
  const server = service(skip)
  const keys = keyPair()
  const browser = await server.subscribe(keys.publicKey)
  const channel = webPush({ ...keys, subject: "mailto:help@shop.example", title: "Shop", services: [server.url] })
  if (channel.shape !== "connection") throw new TypeError("web push keeps a library open")
  const connection = await channel.open({
    now: () => 0,
    receive: async () => {},
    report: (failure) => {
      throw failure
    },
    call: async (request) => ({ response: { status: await call(onTheWay(request)), headers: {}, body: "" } }),
  })
  const send = (text: string) =>
    connection.send(
      { id: "m_1", address: subscriptionAddress(browser), attempt: 1, content: { text } },
      new AbortController().signal,
    )
  return { server, browser, send }
}

/** Until when all of a message fits: what is longer is cut by the core before it comes here. */
const anyText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 })

describe("what we send to browsers, judged by web-push-testing", () => {
  it("is let in by our key (RFC 8292), and read as it was written (RFC 8291)", async ({ skip }) => {
    const { server, browser, send } = await aBrowser(skip)
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(await send(text)).toMatchObject({ status: "sent" })
        expect(JSON.parse(server.shown(browser).at(-1) ?? "")).toMatchObject({ title: "Shop", body: text })
      }),
      { numRuns: 300 },
    )
  })

  const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
    bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))
  const head = 86 // of the record: salt, length and our own key, RFC 8188 §2.1

  it("is not shown where one bit of it is another", async ({ skip }) => {
    let position = 0
    const { server, browser, send } = await aBrowser(skip, (request) => {
      const { body } = request
      if (!(body instanceof Uint8Array)) throw new TypeError("it is encrypted")
      return { ...request, body: flipped(body, head + (position % (body.length - head))) }
    })
    for (; position < 200; position++) expect(await send(`message ${position}`)).toMatchObject({ status: "failed" })
    expect(server.shown(browser)).toEqual([])
  })

  it("is not shown where the token by which we are known is another", async ({ skip }) => {
    let position = 0
    const { server, browser, send } = await aBrowser(skip, (request) => {
      const token = request.headers["Authorization"] ?? ""
      const at = token.indexOf(".") + 1 + (position % 40)
      const other = token[at] === "A" ? "B" : "A"
      return {
        ...request,
        headers: { ...request.headers, Authorization: token.slice(0, at) + other + token.slice(at + 1) },
      }
    })
    for (; position < 40; position++) expect(await send(`message ${position}`)).toMatchObject({ status: "failed" })
    expect(server.shown(browser)).toEqual([])
  })
})
