import { describe, expect, it } from "vitest"
import { createTestEscucha } from "../../src/testing/escucha.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"
import * as z from "zod"

const aHouse = () => {
  const chat = fakeChannel({ scheme: "tel" })
  const escucha = createTestEscucha({
    traits: { name: z.string() },
    channels: { chat },
    rules: [
      {
        name: "sorry",
        on: "message-received",
        do: (_, act) => act.reply({ es: "Lo sentimos, {name}.", en: "We are sorry, {name}." }),
      },
    ],
  })
  const texts = async () => {
    await escucha.settled()
    return chat.delivered.map(({ content }) => content.text)
  }
  const writes = (text: string) =>
    escucha.conversations.receive("chat", [{ type: "message", id: text, address: "34600111222", text }])
  return { escucha, texts, writes }
}

describe("the words of a message", () => {
  it("never call a customer by their own telephone number", async () => {
    const { escucha, texts, writes } = aHouse()
    await writes("hello, where is my order?")
    expect(await texts()).toEqual(["We are sorry."])
    await escucha.customers.identify("tel:34600111222", { name: "Ana" })
    await writes("and now?")
    expect(await texts()).toEqual(["We are sorry.", "We are sorry, Ana."])
    await escucha.close()
  })

  it("go out as a person typed them where that is asked for", async () => {
    const { escucha, texts, writes } = aHouse()
    await escucha.customers.identify("tel:34600111222", { name: "Ana" })
    await writes("which code?")
    await texts()
    await escucha.messages.reply("tel:34600111222", { text: "Use {code}, {name}." }, { verbatim: true })
    await escucha.messages.reply("tel:34600111222", { text: "Use {code|A1}, {name}." })
    expect((await texts()).slice(1)).toEqual(["Use {code}, {name}.", "Use A1, Ana."])
    await escucha.close()
  })

  it("are never marked up by what a customer calls themselves", async () => {
    const { escucha, texts, writes } = aHouse()
    await escucha.customers.identify("tel:34600111222", { name: "[Ana](https://evil.example) *_" })
    await writes("hello?")
    await texts()
    await escucha.messages.reply("tel:34600111222", { text: "**Hola {name}**", format: "markdown" })
    expect((await texts()).at(-1)).toBe("Hola [Ana](https://evil.example) *_")
    await escucha.close()
  })

  it("of the past are kept as they were written", async () => {
    const { escucha } = aHouse()
    await escucha.conversations.record({
      id: "1",
      at: 1,
      author: "Ana",
      channel: "chat",
      address: "1",
      text: "use {code}",
    })
    const [entry] = (await escucha.customers.timeline("tel:1")).items
    expect(entry).toMatchObject({ kind: "message-written", data: { content: { text: "use {code}" } } })
    await escucha.close()
  })
})
