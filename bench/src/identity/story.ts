import { type Assertion, type StreamId, streamId } from "@escucha/core/identity"

/** Numbers in [0, 1) that are the same in each run. */
const chance = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const shuffled = <Item>(items: readonly Item[], random: () => number): readonly Item[] =>
  items
    .map((item) => [random(), item] as const)
    .sort(([one], [two]) => one - two)
    .map(([, item]) => item)

/** Streams by scheme and number, each with an id of its own. */
const createStreams = (random: () => number) => {
  const streams = new Map<string, StreamId>()
  return (scheme: string, number: number): StreamId => {
    const name = `${scheme}:${number}`
    const stream = streams.get(name) ?? streamId(1_780_000_000_000 + Math.floor(random() * 1e9), random)
    streams.set(name, stream)
    return stream
  }
}

/** What happened to who is who. */
export interface Story {
  readonly assertions: readonly Assertion[]
  /** The links that hold in the end. */
  readonly holding: readonly (readonly [StreamId, StreamId])[]
  readonly streams: readonly StreamId[]
}

const linkOf = (id: string, ends: readonly [StreamId, StreamId], schemes: readonly [string, string], at: number) =>
  ({ says: "linked", id, ends, schemes, trust: "stated", at }) as const

/** As a shop sees it: each person with a user id, a mailbox and a browser; two in five with a telephone; links come in any order. */
export const shopStory = (people: number, isTakenBack: boolean): Story => {
  const random = chance(7)
  const stream = createStreams(random)
  const links = Array.from({ length: people }, (_, person) => {
    const user = stream("user", person)
    const others = ["email", "anonymous", ...(person % 5 < 2 ? ["tel"] : [])]
    return others.map((scheme) =>
      linkOf(`${scheme}${person}`, [user, stream(scheme, person)], ["user", scheme], Math.floor(random() * 1e9)),
    )
  }).flat()
  const told = shuffled(links, random)
  const gone = new Set(isTakenBack ? told.filter((_, number) => number % 10 === 3).map(({ id }) => id) : [])
  const retractions = [...gone].map((id) => ({ says: "retracted", id }) as const)
  return {
    assertions: gone.size === 0 ? told : shuffled<Assertion>([...told, ...retractions], random),
    holding: told.filter(({ id }) => !gone.has(id)).map(({ ends }) => ends),
    streams: [...new Set(told.flatMap(({ ends }) => ends))],
  }
}

/** A kiosk at which so many people sign in, one after the other. Nobody is joined by it. */
export const kioskStory = (users: number): Story => {
  const random = chance(11)
  const stream = createStreams(random)
  const kiosk = stream("anonymous", 0)
  const assertions = Array.from({ length: users }, (_, user) =>
    linkOf(`k${user}`, [stream("user", user), kiosk], ["user", "anonymous"], user),
  )
  return { assertions, holding: [], streams: [...new Set(assertions.flatMap(({ ends }) => ends))] }
}
