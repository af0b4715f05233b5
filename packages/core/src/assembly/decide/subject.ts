import { activeMemberships, membershipDrafts, mostMemberships } from "../../profile/membership.ts"
import { isGroup } from "../../profile/subject.ts"
import type { Rejection } from "../../timeline/decision.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import { kindOf } from "../rows.ts"
import { type Decide, facts, refuse } from "./setting.ts"

const longestRole = 64

const roleProblem = (role: string): Rejection | undefined =>
  role.trim() === "" || role.length > longestRole
    ? refuse("role", `name the role in at most ${longestRole} letters, such as "member" or "owner"`)
    : undefined

const noGroup = refuse("of", "name the account or community: account:… or community:…")

/** A page fills no more than half of the groups: whoever knows the id of a user must not keep the application from joining them. */
const mostOf = (trust: "claimed" | undefined): number => (trust === "claimed" ? mostMemberships / 2 : mostMemberships)

const join: Decide<"join"> = ({ role, trust }, { stream: member, customer, others: [other] }) => {
  if (!other) return noGroup
  const kind = kindOf(other.customer)
  if (!isGroup(kind)) return noGroup
  const wrong = roleProblem(role)
  if (wrong) return wrong
  if (other.customer.id === customer.id) return refuse("of", "nobody is a member of themselves", "conflict")
  const known = customer.state.memberships
  const home = homeOf(customer, other.customer) ?? { member, of: other.stream }
  const drafts = membershipDrafts(known, { ...home, kind, role, active: true })
  if (drafts.length > 0 && !known[home.of]?.active && activeMemberships(known).length >= mostOf(trust))
    return refuse("of", `somebody can be in ${mostOf(trust)} groups at most; let them leave one first`, "too-large")
  return facts(drafts)
}

/** Where the membership stands already: a new role belongs there, and so does its end. */
const homeOf = (customer: Whole<State>, group: Whole<State>) => {
  for (const [member, { state }] of customer.streams)
    for (const [of] of activeMemberships(state.memberships)) if (group.streams.has(of)) return { member, of }
  return undefined
}

const leave: Decide<"leave"> = (_, { customer, others: [other] }) => {
  if (!other) return noGroup
  return facts(
    [...customer.streams].flatMap(([member, { state }]) =>
      activeMemberships(state.memberships)
        .filter(([of]) => other.customer.streams.has(of))
        .flatMap(([of, { kind, role }]) =>
          membershipDrafts(state.memberships, { member, of, kind, role, active: false }),
        ),
    ),
  )
}

/** How it is decided who belongs to which group. */
export const belonging = { join, leave }
