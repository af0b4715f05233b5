import type { Outgoing, Payload } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { instagram } from "../../src/channels/instagram.ts"
import { messenger } from "../../src/channels/messenger.ts"
import { subject as ofInstagram } from "./instagram.subject.ts"
import { events, subject } from "./messenger.subject.ts"

const httpOf = (channel: ReturnType<typeof messenger> | ReturnType<typeof instagram>) => {
  if (channel.shape !== "http" || !channel.inbound) throw new TypeError("Meta talks HTTP both ways")
  return channel
}
const page = httpOf(messenger(subject.config))
const account = httpOf(instagram(ofInstagram.config))
const context = { now: 0, access: "" }
const outgoing = (content: Payload, more: Partial<Outgoing> = {}): Outgoing => ({
  id: "m_1",
  address: "42",
  attempt: 1,
  content,
  ...more,
})

describe("messenger", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("answers a comment under it, or in private, as it is asked to", () => {
    const comment = { inReplyTo: "900_901" }
    const inPublic = page.request(outgoing({ text: "Sí" }, { ...comment, public: { post: "900_1" } }), context)
    expect(inPublic.url).toContain("/900_901/comments")
    const inPrivate = page.request(outgoing({ text: "Sí" }, { ...comment, toPrivate: true }), context)
    expect(JSON.parse(String(inPrivate.body))).toMatchObject({ recipient: { comment_id: "900_901" } })
  })

  it("takes what was read up to a moment for everything that was sent until then", async () => {
    const parsed = page.inbound?.parse(await events({ read: { watermark: 1_767_225_600_000 } }))
    expect(parsed).toMatchObject({
      inbound: [{ type: "receipt", status: "read", message: { upTo: 1_767_225_600_000 } }],
    })
  })

  it("passes over what the page itself wrote under its posts", async () => {
    const ours = {
      object: "page",
      entry: [
        {
          id: subject.config.pageId,
          changes: [
            {
              field: "feed",
              value: {
                item: "comment",
                verb: "add",
                comment_id: "900_902",
                from: { id: subject.config.pageId },
                message: "Sí",
              },
            },
          ],
        },
      ],
    }
    const body = JSON.stringify(ours)
    expect(page.inbound?.parse({ method: "POST", url: "http://localhost/", headers: {}, body })).toEqual({
      inbound: [],
    })
  })
})

describe("instagram", () => {
  it.each(channelConformance(ofInstagram))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("answers a comment under it, by Instagram's own name for that", () => {
    const answer = outgoing({ text: "Sí" }, { inReplyTo: "901", public: { post: "900" } })
    expect(account.request(answer, context).url).toMatch(/graph\.instagram\.com\/v\d+\.0\/901\/replies$/)
  })
})
