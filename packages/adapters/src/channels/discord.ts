// Discord: https://docs.discord.com/developers/resources/message#create-message,
// https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint
import {
  type Check,
  defineChannel,
  failureOf,
  type HttpRequest,
  jsonOf,
  type Outgoing,
  type WebhookRequest,
} from "@escucha/core"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import * as z from "zod"
import { readInteraction, readMessage } from "../discord/interaction.ts"
import { messageOf, receipt } from "../discord/message.ts"
import { bodyOf, objectsOf, textOf } from "../json.ts"
import { pathPart } from "../url.ts"
import { providerUrl } from "../provider-url.ts"

const snowflake = z.string().regex(/^\d{15,20}$/, "must be an id of Discord, digits alone")
const config = z.strictObject({
  botToken: z.string().regex(/^[\w.-]{20,}$/, "must be the token of the bot"),
  applicationId: snowflake,
  /** "Public key" of the application, 64 signs in hexadecimal. */
  publicKey: z.string().regex(/^[\da-f]{64}$/, "must be the public key of the application, 64 signs in lower case"),
  /** The channel in which customers write; its messages are asked for every five seconds. Needs the intent to read messages. */
  channelId: snowflake.optional(),
  /** What somebody sees at once after a command. */
  thanks: z.string().min(1).max(200).default("👂"),
  baseUrl: providerUrl("https://discord.com/api/v10"),
})
type Config = z.output<typeof config>

const call = (
  method: HttpRequest["method"],
  path: string,
  body: object | undefined,
  { botToken, baseUrl }: Config,
): HttpRequest => ({
  method,
  url: `${baseUrl}/channels/${path}`,
  headers: { authorization: `Bot ${botToken}`, ...(body && { "content-type": "application/json" }) },
  ...(body && { body: JSON.stringify(body) }),
})

/** Discord takes 25 signs: the same for the same message, and by chance never for another. */
const nonceOf = (id: string): string => bytesToHex(sha256(utf8ToBytes(id))).slice(0, 25)

const post = ({ id, address, content, inReplyTo = "", public: place }: Outgoing, options: Config): HttpRequest => {
  const [channel = "", message = ""] = inReplyTo.split(":")
  const isThere = place !== undefined && channel !== ""
  const reference =
    isThere && message !== "" ? { message_reference: { message_id: message, fail_if_not_exists: false } } : {}
  const body = { ...messageOf(content), ...reference, nonce: nonceOf(id), enforce_nonce: true }
  return call("POST", `${pathPart(isThere ? channel : address)}/messages`, body, options)
}

const at = (provider: string): string => {
  const [channel = "", message = ""] = provider.split(":")
  return `${pathPart(channel)}/messages/${pathPart(message)}`
}

const verify = ({ headers, body }: WebhookRequest, { publicKey }: Config): Check => {
  const seconds = headers["x-signature-timestamp"] ?? ""
  return {
    scheme: "ed25519",
    key: publicKey,
    signed: `${seconds}${body}`,
    given: headers["x-signature-ed25519"],
    at: { seconds: /^\d{1,12}$/.test(seconds) ? Number(seconds) : undefined, tolerance: 300 },
  }
}

/**
 * A Discord application: commands and taps, and what is said in one channel, answered there. Give `/hooks/<name of this channel>` as
 * "Interactions Endpoint URL". Direct messages that are no commands need Discord's gateway, and are not heard. Discord sends no receipts.
 *
 * @example
 * discord({ botToken: env.DISCORD_TOKEN, applicationId: "1457…", publicKey: env.DISCORD_KEY, channelId: "1458…" })
 */
export const discord = defineChannel({
  id: "discord",
  kind: "chat",
  scheme: "discord",
  config,
  capabilities: {
    parts: {
      choices: { level: "full", max: 20, maxLabel: 80, maxValue: 100 },
      links: { level: "full", max: 5, maxLabel: 80 },
      image: "full",
    },
    text: { max: 2000, format: "discord", interprets: true },
    together: true,
    inbound: true,
    receipts: [],
    // "the past few minutes", says Discord: three are few
    idempotency: { kind: "key", window: 180_000 },
    comments: ["public"],
    rate: [
      { count: 50, per: 1000 },
      { count: 5, per: 5000, each: "address" },
    ],
  },
  request: post,
  receipt,
  extras: (options) => ({
    typing: ({ address }) => call("POST", `${pathPart(address)}/typing`, undefined, options),
    react: ({ provider }, emoji) =>
      call(
        emoji === null ? "DELETE" : "PUT",
        `${at(provider)}/reactions/${pathPart(emoji ?? "")}/@me`,
        undefined,
        options,
      ),
    edit: ({ provider }, content) => call("PATCH", at(provider), messageOf(content), options),
    remove: ({ provider }) => call("DELETE", at(provider), undefined, options),
  }),
  inbound: {
    verify,
    challenge: (request, options) =>
      bodyOf(request.body)["type"] === 1
        ? { check: verify(request, options), answer: { body: '{"type":1}' } }
        : undefined,
    parse: ({ body }, { applicationId, thanks }) => readInteraction(body, applicationId, thanks),
  },
  poll: (options) =>
    options.channelId === undefined
      ? undefined
      : {
          every: 5000,
          request: (cursor) =>
            call(
              "GET",
              `${options.channelId}/messages?limit=100${cursor === undefined ? "" : `&after=${pathPart(cursor)}`}`,
              undefined,
              options,
            ),
          read: (response) => {
            if (response.status !== 200) return { error: failureOf("discord", response) }
            const messages = objectsOf(jsonOf(response.body)).toReversed() // the newest comes first
            const cursor = textOf(messages.at(-1)?.["id"])
            return {
              inbound: messages
                .map((one) => readMessage(one, options.applicationId))
                .filter((one) => one !== undefined),
              ...(cursor !== undefined && { cursor }),
            }
          },
        },
})
