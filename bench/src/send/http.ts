import { nodeTransport } from "@escucha/adapters/transports/node"
import { callProvider } from "../../../packages/core/src/runtime/http.ts" // the transport of an application that names none
import { BenchError } from "../bench-error.ts"
import { cpuPerCall } from "../measure.ts"
import { costOf } from "../peak.ts"
import { oursOf, type Row, rowOf } from "../row.ts"
import { openLimit } from "./limit.ts"
import type { OpenSink } from "./open-sink.ts"
import { through } from "./ours.ts"
import { peersOf } from "./peers.ts"
import { channelOf, type Provider, type Sending } from "./provider.ts"

/** So many messages are under way at once. */
export const together = 32

/** Sends as many messages at once; each has a number of its own. */
export const manyOf = (send: Sending): (() => Promise<readonly string[]>) => {
  let sent = 0
  return () => {
    sent += together
    return Promise.all(Array.from({ length: together }, (_, place) => send(sent + place)))
  }
}

/** Every variant has to be told the same id. */
export const agree = async (name: string, sendings: { readonly [variant: string]: Sending }): Promise<void> => {
  const ids = new Map<string, string>()
  for (const [variant, send] of Object.entries(sendings)) ids.set(variant, await send(0))
  if (new Set(ids.values()).size !== 1) throw new BenchError(`${name}: the ids differ: ${JSON.stringify([...ids])}`)
}

/** Nanoseconds for one of many. */
export const each = (samples: readonly number[] = []): readonly number[] =>
  samples.map((value) => value / together / 1000)

const ky = "ours through ky"

/** One provider's messages over HTTP. */
export const overHttp = async (provider: Provider, sink: OpenSink, rounds: number): Promise<Row> => {
  const channel = channelOf(provider, sink.baseUrl)
  await using node = nodeTransport()
  const limit = openLimit(provider, sink.baseUrl)
  try {
    const sendings = {
      limit: limit.send,
      ours: through(provider, { channel, transport: node.transport }),
      [ky]: through(provider, { channel, transport: callProvider }),
      ...(await peersOf(provider, sink)),
    }
    const name = `http 32 concurrent, ${provider}`
    await agree(name, sendings)
    const tasks = Object.fromEntries(Object.entries(sendings).map(([variant, send]) => [variant, manyOf(send)]))
    const samples = Object.entries(await cpuPerCall(tasks, rounds))
    const {
      limit: least = [],
      ours = [],
      [ky]: portable = [],
      ...peers
    } = Object.fromEntries(samples.map(([variant, values]) => [variant, each(values)]))
    const { peakRssMb, allocated } = await costOf(new URL("memory.ts", import.meta.url), [provider, sink.baseUrl])
    return rowOf(
      { case: name, unit: "µs CPU", better: "lower" },
      { ours, limit: least, peers },
      {
        also: { "through ky": oursOf("lower", { ours: portable, limit: least, peers }) },
        peakRssMb,
        figures: { "bytes allocated": allocated },
      },
    )
  } finally {
    await limit.close()
  }
}
