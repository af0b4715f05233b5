// X: https://docs.x.com/x-api/direct-messages/manage/quickstart, https://docs.x.com/x-api/posts/create-post,
// https://docs.x.com/x-api/webhooks/introduction
import {
  defineChannel,
  DeliveryError,
  failureOf,
  type HttpRequest,
  type HttpResponse,
  type Outgoing,
  type Sent,
} from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, textOf } from "../json.ts"
import { withResetAt } from "../retry-after.ts"
import { download, pathPart, queryOf } from "../url.ts"
import { readActivity } from "../x/activity.ts"
import { limits, pollBody, pollPath, published, tallyIn } from "../x/poll.ts"
import { oauthHeader, xSignature } from "../x/oauth.ts"
import { providerUrl } from "../provider-url.ts"

const secret = (what: string) => z.string().min(8, `must be the ${what} of the app`)
const config = z.strictObject({
  consumerKey: secret("API key"),
  consumerSecret: secret("API key secret"),
  accessToken: secret("access token of the account, made in the portal"),
  accessTokenSecret: secret("access token secret of the account"),
  /** The id of the account. */
  userId: z.string().regex(/^\d{1,20}$/, "must be the id of the account, digits alone"),
  baseUrl: providerUrl("https://api.x.com"),
})
type Config = z.output<typeof config>

const call = (
  method: HttpRequest["method"],
  path: string,
  body: object | undefined,
  options: Config,
  salt: string,
  now: number,
): HttpRequest => {
  const url = `${options.baseUrl}${path}`
  return {
    method,
    url,
    headers: {
      authorization: oauthHeader(method, url, options, salt, now),
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }
}

const post = (
  { id, address, content, inReplyTo, public: place }: Outgoing,
  options: Config,
  now: number,
): HttpRequest =>
  place && inReplyTo !== undefined
    ? call("POST", "/2/tweets", { text: content.text, reply: { in_reply_to_tweet_id: inReplyTo } }, options, id, now)
    : call("POST", `/2/dm_conversations/with/${pathPart(address)}/messages`, { text: content.text }, options, id, now)

const failure = (response: HttpResponse): DeliveryError => {
  const reset = Number(response.headers["x-rate-limit-reset"]) * 1000
  return failureOf("x", withResetAt(response, response.status === 429 ? reset : undefined))
}

const receipt = (response: HttpResponse): Sent => {
  const { dm_event_id: message, id = message } = fieldsOf(bodyOf(response.body)["data"])
  const provider = textOf(id)
  if (response.status === 201 && provider !== undefined) return { status: "sent", provider }
  const { detail, title } = bodyOf(response.body)
  // they do not take messages of ours, or nobody is there
  if (
    response.status === 403 &&
    /not permitted|cannot send|does not follow|blocked/i.test(`${textOf(title)} ${textOf(detail)}`)
  )
    return { status: "failed", error: new DeliveryError("x", "invalid-recipient", { retryable: false, sent: "no" }) }
  return { status: "failed", error: failure(response) }
}

/**
 * An account of X: direct messages, and posts that name it, which are answered in public or in private. Register
 * `/hooks/<name of this channel>` as webhook and subscribe the account to it. Messages of "X Chat" are encrypted between people and do not
 * come here. X repeats what is sent twice.
 *
 * @example
 * x({ consumerKey: env.X_KEY, consumerSecret: env.X_SECRET, accessToken: env.X_TOKEN, accessTokenSecret: env.X_TOKEN_SECRET, userId:
 * "1234" })
 */
export const x = defineChannel({
  id: "x",
  kind: "social",
  scheme: "x",
  account: ({ userId }) => userId,
  config,
  capabilities: {
    parts: {},
    text: { max: 10_000 },
    publicText: { max: 280, unit: "weighted" },
    inbound: true,
    receipts: ["read"],
    idempotency: { kind: "none" },
    comments: ["public", "private"],
    rate: [
      { count: 15, per: 900_000 },
      { count: 1440, per: 86_400_000 },
    ],
  },
  request: (message, options, { now }) => post(message, options, now),
  receipt,
  extras: (options) => ({
    remove: ({ provider }, { now }) =>
      call("DELETE", `/2/dm_events/${pathPart(provider)}`, undefined, options, provider, now),
    polls: {
      limits,
      needsPlace: false,
      publish: (poll, { now }) => call("POST", "/2/tweets", pollBody(poll, now), options, poll.id, now),
      published: (response) => published(receipt(response), response, failure),
      tally: ({ provider }, { now }) =>
        call("GET", pollPath(pathPart(provider)), undefined, options, `${provider}/${now}`, now),
      read: (response) => tallyIn(response, failure),
    },
    media: {
      hosts: ["ton.twitter.com", "ton.x.com"],
      locate: () => undefined,
      download: (reference, _, { now }) => {
        const found = download(reference, ["ton.twitter.com", "ton.x.com"], {})
        return found && { ...found, headers: { authorization: oauthHeader("GET", found.url, options, reference, now) } }
      },
    },
  }),
  inbound: {
    verify: ({ headers, body }, { consumerSecret }) => {
      const given = headers["x-twitter-webhooks-signature"]
      return {
        scheme: "hmac-sha256",
        key: consumerSecret,
        signed: body,
        given: given?.startsWith("sha256=") ? given.slice(7) : undefined,
        encoding: "base64",
      }
    },
    // X asks by an open question; only who has the secret can answer it:
    // https://docs.x.com/x-api/webhooks/introduction#challenge-response-checks-crc
    challenge: ({ method, url }, { consumerSecret }) => {
      const token = queryOf(url).get("crc_token")
      if (method !== "GET") return undefined
      const isAsked = token !== null && /^[\w+/=-]{1,256}$/.test(token)
      return {
        check: { scheme: "token", given: isAsked ? "asked" : undefined, expected: "asked" },
        answer: { body: JSON.stringify({ response_token: `sha256=${xSignature(token ?? "", consumerSecret)}` }) },
      }
    },
    parse: ({ body }, { userId }) => readActivity(body, userId),
  },
})
