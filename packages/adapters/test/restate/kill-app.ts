// One process of the application that is killed; what it needs to know comes as its first argument. Says where it serves.
import { createEscucha } from "@escucha/core"
import type { Stored } from "../../../core/src/assembly/loop.ts"
import { killedBugs } from "../../../../tests/support/killed-bugs.ts"
import { servedOptions } from "../../../../tests/support/served-options.ts"
import { restateEngine } from "../../src/engines/restate.ts"
import { serve } from "../../src/servers/node.ts"
import { postgres } from "../../src/stores/postgres.ts"

/** Where everything is. */
export interface KillPlace {
  readonly url: string
  readonly ingress: string
  readonly admin: string
  readonly identityKey: string
  readonly port: number
  readonly provider: string
  /** A bug that is planted: one of `killedBugs`. */
  readonly bug?: string
}

const [, , given = "{}"] = process.argv
const { url, ingress, admin, identityKey, port, provider, bug = "" } = JSON.parse(given) as KillPlace // by the campaign
const database = { url, connections: 5 }
const store = postgres<Stored>(database)
const escucha = createEscucha({
  ...servedOptions(provider),
  store: killedBugs[bug]?.store?.(store) ?? store,
  engine: restateEngine({
    ingress,
    admin,
    database,
    serve: { port },
    identityKeys: [identityKey],
    report: () => {},
  }),
  report: () => {},
})
await escucha.start()
const serving = await serve(escucha)
process.stdout.write(`${serving.url}\n`)
process.once("SIGTERM", async () => {
  await serving.close()
  await escucha.close()
})

// Whoever started it is gone: a campaign that was broken off leaves nothing running.
process.stdin.once("end", () => process.exit()).resume()
process.stdin.unref()
