// Webhooks that are signed as Standard Webhooks and Svix do:
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import type { Check, WebhookRequest } from "@escucha/core"
import * as z from "zod"
import { fromBase64 } from "./mail/base64.ts"

/** Seconds that the clock of the provider and ours may be apart. */
const tolerance = 300

const prefix = /^whsec_/

/** The option with the secret of such webhooks. */
export const webhookSecretOption: z.ZodString = z
  .string()
  .regex(/^(?:whsec_)?[A-Za-z0-9+/]{16,}={0,2}$/, "must be the secret of the webhook, such as whsec_…")

/** A secret, as the bytes that it stands for. */
export const webhookKey = (secret: string): Uint8Array => fromBase64(secret.replace(prefix, "")) ?? new Uint8Array()

/** What has to hold of such a webhook. `name` is what its headers begin with: `webhook`, or `svix`. */
export const standardWebhook = (
  { headers, body }: WebhookRequest,
  secrets: readonly string[],
  name: "webhook" | "svix" = "webhook",
): Check => {
  const [id, time, signatures] = [headers[`${name}-id`], headers[`${name}-timestamp`], headers[`${name}-signature`]]
  // one for each secret, while one follows another: `v1,…` divided by spaces
  const given = signatures?.split(" ").flatMap((each) => (each.startsWith("v1,") ? [each.slice(3)] : []))
  return {
    scheme: "hmac-sha256",
    key: secrets.map(webhookKey),
    signed: `${id ?? ""}.${time ?? ""}.${body}`,
    given,
    encoding: "base64",
    at: { seconds: /^\d{1,12}$/.test(time ?? "") ? Number(time) : undefined, tolerance },
  }
}
