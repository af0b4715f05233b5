// The client, in a process of its own: sends as many requests as it is told, as fast as the server answers.
import { Pool } from "undici"
import { eventOf, requestHeaders } from "./event.ts"

/** What to send. Events are numbered on from `first`. */
export interface Load {
  readonly url: string
  readonly connections: number
  readonly first: number
  readonly requests: number
  readonly perRequest: number
}

/** How it went: seconds from the first byte to the last answer. */
export interface Loaded {
  readonly seconds: number
  readonly failed: number
}

const bodiesOf = ({ first, requests, perRequest }: Load): readonly string[] =>
  Array.from({ length: requests }, (_, request) =>
    JSON.stringify({
      batch: Array.from({ length: perRequest }, (_each, place) => eventOf(first + request * perRequest + place)),
    }),
  )

const send = async (load: Load): Promise<Loaded> => {
  const bodies = bodiesOf(load).values() // shared: each connection takes the next one
  const pool = new Pool(load.url, { connections: load.connections, pipelining: 1 })
  let failed = 0
  const keepSending = async (): Promise<void> => {
    for (const body of bodies) {
      const response = await pool.request({ path: "/v1/batch", method: "POST", headers: requestHeaders, body })
      await response.body.dump()
      if (response.statusCode !== 200) failed++
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: load.connections }, keepSending))
  const seconds = (performance.now() - start) / 1000
  await pool.close()
  return { seconds, failed }
}

process.on("message", (load: Load) => {
  // from the bench that started this process
  send(load).then(
    (loaded) => process.send?.(loaded),
    (failure: unknown) => {
      process.stderr.write(`the client broke: ${String(failure)}\n`)
      process.exit(1)
    },
  )
})
process.send?.("ready")
