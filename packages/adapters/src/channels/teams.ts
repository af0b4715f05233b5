// Microsoft Teams by the Bot Connector: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
import {
  type Access,
  type Check,
  defineChannel,
  failureOf,
  type HttpRequest,
  type HttpResponse,
  type Sent,
  type WebhookRequest,
} from "@escucha/core"
import * as z from "zod"
import { bodyOf, integerOf, textOf } from "../json.ts"
import { providerUrl } from "../provider-url.ts"
import { readActivity } from "../teams/activity.ts"
import { activityOf } from "../teams/message.ts"
import { pathPart } from "../url.ts"

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
const config = z.strictObject({
  /** The id of the app (client id) of the bot. */
  appId: z.string().regex(guid, "must be the id of the app, such as 11111111-2222-3333-4444-555555555555"),
  appPassword: z.string().min(8, "must be a client secret of the app"),
  /** The tenant of a bot of one tenant; `botframework.com` for one of many. */
  tenantId: z
    .union([z.string().regex(guid, "must be the id of the tenant"), z.literal("botframework.com")])
    .default("botframework.com"),
  /** Where messages are sent; the address of your region, where Teams gave another. */
  baseUrl: providerUrl("https://smba.trafficmanager.net/teams"),
  loginUrl: providerUrl("https://login.microsoftonline.com"),
})
type Config = z.output<typeof config>

const access = ({ appId, appPassword, tenantId, loginUrl }: Config): Access => ({
  request: () => ({
    method: "POST",
    url: `${loginUrl}/${tenantId}/oauth2/v2.0/token`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: appId,
      client_secret: appPassword,
      scope: "https://api.botframework.com/.default",
    }).toString(),
  }),
  read: (response) => {
    const { access_token: given, expires_in: seconds } = bodyOf(response.body)
    const [token, lasts] = [textOf(given), integerOf(seconds)]
    return response.status !== 200 || token === undefined || lasts === undefined
      ? { error: failureOf("teams", { ...response, status: response.status === 400 ? 401 : response.status }) }
      : { token, lasts: lasts * 1000 }
  },
})

const call = (
  method: HttpRequest["method"],
  conversation: string,
  activity: string,
  body: object | undefined,
  { baseUrl }: Config,
  token: string,
): HttpRequest => ({
  method,
  url: `${baseUrl}/v3/conversations/${pathPart(conversation)}/activities${activity && `/${pathPart(activity)}`}`,
  headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
  ...(body && { body: JSON.stringify(body) }),
})

const receipt = (response: HttpResponse): Sent => {
  const id = textOf(bodyOf(response.body)["id"])
  return response.status >= 200 && response.status < 300 && id !== undefined
    ? { status: "sent", provider: id }
    : { status: "failed", error: failureOf("teams", response) }
}

/** A token that Microsoft signed for this bot, about the very address that the activity names. */
const verify = ({ headers, body }: WebhookRequest, { appId }: Config): Check => {
  const given = headers["authorization"]
  return {
    scheme: "jwt",
    token: given?.startsWith("Bearer ") ? given.slice(7) : undefined,
    keys: {
      published: { url: "https://login.botframework.com/v1/.well-known/keys", hosts: ["login.botframework.com"] },
    },
    issuer: ["https://api.botframework.com"],
    audience: appId,
    claims: { serviceurl: textOf(bodyOf(body)["serviceUrl"]) ?? "" },
    tolerance: 300,
  }
}

/**
 * A bot in Microsoft Teams: personal chats, and mentions in channels. Give `/hooks/<name of this channel>` to the bot as its messaging
 * endpoint. Read receipts need the permission `ChatMessageReadReceipt.Read.Chat`. The body of what Teams sends is not signed, only who
 * sent it and from where: that is Microsoft's own scheme.
 *
 * @example
 * teams({ appId: env.TEAMS_APP_ID, appPassword: env.TEAMS_PASSWORD })
 */
export const teams = defineChannel({
  id: "teams",
  kind: "chat",
  scheme: "teams",
  account: ({ appId }) => appId,
  config,
  capabilities: {
    parts: {
      choices: { level: "full", max: 6, maxLabel: 50 },
      links: { level: "full", max: 6, maxLabel: 50 },
      image: { level: "full", types: ["image/png", "image/jpeg", "image/gif"], maxBytes: 1_048_576 },
      cards: { level: "full", max: 10 },
    },
    text: { max: 28_000, unit: "bytes", format: "markdown" },
    together: true,
    inbound: true,
    receipts: ["read"],
    idempotency: { kind: "none" },
    comments: ["public"],
    rate: [{ count: 7, per: 1000, each: "address" }],
    optOut: "network",
  },
  request: ({ address, content }, options, { access: token }) =>
    call("POST", address, "", activityOf(content), options, token),
  receipt,
  access,
  extras: (options) => ({
    typing: ({ address }, { access: token }) => call("POST", address, "", { type: "typing" }, options, token),
    edit: ({ address, provider }, content, { access: token }) =>
      call("PUT", address, provider, activityOf(content), options, token),
    remove: ({ address, provider }, { access: token }) => call("DELETE", address, provider, undefined, options, token),
  }),
  inbound: { verify, parse: ({ body }, { appId }) => readActivity(body, appId) },
})
