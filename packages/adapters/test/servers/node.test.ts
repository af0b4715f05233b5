import type { WebDoor, WebRequest, WebResponse } from "@escucha/core"
import { request as call, type IncomingHttpHeaders } from "node:http"
import { connect } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { serve, type ServeOptions, type Serving } from "../../src/servers/node.ts"

const open: Serving[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((serving) => serving.close()))
})

const serving = async (handle: WebDoor["handle"], options?: ServeOptions): Promise<Serving> => {
  const made = await serve({ handle }, options)
  open.push(made)
  return made
}
const text = (body: WebResponse["body"], status = 200): WebResponse => ({
  status,
  headers: { "content-type": "text/plain" },
  body,
})

/** Writes raw bytes and gives everything that comes back until the server closes. */
const raw = (url: string, bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(bytes))
    let got = ""
    socket
      .setEncoding("utf8")
      .on("data", (part: string) => {
        got += part
      })
      .on("close", () => resolve(got))
      .on("error", reject)
  })

describe("the server", () => {
  it("hands over the request as it came and writes out the answer", async () => {
    const seen: WebRequest[] = []
    const { url } = await serving(async (request) => {
      seen.push(request)
      return text(new Uint8Array([0xc3, 0xb1]), 201)
    })
    const response = await fetch(`${url}/hooks/acme?x=1`, {
      method: "POST",
      headers: { "X-Sign": "abc" },
      body: '{"hola":"ñ"}',
    })
    expect([response.status, await response.text(), response.headers.get("content-length")]).toEqual([201, "ñ", "2"])
    expect(seen[0]).toMatchObject({ method: "POST", url: `${url}/hooks/acme?x=1`, headers: { "x-sign": "abc" } })
    expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe('{"hola":"ñ"}')
  })

  it("answers HEAD with the headers of GET and no body", async () => {
    const { url } = await serving(async () => text("hola"))
    const response = await fetch(url, { method: "HEAD" })
    expect([response.headers.get("content-length"), await response.text()]).toEqual(["4", ""])
  })

  it("ends a stream that HEAD asks for, without reading it", async () => {
    let returned = false
    const body: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => {
          returned = true
          return { done: true, value: undefined }
        },
      }),
    }
    const { url } = await serving(async () => text(body))
    expect(await (await fetch(url, { method: "HEAD" })).text()).toBe("")
    expect(returned).toBe(true)
  })

  it("refuses a body over the limit: announced, and while it streams in", async () => {
    let handled = 0
    const { url } = await serving(
      async () => {
        handled += 1
        return text("ok")
      },
      { longestBody: 1_000 },
    )
    expect((await fetch(url, { method: "POST", body: "x".repeat(1_000) })).status).toBe(200)
    expect((await fetch(url, { method: "POST", body: "x".repeat(1_001) })).status).toBe(413)
    const chunk = `400\r\n${"x".repeat(1_024)}\r\n`
    expect(await raw(url, `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`)).toMatch(
      /^HTTP\/1\.1 413 [^]*longer than 1000 bytes/,
    )
    expect(handled).toBe(1)
  })

  it("reads as much as the door says of itself, which is more for files", async () => {
    const door: WebDoor = {
      handle: async ({ body }) => text(String(body.length)),
      largestBody: ({ method, url }) => (method === "POST" && url.endsWith("/file") ? 2_000_000 : 1_000),
    }
    const made = await serve(door)
    open.push(made)
    const post = async (path: string, size: number) =>
      (await fetch(`${made.url}${path}`, { method: "POST", body: "x".repeat(size) })).status
    expect([await post("/file", 2_000_000), await post("/file", 2_000_001), await post("/words", 1_001)]).toEqual([
      200, 413, 413,
    ])
  })

  it.each([
    ["a host that is an address with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"],
    ["a host with credentials", "GET / HTTP/1.1\r\nHost: u:p@x\r\n\r\n"],
    ["no host", "GET / HTTP/1.1\r\n\r\n"],
    ["an address that is none", "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    [
      "a length and chunks at once",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"],
    ["no HTTP", "garbage\r\n\r\n"],
  ])("refuses %s", async (_, bytes) => {
    const { url } = await serving(async () => text("ok"))
    expect(await raw(url, bytes)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it("writes a stream piece by piece as it happens", async () => {
    const steps: (() => void)[] = []
    const { url } = await serving(async () =>
      text(
        (async function* () {
          yield "uno\n"
          await new Promise<void>((resolve) => {
            steps.push(resolve)
          })
          yield new TextEncoder().encode("dos\n")
        })(),
      ),
    )
    const reader = (await fetch(url)).body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe("uno\n")
    steps[0]?.()
    expect((await reader?.read())?.value).toBe("dos\n")
    expect((await reader?.read())?.done).toBe(true)
  })

  it("ends a silent stream when its reader goes away", async () => {
    let gone = () => undefined as void
    const returned = new Promise<void>((resolve) => {
      gone = resolve
    })
    let given = 0
    const body: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          given++ === 0 ? Promise.resolve({ done: false, value: "data: hola\n\n" }) : new Promise(() => undefined),
        return: async () => {
          gone()
          return { done: true, value: undefined }
        },
      }),
    }
    const { url } = await serving(async () => text(body))
    const controller = new AbortController()
    const response = await fetch(url, { signal: controller.signal })
    await response.body?.getReader().read()
    controller.abort()
    await expect(returned).resolves.toBeUndefined()
  })

  it("ends a stream whose reader went away before it began", async () => {
    let answer: (response: WebResponse) => void = () => {}
    let isAsked = false
    let isEnded = false
    const { url } = await serving(
      () =>
        new Promise((resolve) => {
          isAsked = true
          answer = resolve
        }),
    )
    const leaving = new AbortController()
    const asking = fetch(`${url}/events`, { signal: leaving.signal }).catch(() => "gone")
    await expect.poll(() => isAsked).toBe(true)
    leaving.abort()
    await asking
    await raw(url, "GET /later HTTP/1.1\r\nhost: a b\r\n\r\n") // by now the server has heard that they are gone
    answer(
      text({
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise(() => {}),
          return: async () => {
            isEnded = true
            return { value: undefined, done: true }
          },
        }),
      }),
    )
    await expect.poll(() => isEnded).toBe(true)
  })

  it("does not read ahead of a slow reader", async () => {
    let made = 0
    const { url } = await serving(async () =>
      text(
        (async function* () {
          for (; made < 2_000; made += 1) yield new Uint8Array(65_536)
        })(),
      ),
    )
    const response = await new Promise<{
      readonly headers: IncomingHttpHeaders
      resume: () => unknown
      on: (event: "end", done: () => void) => unknown
    }>((resolve) => {
      call(url, resolve).end()
    })
    await new Promise((resolve) => {
      setTimeout(resolve, 200)
    })
    expect(made).toBeLessThan(1_500)
    await new Promise<void>((resolve) => {
      response.on("end", resolve)
      response.resume()
    })
    expect(made).toBe(2_000)
  })

  it("answers 500 without a reason when the door fails, and lives on", async () => {
    const heard: unknown[] = []
    let fails = true
    const { url } = await serving(
      async () => {
        if (fails) throw new TypeError("s3cret")
        return text("ok")
      },
      { onError: (error) => heard.push(error) },
    )
    const response = await fetch(url)
    expect([response.status, (await response.text()).includes("s3cret"), heard.length]).toEqual([500, false, 1])
    fails = false
    expect((await fetch(url)).status).toBe(200)
  })

  it("cuts the line when a stream breaks in the middle, so that half is not taken for the whole", async () => {
    const heard: unknown[] = []
    const { url } = await serving(
      async () =>
        text(
          (async function* () {
            yield "half"
            throw new TypeError("broken")
          })(),
        ),
      { onError: (error) => heard.push(error) },
    )
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow("terminated")
    expect(heard.length).toBe(1)
  })

  it("lets the application answer what the door does not know", async () => {
    const { url } = await serving(async ({ url: asked }) => text("door", asked.endsWith("/known") ? 200 : 404), {
      fallback: (request, response) => {
        response.end(`page ${request.url}`)
      },
    })
    expect(await (await fetch(`${url}/known`)).text()).toBe("door")
    expect(await (await fetch(`${url}/desk.html`)).text()).toBe("page /desk.html")
  })

  it("ends open streams when it closes, and then takes no call", async () => {
    const { url, close } = await serve({
      handle: async () =>
        text(
          (async function* () {
            yield "uno"
            await new Promise(() => undefined)
          })(),
        ),
    })
    const response = await fetch(url)
    const whole = response.text()
    await close()
    expect(await whole).toBe("uno")
    await expect(fetch(url)).rejects.toThrow("fetch failed")
  })

  it("says so when the port is taken", async () => {
    const { url } = await serving(async () => text("ok"))
    await expect(serve({ handle: async () => text("ok") }, { port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: "EADDRINUSE",
    })
  })
})
