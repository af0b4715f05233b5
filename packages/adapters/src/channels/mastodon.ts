// Mastodon: https://docs.joinmastodon.org/methods/statuses/#create, https://docs.joinmastodon.org/methods/notifications/#get
import {
  defineChannel,
  failureOf,
  type HttpRequest,
  type HttpResponse,
  jsonOf,
  type Outgoing,
  type Sent,
} from "@escucha/core"
import * as z from "zod"
import { bodyOf, objectsOf, textOf } from "../json.ts"
import { readMention } from "../mastodon/mention.ts"
import { limits, pollBody, published, tallyIn } from "../mastodon/poll.ts"
import { withResetAt } from "../retry-after.ts"
import { pathPart } from "../url.ts"

const config = z.strictObject({
  /** The server of the account. */
  baseUrl: z
    .url({ protocol: /^https?$/, error: "must be the address of the server, such as https://mastodon.example" })
    .transform((url) => url.replace(/\/+$/, "")),
  accessToken: z.string().min(16, "must be an access token with the scopes read and write"),
  /** The name of the account, without @: it is left out of what people write to it. */
  account: z.string().regex(/^\w{1,30}$/, "must be the name of the account, without @ and server"),
})
type Config = z.output<typeof config>

const call = (
  method: HttpRequest["method"],
  path: string,
  { baseUrl, accessToken }: Config,
  body?: object,
  headers: HttpRequest["headers"] = {},
): HttpRequest => ({
  method,
  url: `${baseUrl}/api/v1/${path}`,
  headers: { authorization: `Bearer ${accessToken}`, ...(body && { "content-type": "application/json" }), ...headers },
  ...(body && { body: JSON.stringify(body) }),
})

const isAccount = /^\w+(?:[.-]\w+)*(?:@[\w.-]+(?::\d+)?)?$/

/** Whoever is named in a private post sees it: a word joiner, which nobody sees, keeps names in the words from meaning anybody. */
const withoutNames = (text: string): string => text.replaceAll(/(?<![\w/=])@(?=\w)/g, "@\u2060")

/** A private answer is a post that names the person, and that only they see. */
const post = ({ id, address, content, inReplyTo, public: place }: Outgoing, options: Config): HttpRequest => {
  // Mastodon refuses a post without words: what is no account is written to nobody
  const status = isAccount.test(address) ? `@${address} ${withoutNames(content.text)}` : ""
  const body = {
    status,
    visibility: place ? "unlisted" : "direct",
    ...(inReplyTo !== undefined && { in_reply_to_id: inReplyTo }),
  }
  return call("POST", "statuses", options, body, { "idempotency-key": pathPart(id) })
}

const failure = (response: HttpResponse) =>
  failureOf(
    "mastodon",
    withResetAt(
      response,
      response.status === 429 ? Date.parse(response.headers["x-ratelimit-reset"] ?? "") : undefined,
    ),
  )

const receipt = (response: HttpResponse): Sent => {
  const id = textOf(bodyOf(response.body)["id"])
  return response.status === 200 && id !== undefined
    ? { status: "sent", provider: id }
    : { status: "failed", error: failure(response) }
}

/**
 * An account of a Mastodon server: posts that name it are asked for every half a minute, and answered in public or to the person alone.
 * What is sent twice within an hour goes out once. Mastodon tells no receipts; files are sent as their address.
 *
 * @example
 * mastodon({ baseUrl: "https://mastodon.example", accessToken: env.MASTODON_TOKEN, account: "shop" })
 */
export const mastodon = defineChannel({
  id: "mastodon",
  kind: "social",
  scheme: "mastodon",
  config,
  capabilities: {
    parts: {},
    // 500 signs with the name of the person among them
    text: { max: 400, unit: "graphemes" },
    inbound: true,
    receipts: [],
    idempotency: { kind: "key", window: 3_600_000 },
    comments: ["public", "private"],
    rate: [{ count: 300, per: 300_000 }],
  },
  request: post,
  receipt,
  extras: (options) => ({
    remove: ({ provider }) => call("DELETE", `statuses/${pathPart(provider)}`, options),
    polls: {
      limits,
      needsPlace: false,
      publish: (poll, { now }) =>
        call("POST", "statuses", options, pollBody(poll, now), { "idempotency-key": pathPart(poll.id) }),
      published: (response) => published(response, failure),
      tally: ({ poll }) => call("GET", `polls/${pathPart(poll)}`, options),
      read: (response) => tallyIn(response, failure),
    },
  }),
  poll: (options) => ({
    every: 30_000,
    request: (cursor) =>
      call(
        "GET",
        `notifications?types[]=mention&limit=40${cursor === undefined ? "" : `&min_id=${pathPart(cursor)}`}`,
        options,
      ),
    read: (response) => {
      if (response.status !== 200) return { error: failure(response) }
      const found = objectsOf(jsonOf(response.body)).toReversed() // the newest comes first
      const cursor = textOf(found.at(-1)?.["id"])
      return {
        inbound: found.map((one) => readMention(one, options.account)).filter((one) => one !== undefined),
        ...(cursor !== undefined && { cursor }),
      }
    },
  }),
})
