// https://docs.bullmq.io: groups are not in the free version, so that order comes from 24 queues that each do one job at a time.
import { Queue, Worker } from "bullmq"
import { BenchError } from "../../bench-error.ts"
import type { Contestant, Places } from "../contestant.ts"
import { append, appended, caller, connections, timelineTable } from "../handling.ts"
import { lineOf, type Message } from "../message.ts"

const partitions = 24
const names = Array.from({ length: partitions }, (_, partition) => `inbox-${partition}`)

const partitionOf = (customer: string): number => {
  let hash = 2_166_136_261
  for (const letter of customer) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619)
  return (hash >>> 0) % partitions
}

const connectionOf = ({ redis }: Places) => {
  if (redis === undefined) throw new BenchError("BullMQ needs Redis")
  return { host: "127.0.0.1", port: redis, maxRetriesPerRequest: null }
}

const queues = (places: Places): readonly Queue[] =>
  names.map(
    (name) =>
      new Queue(name, { connection: connectionOf(places), defaultJobOptions: { removeOnComplete: true, attempts: 5 } }),
  )

/** BullMQ with partitions by hand; locks as short as its makers think safe. */
export const bullmq: Contestant = {
  prepare: async (places) => {
    const pool = connections(places.postgres, 1)
    await pool.query(timelineTable)
    await pool.end()
    for (const queue of queues(places)) {
      await queue.obliterate({ force: true })
      await queue.setGlobalConcurrency(1)
      await queue.close()
    }
  },
  work: async (places) => {
    const pool = connections(places.postgres, 10)
    const call = caller(places.sink)
    const locks = { concurrency: 1, lockDuration: 5_000, stalledInterval: 3_000, maxStalledCount: 5 }
    for (const name of names) {
      const worker = new Worker<Message>(
        name,
        async ({ data }) => {
          await append(pool, data)
          await call(lineOf(data))
        },
        { connection: connectionOf(places), ...locks },
      )
      worker.on("error", (error) => void process.stderr.write(`BullMQ: ${error.message}\n`))
      await worker.waitUntilReady()
    }
    return "ready"
  },
  produce: async (places) => {
    const all = queues(places)
    return {
      send: async (message) =>
        void (await all[partitionOf(message.customer)]?.add("message", message, { jobId: message.id })),
      close: async () => void (await Promise.all(all.map((queue) => queue.close()))),
    }
  },
  kept: ({ postgres }, name) => appended(postgres, name),
}
