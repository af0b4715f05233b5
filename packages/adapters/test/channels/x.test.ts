import type { Outgoing } from "@escucha/core"
import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { x } from "../../src/channels/x.ts"
import { oauthHeader, xSignature } from "../../src/x/oauth.ts"
import { activity, post, subject } from "./x.subject.ts"

const channel = x(subject.config)
if (channel.shape !== "http" || !channel.inbound) throw new TypeError("X talks HTTP both ways")
const { inbound, receipt, request } = channel
const now = 1_767_225_600_000
const call = (more: Partial<Outgoing> = {}) =>
  request({ id: "m_1", address: "424242", attempt: 1, content: { text: "sí" }, ...more }, { now, access: "" })

describe("x", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("answers a post under it, or its author in private", () => {
    expect(call({ inReplyTo: "701", public: { post: "701" } }).url).toBe("https://api.x.com/2/tweets")
    expect(call({ inReplyTo: "701", toPrivate: true }).url).toBe(
      "https://api.x.com/2/dm_conversations/with/424242/messages",
    )
  })

  it("hears a post that names the account with the address at which people read it, and no copies of posts", async () => {
    expect(inbound.parse(await activity({ tweet_create_events: [post] }))).toMatchObject({
      inbound: [{ text: "@shop ¿abrís el domingo?", public: { post: "701", url: "https://x.com/ana/status/701" } }],
    })
    expect(inbound.parse(await activity({ tweet_create_events: [{ ...post, retweeted_status: {} }] }))).toEqual({
      inbound: [],
    })
  })

  it("gives a person up who takes no messages", () => {
    const body = JSON.stringify({ title: "Forbidden", detail: "You cannot send messages to this user.", status: 403 })
    expect(receipt({ status: 403, headers: {}, body })).toMatchObject({ error: { reason: "invalid-recipient" } })
  })

  it("signs a call as the standard says, word for word", () => {
    // the example of https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature has a form, and a nonce of its own:
    // what is checked here is that the parts of the signature are those of the header and of the address, and nothing else
    const credentials = { consumerKey: "k", consumerSecret: "s", accessToken: "t", accessTokenSecret: "ts" }
    const header = oauthHeader("POST", "https://api.x.com/2/tweets?b=2&a=ñ", credentials, "m_1", now)
    expect(header).toMatch(
      /^OAuth oauth_consumer_key="k", oauth_nonce="[\da-f]{32}", oauth_signature_method="HMAC-SHA1"/,
    )
    expect(header).toContain('oauth_timestamp="1767225600"')
    expect(oauthHeader("POST", "https://api.x.com/2/tweets?a=ñ&b=2", credentials, "m_1", now)).toBe(header)
    expect(oauthHeader("GET", "https://api.x.com/2/tweets?b=2&a=ñ", credentials, "m_1", now)).not.toBe(header)
  })

  it("answers the question of X whether we are there with what only the secret gives", () => {
    // HMAC-SHA256 of "what do ya want for nothing?" under "Jefe": https://www.rfc-editor.org/rfc/rfc4231#section-4.3
    expect(xSignature("what do ya want for nothing?", "Jefe")).toBe("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=")
  })
})
