// https://timgit.github.io/pg-boss: a queue in PostgreSQL; its policy `key_strict_fifo` keeps the jobs of a key in order.
import { PgBoss } from "pg-boss"
import type { Contestant } from "../contestant.ts"
import { append, appended, caller, connections, timelineTable } from "../handling.ts"
import { lineOf, type Message } from "../message.ts"

const queue = "inbox"

const complain = (error: Error): void => void process.stderr.write(`pg-boss: ${error.message}\n`)

const open = async (
  url: string,
  options: Partial<ConstructorParameters<typeof PgBoss>[0] & object>,
): Promise<PgBoss> => {
  const boss = new PgBoss({ connectionString: url, ...options })
  boss.on("error", complain)
  await boss.start()
  return boss
}

/** The least that its options allow, so that a killed process is missed as soon as can be. */
const watch = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5, heartbeatCheckIntervalSeconds: 5 }

/** pg-boss, woken by LISTEN, with its shortest heartbeat. */
export const pgBoss: Contestant = {
  prepare: async ({ postgres }) => {
    const pool = connections(postgres, 1)
    await pool.query(timelineTable)
    await pool.end()
    const boss = await open(postgres, { max: 4 })
    const strict = { policy: "key_strict_fifo", notify: true, heartbeatSeconds: 10 } as const
    await boss.createQueue(queue, { ...strict, retryLimit: 5, retryDelay: 0 })
    await boss.stop({ graceful: false })
  },
  work: async ({ postgres, sink }) => {
    const pool = connections(postgres, 8)
    const call = caller(sink)
    const boss = await open(postgres, { max: 10, useListenNotify: true, ...watch })
    const polling = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, burstWhenBatchFull: true }
    await boss.work<Message>(queue, { batchSize: 20, localConcurrency: 2, ...polling }, async (jobs) => {
      await Promise.all(
        jobs.map(async ({ data }) => {
          await append(pool, data)
          await call(lineOf(data))
        }),
      )
    })
    return "ready"
  },
  produce: async ({ postgres }) => {
    const boss = await open(postgres, { max: 16, supervise: false, schedule: false })
    return {
      send: async (message) => void (await boss.send(queue, message, { singletonKey: message.customer })),
      close: () => boss.stop({ graceful: false }),
    }
  },
  kept: ({ postgres }, name) => appended(postgres, name),
}
