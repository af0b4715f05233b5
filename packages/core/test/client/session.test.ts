import { describe, expect, it } from "vitest"
import type { VisitorStorage } from "../../src/client/visitor-storage.ts"
import { refusal } from "./fake-server.ts"
import { aStorage, opened } from "./opened.ts"

const unauthorized = refusal(401, {
  reason: "unauthorized",
  field: "session",
  message: "session: open a session first, or renew it",
})

describe("the session of a page", () => {
  it("is opened with the first call, and calls nothing before", async () => {
    const { server, conversation } = opened()
    expect(server.calls).toEqual([])
    conversation.send("Hola")
    await expect
      .poll(() => server.calls.map(({ path, token }) => [path, token]))
      .toEqual([
        ["session", undefined],
        ["messages", "token-1"],
      ])
  })

  it("is opened once for calls at the same time", async () => {
    const { server, client } = opened()
    client.survey("score").subscribe(() => {})
    client.conversation().subscribe(() => {})
    await expect.poll(() => server.streams()).toBe(1)
    expect(server.to("session")).toHaveLength(1)
    client.close()
  })

  it("is the same visitor's at the next visit", async () => {
    const storage = aStorage()
    const first = opened({ storage })
    first.conversation.send("Hola")
    await expect.poll(() => first.server.to("messages")).toHaveLength(1)
    const second = opened({ storage })
    second.conversation.send("Soy yo")
    await expect.poll(() => second.server.to("messages").map(({ token }) => token)).toEqual(["token-1"])
    expect(second.server.to("session")).toEqual([])
  })

  it("is renewed, as the same visitor, when half of its time is over", async () => {
    const { server, page, conversation } = opened()
    conversation.send("one")
    await expect.poll(() => server.to("messages")).toHaveLength(1)
    page.pass(5_000_001)
    conversation.send("two")
    await expect.poll(() => server.to("messages").map(({ token }) => token)).toEqual(["token-1", "token-2"])
    expect(server.to("session").map(({ token }) => token)).toEqual([undefined, "token-1"])
  })

  it("goes on with a token that holds, where the renewal fails", async () => {
    const { server, page, conversation } = opened()
    conversation.send("one")
    await expect.poll(() => server.to("messages")).toHaveLength(1)
    page.pass(5_000_001)
    server.plan("session", refusal(503, { reason: "busy", message: "later" }))
    conversation.send("two")
    await expect.poll(() => server.to("messages").map(({ token }) => token)).toEqual(["token-1", "token-1"])
  })

  it("is opened anew, once, when the server takes it no longer", async () => {
    const { server, conversation } = opened()
    server.plan("messages", unauthorized)
    server.plan("messages", unauthorized)
    conversation.send("Hola")
    await expect.poll(() => conversation.getSnapshot().messages[0]?.state).toBe("failed")
    expect(server.to("messages").map(({ token }) => token)).toEqual(["token-1", "token-2"])
  })

  it("is the host's, where the host gives one, and is asked for again when it was refused", async () => {
    let minted = 0
    const { server, conversation } = opened({ session: async () => `host-${++minted}` })
    server.plan("messages", unauthorized)
    conversation.send("Hola")
    await expect.poll(() => conversation.getSnapshot().messages[0]?.state).toBe("sent")
    expect(server.calls.map(({ path, token }) => [path, token])).toEqual([
      ["messages", "host-1"],
      ["messages", "host-2"],
    ])
  })

  it("fails as a value where the host gives none", async () => {
    const { conversation } = opened({ session: () => Promise.reject(new TypeError("signed out")) })
    conversation.send("Hola")
    await expect.poll(() => conversation.getSnapshot().messages[0]?.problem?.message).toMatch(/^session: /)
  })

  it("lives without a storage that the browser refuses, or that holds what is not ours", async () => {
    const refusing: VisitorStorage = {
      getItem: () => {
        throw new DOMException("no", "SecurityError")
      },
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError")
      },
    }
    for (const storage of [refusing, { getItem: () => "{not json", setItem: () => {} }]) {
      const { server, conversation } = opened({ storage })
      conversation.send("one")
      conversation.send("two")
      await expect.poll(() => server.to("messages").map(({ token }) => token)).toEqual(["token-1", "token-1"])
    }
  })
})
