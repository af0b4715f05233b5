import { addressAt, type Channel, type Extras, type HttpResponse, type HttpShape } from "../../channel/channel.ts"
import { failureOf } from "../../channel/failure.ts"
import { ownId } from "../../conversation/outbox.ts"
import type { CallResult } from "../../conversation/settle.ts"
import { milliseconds } from "../../kernel/duration.ts"
import type { DeliveryError } from "../../kernel/errors.ts"
import { inputId } from "../../kernel/ids.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"

/** How long a provider is left alone that asked for a pause and did not say for how long. */
const usualPause = milliseconds("1 minute")

interface Question {
  readonly loop: Loop
  readonly name: string
  readonly channel: Channel & HttpShape
  readonly find: NonNullable<Extras["find"]>
  readonly message: Parameters<NonNullable<Extras["find"]>["request"]>[0]
  readonly signal: AbortSignal
}

/** Why an answer says nothing; one of "not found" may be about the message. */
const failureIn = (name: string, response: HttpResponse): DeliveryError | undefined =>
  response.status < 400 || response.status === 404 ? undefined : failureOf(name, response)

const unanswered = ({ loop, name, channel }: Question, error: DeliveryError, token = ""): CallResult => {
  if (error.reason === "auth" && channel.access) loop.tokens.drop(name, token)
  return error.reason === "rate-limit"
    ? { status: "paused", until: loop.clock.now() + (error.retryAfter ?? usualPause) }
    : { status: "unanswered" }
}

const answerTo = async (question: Question): Promise<CallResult> => {
  const { loop, name, channel, find, message, signal } = question
  const first = channel.access ? await loop.tokens.of(name, channel.access) : { token: "" }
  if ("error" in first) return unanswered(question, first.error)
  const request = find.request(message, { now: loop.clock.now(), access: first.token })
  const called = await loop.transport(name, request, { signal, clock: loop.clock })
  const error = "error" in called ? called.error : failureIn(name, called.response)
  loop.gates.note(name, error)
  if (error || "error" in called) return error ? unanswered(question, error, first.token) : { status: "unanswered" }
  const found = find.read(called.response, { id: message.id })
  if (!found) return { status: "not-there" }
  return found.status === "failed" ? { status: "unanswered" } : found
}

/** Puts the question through the same door as messages: nothing is asked before a pause has ended. */
const asked = async (question: Question): Promise<CallResult> => {
  const { loop, name, message } = question
  const who = `find ${message.id}`
  const until = loop.gates.pass(name, who, message.address)
  try {
    return until === undefined ? await answerTo(question) : { status: "paused", until }
  } finally {
    loop.gates.leave(name, who)
  }
}

/** Asks the provider whether it has a message of which nobody knows whether it left, and settles it by the answer. */
export const reconcile = async (attempt: Attempt, loop: Loop): Promise<void> => {
  const { id, key, ref: message = "", signal } = attempt
  const row = (await loop.whole(key))?.streams.get(key)
  const outgoing = row?.state.outbox.open[message]
  const name = outgoing?.channel ?? ""
  const channel = Object.hasOwn(loop.setting.channels, name) ? loop.setting.channels[name] : undefined
  const address = row && channel && addressAt(channel, row.identifier)
  const part = outgoing?.parts?.length ?? 0
  const settle = (result: CallResult) =>
    loop.post({
      kind: "settle",
      id: inputId(`settle:${id}:${result.status}`),
      on: key,
      message,
      result,
      course: { part, of: outgoing?.of ?? 1 },
      acks: id,
    })
  const find = channel?.shape === "http" ? channel.extras.find : undefined
  if (!outgoing || channel?.shape !== "http" || !find || address === undefined)
    return void (await settle({ status: "unanswered" }))
  const since = outgoing.markedAt ?? loop.clock.now()
  const wanted = { id: ownId(message, part), address, since }
  await settle(await asked({ loop, name, channel, find, message: wanted, signal }))
}
