import { BenchError } from "../../bench-error.ts"
import { type BenchPostgres, postgresPrograms, startPostgres } from "./postgres.ts"
import { type BenchRedis, redisProgram, startRedis } from "./redis.ts"
import { type BenchRestate, restateProgram, startRestate } from "./restate.ts"

/** The servers of a bench; those that are not installed are not there. */
export interface Servers {
  readonly postgres: BenchPostgres
  readonly redis: BenchRedis | undefined
  readonly restate: BenchRestate | undefined
  /** How to get what is missing. */
  readonly remedies: { readonly [Missing in "redis" | "restate"]: string }
  readonly stop: () => Promise<void>
}

const remedies = {
  redis: "Redis is not installed here (Debian: redis-server)",
  restate: "Restate's server is not installed here (npm has it for Linux on x64)",
}

/** Whoever stops the bench stops its servers: they are killed when this process ends, and a signal ends it. */
const leaveOrderly = (): void => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1))
}

/** Starts all that are installed. PostgreSQL has to be. */
export const startServers = async (progress: (line: string) => void): Promise<Servers> => {
  const programs = postgresPrograms()
  if (programs === undefined) throw new BenchError("PostgreSQL is not installed here (Debian: postgresql)")
  leaveOrderly()
  const postgres = await startPostgres(programs)
  const [redisPath, restatePath] = [redisProgram(), restateProgram()]
  const redis = redisPath === undefined ? undefined : await startRedis(redisPath)
  const restate = restatePath === undefined ? undefined : await startRestate(restatePath)
  progress(
    `PostgreSQL ${postgres.version}, ${redis ? "Redis, " : ""}${restate ? "Restate, " : ""}Node ${process.versions.node}`,
  )
  return {
    postgres,
    redis,
    restate,
    remedies,
    stop: async () => {
      await restate?.stop()
      await redis?.stop()
      await postgres.stop()
    },
  }
}
