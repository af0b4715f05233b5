// What Slack answers: https://docs.slack.dev/apis/web-api/#responses
import { DeliveryError, failureOf, type HttpResponse, type Sent } from "@escucha/core"
import { bodyOf, textOf } from "../json.ts"

const reasons: { readonly [error: string]: DeliveryError["reason"] } = {
  ratelimited: "rate-limit",
  rate_limited: "rate-limit",
  channel_not_found: "invalid-recipient",
  user_not_found: "invalid-recipient",
  user_disabled: "invalid-recipient",
  is_archived: "invalid-recipient",
  not_in_channel: "invalid-recipient",
  messages_tab_disabled: "invalid-recipient",
  internal_error: "unavailable",
  fatal_error: "unavailable",
  service_unavailable: "unavailable",
  request_timeout: "unavailable",
}
const isOfAuth = /auth|token|account_inactive|missing_scope|org_login_required|no_permission/

/** What came of a call; Slack refuses under the status of a success. */
export const receipt = (response: HttpResponse): Sent => {
  const { ok, error, channel, ts } = bodyOf(response.body)
  const [place, stamp, word] = [textOf(channel), textOf(ts), textOf(error)]
  if (ok === true && place !== undefined && stamp !== undefined)
    return { status: "sent", provider: `${place}:${stamp}` }
  if (ok !== false || word === undefined || response.status !== 200)
    return { status: "failed", error: failureOf("slack", response) }
  const reason =
    (Object.hasOwn(reasons, word) ? reasons[word] : undefined) ?? (isOfAuth.test(word) ? "auth" : "rejected")
  const status = { "rate-limit": 429, unavailable: 500 }[String(reason)]
  if (status !== undefined) return { status: "failed", error: failureOf("slack", { ...response, status }) }
  return { status: "failed", error: new DeliveryError("slack", reason, { retryable: false, sent: "no" }) }
}
