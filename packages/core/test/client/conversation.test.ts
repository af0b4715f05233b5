import { afterEach, describe, expect, it } from "vitest"
import { aReply, noNetwork, refusal } from "./fake-server.ts"
import { opened } from "./opened.ts"

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A page with the conversation open. */
const watched = async (prepare: (parts: ReturnType<typeof opened>) => void = () => {}) => {
  const parts = opened()
  prepare(parts)
  const { conversation, client, server } = parts
  const leave = conversation.subscribe(() => {})
  ends.push(() => client.close())
  const texts = () => conversation.getSnapshot().messages.map(({ text, state }) => `${text}: ${state}`)
  const live = () => expect.poll(() => conversation.getSnapshot().status === "live" && server.streams()).toBe(1)
  await live()
  return { ...parts, leave, texts, live }
}

const busy = refusal(503, { reason: "busy", message: "too much is waiting", retryAfter: 100 })
const tooLarge = refusal(413, { reason: "too-large", field: "text", message: "text: give at most 65536 characters" })

describe("the conversation of a page", () => {
  it("begins with what was said before, then hears what is said", async () => {
    const { server, texts } = await watched(({ server: { history } }) => history.push(aReply("Hola")))
    expect(texts()).toEqual(["Hola: sent"])
    server.say({ type: "message", message: aReply("¿Sigues ahí?") })
    await expect.poll(texts).toEqual(["Hola: sent", "¿Sigues ahí?: sent"])
  })

  it("shows a text at once, and that the server has it when it has it", async () => {
    const { conversation, texts } = await watched()
    conversation.send("  ¿Dónde está mi pedido? ")
    expect(texts()).toEqual(["¿Dónde está mi pedido?: sending"])
    await expect.poll(texts).toEqual(["¿Dónde está mi pedido?: sent"])
  })

  it("says nothing when there is nothing to say", async () => {
    const { conversation, texts } = await watched()
    conversation.send(" \n ")
    expect(texts()).toEqual([])
  })

  it("shows a text once, though the server repeats it", async () => {
    const { conversation, server, texts } = await watched()
    conversation.send("Hola")
    server.say({ type: "message", message: { id: "id-1", from: "customer", text: "Hola", at: 1 } })
    await expect.poll(texts).toEqual(["Hola: sent"])
    await expect.poll(() => server.to("messages")).toHaveLength(1)
    expect(texts()).toEqual(["Hola: sent"])
  })

  it("keeps the order of texts: what failed goes before what was written after it, under the same ids", async () => {
    const { conversation, server, texts } = await watched(({ server: { plan } }) => plan("messages", busy))
    conversation.send("one")
    conversation.send("two")
    await expect.poll(texts).toEqual(["one: failed", "two: failed"])
    expect(conversation.getSnapshot().messages[0]?.problem?.reason).toBe("busy")
    conversation.retry()
    await expect.poll(texts).toEqual(["one: sent", "two: sent"])
    expect(server.to("messages").map(({ body }) => body["id"])).toEqual(["id-1", "id-1", "id-2"])
  })

  it("does not send again what the server refused, and goes on with the rest", async () => {
    const { conversation, server, texts } = await watched(({ server: { plan } }) => plan("messages", tooLarge))
    conversation.send("long")
    conversation.send("short")
    await expect.poll(texts).toEqual(["long: failed", "short: sent"])
    conversation.retry()
    expect(texts()).toEqual(["long: failed", "short: sent"])
    expect(server.to("messages")).toHaveLength(2)
  })

  it("sends what failed by itself when the connection is back", async () => {
    const { conversation, server, page, texts, live } = await watched(({ server: { plan } }) =>
      plan("messages", noNetwork),
    )
    conversation.send("Hola")
    await expect.poll(texts).toEqual(["Hola: failed"])
    server.restart()
    await expect.poll(page.nextPause).toBe(500)
    page.pass(500)
    await live()
    await expect.poll(texts).toEqual(["Hola: sent"])
  })

  const asked = (question: string, id = question) => ({
    ...aReply(question, id),
    asks: { survey: "score", question },
    choices: [{ value: "9", label: "9" }],
  })
  const score = (answers: { readonly [question: string]: unknown }, done = false, response = "r") => ({
    response,
    definition: { name: "score", version: "1", questions: [] },
    answers,
    done,
  })

  it("offers no choice of a question that was answered elsewhere meanwhile", async () => {
    const { conversation, server } = await watched(({ server: { history } }) => history.push(asked("recommend")))
    const choices = () => conversation.getSnapshot().messages.map((line) => line.choices?.length)
    server.say({ type: "survey", survey: score({}) })
    server.say({ type: "message", message: asked("fix") })
    server.say({ type: "message", message: { ...aReply("Your own choice"), choices: [{ value: "a", label: "A" }] } })
    await expect.poll(choices).toEqual([1, 1, 1])
    server.say({ type: "survey", survey: score({ recommend: 9 }) })
    await expect.poll(choices).toEqual([0, 1, 1])
    server.say({ type: "survey", survey: score({ recommend: 9 }, true) })
    await expect.poll(choices).toEqual([0, 0, 1])
  })

  it("offers no choice of a question that had been answered before the page was opened", async () => {
    const { conversation } = opened({ survey: score({ recommend: 9 }) })
    ends.push(conversation.subscribe(() => {}))
    await expect.poll(() => conversation.getSnapshot().surveys).toEqual(["score"])
    const parts = opened({ survey: score({ recommend: 9 }) })
    parts.server.history.push(asked("recommend"), asked("fix"))
    ends.push(parts.conversation.subscribe(() => {}))
    await expect
      .poll(() => parts.conversation.getSnapshot().messages.map((line) => line.choices?.length))
      .toEqual([0, 1])
  })

  it("says which surveys wait", async () => {
    const { conversation, server } = await watched()
    const survey = {
      response: "r",
      definition: { name: "score", version: "1", questions: [] },
      answers: {},
      done: false,
    }
    server.say({ type: "survey", survey })
    await expect.poll(() => conversation.getSnapshot().surveys).toEqual(["score"])
    server.say({ type: "survey", survey: { ...survey, done: true } })
    await expect.poll(() => conversation.getSnapshot().surveys).toEqual([])
  })
})

