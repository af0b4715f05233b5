// https://docs.slack.dev/authentication/verifying-requests-from-slack: HMAC-SHA256 over version, time and body.
import { slack } from "@escucha/adapters/channels/slack"
import { type Normalised, type Peers, refused, type WebhookCase } from "./case.ts"
import { createChat } from "./chat.ts"
import { handHmac } from "./hand-hmac.ts"
import { throughChannel, throughGuards } from "./ours.ts"

const secret = "a-signing-secret-of-the-bench"
const hmac = handHmac("sha256", secret, "hex")
const text = "hola, mi pedido no llega"
const teamId = "T0123ABCD"
/** A direct message; `sign` sets one apart from the next. */
const bodyOf = (sign: string): string =>
  JSON.stringify({
    type: "event_callback",
    token: "x",
    team_id: teamId,
    api_app_id: "A1",
    event_id: "Ev1",
    event_time: 1_700_000_000,
    is_ext_shared_channel: false,
    authorizations: [
      { enterprise_id: null, team_id: teamId, user_id: "UB", is_bot: true, is_enterprise_install: false },
    ],
    event: {
      type: "message",
      channel: "D123",
      user: "U456",
      text,
      ts: `1700000000.${sign}`,
      event_ts: `1700000000.${sign}`,
      channel_type: "im",
      team: teamId,
      blocks: [
        {
          type: "rich_text",
          block_id: "b",
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
        },
      ],
    },
  })
const body = bodyOf("000100")
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
  return { id, address: event.user, text: event.text }
}

/** Its own check, then its own dispatch to one listener: what its HTTP receiver does behind the parser of the body. */
const createBolt = async (seconds: string, signature: string): Promise<() => Promise<Normalised>> => {
  const { default: bolt } = await import("@slack/bolt")
  const silence = () => {}
  const logger = {
    debug: silence,
    info: silence,
    warn: silence,
    error: silence,
    setLevel: silence,
    getLevel: () => bolt.LogLevel.ERROR,
    setName: silence,
  }
  let heard: Normalised | undefined
  const app = new bolt.App({
    authorize: async () => ({ botToken: "x", botId: "B", botUserId: "UB" }),
    logger,
    receiver: { init: silence, start: async () => {}, stop: async () => {} },
  })
  app.message(async ({ message, body: { event_id: id } }) => {
    if ("user" in message && "text" in message) heard = { id, address: message.user ?? "", text: message.text ?? "" }
  })
  return async () => {
    bolt.verifySlackRequest({
      signingSecret: secret,
      body,
      headers: { "x-slack-signature": signature, "x-slack-request-timestamp": Number(seconds) },
      logger,
    })
    await app.processEvent({ body: JSON.parse(body), ack: async () => {} })
    if (!heard) throw refused("@slack/bolt")
    return heard
  }
}

const createPeers = async (seconds: string, signature: string): Promise<Peers> => {
  const sign = (signed: string): string => `v0=${hmac.sign(`v0:${seconds}:${signed}`)}`
  const chat = await createChat({ secret, seconds, bodyOf, sign })
  return {
    variants: { "@slack/bolt": await createBolt(seconds, signature), "chat + @chat-adapter/slack": chat.hear },
    close: chat.close,
  }
}

/** A direct message to a Slack app. Signed when the bench begins, because signatures age. */
export const slackCase = (): WebhookCase => {
  const seconds = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${hmac.sign(`v0:${seconds}:${body}`)}`
  const webhook = {
    method: "POST",
    url: "http://localhost/hooks/slack",
    headers: {
      "content-type": "application/json",
      "x-slack-request-timestamp": seconds,
      "x-slack-signature": signature,
    },
    body,
  }
  const channel = slack({ botToken: "xoxb-bench", signingSecret: secret, teamId })
  return {
    name: "slack",
    limit: createLimit(seconds, signature),
    ours: throughChannel(channel, webhook),
    guarded: throughGuards(channel, webhook),
    peers: () => createPeers(seconds, signature),
  }
}
