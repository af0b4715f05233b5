import { describe, expect, it } from "vitest"
import { discord } from "../../packages/adapters/src/channels/discord.ts"
import { instagram } from "../../packages/adapters/src/channels/instagram.ts"
import { line } from "../../packages/adapters/src/channels/line.ts"
import { mailgun } from "../../packages/adapters/src/channels/mailgun.ts"
import { messenger } from "../../packages/adapters/src/channels/messenger.ts"
import { postmark } from "../../packages/adapters/src/channels/postmark.ts"
import { resend } from "../../packages/adapters/src/channels/resend.ts"
import { sendgrid } from "../../packages/adapters/src/channels/sendgrid.ts"
import { ses } from "../../packages/adapters/src/channels/ses.ts"
import { slack } from "../../packages/adapters/src/channels/slack.ts"
import { teams } from "../../packages/adapters/src/channels/teams.ts"
import { telegram } from "../../packages/adapters/src/channels/telegram.ts"
import { twilio } from "../../packages/adapters/src/channels/twilio.ts"
import { viber } from "../../packages/adapters/src/channels/viber.ts"
import { vonage } from "../../packages/adapters/src/channels/vonage.ts"
import { whatsapp } from "../../packages/adapters/src/channels/whatsapp.ts"
import { x } from "../../packages/adapters/src/channels/x.ts"
import type { Channel, WebhookRequest } from "../../packages/core/src/channel/channel.ts"
import { type Check, verifyCheck } from "../../packages/core/src/channel/signature.ts"
import { signedWebhook, webhookKeys } from "../../packages/core/src/testing.ts"

const at = Date.UTC(2026, 2, 2, 12)
const secret = "a-secret-of-at-least-16"
const standardSecret = `whsec_${btoa("0123456789abcdef0123456789abcdef")}`
const body = { hello: "¿qué tal?" }
const graph = { accessToken: "access-token-of-one", appSecret: secret, verifyToken: "verify-token-of-one" }
const mail = { from: "Hola <hola@shop.example>" }
const topic = "arn:aws:sns:eu-west-1:123456789012:mail"
const [discordKeys, sendgridKeys, snsKeys, teamsKeys] = [
  await webhookKeys.discord(),
  await webhookKeys.sendgrid(),
  await webhookKeys.sns(),
  await webhookKeys.teams(),
]
const published = new Map([snsKeys, teamsKeys].map((keys) => [keys.url, keys.published]))
const twilioUrl = "https://shop.example/hooks/sms"
const twilioOptions = {
  accountSid: `AC${"0".repeat(32)}`,
  authToken: secret,
  webhookUrl: twilioUrl,
  from: "+34910000000",
}
const page = { pageId: "100200300400", ...graph }

const channels: readonly (readonly [name: string, channel: Channel, webhook: WebhookRequest])[] = [
  ["whatsapp", whatsapp({ phoneNumberId: "100200300400", ...graph }), await signedWebhook.whatsapp({ secret, body })],
  ["messenger", messenger(page), await signedWebhook.messenger({ secret, body })],
  ["instagram", instagram({ accountId: "100200300400", ...graph }), await signedWebhook.instagram({ secret, body })],
  [
    "telegram",
    telegram({ token: "8001:AAtoken", webhookSecret: secret }),
    signedWebhook.telegram({ webhookSecret: secret, text: "hola" }),
  ],
  [
    "slack",
    slack({ botToken: "xoxb-1-2", signingSecret: secret, teamId: "T0123ABCD" }),
    await signedWebhook.slack({ secret, body }),
  ],
  [
    "line",
    line({ channelAccessToken: "x".repeat(30), channelSecret: secret, botUserId: `U${"0".repeat(32)}` }),
    await signedWebhook.line({ secret, body }),
  ],
  [
    "twilio",
    twilio(twilioOptions),
    await signedWebhook.twilio({ authToken: secret, url: twilioUrl, form: { b: "2", a: "¿1?" } }),
  ],
  ["twilio, JSON", twilio(twilioOptions), await signedWebhook.twilio({ authToken: secret, url: twilioUrl, body })],
  [
    "discord",
    discord({ botToken: "x".repeat(30), applicationId: "123456789012345678", publicKey: discordKeys.public }),
    await signedWebhook.discord({ keys: discordKeys, body }),
  ],
  [
    "sendgrid",
    sendgrid({ apiKey: "SG.0123456789abcdef", webhookKey: sendgridKeys.public, ...mail }),
    await signedWebhook.sendgrid({ keys: sendgridKeys, body: `${JSON.stringify([body])}\r\n` }),
  ],
  [
    "mailgun",
    mailgun({ apiKey: "key-0123456789abcdef", signingKey: secret, domain: "mg.shop.example", ...mail }),
    await signedWebhook.mailgun({ signingKey: secret, body: { "event-data": {} } }),
  ],
  [
    "resend",
    resend({ apiKey: "re_0123456789abcdef", webhookSecret: standardSecret, ...mail }),
    await signedWebhook.resend({ secret: standardSecret, body }),
  ],
  [
    "postmark",
    postmark({ serverToken: "0123456789abcdef", webhookAuth: `user:${secret}`, ...mail }),
    signedWebhook.postmark({ auth: `user:${secret}`, body }),
  ],
  [
    "ses",
    ses({
      accessKeyId: "AKIA0123456789abcdef",
      secretAccessKey: "x".repeat(40),
      region: "eu-west-1",
      topics: [topic],
      ...mail,
    }),
    await signedWebhook.sns({ keys: snsKeys, topic, message: { eventType: "Delivery" } }),
  ],
  [
    "teams",
    teams({
      appId: "11111111-2222-3333-4444-555555555555",
      appPassword: secret,
      tenantId: "11111111-2222-3333-4444-666666666666",
    }),
    await signedWebhook.teams({
      keys: teamsKeys,
      appId: "11111111-2222-3333-4444-555555555555",
      body: { serviceUrl: "https://smba.trafficmanager.net/emea/" },
    }),
  ],
  ["viber", viber({ authToken: secret, name: "Tienda" }), await signedWebhook.viber({ secret, body })],
  [
    "vonage",
    vonage({ apiKey: "0123abcd", apiSecret: secret, signatureSecret: secret, from: "34910000000" }),
    await signedWebhook.vonage({ signatureSecret: secret, claims: { api_key: "0123abcd" }, body }),
  ],
  [
    "x",
    x({ consumerKey: secret, consumerSecret: secret, accessToken: secret, accessTokenSecret: secret, userId: "1" }),
    await signedWebhook.x({ secret, body }),
  ],
]

