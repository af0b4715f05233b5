import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { DrainOptions } from "../draining.ts"
import type { Health } from "../health.ts"
import { createHealth } from "../health.ts"
import type { Loop } from "../loop.ts"
import { attempt } from "./failure.ts"
import type { ServiceError } from "./failure.ts"

/** How this process does, and its end. */
export interface OperationsService {
  readonly health: () => Effect.Effect<Health>
  readonly drain: (options?: DrainOptions) => Effect.Effect<void, ServiceError>
}

/** Operations as a service of Effect. */
export class Operations extends Context.Service<Operations, OperationsService>()("@escucha/Operations") {}

/** The service over a loop. */
export const makeOperations = (loop: Loop, mostWaiting?: number): OperationsService => {
  const health = createHealth(loop, mostWaiting)
  return { health: () => Effect.promise(health), drain: (options) => attempt(() => loop.draining.drain(options)) }
}
