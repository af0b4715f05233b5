import { type EngineCheck, type EngineUnderTest, type EngineWish, engineChecks } from "@escucha/core/testing"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, it } from "vitest"
import { restateEngine } from "../../src/engines/restate.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { committing, jobsIn } from "./committing.ts"
import { restateServer, type RunningRestate } from "./restate-server.ts"

const isThere = postgresServer.isThere && restateServer.isThere
const remedy = postgresServer.isThere ? restateServer.remedy : postgresServer.remedy

describe.skipIf(!isThere)(`the engine on Restate${isThere ? "" : ` (${remedy})`}`, () => {
  let postgres: RunningPostgres, restate: RunningRestate
  beforeAll(async () => {
    ;[postgres, restate] = await Promise.all([postgresServer.start(), restateServer.start()])
  })
  afterAll(async () => {
    await restate[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  })

  let services = 0
  const make = async ({ highWater }: EngineWish): Promise<EngineUnderTest> => {
    const url = await postgres.fresh()
    const jobs = await jobsIn(url)
    const service = `check-${++services}`
    const engineOf = () =>
      committing(
        restateEngine({
          ingress: restate.ingress,
          admin: restate.admin,
          database: { url, connections: 4 },
          serve: { port: 0 },
          service,
          identityKeys: [restate.identityKey],
          ...(highWater !== undefined && { highWater }),
        }),
        jobs,
      )
    const subject = engineOf()
    return {
      engine: subject.engine,
      clock: { now: () => Date.now(), advance: (span) => pause(span).then(() => undefined), isReal: true },
      repeats: "never",
      dispose: async () => {
        await subject.end()
        await jobs.close()
      },
    }
  }
  // most of what they do is to wait, for a clock that cannot be set: together, and those first that wait for longest
  const isLong = ({ name }: EngineCheck): boolean => name.includes("cancel")
  for (const { name, run } of engineChecks.toSorted((one, two) => Number(isLong(two)) - Number(isLong(one))))
    it.concurrent(name, () => run(make), 170_000)
})
