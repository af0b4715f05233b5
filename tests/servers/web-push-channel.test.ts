import { createECDH } from "node:crypto"
import { expect, it, type TestContext } from "vitest"
import { createTestEscucha } from "@escucha/core/testing"
import { subscriptionAddress, webPush } from "@escucha/adapters/channels/web-push"
import { callProvider } from "../../packages/core/src/runtime/http.ts"
import { serverOf } from "./support/server.ts"
import { startWebPush } from "./support/web-push.ts"

const server = serverOf("web-push-testing", startWebPush)

const keyPair = () => {
  const curve = createECDH("prime256v1")
  return { publicKey: curve.generateKeys("base64url"), privateKey: curve.getPrivateKey("base64url").padStart(43, "A") }
}

/** A house whose notifications go to the browsers of this push service. */
const aHouse = async (skip: TestContext["skip"]) => {
  const service = server(skip)
  const keys = keyPair()
  const push = webPush({ ...keys, subject: "mailto:help@shop.example", title: "Shop", services: [service.url] })
  const escucha = createTestEscucha({ channels: { push }, transport: callProvider })
  const browser = await service.subscribe(keys.publicKey)
  const person = `web-push:${subscriptionAddress(browser)}`
  const sends = async (text: string) =>
    (await (await escucha.messages.send(person, { text, subject: "Tu pedido" })).settled()).status
  return { service, browser, sends, [Symbol.asyncDispose]: () => escucha.close() }
}

it("notifies a browser, which reads what we wrote", async ({ skip }) => {
  await using house = await aHouse(skip)
  expect(await house.sends("Ya salió 👋")).toBe("sent")
  const [shown = ""] = house.service.shown(house.browser)
  expect(JSON.parse(shown)).toMatchObject({ title: "Tu pedido", body: "Ya salió 👋" })
})

it("writes nowhere again when the browser is gone", async ({ skip }) => {
  await using house = await aHouse(skip)
  house.service.expire(house.browser)
  expect(await house.sends("uno")).toBe("failed")
  expect(await house.sends("dos")).toBe("withheld")
})
