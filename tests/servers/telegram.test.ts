import { expect, it } from "vitest"
import { serverOf } from "./support/server.ts"
import { startTelegram } from "./support/telegram.ts"

const telegram = serverOf("telegram-test-api", startTelegram)

const call = async (url: string, token: string, method: string, body: object): Promise<unknown> => {
  const headers = { "content-type": "application/json" }
  return (await fetch(`${url}/bot${token}/${method}`, { method: "POST", headers, body: JSON.stringify(body) })).json()
}

it("hands a bot what a person wrote, once, and keeps its reply", async ({ skip }) => {
  const { url, write, wrote } = telegram(skip)
  await write("1:a", 42, "¿dónde está mi pedido?")
  expect(await call(url, "1:a", "getUpdates", {})).toMatchObject({
    ok: true,
    result: [{ message: { chat: { id: 42 }, text: "¿dónde está mi pedido?" } }],
  })
  expect(await call(url, "1:a", "getUpdates", {})).toMatchObject({ ok: true, result: [] })
  expect(await call(url, "1:a", "sendMessage", { chat_id: 42, text: "En camino" })).toMatchObject({ ok: true })
  expect(wrote("1:a", 42)).toEqual(["En camino"])
  expect(wrote("2:b", 42)).toEqual([])
})

it("keeps the people of two bots apart", async ({ skip }) => {
  const { url, write } = telegram(skip)
  await write("3:c", 7, "hola")
  expect(await call(url, "4:d", "getUpdates", {})).toMatchObject({ result: [] })
})
