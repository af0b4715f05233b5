// https://worker.graphile.org: a queue in PostgreSQL; jobs with the same queue name run one after the other.
import { Logger, makeWorkerUtils, run } from "graphile-worker"
import type { Contestant } from "../contestant.ts"
import { append, appended, caller, connections, timelineTable } from "../handling.ts"
import { lineOf, type Message } from "../message.ts"

const silent = new Logger(() => () => {})

/** graphile-worker with a queue for each customer. */
export const graphileWorker: Contestant = {
  prepare: async ({ postgres }) => {
    const pool = connections(postgres, 1)
    await pool.query(timelineTable)
    const tools = await makeWorkerUtils({ pgPool: pool, logger: silent })
    await tools.migrate()
    await tools.release()
    await pool.end()
  },
  work: async ({ postgres, sink }) => {
    const pool = connections(postgres, 8)
    const call = caller(sink)
    await run({
      pgPool: connections(postgres, 12),
      concurrency: 10,
      pollInterval: 500,
      noHandleSignals: true,
      logger: silent,
      taskList: {
        inbox: async (payload) => {
          const message = payload as Message // our own producer posted it
          await append(pool, message)
          await call(lineOf(message))
        },
      },
    })
    return "ready"
  },
  produce: async ({ postgres }) => {
    const pool = connections(postgres, 16)
    const tools = await makeWorkerUtils({ pgPool: pool, logger: silent })
    return {
      send: async (message) =>
        void (await tools.addJob("inbox", message, { queueName: message.customer, jobKey: message.id })),
      close: async () => {
        await tools.release()
        await pool.end()
      },
    }
  },
  kept: ({ postgres }, name) => appended(postgres, name),
}
