import type { Channel } from "@escucha/core"
import { callChannel } from "../../../packages/core/src/assembly/jobs/call.ts" // what the job of a message calls; no door has it alone
import type { Loop } from "../../../packages/core/src/assembly/loop.ts"
import type { Connection } from "../../../packages/core/src/channel/channel.ts"
import { systemClock } from "../../../packages/core/src/kernel/clock.ts"
import { createGates } from "../../../packages/core/src/runtime/gates.ts"
import { createTokens } from "../../../packages/core/src/runtime/tokens.ts"
import type { Transport } from "../../../packages/core/src/runtime/transport.ts"
import { BenchError } from "../bench-error.ts"
import { messageOf, type Provider, type Sending } from "./provider.ts"

/** What a channel needs of the loop at a send. */
export interface Way {
  readonly channel: Channel
  readonly transport: Transport
  readonly connection?: Connection
}

/** So many times what a provider allows: its rules are kept count of, and nobody has to wait. */
const generous = 10_000

/**
 * Ours: what the job of a message does between its two commits. It asks at the gate, builds the request, calls with a deadline and a
 * signal, reads the receipt, and takes note of what came of it.
 */
export const through = (name: Provider | "smtp", { channel, transport, connection }: Way): Sending => {
  const rules = (channel.capabilities.rate ?? []).map((rule) => ({ ...rule, count: rule.count * generous }))
  const gates = createGates(() => rules, systemClock)
  const needed: Pick<Loop, "clock" | "transport" | "gates" | "tokens" | "connections"> = {
    clock: systemClock,
    transport,
    gates,
    tokens: createTokens(transport, systemClock),
    connections: new Map(connection ? [[name, connection]] : []),
  }
  const loop = needed as Loop // a call needs no more of it
  return async (number) => {
    const message = messageOf(name, number)
    if (gates.pass(name, message.id, message.address) !== undefined) throw new BenchError(`${name}: the gate is closed`)
    const sent = await callChannel(loop, name, channel, message, new AbortController().signal)
    if (sent.status === "failed") throw sent.error
    return sent.provider ?? ""
  }
}
