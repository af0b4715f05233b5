import { createECDH } from "node:crypto"
import { expect, it } from "vitest"
import { installed } from "./support/installed.ts"
import { notPresent, serverOf } from "./support/server.ts"
import { startWebPush } from "./support/web-push.ts"

const webPush = serverOf("web-push-testing", startWebPush)

interface Details {
  readonly endpoint: string
  readonly method: string
  readonly headers: { readonly [name: string]: string | number }
  readonly body: Uint8Array<ArrayBuffer>
}
interface Library {
  readonly generateRequestDetails: (subscription: object, payload: string, options: object) => Details
}

const keyPair = () => {
  const curve = createECDH("prime256v1")
  return { publicKey: curve.generateKeys("base64url"), privateKey: curve.getPrivateKey("base64url").padStart(43, "A") }
}

const push = async (
  skip: (note: string) => never,
  subscription: object,
  words: string,
  keys: ReturnType<typeof keyPair>,
) => {
  const library = (installed("web-push") ?? skip(notPresent("web-push"))) as Library // what web-push 3 exports
  const { endpoint, method, headers, body } = library.generateRequestDetails(subscription, words, {
    vapidDetails: { subject: "mailto:help@shop.example", ...keys },
  })
  const { "Content-Length": _, ...own } = headers
  const sent = Object.entries(own).map(([name, value]) => [name, String(value)] as const)
  return (await fetch(endpoint, { method, headers: new Headers(sent.map(([name, value]) => [name, value])), body }))
    .status
}

it("shows what the provider's own library encrypted for a browser", async ({ skip }) => {
  const server = webPush(skip)
  const keys = keyPair()
  const browser = await server.subscribe(keys.publicKey)
  expect(await push(skip, browser, "¿Cómo fue?", keys)).toBe(201)
  expect(server.shown(browser)).toEqual(["¿Cómo fue?"])
})

it("takes nothing that another site signed", async ({ skip }) => {
  const server = webPush(skip)
  const browser = await server.subscribe(keyPair().publicKey)
  expect(await push(skip, browser, "hola", keyPair())).toBe(400)
  expect(server.shown(browser)).toEqual([])
})

it("says that a browser is gone", async ({ skip }) => {
  const server = webPush(skip)
  const keys = keyPair()
  const browser = await server.subscribe(keys.publicKey)
  server.expire(browser)
  expect(await push(skip, browser, "hola", keys)).toBe(410)
})
