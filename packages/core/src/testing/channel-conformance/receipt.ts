import type { Channel, HttpResponse, HttpShape, Sent } from "../../channel/channel.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import { expectThat } from "../expectation.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import { secretsOf, type ChannelSubject } from "./subject.ts"

type Reason = DeliveryError["reason"]

interface Expectation {
  readonly status: number
  readonly headers?: HttpResponse["headers"]
  readonly reasons: readonly Reason[]
  readonly retryable: boolean
  readonly retryAfter?: number
}

const clock: HttpResponse["headers"] = { date: "Thu, 01 Jan 2026 00:00:00 GMT" }
const refusals: readonly Reason[] = ["rejected", "invalid-recipient"]

const expectations: readonly Expectation[] = [
  { status: 400, reasons: refusals, retryable: false },
  { status: 401, reasons: ["auth"], retryable: false },
  { status: 403, reasons: ["auth", ...refusals], retryable: false },
  { status: 404, reasons: ["auth", ...refusals], retryable: false },
  { status: 422, reasons: refusals, retryable: false },
  {
    status: 429,
    headers: { ...clock, "retry-after": "7" },
    reasons: ["rate-limit"],
    retryable: true,
    retryAfter: 7_000,
  },
  {
    status: 429,
    headers: { ...clock, "retry-after": "Thu, 01 Jan 2026 00:00:07 GMT" },
    reasons: ["rate-limit"],
    retryable: true,
    retryAfter: 7_000,
  },
  { status: 429, reasons: ["rate-limit"], retryable: true },
  { status: 500, reasons: ["unavailable"], retryable: true },
  {
    status: 503,
    headers: { ...clock, "retry-after": "7" },
    reasons: ["unavailable"],
    retryable: true,
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

/** How an http channel reads the answers of its provider. */
export const receiptChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const read = (response: HttpResponse) => withoutThrowing("receipt reads any answer", () => channel.receipt(response))
  const accepted = subject.responses?.accepted
  const refusedAs200 = subject.responses?.refusedAs200
  return [
    ...(accepted
      ? [
          check("reads a recorded success", () => {
            const sent = read(accepted)
            expectThat("a recorded success is a success", sent.status === "sent" || sent.status === "delivered")
            const isTraceable = channel.capabilities.receipts.length === 0 || Boolean(sent.provider)
            expectThat("a channel with receipts gives the provider's id of the message", isTraceable)
          }),
        ]
      : []),
    ...(refusedAs200
      ? [
          check("sees a refusal under the status of a success", () => {
            failureOfSent(read(refusedAs200), "a refusal under the status of a success")
          }),
        ]
      : []),
    ...expectations.map(({ status, headers = clock, reasons, retryable, retryAfter }) =>
      check(
        `reads ${status}${headers["retry-after"] ? ` with Retry-After: ${headers["retry-after"]}` : ""}, whatever the body`,
        () => {
          for (const body of bodies) {
            const error = failureOfSent(read({ status, headers, body }), `a ${status}`)
            expectThat(`a ${status} is ${reasons.join(" or ")}, not ${error.reason}`, reasons.includes(error.reason))
            expectThat(`a ${status} is ${retryable ? "" : "not "}worth another try`, error.retryable === retryable)
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
    check("does not take garbage for a success", () => {
      for (const body of bodies) {
        if (body === accepted?.body) continue
        failureOfSent(read({ status: 200, headers: clock, body }), "a 200 with a body that says nothing")
      }
    }),
  ]
}
