// What both channels of Bluesky share: https://docs.bsky.app/docs/api/com-atproto-server-create-session,
// https://atproto.com/specs/xrpc
import { type Access, DeliveryError, failureOf, type HttpRequest, type HttpResponse } from "@escucha/core"
import * as z from "zod"
import { bodyOf, textOf } from "../json.ts"
import { withResetAt } from "../retry-after.ts"
import { providerUrl } from "../provider-url.ts"

/** The options of an account. */
export const blueskyOptions = {
  /** The account, by the name that never changes. */
  did: z
    .string()
    .regex(/^did:(?:plc:[a-z2-7]{24}|web:[\w.-]{1,200})$/, "must be the DID of the account, such as did:plc:…"),
  /** An app password, with access to direct messages where they are wanted; never the password of the account. */
  appPassword: z
    .string()
    .regex(/^(?:[a-z2-7]{4}-){3}[a-z2-7]{4}$/, "must be an app password, such as abcd-efgh-ijkl-mnop"),
  baseUrl: providerUrl("https://bsky.social"),
}

/** An account, as its channels have it. */
export interface BlueskyAccount {
  readonly did: string
  readonly appPassword: string
  readonly baseUrl: string
}

/** A call of a method; the body makes it a procedure. */
export const xrpc = (
  { baseUrl }: BlueskyAccount,
  method: string,
  token: string,
  body?: object,
  headers: HttpRequest["headers"] = {},
): HttpRequest => ({
  method: body ? "POST" : "GET",
  url: `${baseUrl}/xrpc/${method}`,
  headers: {
    ...(token !== "" && { authorization: `Bearer ${token}` }),
    ...(body && { "content-type": "application/json" }),
    ...headers,
  },
  ...(body && { body: JSON.stringify(body) }),
})

/** A session is good for two hours; it is renewed before. */
const lasts = 100 * 60_000

/** What went wrong: `ratelimit-reset` is a moment in seconds; a conversation that is closed takes nothing. */
export const blueskyFailure = (channel: string, response: HttpResponse): DeliveryError => {
  const error = textOf(bodyOf(response.body)["error"])
  if (error === "ExpiredToken" || error === "InvalidToken" || error === "AuthMissing")
    return failureOf(channel, { ...response, status: 401 })
  if (error === "ConvoLocked" || error === "InvalidConvo")
    return new DeliveryError(channel, "invalid-recipient", { retryable: false, sent: "no" })
  const reset = Number(response.headers["ratelimit-reset"]) * 1000
  return failureOf(channel, withResetAt(response, response.status === 429 ? reset : undefined))
}

/** The session in which calls are made. */
export const session =
  (channel: string) =>
  (account: BlueskyAccount): Access => ({
    request: () =>
      xrpc(account, "com.atproto.server.createSession", "", { identifier: account.did, password: account.appPassword }),
    read: (response) => {
      const token = textOf(bodyOf(response.body)["accessJwt"])
      return response.status === 200 && token !== undefined
        ? { token, lasts }
        : { error: blueskyFailure(channel, response) }
    },
  })
