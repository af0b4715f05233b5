import { addressAt } from "../../channel/channel.ts"
import { ownId } from "../../conversation/outbox.ts"
import type { CallResult } from "../../conversation/settle.ts"
import { inputId } from "../../kernel/ids.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"

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
    return void (await settle({ status: "not-there" }))
  const token = channel.access ? await loop.tokens.of(name, channel.access) : { token: "" }
  if ("error" in token) return void (await settle({ status: "not-there" }))
  const asked = { id: ownId(message, part), address, since: outgoing.markedAt ?? loop.clock.now() }
  const request = find.request(asked, { now: loop.clock.now(), access: token.token })
  const called = await loop.transport(name, request, { signal, clock: loop.clock })
  const found = "error" in called ? undefined : find.read(called.response, { id: asked.id })
  await settle(found && found.status !== "failed" ? found : { status: "not-there" })
}
