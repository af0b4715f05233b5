import type { Outgoing } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mastodon } from "../../src/channels/mastodon.ts"
import { textOfHtml } from "../../src/html.ts"
import { mention, subject } from "./mastodon.subject.ts"

const channel = mastodon(subject.config)
if (channel.shape !== "http" || !channel.poll) throw new TypeError("Mastodon is called and asked")
const { poll, request } = channel
const call = (more: Partial<Outgoing> = {}) =>
  request(
    { id: "m_1", address: "ana@social.example", attempt: 1, content: { text: "sí" }, ...more },
    { now: 0, access: "" },
  )
const heard = (...all: readonly object[]) => poll.read({ status: 200, headers: {}, body: JSON.stringify(all) })

describe("mastodon", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("answers the person alone, unless it is to be said in public", () => {
    expect(JSON.parse(String(call().body))).toMatchObject({ status: "@ana@social.example sí", visibility: "direct" })
    expect(JSON.parse(String(call({ public: { post: "7001" }, inReplyTo: "7001" }).body))).toMatchObject({
      visibility: "unlisted",
      in_reply_to_id: "7001",
    })
  })

  it("shows nobody else what it says to one alone, whoever is named in the words", () => {
    const statusOf = (more: Partial<Outgoing>): unknown => JSON.parse(String(call(more).body)).status
    const mentions = (status: unknown) =>
      [...String(status).matchAll(/(?<![\w/=])@(\w+(?:@[\w.-]+)?)/g)].map(([, name]) => name)
    const text = "Hola @mallory@evil.example, @eva (@bob): hola@shop.example, https://social.example/@ana"
    expect(mentions(statusOf({ content: { text } }))).toEqual(["ana@social.example"])
    expect(statusOf({ content: { text: "hola@shop.example https://social.example/@ana" } })).toBe(
      "@ana@social.example hola@shop.example https://social.example/@ana",
    )
    for (const address of ["ana @mallory", "ana\n@mallory", "@ana", "", "ana@social.example@evil.example"])
      expect(statusOf({ address })).toBe("")
  })

  it("hears words, not HTML, without its own name before them", () => {
    expect(heard(mention)).toMatchObject({
      inbound: [
        {
          text: "¿abrís el domingo?",
          address: "ana@social.example",
          provider: "7001",
          public: { post: "7001", url: "https://social.example/@ana/7001" },
        },
      ],
      cursor: "9001",
    })
  })

  it("does not take what was said to it alone for something public", () => {
    const { inbound: [found] = [] } = {
      inbound: [],
      ...heard({ ...mention, status: { ...mention.status, visibility: "direct" } }),
    }
    expect(found).not.toHaveProperty("public")
  })

  it("asks for what came since", () => {
    expect(poll.request("9001", { now: 0, access: "" }).url).toContain("min_id=9001")
  })
})

describe("the words of a post", () => {
  it.each([
    ["<p>hola<br>¿qué tal?</p><p>adiós</p>", "hola\n¿qué tal?\n\nadiós"],
    ["a &lt;b&gt; &amp;amp; &#241; &#x1F44B; &unknown;", "a <b> &amp; ñ 👋 &unknown;"],
    ["<script>alert(1)</script>", "alert(1)"],
    ["a < b and c > d", "a < b and c > d"],
  ])("%j are %j", (html, text) => {
    expect(textOfHtml(html)).toBe(text)
  })

  it("come out of anything, without a throw", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (html) => typeof textOfHtml(html) === "string"))
    expect(textOfHtml("<".repeat(100_000)).length).toBeLessThanOrEqual(200_000)
  })
})