describe("the connection of a page", () => {
  it("goes on after the last event when it breaks", async () => {
    const { server, page, texts, live } = await watched()
    server.say({ type: "message", message: aReply("one") })
    await expect.poll(texts).toEqual(["one: sent"])
    server.restart()
    await expect.poll(page.nextPause).toBe(500)
    page.pass(500)
    await live()
    expect(server.to("events").map(({ lastEventId }) => lastEventId)).toEqual(["0", "1"])
    expect(server.to("conversation")).toHaveLength(1)
  })

  it("loses nothing that came in one piece with the message at which the network went", async () => {
    const { conversation, page, server, texts, live } = await watched()
    let cuts = 0
    const cut = () => conversation.getSnapshot().messages.length === 1 && cuts++ === 0 && page.network(false)
    ends.push(conversation.subscribe(cut))
    const event = (id: number, said: string) =>
      `id: ${id}\ndata: ${JSON.stringify({ type: "message", message: aReply(said) })}\n\n`
    server.send(event(1, "one") + event(2, "two"))
    await expect.poll(() => conversation.getSnapshot().status).toBe("offline")
    expect(texts()).toEqual(["one: sent"])
    page.network(true)
    page.pass(1_000)
    await live()
    expect(server.to("events").at(-1)?.lastEventId).toBe("1")
  })

  it("backs off while the server is away, and says so", async () => {
    const { conversation, server, page, live } = await watched()
    for (let times = 0; times < 3; times++) server.plan("events", noNetwork)
    server.restart()
    for (const expected of [500, 1_000, 2_000, 4_000]) {
      await expect.poll(page.nextPause).toBe(expected)
      page.pass(expected)
    }
    await live()
    expect(conversation.getSnapshot().problem).toBeUndefined()
  })

  it("is offline, with the reason, after it failed twice", async () => {
    const { conversation, server, page } = await watched()
    server.plan("events", busy)
    server.restart()
    await expect.poll(page.nextPause).toBe(500)
    expect(conversation.getSnapshot().status).toBe("connecting")
    page.pass(500)
    await expect
      .poll(() => conversation.getSnapshot())
      .toMatchObject({ status: "offline", problem: { reason: "busy" } })
    expect(page.nextPause()).toBe(100) // the server said when to come back
  })

  it("waits for the network instead of asking for it", async () => {
    const { conversation, server, page, live } = await watched()
    page.network(false)
    await expect.poll(() => conversation.getSnapshot().status).toBe("offline")
    page.pass(3_600_000)
    await expect.poll(() => server.streams()).toBe(0)
    expect(server.to("events")).toHaveLength(1)
    page.network(true)
    await live()
  })

  it("is made anew when the server has been silent for too long", async () => {
    const { server, page, live } = await watched()
    page.pass(44_999)
    server.send(": still here\n\n")
    await expect.poll(page.nextPause).toBe(45_000)
    page.pass(45_000)
    await expect.poll(page.nextPause).toBe(500)
    page.pass(500)
    await live()
    expect(server.to("events")).toHaveLength(2)
  })

  it("passes over events that cannot be read", async () => {
    const { server, texts } = await watched()
    server.send("id: 9\ndata: {broken\n\n")
    server.say({ type: "message", message: { id: 1 } })
    server.say({ type: "message", message: aReply("Hola") })
    await expect.poll(texts).toEqual(["Hola: sent"])
  })

  it("ends when nobody watches any more, and goes on when somebody does again", async () => {
    const { conversation, server, leave, live } = await watched()
    const leaveToo = conversation.subscribe(() => {})
    leave()
    await Promise.resolve()
    expect(server.streams()).toBe(1)
    leaveToo()
    await expect.poll(() => server.streams()).toBe(0)
    conversation.subscribe(() => {})
    await live()
    expect(server.to("conversation")).toHaveLength(1)
  })

  it("stays when the one who watched comes back at once", async () => {
    const { conversation, server, leave } = await watched()
    leave()
    conversation.subscribe(() => {})
    await Promise.resolve()
    expect(server.to("events")).toHaveLength(1)
    expect(server.streams()).toBe(1)
  })

  it("leaves nothing behind when the client is closed", async () => {
    const { client, server, page } = await watched()
    client.close()
    await expect.poll(() => server.streams()).toBe(0)
    await expect.poll(page.held).toBe(0)
  })
})
