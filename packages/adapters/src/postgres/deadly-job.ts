import type { EngineLimits } from "@escucha/core/engine"

/**
 * Fewer processes than these have never been ended by one job. Of a process that is killed by others, the job that happens to run is not
 * guilty; where kills are so dense that every third attempt is hit, one job in half a million is hit so often in a row.
 */
const fewestDeaths = 12

/** After how many ends of a process in the midst of it a job is dead. */
export const mostDeathsOf = ({ attempts }: EngineLimits): number => Math.max(attempts, fewestDeaths)

/** Why a job is dead of which no attempt failed. */
export class DeadlyJobError extends Error {
  readonly _tag = "DeadlyJobError"
  readonly reason = "deadly"
  readonly retryable = false
  constructor(type: string, deaths: number) {
    super(`a job of the type "${type}" is dead: ${deaths} processes ended while it ran`)
    this.name = "DeadlyJobError"
  }
}
