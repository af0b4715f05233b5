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

const unanswered = ({ loop }: Question, error: DeliveryError): CallResult =>
  error.reason === "rate-limit"
    ? { status: "paused", until: loop.clock.now() + (error.retryAfter ?? usualPause) }
    : { status: "unanswered" }

const answerTo = async (question: Question): Promise<CallResult> => {
  const { loop, name, channel, find, message, signal } = question
  const made = await loop.tokens.use(name, channel.access, async (context) => {
    const called = await loop.transport(name, find.request(message, context), { signal, clock: loop.clock })
    const error = "error" in called ? called.error : failureIn(name, called.response)
    return error ? { error } : called
  })
  loop.gates.note(name, "error" in made ? made.error : undefined)
  if ("error" in made) return unanswered(question, made.error)
  const found = find.read(made.response, { id: message.id })
  if (!found) return { status: "not-there" }
  return found.status === "failed" ? { status: "unanswered" } : found
}

/** Puts the question through the same door as messages: nothing is asked before a pause has ended. */
const asked = async (question: Question): Promise<CallResult> => {
  const { loop, name, message } = question
  const who = `find ${message.id}`
  const until = await loop.gates.pass(name, who, message.address)
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
