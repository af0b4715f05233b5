import * as fc from "fast-check"
import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createListener, type AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { createGuardedFetch, type FetchLimits, isHostIn } from "../../src/runtime/guarded-fetch.ts"
import { nodeOutside, type Outside, type OutsideCall, webOutside } from "../../src/runtime/outside.ts"

const servers: Server[] = []
const serving = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

const sockets = nodeOutside() as Outside // this is Node
/** A world in which every name has these addresses, and every connection is counted, not made. */
const world = (resolve: (name: string) => readonly string[]) => {
  const calls: OutsideCall[] = []
  const outside: Outside = {
    resolve: (name) => Promise.resolve(resolve(name)),
    call: (call) => {
      calls.push(call)
      return Promise.reject(new Error("nobody is there"))
    },
  }
  return { calls, outside }
}
const get = (url: string, headers: { readonly [name: string]: string } = {}) => ({
  method: "GET" as const,
  url,
  headers,
})
const limits: FetchLimits = { maxBytes: 1_000 }
const local = createGuardedFetch({ loopback: true })
const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))

/** The ways in which one address of IPv4 can be written in a URL. */
const spellings = ([a, b, c, d]: readonly [number, number, number, number]): readonly string[] => {
  const [number, octal] = [((a * 256 + b) * 256 + c) * 256 + d, (part: number) => `0${part.toString(8)}`]
  return [
    `${a}.${b}.${c}.${d}`,
    `${a}.${b}.${c}.${d}.`,
    String(number),
    `0x${number.toString(16)}`,
    `0${number.toString(8)}`,
    [a, b, c, d].map((part) => `0x${part.toString(16)}`).join("."),
    [a, b, c, d].map(octal).join("."),
    `${octal(a)}.0x${b.toString(16)}.${c}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `[::ffff:${a}.${b}.${c}.${d}]`,
    `[64:ff9b::${a}.${b}.${c}.${d}]`,
    `[::${a}.${b}.${c}.${d}]`,
    `[2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::]`,
    `${a}.${b}.${c}.${d}`.replaceAll(".", "%2e"),
    `${a}.${b}.${c}.${d}`.replaceAll(".", "。"),
    `good.example@${a}.${b}.${c}.${d}`,
    `${a}.${b}.${c}.${d}\\@good.example`,
    `${a}.${b}.${c}.${d}#@good.example`,
    `${a}.${b}.${c}.${d}?@good.example`,
    [...String(number)].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(""),
  ]
}

const inside = fc.oneof(
  octets.map(([, b, c, d]) => [127, b, c, d] as const),
  octets.map(([, b, c, d]) => [10, b, c, d] as const),
  octets.map(([, b, c, d]) => [0, b, c, d] as const),
  octets.map(([, , c, d]) => [169, 254, c, d] as const),
  octets.map(([, , c, d]) => [192, 168, c, d] as const),
  octets.map(([, b, c, d]) => [172, 16 + (b % 16), c, d] as const),
  octets.map(([, b, c, d]) => [100, 64 + (b % 64), c, d] as const),
  octets.map(([a, b, c, d]) => [224 + (a % 32), b, c, d] as const),
)

