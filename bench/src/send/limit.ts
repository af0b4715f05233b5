// The limit over HTTP: https://undici.nodejs.org/#/docs/api/Pool, one request as it has to be, its answer looked at.
import { Pool } from "undici"
import { BenchError } from "../bench-error.ts"
import { accounts, addressOf, type Provider, type Sending, words } from "./provider.ts"

/** A request of a provider's API, and where the id is in its answer. */
export interface Written {
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

const { slackToken, twilioSid, twilioToken, number: from, resendKey, postmarkToken, from: sender } = accounts
const { text, subject } = words
const json = { "content-type": "application/json" }
const basic = `Basic ${btoa(`${twilioSid}:${twilioToken}`)}`

const requests: { readonly [Name in Provider]: (to: string, number: number) => Written } = {
  slack: (channel) => ({
    path: "/api/chat.postMessage",
    headers: { ...json, authorization: `Bearer ${slackToken}` },
    body: JSON.stringify({ channel, text, unfurl_links: false }),
  }),
  twilio: (to) => ({
    path: `/2010-04-01/Accounts/${twilioSid}/Messages.json`,
    headers: { "content-type": "application/x-www-form-urlencoded", authorization: basic },
    body: new URLSearchParams({ To: to, From: from, Body: text }).toString(),
  }),
  resend: (to, number) => ({
    path: "/emails",
    headers: { ...json, authorization: `Bearer ${resendKey}`, "idempotency-key": `message-${number}` },
    body: JSON.stringify({ from: sender, to: [to], subject, text }),
  }),
  postmark: (to) => ({
    path: "/email",
    headers: { ...json, accept: "application/json", "x-postmark-server-token": postmarkToken },
    body: JSON.stringify({ From: sender, To: to, Subject: subject, TextBody: text, MessageStream: "outbound" }),
  }),
}

/** The request of the message of this number, written by hand. */
export const writtenFor = (provider: Provider, number: number): Written =>
  requests[provider](addressOf(provider, number), number)

interface Told {
  readonly channel?: unknown
  readonly ts?: unknown
  readonly sid?: unknown
  readonly id?: unknown
  readonly MessageID?: unknown
}

/** The provider's id of the message, out of its answer. */
export const idIn = (provider: Provider, answer: unknown): string => {
  const { channel, ts, sid, id, MessageID: own }: Told = Object(answer)
  const found = { slack: ts, twilio: sid, resend: id, postmark: own }[provider]
  if (typeof found !== "string") throw new BenchError(`${provider}: the sink gave no id`)
  return provider === "slack" ? `${String(channel)}:${found}` : found
}

/** A pool of connections, and the one request that it takes. */
export const openLimit = (
  provider: Provider,
  baseUrl: string,
): { readonly send: Sending; readonly close: () => Promise<void> } => {
  const pool = new Pool(baseUrl, { connections: 32, pipelining: 1 })
  return {
    send: async (number) => {
      const { path, headers, body } = writtenFor(provider, number)
      const { statusCode, body: answer } = await pool.request({ path, method: "POST", headers, body })
      if (statusCode > 201) throw new BenchError(`the sink answered ${statusCode}`)
      return idIn(provider, await answer.json())
    },
    close: () => pool.close(),
  }
}
