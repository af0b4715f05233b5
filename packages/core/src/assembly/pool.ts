import type { Problem } from "../kernel/duration.ts"
import type { StreamId } from "../kernel/ids.ts"
import { spreadOf } from "../kernel/spread.ts"

/** Channels that stand for one another, by the name of their pool, each with its weight: `{ sms: { first: 3, second: 1 } }`. */
export interface Pools {
  readonly [pool: string]: { readonly [channel: string]: number }
}

const poolOf = (pools: Pools, name: string): Pools[string] | undefined =>
  Object.hasOwn(pools, name) ? pools[name] : undefined

/**
 * The members of a pool in the order in which they serve an endpoint: always the same for the same endpoint, and over all endpoints each
 * comes first as often as its weight says. A member that is added or taken away moves only those whose turn it is.
 * https://en.wikipedia.org/wiki/Rendezvous_hashing#Weighted_rendezvous_hash
 */
export const membersFor = (pool: Pools[string], stream: StreamId): readonly string[] => {
  const score = (member: string, weight: number) => -weight / Math.log(Math.max(spreadOf(`${member} ${stream}`), 1e-12))
  return Object.entries(pool)
    .map(([member, weight]) => ({ member, score: score(member, weight) }))
    .toSorted((one, two) => two.score - one.score || (one.member < two.member ? -1 : 1))
    .map(({ member }) => member)
}

/** Channels and pools as the channels that serve one endpoint, in their order. */
export const channelsAt = (pools: Pools, via: readonly string[], stream: StreamId): readonly string[] => [
  ...new Set(
    via.flatMap((name) => {
      const pool = poolOf(pools, name)
      return pool ? membersFor(pool, stream) : [name]
    }),
  ),
]

/** All channels of a house; those of a pool by its name, where its first member stands. */
export const everyChannel = ({
  channels,
  pools,
}: {
  readonly channels: { readonly [name: string]: unknown }
  readonly pools: Pools
}): readonly string[] => [
  ...new Set(
    Object.keys(channels).map(
      (channel) => Object.keys(pools).find((pool) => Object.hasOwn(pools[pool] ?? {}, channel)) ?? channel,
    ),
  ),
]

/** The names that may stand in `via`. */
export const namesOf = ({
  channels,
  pools,
}: {
  readonly channels: { readonly [name: string]: unknown }
  readonly pools: Pools
}): readonly string[] => [...Object.keys(channels), ...Object.keys(pools)]

const heaviest = 1_000_000

/** Reads the option `pools`: a pool has a name of its own, and members that are channels of one scheme. */
export const parsePools = (
  given: unknown,
  channels: { readonly [name: string]: { readonly scheme: string } },
): { readonly pools: Pools } | { readonly problem: Problem } => {
  const wrong = (field: string, message: string) => ({ problem: { field, message } })
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return wrong("pools", "give an object: the members of each pool, under its name")
  const pools: { [pool: string]: Pools[string] } = {}
  for (const [pool, members] of Object.entries(given)) {
    const field = `pools.${pool}`
    if (!/^[a-z][a-z0-9-]{0,31}$/i.test(pool))
      return wrong(field, "begin with a letter, then letters, digits and hyphens, 32 at most")
    if (Object.hasOwn(channels, pool)) return wrong(field, "a channel has this name; give the pool one of its own")
    if (typeof members !== "object" || members === null || Object.keys(members).length === 0)
      return wrong(field, "name its channels, each with its weight, such as { first: 3, second: 1 }")
    const schemes = new Set<string>()
    const weights: { [channel: string]: number } = {}
    for (const [member, weight] of Object.entries(members)) {
      const channel = Object.hasOwn(channels, member) ? channels[member] : undefined
      if (!channel) return wrong(`${field}.${member}`, "name one of the channels of createEscucha")
      if (typeof weight !== "number" || !(weight > 0) || weight > heaviest)
        return wrong(`${field}.${member}`, `give a weight above 0, ${heaviest} at most`)
      const [other] = Object.entries(pools).find(([, named]) => Object.hasOwn(named, member)) ?? []
      if (other !== undefined) return wrong(`${field}.${member}`, `it is in the pool ${other} already`)
      schemes.add(channel.scheme)
      weights[member] = weight
    }
    if (schemes.size > 1) return wrong(field, "its channels must have one kind of address: they stand for one another")
    pools[pool] = weights
  }
  return { pools }
}
