import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf, type Identifier, inputId } from "../../kernel/ids.ts"
import type { Outcome } from "../../runtime/turn.ts"
import { idFor, type Loop } from "../loop.ts"
import { attempt, type ServiceError } from "./failure.ts"

/** Why, by your word, and your id of the call. */
export interface BecauseOptions {
  readonly id?: string
  readonly reason: string
}

/** Which identifiers are one person's. */
export interface IdentitiesService {
  /** Says that two identifiers are one person's; gives the id of the link, by which it can be taken back. */
  readonly link: (
    one: Identifier,
    two: Identifier,
    options?: { readonly id?: string; readonly source?: string },
  ) => Effect.Effect<{ readonly status: Outcome["status"]; readonly link: string }, ServiceError>
  /** Takes one link back, exactly; what it joined is as if it had never been said. */
  readonly retract: (
    one: Identifier,
    two: Identifier,
    link: string,
    options: BecauseOptions,
  ) => Effect.Effect<Outcome["status"], ServiceError>
  /** Takes back every link that holds this identifier; what was joined only through it comes apart too. */
  readonly unlink: (one: Identifier, options: BecauseOptions) => Effect.Effect<Outcome["status"], ServiceError>
}

/** Identities as a service of Effect. */
export class Identities extends Context.Service<Identities, IdentitiesService>()("@escucha/Identities") {}

/** The service over a loop. */
export const makeIdentities = (loop: Loop): IdentitiesService => ({
  link: (one, two, { id: given, source = "app" } = {}) =>
    attempt(async () => {
      const id = idFor("link", given, loop)
      return {
        link: id,
        status: (await loop.post({ kind: "link", id, on: endpointOf(one), with: [endpointOf(two)], source })).status,
      }
    }),
  retract: (one, two, link, { id, reason }) =>
    attempt(
      async () =>
        (
          await loop.post({
            kind: "retract",
            id: idFor("retract", id, loop),
            on: endpointOf(one),
            with: [endpointOf(two)],
            link: inputId(link),
            reason,
          })
        ).status,
    ),
  unlink: (one, { id, reason }) =>
    attempt(async () => {
      if (!(await loop.whole(one)))
        throw new InputError("unknown", "identifier", "nobody has it, so there is nothing to take apart")
      return (await loop.post({ kind: "unlink", id: idFor("unlink", id, loop), on: endpointOf(one), reason })).status
    }),
})
