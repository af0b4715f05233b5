import type { Inbound, Outgoing } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { matrix } from "../../src/channels/matrix.ts"
import { config, event, room, subject, sync } from "./matrix.subject.ts"

const channel = matrix(config)
if (channel.shape !== "http" || !channel.poll) throw new TypeError("Matrix is called and asked")
const { poll, request, extras, receipt } = channel
const context = { now: 1_767_225_600_000, access: "" }

const heard = (...given: Parameters<typeof sync>) => {
  const read = poll.read(sync(...given))
  return "inbound" in read ? read : expect.unreachable("a sync is read")
}
const one = (type: string, content: object, more: object = {}): Inbound | undefined =>
  heard([event(type, content, more)]).inbound[0]
const written = (content: Outgoing["content"], more: Partial<Outgoing> = {}): unknown =>
  JSON.parse(String(request({ id: "m_1", address: room, attempt: 1, content, ...more }, context).body))

describe("matrix", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("writes a message under a name of our own, so that it is taken once", () => {
    const { method, url } = request({ id: "m_1.2", address: room, attempt: 3, content: { text: "hola" } }, context)
    expect([method, url]).toEqual([
      "PUT",
      "https://matrix.example/_matrix/client/v3/rooms/!room1%3Amatrix.example/send/m.room.message/m_1.2",
    ])
  })

  it("writes markup as HTML, with the same in plain words; plain words as they are", () => {
    const text = 'a &lt;b&gt;<br>\n<strong>c</strong> <a href="https://shop.example/?a=1&amp;b=2">d</a>'
    expect(written({ text, format: "matrix" })).toEqual({
      msgtype: "m.text",
      body: "a <b>\nc d (https://shop.example/?a=1&b=2)",
      format: "org.matrix.custom.html",
      formatted_body: text,
    })
    expect(written({ text: "1 < 2 & <b>" })).toEqual({ msgtype: "m.text", body: "1 < 2 & <b>" })
  })

  it("marks what a machine wrote, so that no other machine answers it", () => {
    expect(written({ text: "hola" }, { automatic: true })).toMatchObject({ msgtype: "m.notice" })
  })

  it("writes a place as one", () => {
    const place = { latitude: 40.4, longitude: -3.7, name: "Sol" }
    expect(written({ text: "", place })).toEqual({
      msgtype: "m.location",
      body: "Sol, 40.4,-3.7",
      geo_uri: "geo:40.4,-3.7",
    })
  })

  it("takes a room that it is not in for no fault of its token", () => {
    const refused = (status: number, errcode: string) =>
      receipt({ status, headers: {}, body: JSON.stringify({ errcode, error: "no" }) })
    expect(refused(403, "M_FORBIDDEN")).toMatchObject({ error: { reason: "invalid-recipient", sent: "no" } })
    expect(refused(401, "M_UNKNOWN_TOKEN")).toMatchObject({ error: { reason: "auth" } })
    expect(refused(413, "M_TOO_LARGE")).toMatchObject({ error: { reason: "rejected", retryable: false } })
  })

  it("asks for what came since", () => {
    expect(new URL(poll.request(undefined, context).url).searchParams.has("since")).toBe(false)
    const { searchParams } = new URL(poll.request("s1&x", context).url)
    expect([searchParams.get("since"), searchParams.get("timeout")]).toEqual(["s1&x", "0"])
    expect(JSON.parse(searchParams.get("filter") ?? "")).toMatchObject({ room: { state: { types: [] } } })
  })
})

