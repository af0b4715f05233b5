// https://docs.slack.dev/authentication/verifying-requests-from-slack: HMAC-SHA256 over version, time and body.
import bolt from "@slack/bolt"
import { type Normalised, notYet, refused, type WebhookCase } from "./case.ts"
import { handHmac } from "./hand-hmac.ts"

const secret = "a-signing-secret-of-the-bench"
const hmac = handHmac("sha256", secret, "hex")
const text = "hola, mi pedido no llega"
const body = JSON.stringify({
  type: "event_callback",
  token: "x",
  team_id: "T1",
  api_app_id: "A1",
  event_id: "Ev1",
  event_time: 1_700_000_000,
  is_ext_shared_channel: false,
  authorizations: [{ enterprise_id: null, team_id: "T1", user_id: "UB", is_bot: true, is_enterprise_install: false }],
  event: {
    type: "message",
    channel: "C123",
    user: "U456",
    text,
    ts: "1700000000.000100",
    event_ts: "1700000000.000100",
    channel_type: "channel",
    team: "T1",
    blocks: [
      {
        type: "rich_text",
        block_id: "b",
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
      },
    ],
  },
})
const longestAge = 300

interface Callback {
  readonly type?: unknown
  readonly event_id?: unknown
  readonly event?: {
    readonly type?: unknown
    readonly channel?: unknown
    readonly user?: unknown
    readonly text?: unknown
    readonly ts?: unknown
  }
}

const isTimely = (seconds: string): boolean => Math.abs(Date.now() / 1000 - Number(seconds)) <= longestAge

const createLimit = (seconds: string, signature: string) => (): Normalised => {
  if (!isTimely(seconds) || !hmac.matches(`v0:${seconds}:${body}`, signature.slice("v0=".length)))
    throw refused("the limit")
  const { type, event_id: id, event }: Callback = JSON.parse(body)
  if (
    type !== "event_callback" ||
    typeof id !== "string" ||
    event?.type !== "message" ||
    typeof event.channel !== "string" ||
    typeof event.user !== "string" ||
    typeof event.text !== "string" ||
    typeof event.ts !== "string"
  )
    throw refused("the limit")
  return { id, address: event.channel, text: event.text }
}

const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => bolt.LogLevel.ERROR,
  setName: () => {},
}

/** Its own check, then its own dispatch to one listener: what its HTTP receiver does behind the parser of the body. */
const createBolt = (seconds: string, signature: string) => {
  let heard: Normalised | undefined
  const app = new bolt.App({
    authorize: async () => ({ botToken: "x", botId: "B", botUserId: "UB" }),
    logger: silent,
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
  })
  app.message(async ({ message, body: { event_id: id } }) => {
    heard = { id, address: message.channel, text: "text" in message ? (message.text ?? "") : "" }
  })
  return async (): Promise<Normalised> => {
    bolt.verifySlackRequest({
      signingSecret: secret,
      body,
      headers: { "x-slack-signature": signature, "x-slack-request-timestamp": Number(seconds) },
      logger: silent,
    })
    await app.processEvent({ body: JSON.parse(body), ack: async () => {} })
    if (!heard) throw refused("@slack/bolt")
    return heard
  }
}

/** A message in a Slack channel. Signed when the bench begins, because signatures age. */
export const slackCase = (): WebhookCase => {
  const seconds = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${hmac.sign(`v0:${seconds}:${body}`)}`
  return {
    name: "slack",
    limit: createLimit(seconds, signature),
    ours: notYet,
    peers: { "@slack/bolt": createBolt(seconds, signature) },
    missingPeers: {
      "chat + @chat-adapter/slack": "it calls Slack for every new user, so it cannot be measured without a network",
    },
  }
}
