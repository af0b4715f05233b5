import type { WebhookRequest } from "@escucha/core"
import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { slack } from "../../src/channels/slack.ts"

const config = { botToken: "xoxb-one-1", signingSecret: "signing-secret-of-one", teamId: "T0000ONE1" }
const seconds = 1_767_225_600
const ts = `${seconds}.000200`

const signed = (body: string, type: string): Promise<WebhookRequest> =>
  signedWebhook.hmac({
    key: config.signingSecret,
    body,
    header: "x-slack-signature",
    prefix: "v0=",
    signed: `v0:${seconds}:${body}`,
    headers: { "x-slack-request-timestamp": String(seconds), "content-type": type },
  })
const json = (value: object) => signed(JSON.stringify(value), "application/json")

/** An event of this workspace. */
export const event = (value: object, id = "Ev1", team = config.teamId) =>
  json({ type: "event_callback", team_id: team, api_app_id: "A1", event_id: id, event_time: seconds, event: value })

/** A form of this workspace: taps. */
export const form = (payload: object) =>
  signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), "application/x-www-form-urlencoded")

const message = { type: "message", channel_type: "im", channel: "D01", user: "U01ANA", ts }
const answer = (status: number, body: object, headers = {}) => ({ status, headers, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof slack>[0]> & { readonly config: typeof config } = {
  make: slack,
  config,
  otherConfig: { botToken: "xoxb-two-2", signingSecret: "signing-secret-of-two", teamId: "T0000TWO2" },
  secrets: ["botToken", "signingSecret"],
  address: "U01ANA",
  wrong: [
    { option: "botToken", config: { ...config, botToken: "xoxp-of-a-person" } },
    { option: "teamId", config: { ...config, teamId: "my team" } },
  ],
  webhooks: {
    valid: await event({ ...message, text: "¿dónde está mi pedido?" }),
    unknown: await event({ ...message, subtype: "huddle_thread", text: "" }, "Ev2"),
    echo: await event({ ...message, bot_id: "B01", text: "hola" }, "Ev3"),
    reaction: await event(
      {
        type: "reaction_added",
        user: "U01ANA",
        reaction: "thumbsup",
        item: { type: "message", channel: "D01", ts },
        event_ts: ts,
      },
      "Ev4",
    ),
    edit: await event(
      {
        type: "message",
        subtype: "message_changed",
        channel: "D01",
        channel_type: "im",
        event_ts: ts,
        message: { type: "message", user: "U01ANA", ts, text: "¿dónde está mi paquete?" },
      },
      "Ev5",
    ),
    attachment: await event(
      {
        ...message,
        subtype: "file_share",
        text: "así llegó",
        files: [{ id: "F01", mimetype: "image/png", name: "p.png", size: 9 }],
      },
      "Ev6",
    ),
    public: await event(
      { type: "app_mention", channel: "C01", user: "U01ANA", ts, text: "<@U0BOT> ¿abrís el domingo?" },
      "Ev7",
    ),
    challenge: {
      request: await json({
        type: "url_verification",
        token: "t",
        challenge: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
      }),
      answer: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
    },
    foreign: await event({ ...message, text: "hola" }, "Ev8", "T0000OTHER"),
    signedAt: seconds * 1000,
  },
  responses: {
    accepted: answer(200, { ok: true, channel: "D01", ts: "1767225601.000100", message: { text: "hola" } }),
    refusedAs200: answer(200, { ok: false, error: "channel_not_found" }),
    limited: [
      { response: answer(429, { ok: false, error: "ratelimited" }, { "retry-after": "30" }), retryAfter: 30_000 },
      { response: answer(200, { ok: false, error: "ratelimited" }) },
    ],
  },
}
