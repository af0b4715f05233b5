import type * as Effect from "effect/Effect"
import type { Outcome } from "../../runtime/turn.ts"
import type { Input } from "../inputs.ts"
import type { Loop } from "../loop.ts"
import { attempt, type ServiceError } from "./failure.ts"

/** What becomes of the input that a call comes to, after its commit. */
export const outcomeOf = (loop: Loop, input: () => Input): Effect.Effect<Outcome["status"], ServiceError> =>
  attempt(async () => (await loop.post(input())).status)
