import * as Context from "effect/Context"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf, inputId } from "../../kernel/ids.ts"
import { idFor, type Loop } from "../loop.ts"
import { attempt } from "./failure.ts"
import { outcomeOf } from "./outcome.ts"
import type { IdentitiesDoor } from "../doors/identities.ts"
import type { Effectful } from "./effectful.ts"

/** Which identifiers are one person's. */
export interface IdentitiesService extends Effectful<IdentitiesDoor> {}

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
    outcomeOf(loop, () => ({
      kind: "retract",
      id: idFor("retract", id, loop),
      on: endpointOf(one),
      with: [endpointOf(two)],
      link: inputId(link),
      reason,
    })),
  unlink: (one, { id, reason }) =>
    attempt(async () => {
      if (!(await loop.whole(one)))
        throw new InputError("unknown", "identifier", "nobody has it, so there is nothing to take apart")
      return (await loop.post({ kind: "unlink", id: idFor("unlink", id, loop), on: endpointOf(one), reason })).status
    }),
})
