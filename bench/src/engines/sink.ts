// Where effects arrive: an HTTP server in a process of its own that takes note of what came when.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { messageOf, moment } from "./message.ts"
import type { Arrival } from "./report.ts"

/** What the bench asks of the sink: how many messages of a run are there, or all of them. */
export interface SinkQuestion {
  readonly run: string
  readonly all: boolean
}

/** What the sink answers. */
export interface SinkAnswer {
  /** Different messages. */
  readonly messages: number
  /** The moment of the last arrival; 0 before the first. */
  readonly last: number
  readonly arrivals: readonly Arrival[]
}

interface Run {
  readonly arrivals: Arrival[]
  readonly ids: Set<string>
}

const runs = new Map<string, Run>()

const take = (line: string): void => {
  const { run: name, customer, order, id, sent } = messageOf(line)
  let run = runs.get(name)
  if (!run) runs.set(name, (run = { arrivals: [], ids: new Set() }))
  run.arrivals.push({ id, customer, order, sent, at: moment() })
  run.ids.add(id)
}

const server = createServer((request, response) => {
  let body = ""
  request.setEncoding("utf8")
  request.on("data", (part: string) => (body += part))
  request.once("end", () => {
    take(body)
    response.writeHead(200, { "content-type": "application/json", "content-length": 2 }).end("{}")
  })
})
server.keepAliveTimeout = 60_000

process.on("message", ({ run: name, all }: SinkQuestion) => {
  // from the bench that started this process
  const run = runs.get(name)
  const answer: SinkAnswer = {
    messages: run?.ids.size ?? 0,
    last: run?.arrivals.at(-1)?.at ?? 0,
    arrivals: all ? (run?.arrivals ?? []) : [],
  }
  process.send?.(answer)
})
process.on("disconnect", () => process.exit())
server.listen(0, "127.0.0.1", () => process.send?.(String((server.address() as AddressInfo).port))) // it listens on a port, not on a file