const checkOf = (channel: Channel, webhook: WebhookRequest): Check => {
  if (channel.shape !== "http" || !channel.inbound) throw new TypeError(`${channel.id} has no way in`)
  return channel.inbound.verify(webhook)
}

const holds = async (check: Check, now = at): Promise<boolean> =>
  verifyCheck(check, now, { keysAt: async ({ url }) => published.get(url) })

describe("a signed webhook for a test of one's own", () => {
  it.each(channels)("is believed by %s", async (_, channel, webhook) => {
    expect(await holds(checkOf(channel, webhook))).toBe(true)
  })

  it.each(channels)("is not believed by %s once its signature is another", async (_, channel, webhook) => {
    const changed = Object.entries(webhook.headers).map(([name, value = ""]) => [
      name,
      name === "content-type"
        ? value
        : value.replace(/[A-Za-z0-9]([^A-Za-z0-9]*)$/, (end) => (end[0] === "q" ? "r" : "q") + end.slice(1)),
    ])
    const forged = webhook.body.replace(/"signature":"./i, (end) => end.slice(0, -1) + (end.endsWith("0") ? "1" : "0"))
    expect(await holds(checkOf(channel, { ...webhook, headers: Object.fromEntries(changed), body: forged }))).toBe(
      false,
    )
  })
})

describe("a signed webhook of a provider that only signs", () => {
  it("is one of Standard Webhooks", async () => {
    const { headers, body: sent } = await signedWebhook.standard({ secret: standardSecret, body, at })
    const check: Check = {
      scheme: "hmac-sha256",
      key: new TextEncoder().encode("0123456789abcdef0123456789abcdef"),
      signed: `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${sent}`,
      given: headers["webhook-signature"]?.slice(3),
      encoding: "base64",
      at: { seconds: Number(headers["webhook-timestamp"]), tolerance: 300 },
    }
    expect(await holds(check)).toBe(true)
    expect(await holds(check, at + 301_000)).toBe(false)
  })

  it("is one of Viber", async () => {
    const { headers, body: signed } = await signedWebhook.viber({ secret, body })
    const given = headers["x-viber-content-signature"]
    expect(await holds({ scheme: "hmac-sha256", key: secret, signed, given, encoding: "hex" })).toBe(true)
  })

  it.each([
    ["Vonage", "authorization", () => signedWebhook.vonage({ signatureSecret: secret, body, at })],
    ["MessageBird", "messagebird-signature-jwt", () => signedWebhook.messagebird({ signingKey: secret, body, at })],
  ])("is one of %s, which holds a digest of the body", async (_, header, make) => {
    const { headers, body: sent } = await make()
    const bytes = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(sent)))
    const digest = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    const token = headers[header]?.replace(/^Bearer /, "")
    const check = { scheme: "jwt", token, keys: { secret }, claims: { payload_hash: digest }, tolerance: 60 } as const
    expect(await holds(check)).toBe(true)
    expect(await holds({ ...check, claims: { payload_hash: digest.replace(/^./, "x") } })).toBe(false)
  })
})
