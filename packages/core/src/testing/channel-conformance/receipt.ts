import type { Channel, HttpResponse, HttpShape, Sent } from "../../channel/channel.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import { expectThat } from "../expectation.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import { type ChannelSubject, type Limited, type Responses, secretsOf } from "./subject.ts"

type Reason = DeliveryError["reason"]

interface Expectation {
  readonly status: number
  readonly headers?: HttpResponse["headers"]
  readonly reasons: readonly Reason[]
  readonly retryable: boolean
  /** Whether the message left. What is told wrong here is doubled, or lost. */
  readonly sent: DeliveryError["sent"]
  readonly retryAfter?: number
}

const clock: HttpResponse["headers"] = { date: "Thu, 01 Jan 2026 00:00:00 GMT" }
const refusals: readonly Reason[] = ["rejected", "invalid-recipient"]

const expectations: readonly Expectation[] = [
  { status: 400, reasons: refusals, retryable: false, sent: "no" },
  { status: 401, reasons: ["auth"], retryable: false, sent: "no" },
  { status: 403, reasons: ["auth", ...refusals], retryable: false, sent: "no" },
  { status: 404, reasons: ["auth", ...refusals], retryable: false, sent: "no" },
  { status: 422, reasons: refusals, retryable: false, sent: "no" },
  {
    status: 429,
    headers: { ...clock, "retry-after": "7" },
    reasons: ["rate-limit"],
    retryable: true,
    sent: "no",
    retryAfter: 7_000,
  },
  {
    status: 429,
    headers: { ...clock, "retry-after": "Thu, 01 Jan 2026 00:00:07 GMT" },
    reasons: ["rate-limit"],
    retryable: true,
    sent: "no",
    retryAfter: 7_000,
  },
  { status: 429, reasons: ["rate-limit"], retryable: true, sent: "no" },
  { status: 500, reasons: ["unavailable"], retryable: true, sent: "unknown" },
  {
    status: 503,
    headers: { ...clock, "retry-after": "7" },
    reasons: ["unavailable"],
    retryable: true,
    sent: "no",
    retryAfter: 7_000,
  },
]

const bodies: readonly string[] = [
  "",
  "<html><body>Bad gateway</body></html>",
  "{",
  "null",
  "[]",
  '{"ok":1,"result":[]}',
  "\uFFFD\u0000",
]

const failureOfSent = (sent: Sent, situation: string): DeliveryError => {
  expectThat(`${situation} is a failure`, sent.status === "failed")
  expectThat(`${situation} is a DeliveryError`, sent.error instanceof DeliveryError)
  return sent.error
}

const isLimit = ({ reason, retryable, sent }: DeliveryError): boolean =>
  reason === "rate-limit" && retryable && sent === "no"

const listOf = (limited: Responses["limited"]): readonly Limited[] =>
  limited === undefined ? [] : "response" in limited ? [limited] : limited

/** The provider's own answers, as they were recorded. */
const recordedChecks = (
  { capabilities }: Pick<Channel, "capabilities">,
  read: (response: HttpResponse) => Sent,
  { accepted, refusedAs200, limited }: Partial<Responses> = {},
): readonly ConformanceCheck[] => [
  ...(accepted
    ? [
        check("refusals", "reads a recorded success", () => {
          const sent = read(accepted)
          expectThat("a recorded success is a success", sent.status === "sent" || sent.status === "delivered")
          const isTraceable = capabilities.receipts.length === 0 || Boolean(sent.provider)
          expectThat("a channel with receipts gives the provider's id of the message", isTraceable)
        }),
      ]
    : []),
  ...(refusedAs200
    ? [
        check("refusals", "sees a refusal under the status of a success", () => {
          failureOfSent(read(refusedAs200), "a refusal under the status of a success")
        }),
      ]
    : []),
  ...listOf(limited).map((limit, index) =>
    check(
      "rate-limits",
      `waits as long as the provider says in its own words${index === 0 ? "" : `, ${index + 1}`}`,
      () => {
        const error = failureOfSent(read(limit.response), "a recorded rate limit")
        expectThat("it is a rate limit, worth another try, and nothing left", isLimit(error))
        expectThat(
          `it asks for a pause of ${limit.retryAfter} ms, not ${error.retryAfter}`,
          error.retryAfter === limit.retryAfter,
        )
      },
    ),
  ),
]

/** How an http channel reads the answers of its provider. */
export const receiptChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const read = (response: HttpResponse) => withoutThrowing("receipt reads any answer", () => channel.receipt(response))
  const accepted = subject.responses?.accepted
  // a provider, or a proxy before it, may well repeat what it was called with
  const echoes = secretsOf(subject).map((secret) => JSON.stringify({ ok: false, error: secret, description: secret }))
  return [
    ...recordedChecks(channel, read, subject.responses),
    ...expectations.map(({ status, headers = clock, reasons, retryable, sent, retryAfter }) =>
      check(
        retryAfter === undefined && status !== 429 ? "refusals" : "rate-limits",
        `reads ${status}${headers["retry-after"] ? ` with Retry-After: ${headers["retry-after"]}` : ""}, whatever the body`,
        () => {
          for (const body of [...bodies, ...echoes]) {
            const error = failureOfSent(read({ status, headers, body }), `a ${status}`)
            expectThat(`a ${status} is ${reasons.join(" or ")}, not ${error.reason}`, reasons.includes(error.reason))
            expectThat(`a ${status} is ${retryable ? "" : "not "}worth another try`, error.retryable === retryable)
            expectThat(
              `of a ${status} it says "${sent}" of whether the message left, not "${error.sent}"`,
              error.sent === sent,
            )
            expectThat(
              `a ${status} asks for a pause of ${retryAfter} ms, not ${error.retryAfter}`,
              error.retryAfter === retryAfter,
            )
            expectThat("the error names the channel", error.channel === channel.id)
            const said = `${error.message} ${String(error.cause)}`
            expectThat("no error quotes a secret", !secretsOf(subject).some((secret) => said.includes(secret)))
          }
        },
      ),
    ),
    check("refusals", "does not take garbage for a success", () => {
      for (const body of bodies) {
        if (body === accepted?.body) continue
        const error = failureOfSent(read({ status: 200, headers: clock, body }), "a 200 with a body that says nothing")
        expectThat("after a 200 that says nothing nobody knows whether the message left", error.sent === "unknown")
      }
    }),
  ]
}
