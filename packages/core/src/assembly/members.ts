import * as z from "zod"
import type { MoodLevel } from "../conversation/inbox.ts"
import { InputError } from "../kernel/errors.ts"
import { type CustomerId, inputId, type StreamId } from "../kernel/ids.ts"
import { activeMemberships } from "../profile/membership.ts"
import { isGroup } from "../profile/subject.ts"
import type { Whole } from "../runtime/house.ts"
import { longestPage, tokensOf } from "../runtime/page.ts"
import { type GroupMood, moodOfGroup } from "../sentiment/group-mood.ts"
import { moodOf } from "../sentiment/mood.ts"
import type { Page, PageRequest, Row } from "../timeline/store.ts"
import type { MembershipView, MembersView } from "./customer-view.ts"
import type { State } from "./entries.ts"
import type { Loop } from "./loop.ts"
import { kindOf, nameOf } from "./rows.ts"

/** Somebody in a group, as the list of its members keeps them. */
export interface Member {
  readonly customer: CustomerId
  readonly name: string
  readonly role: string
  readonly since: number
  readonly mood: MoodLevel
  readonly confidence: number
}

// A list of its own for each group, so that a page of one costs the same however many groups there are.
const listOf = (group: StreamId): string => `member:${group}`

/** The lines of a customer in the lists of the groups that they are in. Their mood is in it: a group's is read from its list alone. */
export const memberRows = (customer: Whole<State>): readonly Row[] => {
  const active = activeMemberships(customer.state.memberships)
  if (active.length === 0) return []
  const { level, confidence } = moodOf(customer.state.feelings)
  const name = nameOf(customer)
  return active.map(([group, { role, at }]) => {
    const member: Member = { customer: customer.id, name, role, since: at, mood: level, confidence }
    return { projection: listOf(group), key: customer.id, at, data: JSON.stringify(member) }
  })
}

const tokens = tokensOf(z.tuple([z.number(), z.string()]))

const readMember = ({ data }: Row): Member => JSON.parse(data)

/** A page of the members of a group, those who came first first. A group that goes by several names has a list for each of them. */
export const membersOf = async (
  loop: Loop,
  group: Whole<State>,
  { limit, after }: PageRequest,
): Promise<Page<Member>> => {
  const lists = [...group.streams.keys()]
  const [place, inner] = tokens.read(after) ?? [0, ""]
  const members: Member[] = []
  for (let index = place; index < lists.length; index++) {
    const list = lists[index]
    if (list === undefined) break
    const page = { limit: limit - members.length, ...(index === place && inner !== "" && { after: inner }) }
    const { items, next } = await loop.store.query(listOf(list), {}, page)
    members.push(...items.map(readMember))
    if (next !== undefined) return { items: members, next: tokens.write([index, next]) }
    if (members.length === limit && index + 1 < lists.length)
      return { items: members, next: tokens.write([index + 1, ""]) }
  }
  return { items: members }
}

/** A group by one of its names. Rejects with `InputError` where nobody has it, or where it is a person. */
export const groupOf = async (loop: Loop, reference: string): Promise<Whole<State>> => {
  const group = await loop.whole(reference)
  if (group && isGroup(kindOf(group))) return group
  throw new InputError(
    "unknown",
    "of",
    "name an account or a community that somebody has joined: account:… or community:…",
  )
}

/** So many members are looked at for the mood of a group: more would not change it, and would cost. */
const mostCounted = 10_000

/** Who is in a group and how they feel; `null` of a person. */
export const readMembers = async (
  loop: Loop,
  group: Whole<State>,
): Promise<{ readonly view: MembersView; readonly mood: GroupMood } | null> => {
  if (!isGroup(kindOf(group))) return null
  const members: Member[] = []
  let next: string | undefined
  do {
    const page = await membersOf(loop, group, { limit: longestPage, ...(next !== undefined && { after: next }) })
    members.push(...page.items)
    next = page.next
  } while (next !== undefined && members.length < mostCounted)
  const moods = { upset: 0, uneasy: 0, calm: 0, pleased: 0 }
  const feeling = members.filter(({ confidence }) => confidence > 0)
  for (const { mood } of feeling) moods[mood]++
  return {
    view: { count: members.length, isMore: next !== undefined, moods },
    mood: moodOfGroup(feeling.map(({ mood, confidence }) => ({ level: mood, confidence }))),
  }
}

/** The groups that somebody is in, with their names of today. */
export const membershipsOf = async (loop: Loop, customer: Whole<State>): Promise<readonly MembershipView[]> => {
  const active = activeMemberships(customer.state.memberships)
  const groups = await Promise.all(active.map(([of]) => loop.whole(of)))
  return active.map(([of, { kind, role, at }], index) => {
    const group = groups[index]
    return { of: group?.id ?? of, kind, name: group ? nameOf(group) : "···", role, since: at }
  })
}

/**
 * Has everybody leave a group, so that it can be erased and nobody is in something that is there no more. Whether anybody left; of a
 * person, nobody.
 */
export const releaseMembers = async (loop: Loop, group: Whole<State>): Promise<boolean> => {
  if (!isGroup(kindOf(group))) return false
  for (let hasLeft = false; ; hasLeft = true) {
    const { items } = await membersOf(loop, group, { limit: 500 })
    if (items.length === 0) return hasLeft
    const left = await Promise.all(
      items.map(({ customer }) =>
        loop.post({ kind: "leave", id: inputId(`release:${loop.freshId()}`), on: customer, with: [group.id] }),
      ),
    )
    if (left.every((posted) => posted.status === "duplicate" || posted.entries.length === 0)) return hasLeft // never the same page for ever
  }
}
