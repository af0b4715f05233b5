import { channelConformance } from "@escucha/core/testing"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { facetsOf } from "../../src/bluesky/post.ts"
import { bluesky } from "../../src/channels/bluesky.ts"
import { blueskyMessages } from "../../src/channels/bluesky-messages.ts"
import { config, mention, person, subject } from "./bluesky.subject.ts"
import { log, subject as ofMessages } from "./bluesky-messages.subject.ts"

const posts = bluesky(config)
const messages = blueskyMessages(config)
if (posts.shape !== "http" || !posts.poll || messages.shape !== "http" || !messages.poll)
  throw new TypeError("Bluesky is called and asked")
const context = { now: 1_767_225_600_000, access: "token" }
const bodyOf = (channel: typeof posts | typeof messages, text: string, inReplyTo?: string) => {
  const made = channel.request(
    { id: "m_1", address: "3lbconvo", attempt: 1, content: { text }, ...(inReplyTo && { inReplyTo }) },
    context,
  )
  return JSON.parse(String(made.body))
}
const read = (channel: { readonly poll?: typeof posts.poll }, body: object) =>
  channel.poll?.read({ status: 200, headers: {}, body: JSON.stringify(body) })

describe("bluesky", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("answers a post under it, and names the first post of the thread", () => {
    const root = { uri: `at://${person}/app.bsky.feed.post/3root`, cid: "bafyroot" }
    const reply = { root, parent: root }
    const heard = read(posts, { notifications: [{ ...mention, record: { ...mention.record, reply } }] })
    const [found] = heard && "inbound" in heard ? heard.inbound : []
    const provider = found?.type === "message" ? found.provider : undefined
    expect(bodyOf(posts, "sí", provider).record.reply).toEqual({ parent: { uri: mention.uri, cid: mention.cid }, root })
  })

  it("hears where people read the post", () => {
    expect(read(posts, { notifications: [mention] })).toMatchObject({
      inbound: [
        { public: { url: "https://bsky.app/profile/ana.example/post/3lbtest" }, name: "Ana Ruiz", language: "es" },
      ],
    })
  })

  it("marks a link by where it stands in bytes", () => {
    expect(facetsOf("¡aquí! https://shop.example/a.")).toMatchObject([{ index: { byteStart: 9, byteEnd: 31 } }])
  })
})

describe("direct messages of bluesky", () => {
  it.each(channelConformance(ofMessages))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("come with the account of whoever wrote, and not those of our own", () => {
    expect(read(messages, { logs: [log] })).toMatchObject({
      inbound: [{ address: "3lbconvo", also: [`bluesky:${person}`] }],
    })
    const own = { ...log, message: { ...log.message, sender: { did: config.did } } }
    expect(read(messages, { logs: [own] })).toMatchObject({ inbound: [] })
  })
})

const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/lexicons",
)
describe.skipIf(!existsSync(folder))("the lexicons of Bluesky (skipped: data not present)", () => {
  const schemaOf = (name: string) => JSON.parse(readFileSync(resolve(folder, `${name}.json`), "utf8")).defs.main
  it("find everything in our calls that they demand, and nothing that they do not know", () => {
    const post = schemaOf("app.bsky.feed.post").record
    const { record, ...create } = bodyOf(posts, "hola https://shop.example/a", "at://x/app.bsky.feed.post/y bafy")
    const { $type: _, ...fields } = record
    expect(Object.keys(post.properties)).toEqual(expect.arrayContaining(Object.keys(fields)))
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(post.required))
    const input = schemaOf("com.atproto.repo.createRecord").input.schema
    expect(Object.keys(input.properties)).toEqual(expect.arrayContaining(Object.keys({ record, ...create })))
    const send = schemaOf("chat.bsky.convo.sendMessage").input.schema
    expect(Object.keys(bodyOf(messages, "hola")).sort()).toEqual([...send.required].sort())
  })
})
