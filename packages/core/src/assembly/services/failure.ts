import * as Effect from "effect/Effect"
import { BusyError, ConfigurationError, DeliveryError, InputError, StoreError } from "../../kernel/errors.ts"

/**
 * Why a call of a service can fail: what was given, what the application said of itself, what the store said, too much waiting, or a
 * provider that did not do what was asked of it at once.
 */
export type ServiceError = InputError | ConfigurationError | StoreError | BusyError | DeliveryError

const isExpected = (failure: unknown): failure is ServiceError =>
  failure instanceof InputError ||
  failure instanceof ConfigurationError ||
  failure instanceof StoreError ||
  failure instanceof BusyError ||
  failure instanceof DeliveryError

/** A promise of the loop as an effect with the failures that a caller can act on. Everything else is a bug, and a defect. */
export const attempt = <Value>(promise: () => Promise<Value>): Effect.Effect<Value, ServiceError> =>
  Effect.tryPromise({ try: promise, catch: (failure) => failure }).pipe(
    Effect.catch((failure) => (isExpected(failure) ? Effect.fail(failure) : Effect.die(failure))),
  )
