// A process with an engine on Restate, for a job that ends its process; what it needs to know comes as its first argument. Says each job
// that runs, and ends when nothing is left to do.
import { unitOf } from "../../../core/src/timeline/unit.ts"
import { restateEngine } from "../../src/engines/restate.ts"
import { createDatabase, postgresOptionsOf } from "../../src/postgres/connection.ts"
import { createPostgresStore } from "../../src/postgres/store.ts"

/** Where everything is. */
export interface DeadlyPlace {
  readonly url: string
  readonly ingress: string
  readonly admin: string
  readonly identityKey: string
  readonly port: number
  readonly service: string
}

// Whoever started it is gone: nothing is left running.
process.stdin.once("end", () => process.exit()).resume()

const [, , given = "{}"] = process.argv
const { url, ingress, admin, identityKey, port, service } = JSON.parse(given) as DeadlyPlace // by the test
const database = { url, connections: 3 }
const store = createPostgresStore<unknown>(createDatabase(postgresOptionsOf(database)))
const engine = restateEngine({
  ingress,
  admin,
  database,
  serve: { port },
  service,
  identityKeys: [identityKey],
  report: (failure) => void process.stdout.write(`${String(failure)}\n`),
})
const running = await engine.run(
  async ({ id, type }) => {
    if (type === "deadly") process.kill(process.pid, "SIGKILL")
    process.stdout.write(`${id} runs\n`)
    await store.commit([unitOf({ acks: [id] })])
  },
  { concurrency: 8, attempts: 3 },
)
await running.settled()
await running.drain()
await store.close()
process.exit()
