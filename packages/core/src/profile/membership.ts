import type { StreamId } from "../kernel/ids.ts"
import { type DraftOf, defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import type { SubjectKind } from "./subject.ts"

/**
 * Somebody came into a group, has another role there, or left it. The entry lies in the streams of both, and joins nobody: a member and
 * their account stay two.
 */
export const membershipChanged = defineEntry<{
  readonly member: StreamId
  readonly of: StreamId
  /** What the group is. */
  readonly kind: SubjectKind
  readonly role: string
  readonly active: boolean
}>()("membership-changed", 1)

/** What is known of one membership. Of one that ended it is kept when, so that an older word does not bring it back. */
export interface Membership {
  readonly kind: SubjectKind
  readonly role: string
  readonly active: boolean
  /** Since when it is so. */
  readonly at: number
}

/** The memberships of a stream, by the stream of the group. */
export interface Memberships {
  readonly [of: string]: Membership
}

/** The most groups that somebody can be in. */
export const mostMemberships = 200

const oldestEnded = (known: Memberships): string | undefined =>
  Object.entries(known)
    .filter(([, { active }]) => !active)
    .sort(([, one], [, two]) => one.at - two.at)[0]?.[0]

/** Forgets the memberships that ended first, where more are kept than somebody may have. */
const bounded = (known: Memberships): Memberships => {
  if (Object.keys(known).length <= mostMemberships) return known
  const oldest = oldestEnded(known)
  return Object.fromEntries(Object.entries(known).filter(([of]) => of !== oldest))
}

// Of two words at one moment the choice must not depend on which stream comes first: to be in the group holds.
const later = (one: Membership | undefined, two: Membership): Membership => {
  if (!one || two.at > one.at) return two
  if (two.at < one.at) return one
  if (one.active !== two.active) return one.active ? one : two
  return two.role > one.role ? two : one
}

/** What a member remembers of its groups. The group remembers nothing: who is in it is a list of rows. */
export const memberships = defineFold(membershipChanged)<Memberships>({
  initial: {},
  on: {
    "membership-changed": (known, { stream, data, occurredAt, receivedAt }) => {
      const { member, of, kind, role, active } = data
      const at = Math.min(occurredAt, receivedAt) // a clock that is ahead must not outlast what is told later
      const before = known[of]
      // in one stream, what was written later holds at the same moment
      return stream !== member || (before && before.at > at)
        ? known
        : bounded({ ...known, [of]: { kind, role, active, at } })
    },
  },
  merge: (one, two) => {
    const next: Record<string, Membership> = { ...one }
    for (const [of, membership] of Object.entries(two)) next[of] = later(next[of], membership)
    return next
  },
})

/** The memberships that hold now, by the stream of the group. */
export const activeMemberships = (known: Memberships): readonly (readonly [of: StreamId, membership: Membership])[] =>
  Object.entries(known)
    .filter(([, { active }]) => active)
    .map(([of, membership]) => [of as StreamId, membership]) // a key is the stream of an entry

/** The draft of a membership that begins, changes or ends; none where it is so already. */
export const membershipDrafts = (
  known: Memberships,
  told: {
    readonly member: StreamId
    readonly of: StreamId
    readonly kind: SubjectKind
    readonly role: string
    readonly active: boolean
  },
): readonly DraftOf<typeof membershipChanged>[] => {
  const before = known[told.of]
  const isSo = told.active ? before?.active === true && before.role === told.role : before?.active !== true
  return isSo ? [] : [{ kind: "membership-changed", data: told, streams: [told.member, told.of] }]
}
