// Slack: https://docs.slack.dev/reference/methods/chat.postMessage, https://docs.slack.dev/authentication/verifying-requests-from-slack
import { type Check, defineChannel, type HttpRequest, type Outgoing, type WebhookRequest } from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, textOf } from "../json.ts"
import { receipt } from "../slack/answer.ts"
import { readSlack, slackBody } from "../slack/event.ts"
import { blocksOf } from "../slack/message.ts"
import { download, pathPart } from "../url.ts"
import { providerUrl } from "../provider-url.ts"

const secret = z.string().min(16, "must be the signing secret of the app")
const config = z.strictObject({
  /** The token of the bot. */
  botToken: z.string().regex(/^xoxb-[\w-]+$/, "must be the token of the bot, which begins with xoxb-"),
  /** Two of them, while one follows another. */
  signingSecret: z.union([secret, z.array(secret).min(1)]),
  /** The workspace. */
  teamId: z.string().regex(/^[TE]\w{5,20}$/, "must be the id of the workspace, such as T0123ABCD"),
  baseUrl: providerUrl("https://slack.com/api"),
})
type Config = z.output<typeof config>

const call = (method: string, body: object, { botToken, baseUrl }: Config): HttpRequest => ({
  method: "POST",
  url: `${baseUrl}/${method}`,
  headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify(body),
})

const shownOf = ({ text, ...rest }: Outgoing["content"]) => {
  const blocks = blocksOf({ text, ...rest })
  return { text, unfurl_links: false, ...(blocks.length > 0 && { blocks }) }
}

const on = (provider: string) => {
  const at = provider.indexOf(":")
  return { channel: provider.slice(0, at), ts: provider.slice(at + 1) }
}

const post = ({ address, content, public: place }: Outgoing, options: Config): HttpRequest => {
  const { channel, ts } = on(place?.post ?? ":")
  const where = channel === "" ? { channel: address } : { channel, thread_ts: ts }
  return call("chat.postMessage", { ...where, ...shownOf(content) }, options)
}

const verify = ({ headers, body }: WebhookRequest, { signingSecret }: Config): Check => {
  const [seconds, given] = [headers["x-slack-request-timestamp"], headers["x-slack-signature"]]
  return {
    scheme: "hmac-sha256",
    key: signingSecret,
    signed: `v0:${seconds}:${body}`,
    given: given?.startsWith("v0=") ? given.slice(3) : undefined,
    encoding: "hex",
    at: { seconds: seconds !== undefined && /^\d{1,12}$/.test(seconds) ? Number(seconds) : undefined, tolerance: 300 },
  }
}

/** The type of the call by which Slack asks, once, whether the address is ours. */
const question = "url_verification"

/**
 * A Slack app: direct messages to it, and mentions of it in channels, which are answered in their thread. Give `/hooks/<name of this
 * channel>` to "Event Subscriptions" (`message.im`, `app_mention`, `reaction_added`, `reaction_removed`) and to "Interactivity". Slack
 * sends apps no receipts, and repeats a message that is sent twice.
 *
 * @example
 * slack({ botToken: env.SLACK_TOKEN, signingSecret: env.SLACK_SECRET, teamId: "T0123ABCD" })
 */
export const slack = defineChannel({
  id: "slack",
  kind: "chat",
  scheme: "slack",
  account: ({ teamId }) => teamId,
  config,
  capabilities: {
    parts: {
      choices: { level: "full", max: 25, maxLabel: 75, maxValue: 2000 },
      links: { level: "full", max: 25, maxLabel: 75 },
      image: "full",
    },
    text: { max: 3000, format: "slack", interprets: true },
    together: true,
    inbound: true,
    receipts: [],
    idempotency: { kind: "none" },
    comments: ["public", "private"],
    rate: [{ count: 1, per: 1000, each: "address" }],
  },
  request: post,
  receipt,
  extras: (options) => ({
    edit: ({ provider }, content) => call("chat.update", { ...on(provider), ...shownOf(content) }, options),
    remove: ({ provider }) => call("chat.delete", on(provider), options),
    refusal: (response) => {
      const said = receipt(response)
      return said.status === "failed" ? said.error : undefined
    },
    media: {
      hosts: ["files.slack.com", new URL(options.baseUrl).hostname],
      locate: (reference) => ({
        method: "GET",
        url: `${options.baseUrl}/files.info?file=${pathPart(reference)}`,
        headers: { authorization: `Bearer ${options.botToken}` },
      }),
      download: (_, located) =>
        download(textOf(fieldsOf(bodyOf(located?.body ?? "")["file"])["url_private"]), ["files.slack.com"], {
          authorization: `Bearer ${options.botToken}`,
        }),
    },
  }),
  inbound: {
    verify,
    challenge: (request, options) => {
      if (!request.body.includes(question)) return undefined // nearly always: the body is read once, when it is believed
      const { type, challenge } = slackBody(request)
      if (type !== question) return undefined
      return {
        check: verify(request, options),
        answer: { body: JSON.stringify({ challenge: textOf(challenge) ?? "" }) },
      }
    },
    parse: (request, { teamId }) => readSlack(request, teamId),
  },
})
