import { endpointOf } from "../../kernel/ids.ts"
import type { MembershipsDoor } from "../doors/memberships.ts"
import { idFor, type Loop } from "../loop.ts"
import { groupOf, membersOf } from "../members.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"
import { pageOf } from "./list.ts"
import { outcomeOf } from "./outcome.ts"

/** The part of customers that tells who belongs to which account or community. */
export const makeMemberships = (loop: Loop): Effectful<MembershipsDoor> => ({
  join: (member, of, { role = "member", id, at } = {}) =>
    outcomeOf(loop, () => ({
      kind: "join",
      id: idFor("join", id, loop),
      on: endpointOf(member),
      with: [endpointOf(of)],
      role,
      ...(at !== undefined && { occurredAt: at }),
    })),
  leave: (member, of, { id, at } = {}) =>
    outcomeOf(loop, () => ({
      kind: "leave",
      id: idFor("leave", id, loop),
      on: endpointOf(member),
      with: [endpointOf(of)],
      ...(at !== undefined && { occurredAt: at }),
    })),
  members: (of, page) => attempt(async () => membersOf(loop, await groupOf(loop, of), pageOf(page))),
})