describe("what a room brings", () => {
  it.each([
    ["words", { msgtype: "m.text", body: "hola" }, { text: "hola" }],
    ["words of a machine", { msgtype: "m.notice", body: "away" }, { text: "away", automatic: true }],
    [
      "an answer, without the old words before it",
      {
        msgtype: "m.text",
        body: "> <@shop:matrix.example> ¿llegó?\n> dos\n\nsí",
        "m.relates_to": { "m.in_reply_to": { event_id: "$ours" } },
      },
      { text: "sí", repliesTo: "$ours" },
    ],
    [
      "a file",
      {
        msgtype: "m.image",
        body: "rota",
        filename: "caja.jpg",
        url: "mxc://social.example/AbC-1",
        info: { mimetype: "image/jpeg", size: 12 },
      },
      {
        text: "rota",
        attachments: [
          { kind: "image", url: "provider:social.example/AbC-1", type: "image/jpeg", size: 12, name: "caja.jpg" },
        ],
      },
    ],
    [
      "a voice",
      { msgtype: "m.audio", body: "voice.ogg", url: "mxc://a.example/b", "org.matrix.msc3245.voice": {} },
      { text: "", attachments: [{ kind: "voice", url: "provider:a.example/b", name: "voice.ogg" }] },
    ],
    [
      "a place",
      { msgtype: "m.location", body: "Sol", geo_uri: "geo:40.4,-3.7;u=35" },
      { text: "", place: { latitude: 40.4, longitude: -3.7, name: "Sol" } },
    ],
    [
      "a file that is encrypted",
      { msgtype: "m.image", body: "x", file: { url: "mxc://a.example/b" } },
      { unsupported: "m.image" },
    ],
    ["a file of elsewhere", { msgtype: "m.file", body: "x", url: "https://evil.example/x" }, { unsupported: "m.file" }],
    [
      "a kind that nobody knows",
      { msgtype: "m.key.verification.request", body: "x" },
      { unsupported: "m.key.verification.request" },
    ],
  ])("is %s", (_, content, expected) => {
    expect(one("m.room.message", content)).toMatchObject({ type: "message", id: "$event1", address: room, ...expected })
  })

  it("is new words for an old message, an old message taken back, or a reaction", () => {
    const content = {
      msgtype: "m.text",
      body: "* dos",
      "m.new_content": { msgtype: "m.text", body: "dos" },
      "m.relates_to": { rel_type: "m.replace", event_id: "$old" },
    }
    expect(one("m.room.message", content)).toMatchObject({ type: "edit", message: "$old", text: "dos" })
    const taken = { type: "edit", message: "$old", text: null }
    expect(one("m.room.redaction", { redacts: "$old" })).toMatchObject(taken) // since version 11 of rooms
    expect(one("m.room.redaction", {}, { redacts: "$old" })).toMatchObject(taken)
    const reaction = { "m.relates_to": { rel_type: "m.annotation", event_id: "$old", key: "👍" } }
    expect(one("m.reaction", reaction)).toMatchObject({ type: "reaction", message: "$old", emoji: "👍" })
  })

  it("is kept where it is encrypted, and said to be", () => {
    expect(one("m.room.encrypted", { algorithm: "m.megolm.v1.aes-sha2", ciphertext: "x" })).toMatchObject({
      type: "message",
      text: "",
      unsupported: "m.room.encrypted",
    })
  })

  it("is read marks of others: of one message, and of what was there long before it", () => {
    const marks = {
      type: "m.receipt",
      content: {
        $ours: { "m.read": { "@ana:social.example": { ts: 1_767_225_700_000 } } },
        $theirs: { "m.read": { [config.userId]: { ts: 1 } } },
      },
    }
    expect(heard([], [marks]).inbound).toEqual([
      { type: "receipt", id: "read:$ours", address: room, message: "$ours", status: "read", at: 1_767_225_700_000 },
      {
        type: "receipt",
        id: "read-up-to:$ours",
        address: room,
        message: { upTo: 1_767_225_695_000 },
        status: "read",
        at: 1_767_225_700_000,
      },
    ])
  })

  it("is that somebody else writes", () => {
    const typing = (...users: readonly string[]) => ({ type: "m.typing", content: { user_ids: users } })
    expect(heard([], [typing(config.userId, "@ana:social.example")]).inbound).toMatchObject([{ type: "typing" }])
    expect(heard([], [typing(config.userId)]).inbound).toEqual([])
  })

  it.each([[null], [[]], [{ rooms: [] }], [{ rooms: { join: { "../x": {}, "!a": null } } }], [{ rooms: { join: 7 } }]])(
    "is nothing where it is %j",
    (body) => {
      expect(poll.read({ status: 200, headers: {}, body: JSON.stringify(body) })).toMatchObject({ inbound: [] })
    },
  )
})

describe("an invitation", () => {
  const invited = (isDirect: boolean, ...more: readonly object[]) => {
    const member = {
      type: "m.room.member",
      state_key: config.userId,
      content: { membership: "invite", is_direct: isDirect },
    }
    return heard([], [], { invite: { "!new:social.example": { invite_state: { events: [member, ...more] } } } }).calls
  }

  it("to talk with one person is taken", () => {
    expect(invited(true)).toMatchObject([
      { method: "POST", url: "https://matrix.example/_matrix/client/v3/join/!new%3Asocial.example", body: "{}" },
    ])
  })

  it("into a group, or where nobody could read what is said, is not", () => {
    expect(invited(false)).toEqual([])
    expect(invited(true, { type: "m.room.encryption", state_key: "", content: {} })).toEqual([])
  })
})

describe("beside messages", () => {
  const target = { address: room, provider: "$ours" }

  it("an edit has the new words twice, for programs that know no edits, and its own name", () => {
    const edit = extras.edit?.(target, { text: "dos" }, context)
    expect(edit?.url).toContain("/send/m.room.message/edit-1767225600000-%24ours")
    const fresh = { msgtype: "m.text", body: "dos" }
    expect(JSON.parse(String(edit?.body))).toEqual({
      ...fresh,
      "m.new_content": fresh,
      "m.relates_to": { rel_type: "m.replace", event_id: "$ours" },
    })
  })

  it("a file is fetched from the server of the account alone", () => {
    const fetched = extras.media?.download("social.example/AbC-1", undefined, context)
    expect(fetched).toMatchObject({
      url: "https://matrix.example/_matrix/client/v1/media/download/social.example/AbC-1",
      headers: { authorization: "Bearer access-token-of-the-shop" },
    })
    expect(extras.media?.download("a/b/../../c", undefined, context)).toBeUndefined()
  })
})

const spec = join(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/matrix/sync.yaml",
)

it("reads the answer that the description of the interface gives as an example", ({ skip }) => {
  if (!existsSync(spec)) return skip("data not present")
  const text = readFileSync(spec, "utf8")
  const from = text.indexOf("value: {", text.indexOf("examples:\n                response:")) + "value: ".length
  const example = text.slice(from, text.indexOf("\n      tags:", from))
  const read = poll.read({ status: 200, headers: {}, body: example })
  expect(read).toMatchObject({
    inbound: [
      {
        type: "message",
        id: "$143273582443PhrSn:example.org",
        address: "!726s6s6q:example.com",
        text: "This is an example text message",
        at: 1_432_735_824_653,
      },
    ],
    cursor: "s72595_4483_1934",
  })
})
