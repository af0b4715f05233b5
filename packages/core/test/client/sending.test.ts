import { afterEach, describe, expect, it } from "vitest"
import { aReply, noNetwork } from "./fake-server.ts"
import { opened } from "./opened.ts"

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const watched = async (prepare: (parts: ReturnType<typeof opened>) => void = () => {}) => {
  const parts = opened()
  prepare(parts)
  const { conversation, client, server } = parts
  conversation.subscribe(() => {})
  ends.push(() => client.close())
  await expect.poll(() => conversation.getSnapshot().status === "live" && server.streams()).toBe(1)
  const receipts = () => server.to("receipts").map(({ body }) => `${String(body["status"])} ${String(body["upTo"])}`)
  return { ...parts, receipts }
}

const at = (text: string, moment: number) => ({ ...aReply(text), at: moment })

describe("a page with a conversation", () => {
  it("tells once what it has, and once what was seen", async () => {
    const { server, conversation, receipts } = await watched(({ server: { history } }) => history.push(at("uno", 5)))
    await expect.poll(receipts).toEqual(["delivered 5"])
    server.say({ type: "message", message: at("dos", 7) })
    await expect.poll(receipts).toEqual(["delivered 5", "delivered 7"])
    for (let time = 0; time < 3; time += 1) conversation.read()
    await expect.poll(receipts).toEqual(["delivered 5", "delivered 7", "read 7"])
  })

  it("tells nothing where the team said nothing", async () => {
    const { conversation, server, receipts } = await watched()
    conversation.send("hola")
    await expect.poll(() => server.to("messages")).toHaveLength(1)
    conversation.read()
    expect(receipts()).toEqual([])
  })

  it("tells again with the next thing what did not arrive", async () => {
    const { server, receipts } = await watched(({ server: { history, plan } }) => {
      history.push(at("uno", 5))
      plan("receipts", noNetwork)
    })
    await expect.poll(receipts).toEqual(["delivered 5"])
    server.say({ type: "message", message: at("dos", 7) })
    await expect.poll(receipts).toEqual(["delivered 5", "delivered 7"])
  })

  it("says that somebody writes also after the clock of their device was set back", async () => {
    const { conversation, page, server } = opened()
    conversation.typing()
    await expect.poll(() => server.to("typing")).toHaveLength(1)
    page.pass(-3_600_000)
    conversation.typing()
    await expect.poll(() => server.to("typing")).toHaveLength(2)
  })

  it("tells that somebody is writing, once in a while", async () => {
    const { server, conversation, page } = await watched()
    for (let stroke = 0; stroke < 5; stroke += 1) conversation.typing()
    await expect.poll(() => server.to("typing")).toHaveLength(1)
    page.pass(3_000)
    conversation.typing()
    await expect.poll(() => server.to("typing")).toHaveLength(2)
    conversation.send("hola") // and what is written after it is said at once
    conversation.typing()
    await expect.poll(() => server.to("typing")).toHaveLength(3)
  })

  it("hears that the team is writing", async () => {
    const { server, conversation } = await watched()
    server.say({ type: "typing", at: 9 })
    await expect.poll(() => conversation.getSnapshot().typedAt).toBe(9)
  })

  it("sends files and texts in the order in which they were given", async () => {
    const { server, conversation } = await watched()
    conversation.send("uno")
    conversation.send(" mira ", { file: new File(["abc"], "taza.png", { type: "image/png" }) })
    conversation.send("", { file: new Blob(["ruido"], { type: "audio/webm" }), isVoice: true })
    conversation.send("dos")
    const paths = () =>
      server.calls.map(({ path }) => path).filter((path) => path === "messages" || path.startsWith("media"))
    await expect
      .poll(paths)
      .toEqual([
        "messages",
        "media?id=id-2&text=mira&name=taza.png",
        "media?id=id-3&text=&name=file&as=voice",
        "messages",
      ])
    expect(conversation.getSnapshot().messages.map(({ text, upload }) => [text, upload?.isVoice])).toEqual([
      ["uno", undefined],
      ["mira", undefined],
      ["", true],
      ["dos", undefined],
    ])
  })
})
