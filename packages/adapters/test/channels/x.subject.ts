import { createHmac } from "node:crypto"
import { type ChannelSubject, signedWebhook } from "@escucha/core/testing"
import { x } from "../../src/channels/x.ts"

const config = {
  consumerKey: "consumer-key-of-one",
  consumerSecret: "consumer-secret-of-one",
  accessToken: "access-token-of-one",
  accessTokenSecret: "access-token-secret-of-one",
  userId: "100200300",
}
const at = 1_767_225_600_000
const person = "424242"

/** What happened at an account. */
export const activity = (value: object, account = config.userId) =>
  signedWebhook.hmac({
    key: config.consumerSecret,
    body: JSON.stringify({
      for_user_id: account,
      users: { [person]: { id: person, name: "Ana Ruiz", screen_name: "ana" } },
      ...value,
    }),
    header: "x-twitter-webhooks-signature",
    prefix: "sha256=",
    encoding: "base64",
    headers: { "content-type": "application/json" },
  })

/** A direct message. */
export const message = (text: string, id = "501", sender = person, more: object = {}) => ({
  type: "message_create",
  id,
  created_timestamp: String(at),
  message_create: { target: { recipient_id: config.userId }, sender_id: sender, message_data: { text, ...more } },
})

/** A post that names the account. */
export const post = {
  id_str: "701",
  created_at: "Thu Jan 01 00:00:00 +0000 2026",
  timestamp_ms: String(at),
  text: "@shop ¿abrís el domingo?",
  user: { id_str: person, name: "Ana Ruiz", screen_name: "ana" },
  in_reply_to_status_id_str: null,
}
const answer = (status: number, body: object, headers = {}) => ({ status, headers, body: JSON.stringify(body) })

export const subject: ChannelSubject<Parameters<typeof x>[0]> & { readonly config: typeof config } = {
  make: x,
  config,
  otherConfig: {
    consumerKey: "consumer-key-of-two",
    consumerSecret: "consumer-secret-of-two",
    accessToken: "access-token-of-two",
    accessTokenSecret: "access-token-secret-of-two",
    userId: "900800700",
  },
  secrets: ["consumerKey", "consumerSecret", "accessToken", "accessTokenSecret"],
  address: person,
  wrong: [{ option: "userId", config: { ...config, userId: "@shop" } }],
  webhooks: {
    valid: await activity({ direct_message_events: [message("¿dónde está mi pedido?")] }),
    unknown: await activity({ direct_message_events: [message("", "509")] }),
    receipt: await activity({
      direct_message_mark_read_events: [
        {
          created_timestamp: String(at),
          sender_id: person,
          target: { recipient_id: config.userId },
          last_read_event_id: "601",
        },
      ],
    }),
    receipts: {
      read: await activity({
        direct_message_mark_read_events: [
          {
            created_timestamp: String(at),
            sender_id: person,
            target: { recipient_id: config.userId },
            last_read_event_id: "601",
          },
        ],
      }),
    },
    echo: await activity({ direct_message_events: [message("hola", "601", config.userId)] }),
    batch: await activity({ direct_message_events: [message("hola"), message("¿hay alguien?", "502")] }),
    partlyBad: await activity({ direct_message_events: [message("hola"), { id: 7 }] }),
    attachment: await activity({
      direct_message_events: [
        message("así llegó", "503", person, {
          attachment: {
            type: "media",
            media: { media_url_https: "https://ton.twitter.com/1.1/ton/data/dm/503/p.jpg", type: "photo" },
          },
        }),
      ],
    }),
    public: await activity({ tweet_create_events: [post] }),
    challenge: {
      request: { method: "GET", url: "https://shop.example/hooks/x?crc_token=abc123", headers: {}, body: "" },
      answer: createHmac("sha256", config.consumerSecret).update("abc123").digest("base64"),
    },
    foreign: await activity({ direct_message_events: [message("hola")] }, "111222333"),
  },
  responses: {
    accepted: answer(201, { data: { dm_conversation_id: "1-2", dm_event_id: "601" } }),
    limited: {
      response: answer(
        429,
        { title: "Too Many Requests", status: 429 },
        { date: "Thu, 01 Jan 2026 00:00:00 GMT", "x-rate-limit-reset": String(at / 1000 + 90) },
      ),
      retryAfter: 90_000,
    },
    publicPoll: {
      published: answer(201, { data: { id: "701", text: "¿?" } }),
      tally: answer(200, {
        data: { id: "701", attachments: { poll_ids: ["801"] } },
        includes: {
          polls: [
            {
              id: "801",
              voting_status: "closed",
              options: [
                { position: 2, label: "b", votes: 0 },
                { position: 1, label: "a", votes: 7 },
              ],
            },
          ],
        },
      }),
      stands: { votes: [7, 0], isClosed: true },
    },
  },
}
