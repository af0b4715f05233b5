import type { Connection, Inbound } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { xmpp } from "../../src/channels/xmpp.ts"
import { messageServer, subject } from "./xmpp.subject.ts"

describe("xmpp", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const now = 1_767_225_600_000
const ana = "ana@social.example/phone"

describe("a line to a server", () => {
  let server: Awaited<ReturnType<typeof messageServer>>
  let connection: Connection
  let heard: Inbound[]
  let reported: unknown[]
  let isSafe: boolean
  /** So often there is no room. */
  let full: number
  const opened = async (password = "pass-one") => {
    const channel = xmpp({ jid: "Bot@shop.example", password, service: server.service })
    if (channel.shape !== "connection") throw new TypeError("XMPP is a connection")
    return channel.open({
      now: () => now,
      receive: async (inbound) => {
        if (!isSafe) throw new TypeError("a bug")
        if (full-- > 0) throw Object.assign(new Error("the disk is full"), { retryable: true })
        heard.push(...inbound)
      },
      report: (failure) => reported.push(failure),
      call: async () => Promise.reject(new TypeError("it makes no calls")),
    })
  }
  beforeEach(async () => {
    server = await messageServer()
    ;[heard, reported, isSafe, full] = [[], [], true, 0]
    connection = await opened()
  })
  afterEach(async () => {
    await connection.close()
    server.close()
  })
  const send = (text: string, address = "ana@social.example", signal = new AbortController().signal) =>
    connection.send({ id: "m_1", address, attempt: 1, content: { text } }, signal)
  /** Brings a stanza in, and gives what came of it. */
  const brings = async (attributes: string, inner: string) => {
    const before = heard.length
    server.deliver(`<message from="${ana}" to="bot@shop.example" ${attributes}>${inner}</message>`)
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(before))
    return heard.slice(before)
  }

  it("sends once the server has taken it, asks for receipts, and leaves out signs that no line can carry", async () => {
    expect(await send("a <b> & 👋 \0\u{b}\ud800 c")).toEqual({ status: "sent", provider: "m_1" })
    const [message = ""] = server.messages
    expect(message).toContain("<body>a &lt;b&gt; &amp; 👋 � c</body>")
    expect(message).toContain('<request xmlns="urn:xmpp:receipts"/>')
    expect(message).toMatch(/^<message to="ana@social.example" id="m_1" type="chat"/)
  })

  it("sends to a server that knows no ping", async () => {
    server.state.knowsPing = false
    expect(await send("hola")).toMatchObject({ status: "sent" })
  })

  it("does not know whether it left where the server says nothing, or the line breaks", async () => {
    server.state.isSilent = true
    const stop = new AbortController()
    const sending = send("one", undefined, stop.signal)
    await vi.waitFor(() => expect(server.messages).toHaveLength(1))
    stop.abort()
    expect(await sending).toMatchObject({ error: { reason: "timeout", sent: "unknown" } })
    const other = send("two")
    await vi.waitFor(() => expect(server.messages).toHaveLength(2))
    server.breakOff()
    expect(await other).toMatchObject({ error: { reason: "network", sent: "unknown" } })
  })

  it("does not send to what is no address", async () => {
    for (const address of ["ana", "", '"><iq/>@x', "ana@shop.example\n"])
      expect(await send("hola", address)).toMatchObject({ error: { reason: "invalid-recipient", sent: "no" } })
    expect(server.messages).toEqual([])
  })

  it("is taken up again when it broke", async () => {
    server.breakOff()
    await vi.waitFor(async () => expect(await send("hola")).toMatchObject({ status: "sent" }), { timeout: 5_000 })
    expect(server.state.lines).toBe(2)
  })

  it("says once that the password is wrong, and not which", async () => {
    const other = await opened("pass-wrong")
    expect(reported).toMatchObject([{ _tag: "DeliveryError", channel: "xmpp", reason: "auth" }])
    expect(String(reported[0])).not.toContain("pass-wrong")
    await other.close()
  })

  it("brings words in, and says that they arrived once they are safe", async () => {
    const request = '<request xmlns="urn:xmpp:receipts"/>'
    const found = await brings('type="chat" id="a1"', `<body>¿dónde está?</body>${request}`)
    expect(found).toMatchObject([
      { type: "message", address: "ana@social.example", text: "¿dónde está?", provider: "a1", at: now },
    ])
    await vi.waitFor(() => expect(server.messages).toHaveLength(1))
    expect(server.messages[0]).toContain('<received xmlns="urn:xmpp:receipts" id="a1"/>')
    expect(server.messages[0]).toContain(`to="${ana}"`)
    isSafe = false
    server.deliver(`<message from="${ana}" type="chat" id="a2"><body>two</body>${request}</message>`)
    await vi.waitFor(() => expect(reported).toHaveLength(1))
    expect(server.messages).toHaveLength(1)
  })

  it("holds what there is no room for at the moment: it comes in later, and is said to have arrived only then", async () => {
    full = 1
    const request = '<request xmlns="urn:xmpp:receipts"/>'
    server.deliver(`<message from="${ana}" type="chat" id="a1"><body>one</body>${request}</message>`)
    await vi.waitFor(() => expect(full).toBe(0))
    expect([heard, server.messages]).toEqual([[], []])
    await vi.waitFor(() => expect(server.messages).toHaveLength(1), { timeout: 5_000 })
    expect(heard).toMatchObject([{ text: "one" }])
    full = 9
    server.deliver(`<message from="${ana}" type="chat" id="a2"><body>two</body></message>`)
    await vi.waitFor(() => expect(full).toBe(8))
    await connection.close()
    await vi.waitFor(() => expect(reported).toHaveLength(1))
  })

  it("is told of once where it cannot be taken up again", async () => {
    server.close()
    await vi.waitFor(() => expect(reported).toMatchObject([{ reason: "network" }]), { timeout: 5_000 })
    expect(await send("hola")).toMatchObject({ error: { reason: "network", sent: "no" } })
  })

  it("knows the same message again, also where two people choose the same id; an id holds no address", async () => {
    const twice = [await brings('id="a1"', "<body>x</body>"), await brings('id="a1"', "<body>x</body>")]
    const [first, second] = twice.map(([one]) => one?.id)
    expect(first).toBe(second)
    expect(first).not.toContain("ana")
    server.deliver('<message from="leo@social.example" id="a1"><body>x</body></message>')
    await vi.waitFor(() => expect(heard).toHaveLength(3))
    expect(heard[2]?.id).not.toBe(first)
    const [own] = await brings(
      'id="a1"',
      '<body>x</body><stanza-id xmlns="urn:xmpp:sid:0" by="bot@shop.example" id="s-7"/>',
    )
    expect(own?.id).toBe("s-7")
    const [forged] = await brings('id="a1"', '<body>x</body><stanza-id xmlns="urn:xmpp:sid:0" by="evil@x" id="s-7"/>')
    expect(forged?.id).toBe(first)
  })

  it.each([
    [
      "new words for an old message",
      '<body>dos</body><replace xmlns="urn:xmpp:message-correct:0" id="a1"/>',
      { type: "edit", message: "a1", text: "dos" },
    ],
    [
      "a message taken back",
      '<body>they took it back</body><retract xmlns="urn:xmpp:message-retract:1" id="a1"/>',
      { type: "edit", message: "a1", text: null },
    ],
    [
      "reactions",
      '<reactions xmlns="urn:xmpp:reactions:0" id="m_1"><reaction>👍</reaction><reaction>❤️</reaction></reactions>',
      { type: "reaction", message: "m_1", emoji: "👍 ❤️" },
    ],
    ["no reaction any more", '<reactions xmlns="urn:xmpp:reactions:0" id="m_1"/>', { type: "reaction", emoji: null }],
    ["who is writing", '<composing xmlns="http://jabber.org/protocol/chatstates"/>', { type: "typing" }],
    [
      "what arrived",
      '<received xmlns="urn:xmpp:receipts" id="m_1"/>',
      { type: "receipt", message: "m_1", status: "delivered" },
    ],
    [
      "what was read",
      '<displayed xmlns="urn:xmpp:chat-markers:0" id="m_1"/>',
      { type: "receipt", message: "m_1", status: "read" },
    ],
    [
      "a file",
      '<body>https://up.example/a.jpg</body><x xmlns="jabber:x:oob"><url>https://up.example/a.jpg</url></x>',
      { type: "message", text: "", attachments: [{ kind: "image", url: "https://up.example/a.jpg" }] },
    ],
    [
      "when it was written",
      '<body>x</body><delay xmlns="urn:xmpp:delay" stamp="2025-12-31T22:00:00Z"/>',
      { at: Date.parse("2025-12-31T22:00:00Z") },
    ],
  ])("brings in %s", async (_, inner, expected) => {
    expect((await brings('type="chat" id="b1"', inner))[0]).toMatchObject({
      address: "ana@social.example",
      ...expected,
    })
  })

  it("brings in what could not be delivered, with the reason", async () => {
    const error = '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>'
    expect(await brings('type="error" id="m_1"', `<body>hola</body>${error}`)).toMatchObject([
      { type: "receipt", message: "m_1", status: "failed", error: "item-not-found" },
    ])
  })

  it("brings in nothing of groups, of headlines and of ourselves", async () => {
    for (const who of [
      'from="room@muc.example/ana" type="groupchat"',
      'from="news@social.example" type="headline"',
      'from="BOT@shop.example/2" type="chat"',
      'from="social.example" type="chat"',
    ])
      server.deliver(`<message ${who} id="c"><body>x</body></message>`)
    expect(await brings('type="chat" id="last"', "<body>x</body>")).toHaveLength(1)
  })
})
