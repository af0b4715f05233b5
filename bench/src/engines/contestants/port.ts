// Ours without the house: a store and an engine alone, with the same work for a message as everybody's handler.
import { postgres } from "@escucha/adapters/stores/postgres"
import type { Attempt, Engine, Store } from "@escucha/core"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { inputId, type StreamId } from "../../../../packages/core/src/kernel/ids.ts" // units are made by the house; no door has this
import type { Unit } from "../../../../packages/core/src/timeline/store.ts"
import { unitOf } from "../../../../packages/core/src/timeline/unit.ts"
import { BenchError } from "../../bench-error.ts"
import type { Contestant, Places } from "../contestant.ts"
import { caller, connections } from "../handling.ts"
import { lineOf, type Message, messageOf } from "../message.ts"
import { balanced } from "./balanced.ts"

/** What the stream of a customer remembers. */
interface Remembered {
  readonly last: number
}

/** How many messages a process of ours handles at the same time. */
export const concurrency = 16

const streamOf = (customer: string): StreamId => `s_${customer.replaceAll("-", "")}`

const postOf = (message: Message): Unit<Remembered> =>
  unitOf({
    inputs: [inputId(message.id)],
    posts: [{ key: streamOf(message.customer), id: `job ${message.id}`, type: "message", ref: lineOf(message) }],
  })

/** One entry and the acknowledgement, in one commit; a second time it is refused. */
const appendOf = ({ customer, id, order }: Message, job: string, version: number): Unit<Remembered> => {
  const stream = streamOf(customer)
  const identifier = `bench:${customer}` as const
  const at = Date.now()
  const data = { order }
  return unitOf({
    inputs: [inputId(`${id} handled`)],
    expects: new Map([[stream, version]]),
    binds: new Map(version === 0 ? [[identifier, stream]] : []),
    entries: [
      {
        id: `${id}#0`,
        stream,
        position: version + 1,
        kind: "handled",
        schema: 1,
        occurredAt: at,
        receivedAt: at,
        data,
      },
    ],
    states: new Map([[stream, { customer: stream, identifier, version: version + 1, state: { last: order } }]]),
    acks: [job],
  })
}

const committed = async (store: Store<Remembered>, unit: Unit<Remembered>): Promise<void> => {
  const [result] = await store.commit([unit])
  if (result?.status !== "committed" && result?.status !== "duplicate")
    throw new BenchError(`a unit was ${result?.status}`)
}

const entriesOf = async (url: string, run: string): Promise<number> => {
  const pool = connections(url, 1)
  try {
    const { rows } = await pool.query<{ readonly entries: number }>(
      "select count(distinct id)::int as entries from escucha.entries where kind = 'handled' and starts_with(id, $1)",
      [`${run}-`],
    )
    return rows[0]?.entries ?? 0
  } finally {
    await pool.end()
  }
}

/** Takes messages in over HTTP: an engine that is told of jobs is told by the process that committed them. */
const takeIn = async (take: (message: Message) => Promise<void>): Promise<string> => {
  const server = createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8")
    request.on("data", (part: string) => (body += part))
    request.once("end", () => {
      take(messageOf(body)).then(
        () => response.writeHead(200).end(),
        (failure: unknown) => response.writeHead(503).end(String(failure)),
      )
    })
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port, not on a file
}

const handling =
  (store: Store<Remembered>, call: (line: string) => Promise<void>) =>
  async ({ id, key, ref = "" }: Attempt): Promise<void> => {
    const { streams } = await store.load({ inputs: [], identifiers: [], streams: [key] })
    await call(ref)
    await committed(store, appendOf(messageOf(ref), id, streams.get(key)?.version ?? 0))
  }

const post = async (store: Store<Remembered>, message: Message, engine?: Engine): Promise<void> => {
  const unit = postOf(message)
  await committed(store, unit)
  await engine?.post(unit.posts)
}

/**
 * An engine of ours on our store: one read, one append with the acknowledgement, one call. Where it is to be told of jobs, messages go
 * to the processes over HTTP; else the bench commits them by itself.
 */
export const portContestant = (engineOf: (places: Places) => Promise<Engine>, isTold: boolean): Contestant => ({
  prepare: async (places) => {
    const store = postgres<Remembered>(places.postgres)
    await store.migrate()
    await store.close()
  },
  work: async (places) => {
    const store = postgres<Remembered>(places.postgres)
    await store.migrate()
    const engine = await engineOf(places)
    await engine.run(handling(store, caller(places.sink)), { concurrency, attempts: 5 })
    return isTold ? takeIn((message) => post(store, message, engine)) : "ready"
  },
  produce: async (places, greetings) => {
    if (isTold) return balanced(greetings, (message) => ({ path: "/", headers: {}, body: lineOf(message) }))
    const store = postgres<Remembered>(places.postgres)
    await store.migrate()
    return { send: (message) => post(store, message), close: () => store.close() }
  },
  kept: ({ postgres: url }, run) => entriesOf(url, run),
})
