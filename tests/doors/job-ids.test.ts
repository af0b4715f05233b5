import { expect, it } from "vitest"
import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import { incoming } from "../../packages/adapters/src/mail/incoming.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { call } from "./caller.ts"

it("no job is called by an address, of a mail or of a person for whom the host minted a session", async () => {
  let release = () => {}
  const end = new Promise<void>((resolve) => {
    release = resolve
  })
  await using escucha = createTestEscucha({
    channels: {
      chat: webChat({ secret: "a secret of a test, long enough to seal with", visitors: false }),
      mail: fakeChannel({ scheme: "email" }),
    },
    contact: { quietHours: ["00:00", "23:59"] },
    sentiment: { slow: { name: "late@1", speed: "slow", analyze: () => end } },
    rules: [{ name: "hold", on: "message-received", do: () => end }],
  })
  const { token } = await escucha.sessions.mint("ana@example.com")
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const said = await call(escucha, "POST", "/client/messages", { headers, body: { id: "1", text: "hola" } })
  expect(said.status).toBe(201)
  const lines = ["From: ana@example.com", "Message-ID: <ana.1@example.com>", "", "hola", ""]
  const mail = await incoming(Buffer.from(lines.join("\r\n")), { sender: "ana@example.com", now: escucha.clock.now() })
  if (!("message" in mail)) throw new TypeError("it came in as something else")
  await escucha.conversations.receive("mail", [mail.message])
  await escucha.messages.send("email:ana@example.com", { text: "in the morning" })
  const jobs = JSON.stringify((await escucha.store.jobs({ limit: 100 })).items)
  expect(jobs).toMatch(/"type":"rule".*"type":"analyze"|"type":"analyze".*"type":"rule"/)
  expect(jobs).toContain('"type":"send"')
  expect(jobs).not.toContain("example.com")
  release()
})