describe("the guarded fetch", () => {
  it("makes no connection to an inner address, however it is written", async () => {
    await fc.assert(
      fc.asyncProperty(inside, fc.constantFrom("https:", "http:", "HTTPS:"), async (parts, scheme) => {
        const { calls, outside } = world((name) => (name.includes("good") ? [] : [parts.join(".")]))
        const fetch = createGuardedFetch({ outside })
        for (const host of spellings(parts)) await fetch(get(`${scheme}//${host}/latest/meta-data`), limits)
        expect(calls).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://127.1/",
    "https://0/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[fe80::1%25eth0]/",
    "https://[::]/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://xn--n3h.example/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://user:secret@files.example.com/",
    "https://user@files.example.com/",
    "https://files.example.com:22/",
    "ftp://files.example.com/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "gopher://127.0.0.1:70/_x",
    "javascript:1",
    "//127.0.0.1/",
    "https:///127.0.0.1/",
    "https:\\\\127.0.0.1\\",
    "https://127.0.0.1%00.example.com/",
    "https://a\t.b\n/",
    "",
    `https://files.example.com/${"x".repeat(9_000)}`,
  ])("does not connect to %s", async (url) => {
    const { calls, outside } = world((name) => [name === "files.example.com" ? "93.184.216.34" : "127.0.0.1"])
    expect(await createGuardedFetch({ outside })(get(url), limits)).toMatchObject({ retryable: false })
    expect(calls).toEqual([])
  })

  it("refuses a name of which one address is an inner one", async () => {
    const { calls, outside } = world(() => ["93.184.216.34", "10.0.0.1"])
    expect(await createGuardedFetch({ outside })(get("https://files.example.com/"), limits)).toEqual({
      refused: "address",
      retryable: false,
    })
    expect(calls).toEqual([])
  })

  it("connects to the very address that was looked at, whatever the name resolves to a moment later", async () => {
    let asked = 0
    const { calls, outside } = world(() => (++asked === 1 ? ["93.184.216.34"] : ["127.0.0.1"]))
    const fetch = createGuardedFetch({ outside })
    await fetch(get("https://rebinding.example/"), limits)
    expect(calls.map(({ address }) => address)).toEqual(["93.184.216.34"])
    expect(asked).toBe(1)
    await fetch(get("https://rebinding.example/"), limits)
    expect(calls).toHaveLength(1)
  })

  it("resolves no name by itself when it connects", async () => {
    let isReached = false
    const url = new URL(await serving((_, response) => response.end(String((isReached = true)))))
    const call = { address: "127.0.0.1", method: "GET", headers: {}, signal: AbortSignal.timeout(5_000) }
    url.hostname = "nobody.invalid"
    const answer = await sockets.call({ ...call, url })
    answer.close()
    expect([answer.status, isReached]).toEqual([200, true])
  })

  it("follows no redirect to an inner address", async () => {
    let canary = 0
    const listener = createListener((socket) => {
      canary += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => {
      listener.listen(0, "127.0.0.1", resolve)
    })
    const { port } = listener.address() as AddressInfo // it listens on a port
    for (const location of [
      `http://127.0.0.1:${port}/`,
      `https://127.0.0.1:${port}/`,
      `//127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
      "ftp://127.0.0.1/",
    ]) {
      const outside: Outside = {
        resolve: (name) =>
          name === "files.example.com"
            ? Promise.resolve(["93.184.216.34"])
            : (sockets.resolve ?? (() => Promise.resolve([])))(name),
        call: (call) =>
          call.url.hostname === "files.example.com"
            ? Promise.resolve({
                status: 302,
                headers: { location },
                body: new ReadableStream<Uint8Array>(),
                close: () => {},
              })
            : sockets.call(call),
      }
      for (const hosts of [undefined, ["files.example.com", "127.0.0.1", "localhost"]])
        expect(
          await createGuardedFetch({ outside })(get("https://files.example.com/"), {
            ...limits,
            ...(hosts && { hosts }),
          }),
        ).toMatchObject({ retryable: false })
    }
    listener.close()
    expect(canary).toBe(0)
  })

  it("says what identifies us to hosts of the list alone, and to none that the first sends us to", async () => {
    const seen: (string | undefined)[] = []
    const other = await serving(({ headers }, response) => {
      seen.push(headers.authorization)
      response.end("file")
    })
    const url = await serving(({ headers }, response) => {
      seen.push(headers.authorization)
      response.writeHead(302, { location: `${other}/file` }).end()
    })
    const secret = { authorization: "Bearer s3cret", cookie: "a=b", host: "evil.example" }
    expect(await local(get(url, secret), { ...limits, hosts: ["127.0.0.1"] })).toMatchObject({
      type: "application/octet-stream",
    })
    expect(await local(get(other, secret), limits)).toMatchObject({ type: "application/octet-stream" })
    expect(seen).toEqual(["Bearer s3cret", undefined, undefined])
  })

  it("leaves no list of hosts", async () => {
    const { calls, outside } = world(() => ["93.184.216.34"])
    const fetch = createGuardedFetch({ outside })
    const hosts = ["files.example.com", "*.cdn.example.com"]
    for (const url of [
      "https://cdn.example.com/",
      "https://evilcdn.example.com/",
      "https://files.example.com.evil.example/",
    ])
      expect(await fetch(get(url), { ...limits, hosts })).toEqual({ refused: "host", retryable: false })
    expect(calls).toEqual([])
    await fetch(get("https://eu.cdn.example.com:8443/"), { ...limits, hosts })
    expect(calls.map(({ url }) => url.host)).toEqual(["eu.cdn.example.com:8443"])
    expect(isHostIn("FILES.example.com.", hosts)).toBe(true)
  })

  it("stops after three redirects", async () => {
    let calls = 0
    const url = await serving((_, response) => {
      calls += 1
      response.writeHead(302, { location: "/again" }).end()
    })
    expect(await local(get(url), limits)).toEqual({ refused: "redirects", retryable: false })
    expect(calls).toBe(4)
  })

  it("reads no more than it may, whether the size is told or not", async () => {
    const bytes = Buffer.alloc(1_001, "x")
    const told = await serving((_, response) => response.end(bytes))
    const untold = await serving((_, response) => {
      response.write(bytes.subarray(0, 500))
      response.end(bytes.subarray(500))
    })
    for (const url of [told, untold]) {
      expect(await local(get(url), limits)).toEqual({ refused: "too-large", retryable: false })
      expect(await local(get(url), { maxBytes: 1_001 })).toMatchObject({ type: "application/octet-stream" })
    }
  })

  it("ends with a stream that never ends", async () => {
    let isOpen = true
    const url = await serving((_, response) => {
      response.once("close", () => (isOpen = false))
      const more = () => isOpen && response.write(Buffer.alloc(65_536), () => setImmediate(more))
      more()
    })
    expect(await local(get(url), { maxBytes: 1_000_000 })).toEqual({ refused: "too-large", retryable: false })
  })

  it("takes only types of the list, and nothing that is packed", async () => {
    const url = await serving(({ url: path }, response) => {
      if (path === "/packed") response.setHeader("content-encoding", "gzip")
      response.setHeader("content-type", path === "/html" ? "text/html" : "IMAGE/PNG; charset=x").end("x")
    })
    const types = ["image/*"]
    expect(await local(get(`${url}/png`), { ...limits, types })).toMatchObject({ type: "image/png" })
    expect(await local(get(`${url}/html`), { ...limits, types })).toEqual({ refused: "type", retryable: false })
    expect(await local(get(`${url}/packed`), { ...limits, types })).toEqual({ refused: "encoding", retryable: false })
  })

  it("tells a file that is gone from one that may come back", async () => {
    const url = await serving(({ url: path }, response) => response.writeHead(Number(path?.slice(1))).end())
    expect(await local(get(`${url}/404`), limits)).toEqual({ refused: "status", status: 404, retryable: false })
    expect(await local(get(`${url}/503`), limits)).toEqual({ refused: "status", status: 503, retryable: true })
    expect(await local(get(`${url}/429`), limits)).toEqual({ refused: "status", status: 429, retryable: true })
  })

  it("waits no longer than it may, for a name, an answer or its end", async () => {
    const silent = await serving(() => undefined)
    const slow = await serving((_, response) => void response.writeHead(200).write("half"))
    for (const url of [silent, slow])
      expect(await local(get(url), { ...limits, timeout: 50 })).toEqual({ refused: "timeout", retryable: true })
    const outside: Outside = { ...sockets, resolve: () => new Promise(() => {}) }
    const fetch = createGuardedFetch({ outside })
    expect(await fetch(get("https://files.example.com/"), { ...limits, timeout: 50 })).toEqual({
      refused: "timeout",
      retryable: true,
    })
    const gone = { ...limits, signal: AbortSignal.abort() }
    expect(await local(get(silent), gone)).toEqual({ refused: "timeout", retryable: true })
  })

  it("takes the next address of a name where the first takes no connection", async () => {
    const { calls, outside } = world(() => ["93.184.216.34", "93.184.216.35"])
    expect(await createGuardedFetch({ outside })(get("https://files.example.com/"), limits)).toMatchObject({
      refused: "network",
    })
    expect(calls.map(({ address }) => address)).toEqual(["93.184.216.34", "93.184.216.35"])
  })

  it("calls only hosts of the list where nobody can look at addresses before", async () => {
    const calls: OutsideCall[] = []
    const outside: Outside = {
      ...webOutside,
      call: (call) => {
        calls.push(call)
        return Promise.reject(new Error("nobody is there"))
      },
    }
    const fetch = createGuardedFetch({ outside })
    expect(await fetch(get("https://files.example.com/"), limits)).toEqual({ refused: "address", retryable: false })
    expect(await fetch(get("https://127.0.0.1/"), { ...limits, hosts: ["127.0.0.1"] })).toMatchObject({
      refused: "address",
    })
    expect(calls).toEqual([])
    await fetch(get("https://files.example.com/"), { ...limits, hosts: ["files.example.com"] })
    expect(calls).toHaveLength(1)
  })

  it("gives the same by fetch as by sockets", async () => {
    const url = await serving((_, response) => response.setHeader("content-type", "text/plain").end("ñ"))
    for (const outside of [sockets, webOutside]) {
      const found = await createGuardedFetch({ outside, loopback: true })(get(url), { ...limits, hosts: ["127.0.0.1"] })
      expect("bytes" in found && new TextDecoder().decode(found.bytes)).toBe("ñ")
    }
  })

  it("takes this machine in tests only, and then still no plain call elsewhere", async () => {
    const { calls, outside } = world(() => ["93.184.216.34"])
    await createGuardedFetch({ outside, loopback: true })(get("http://files.example.com/"), limits)
    expect(calls).toEqual([])
    const url = await serving((_, response) => response.end("x"))
    expect(await createGuardedFetch()(get(url), limits)).toMatchObject({ refused: "url" })
    expect(
      await createGuardedFetch()(get(url.replace("http:", "https:")), { ...limits, hosts: ["127.0.0.1"] }),
    ).toMatchObject({
      refused: "address",
    })
  })
})
