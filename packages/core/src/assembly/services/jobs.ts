import * as Context from "effect/Context"
import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import type { JobsDoor } from "../doors/jobs.ts"
import type { Loop } from "../loop.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"

/** The work that goes on behind everything. */
export interface JobsService extends Effectful<JobsDoor> {}

/** Jobs as a service of Effect. */
export class Jobs extends Context.Service<Jobs, JobsService>()("@escucha/Jobs") {}

const usualLimit = 100
const mostAtOnce = 1_000

/** The service over a loop. */
export const makeJobs = (loop: Loop): JobsService => ({
  dead: ({ limit = usualLimit } = {}) =>
    attempt(async () => {
      if (!Number.isInteger(limit) || limit < 1 || limit > mostAtOnce)
        throw new InputError("invalid", "limit", `give a whole number from 1 to ${mostAtOnce}`)
      await loop.ready()
      if (loop.engine.dead) return loop.engine.dead(limit)
      throw new ConfigurationError("engine", "this engine cannot list its dead jobs; its stats say how many there are")
    }),
  redrive: (id) =>
    attempt(async () => {
      if (typeof id !== "string" || id === "") throw new InputError("invalid", "id", "give the id of a dead job")
      await loop.ready()
      await loop.engine.redrive(id)
    }),
})
