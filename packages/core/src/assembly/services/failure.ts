import * as Effect from "effect/Effect"
import { BusyError, InputError, StoreError } from "../../kernel/errors.ts"

/** Why a call of a service can fail: what was given, what the store said, or too much waiting. */
export type ServiceError = InputError | StoreError | BusyError

const known = (failure: unknown): ServiceError =>
  failure instanceof InputError || failure instanceof StoreError || failure instanceof BusyError
    ? failure
    : new StoreError("failed", { cause: failure })

/** A promise of the loop as an effect with the failures that a caller can act on. */
export const attempt = <Value>(promise: () => Promise<Value>): Effect.Effect<Value, ServiceError> =>
  Effect.tryPromise({ try: promise, catch: known })
