import type * as Effect from "effect/Effect"
import type { ServiceError } from "./failure.ts"

/** The same verbs for users of Effect: each gives an effect, with the failures that a caller can act on, in place of a promise. */
export type Effectful<Door> = {
  readonly [Verb in keyof Door]: Door[Verb] extends (...given: infer Given) => Promise<infer Value>
    ? (...given: Given) => Effect.Effect<Value, ServiceError>
    : Door[Verb]
}
