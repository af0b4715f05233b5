import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach } from "vitest"
import * as z from "zod"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { defineChannel, type HttpRequest } from "../../packages/core/src/channel/channel.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"

/** A picture whose bytes hold these words. */
export const png = (...words: readonly string[]) =>
  new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Buffer.from(words.join(" "))])
const secret = "a secret of a test, long enough to be one"
const deskToken = "a-desk-token-of-a-test"

const servers: { readonly close: () => unknown; readonly closeAllConnections: () => void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})
/** A server of a test; the address under which it is reached. */
export const provider = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
}

/** A network that holds files and tells for a short while where they lie; it takes pictures by address and sounds as bytes. */
const network = (baseUrl: string, { hosts = ["127.0.0.1"] } = {}) => {
  const sent: HttpRequest[] = []
  const channel = defineChannel({
    id: "network",
    kind: "chat",
    scheme: "network",
    config: z.strictObject({}),
    capabilities: {
      parts: { image: "full", audio: { level: "full", by: "bytes" }, file: "full" },
      text: { max: 1_000 },
      inbound: true,
      receipts: [],
      idempotency: { kind: "key", window: 86_400_000 },
    },
    inbound: {
      verify: ({ headers }) => ({ scheme: "token", given: headers["x-token"], expected: "s3cret-token" }),
      parse: ({ body }) => {
        const [id = "", address = ""] = String(JSON.parse(body)).split(" ")
        const attachments = [{ kind: "image" as const, url: "part:1", name: "in.png" }]
        const bytes = png("in the call", address)
        return {
          inbound: [{ type: "message", id, address, text: "mira", attachments }],
          files: { "part:1": { bytes, type: "image/jpeg", name: "in.png" } },
        }
      },
    },
    request: ({ content, files = {} }) => {
      const sound = content.audio && files[content.audio.url]
      const said = { image: content.image?.url, sound: sound && [...sound.bytes], text: content.text }
      const request: HttpRequest = { method: "POST", url: `${baseUrl}/send`, headers: {}, body: JSON.stringify(said) }
      sent.push(request)
      return request
    },
    receipt: ({ status }) => ({ status: status === 200 ? "sent" : "delivered", provider: "1" }),
    access: () => ({
      request: () => ({ method: "POST", url: `${baseUrl}/token`, headers: {} }),
      read: ({ body }) => ({ token: body, lasts: 3_600_000 }),
    }),
    extras: () => ({
      media: {
        hosts,
        locate: (reference, { access }) => ({
          method: "GET",
          url: `${baseUrl}/where/${reference}`,
          headers: { authorization: access },
        }),
        download: (_reference, located, { access }) =>
          located?.body ? { method: "GET", url: located.body, headers: { authorization: access } } : undefined,
      },
    }),
  })
  return { sent, channel: channel({}) }
}

/** A house with a web chat, a desk and a network that holds files. */
export const aHouse = async ({
  store,
  baseUrl = "https://network.example",
  ...media
}: {
  readonly store?: Store<Stored>
  readonly baseUrl?: string
  readonly keep?: boolean
  readonly maxBytes?: number
} = {}) => {
  const failures: unknown[] = []
  const { channel, sent } = network(baseUrl)
  const escucha = createTestEscucha({
    channels: { network: channel, chat: webChat({ secret }) },
    desk: { token: deskToken },
    secret,
    publicUrl: "https://shop.example.com",
    ...(store && { store }),
    media: { local: true, ...media },
    report: (failure) => failures.push(failure),
  })
  await escucha.start()
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: { readonly [name: string]: string } = {},
  ) => {
    const isFile = body instanceof Uint8Array
    const answer = await escucha.fetch(
      new Request(`https://shop.example.com${path}`, {
        method,
        headers: { ...(!isFile && body !== undefined && { "content-type": "application/json" }), ...headers },
        ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
      }),
    )
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      value: isJson ? JSON.parse(Buffer.from(bytes).toString()) : undefined,
    }
  }
  const visit = async () => ({ authorization: `Bearer ${(await call("POST", "/client/session", {})).value.token}` })
  const desk = async () => ({
    authorization: `Bearer ${(await call("POST", "/desk/session", { token: deskToken, name: "Eva" })).value.session}`,
  })
  const hears = async (attachments: readonly object[], address = "42") => {
    await escucha.conversations.receive("network", [
      {
        type: "message",
        id: `m-${address}-${JSON.stringify(attachments).length}`,
        address,
        text: "mira",
        attachments: attachments as never,
      }, // of the test
    ])
    await escucha.settled()
  }
  return { escucha, failures, sent, call, visit, desk, hears }
}
