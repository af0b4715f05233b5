import type { Channel, Outgoing, Sent } from "../../channel/channel.ts"
import { render } from "../../channel/render.ts"
import type { CallResult } from "../../conversation/outbox.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import { inputId, partsOf } from "../../kernel/ids.ts"
import { callProvider } from "../../runtime/http.ts"
import { withinTime } from "../../runtime/time-limit.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { AnyEntry } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { exclusionOf } from "./exclusion.ts"

const resultOf = (sent: Sent): CallResult =>
  sent.status !== "failed"
    ? sent
    : {
        status: "failed",
        error: sent.error.reason,
        retryable: sent.error.retryable,
        sent: sent.error.sent,
        ...(sent.error.retryAfter !== undefined && { retryAfter: sent.error.retryAfter }),
      }

/** A connection knows its own time-outs; this is for one that forgot them. The message it held is uncertain then. */
const patience = "2 minutes"

const callChannel = async (
  loop: Loop,
  name: string,
  channel: Channel,
  message: Outgoing,
  signal: AbortSignal,
): Promise<Sent> => {
  if (channel.shape === "connection") {
    const connection = loop.connections.get(name)
    return connection
      ? withinTime({ clock: loop.clock, limit: patience, signal, what: `channel ${name}` }, (given) =>
          connection.send(message, given),
        )
      : { status: "failed", error: new DeliveryError(name, "network", { retryable: true, sent: "no" }) }
  }
  const answer = await callProvider(name, channel.request(message, { now: loop.clock.now(), access: "" }), { signal })
  return "error" in answer ? { status: "failed", error: answer.error } : channel.receipt(answer.response)
}

const isMarked = (entries: readonly AnyEntry[]): boolean =>
  entries.some((entry) => entry.kind === "delivery-changed" && entry.data.delivery.status === "sending")

/**
 * Sends a message: marks it in a commit of its own, calls the channel once, and only if this very attempt made the mark, and writes
 * down what came of it. Where an earlier attempt made the mark and never came back, nobody knows whether the message left.
 */
export const send = async (attempt: Attempt, loop: Loop): Promise<void> => {
  const { id, key, ref: message = "", signal } = attempt
  const exclusion = await exclusionOf(attempt, loop)
  const marked = await loop.post({
    kind: "dispatch",
    id: inputId(`dispatch:${id}`),
    on: key,
    message,
    ...(exclusion && { exclusion }),
  })
  const settle = (result: CallResult, isIdempotent: boolean) =>
    loop.post({
      kind: "settle",
      id: inputId(`settle:${id}:${result.status}`),
      on: key,
      message,
      result,
      isIdempotent,
      acks: id,
    })
  const row = (await loop.whole(key))?.streams.get(key)
  const outgoing = row?.state.outbox.open[message]
  const channel = outgoing && loop.setting.channels[outgoing.channel]
  const isIdempotent = channel?.capabilities.idempotency.kind === "key"
  if (marked.status === "duplicate") {
    await settle({ status: "uncertain" }, isIdempotent)
  } else if (!row || !outgoing || !isMarked(marked.entries)) {
    await loop.post({ kind: "done", id: inputId(`done:${id}`), on: key, acks: id })
  } else if (!channel) {
    await settle({ status: "failed", error: "this channel is not there any more", retryable: false, sent: "no" }, false)
  } else {
    const { provider } = row.state.conversation
    const rendered = render(outgoing.content, channel.capabilities)
    const [content = { text: "" }] = "payloads" in rendered ? rendered.payloads : []
    const sent = await callChannel(
      loop,
      outgoing.channel,
      channel,
      {
        id: message,
        address: partsOf(row.identifier).value,
        content,
        attempt: outgoing.attempts,
        ...(outgoing.author.includes(":") && { automatic: true }),
        ...(provider !== null && { inReplyTo: provider }),
      },
      signal,
    )
    await settle(resultOf(sent), isIdempotent)
  }
}
