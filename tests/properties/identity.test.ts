import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import { createIdentityIndex, type IdentityIndex } from "../../packages/core/src/profile/identity/incremental.ts"
import { type Resolution, resolve } from "../../packages/core/src/profile/identity/resolve.ts"
import { day, folded, linked, logs, names, rules, said, type Word, worded } from "../support/identity-words.ts"

const runs = 3_000

/** How a world finds out who is who; a planted bug replaces a part. */
interface World {
  readonly name: string
  readonly whole: (log: readonly Word[]) => Resolution
  readonly index: () => IdentityIndex
}

const sound: World = {
  name: "sound",
  whole: (log) => resolve(folded(log), rules),
  index: () => createIdentityIndex(rules),
}

/** Two resolutions can be compared by this: who is with whom, and what is refused by which rule. */
const shown = ({ customers, refused }: Resolution) => ({
  customers: [...customers].sort(([one], [two]) => (one < two ? -1 : 1)),
  refused: [...refused].sort(([one], [two]) => (one < two ? -1 : 1)),
})

const membersOf = ({ customers }: Resolution) => [
  ...Map.groupBy(customers.keys(), (stream) => customers.get(stream)).values(),
]
const schemeOf = new Map(names.map(([scheme, stream]) => [stream, scheme]))

const counted: Record<string, number> = { joined: 0 }
afterAll(() => console.log(JSON.stringify({ law: "who is who, I1-I6", runs, ...counted })))
const note = (resolution: Resolution) => {
  for (const because of resolution.refused.values()) counted[because] = (counted[because] ?? 0) + 1
  counted["joined"] = (counted["joined"] ?? 0) + names.length - membersOf(resolution).length
}

/** A property that a world has to have. */
type Law = (world: World) => fc.IRawProperty<unknown, false>

const anyOrder = (log: readonly Word[]) => fc.shuffledSubarray([...log], { minLength: log.length })
const orders = logs.chain((log) => fc.tuple(fc.constant(log), anyOrder(log)))

const sameInAnyOrder: Law = (world) =>
  fc.property(logs, orders, (_, [log, other]) => {
    note(world.whole(log))
    expect(shown(world.whole(other))).toEqual(shown(world.whole(log)))
  })

const onceIsEnough: Law = (world) =>
  fc.property(logs, (log) => {
    expect(shown(world.whole([...log, ...log]))).toEqual(shown(world.whole(log)))
  })

const undoIsExact: Law = (world) =>
  fc.property(logs, linked, fc.nat({ max: 60 }), fc.boolean(), (log, extra, at, isFirst) => {
    const [link] = worded([extra])
    if (!link) return
    const undone: Word = { says: "retracted", id: "extra", lies: link.lies }
    const made: Word = { ...link, id: "extra" }
    const pair = isFirst ? [undone, made] : [made, undone]
    expect(shown(world.whole([...log.slice(0, at), ...pair, ...log.slice(at)]))).toEqual(shown(world.whole(log)))
  })

type LinkWord = Extract<Word, { readonly says: "linked" }>

/** What a judge knows without the code that is judged: the links that count, and the users that each place knows. */
const judged = (log: readonly Word[]) => {
  const gone = new Set(log.flatMap((word) => (word.says === "retracted" ? [word.id] : [])))
  const live = log.filter(
    (word): word is Exclude<Word, { readonly says: "retracted" }> => !gone.has(word.id) && word.says !== "retracted",
  )
  const links = live.filter(
    (word): word is LinkWord => word.says === "linked" && word.trust !== "suggested" && !word.blocked,
  )
  const apart = live.filter((word) => word.says === "kept-apart")
  const at = (stream: StreamId) => links.filter(({ ends }) => ends.includes(stream))
  const firm = (stream: StreamId) => at(stream).filter(({ trust }) => trust !== "claimed")
  const usersOf = (stream: StreamId) =>
    new Set(firm(stream).flatMap(({ ends }) => ends.filter((end) => end !== stream && schemeOf.get(end) === "user")))
      .size
  const since = (stream: StreamId) => Math.min(...at(stream).map((link) => link.at))
  return { links, apart, firm, usersOf, since }
}

const isAddress = (stream: StreamId): boolean => !["user", "anonymous"].includes(schemeOf.get(stream) ?? "")

const rulesAreKept: Law = (world) =>
  fc.property(logs, (log) => {
    const resolution = world.whole(log)
    const { links, apart, firm, usersOf, since } = judged(log)
    for (const streams of membersOf(resolution)) {
      if (streams.length === 1) continue
      const of = (scheme: string) => streams.filter((stream) => schemeOf.get(stream) === scheme)
      expect(of("user").length).toBeLessThanOrEqual(1)
      for (const scheme of ["email", "anonymous"]) expect(of(scheme).length).toBeLessThanOrEqual(5)
      const moments = of("tel")
        .map(since)
        .sort((one, two) => one - two)
      for (const [number, last] of moments.entries())
        if (number >= 2) expect(last - (moments[number - 2] ?? 0)).toBeGreaterThanOrEqual(10 * day)
      expect(of("desk")).toEqual([])
      for (const stream of streams) if (schemeOf.get(stream) !== "user") expect(usersOf(stream)).toBeLessThanOrEqual(3)
      // whoever is here is held by a link to somebody else who is here
      for (const stream of streams)
        expect(
          links.some(
            ({ id, ends }) =>
              !resolution.refused.has(id) && ends.includes(stream) && ends.every((end) => streams.includes(end)),
          ),
        ).toBe(true)
    }
    for (const { ends } of apart) expect(resolution.customers.get(ends[0])).not.toBe(resolution.customers.get(ends[1]))
    for (const { id, ends, trust } of links) {
      const isOne = resolution.customers.get(ends[0]) === resolution.customers.get(ends[1])
      if (!resolution.refused.has(id)) expect(isOne).toBe(true)
      if (trust !== "claimed" || resolution.refused.has(id)) continue
      expect(firm(ends[1])).toEqual([]) // nobody's own words know an address that was claimed
      expect(schemeOf.get(ends[1])).not.toBe("user")
      if (schemeOf.get(ends[0]) === "user" && isAddress(ends[1]))
        // and nobody adds one to a user who has one by our own words
        expect(firm(ends[0]).flatMap((each) => each.ends.filter((end) => isAddress(end)))).toEqual([])
    }
  })

const shortLogs = fc.array(said, { minLength: 2, maxLength: 16, size: "max" }).map(worded)

const indexIsWhole: Law = (world) =>
  fc.property(shortLogs, (log) => {
    const index = world.index()
    for (const [number, word] of log.entries()) {
      index.apply(word)
      const full = world.whole(log.slice(0, number + 1))
      const kept = index.resolution()
      expect(shown({ ...kept, customers: new Map() })).toEqual(shown({ ...full, customers: new Map() }))
      for (const [stream, customer] of full.customers) expect(index.customerOf(stream)).toBe(customer)
    }
  })

const everybodyIsOne: Law = (world) =>
  fc.property(logs, (log) => {
    const { customers } = world.whole(log)
    expect(customers.size).toBe(names.length)
    for (const [stream, customer] of customers) {
      expect(customers.get(customer)).toBe(customer)
      expect(customer <= stream).toBe(true)
    }
  })

// Long stories among few: places that know more than they remember.
const few = names
  .filter(([scheme, stream]) => (scheme === "tel" || scheme === "anonymous") && /[0-2]$/.test(stream))
  .slice(1)
const crowdedLogs = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: linked.map((link) => ({ ...link, blocked: false })) },
      { weight: 1, arbitrary: fc.record({ says: fc.constant("retracted"), of: fc.nat({ max: 500 }) }) },
    ),
    { minLength: 300, maxLength: 500, size: "max" },
  )
  .map((list) =>
    list.map((each) =>
      each.says === "linked"
        ? { ...each, ends: each.ends.map((end) => few[names.indexOf(end) % few.length] ?? end) as typeof each.ends } // a pair, as before
        : each,
    ),
  )

/** "holds", or the counterexample with its seed. */
const check = (law: Law): string => fc.defaultReportMessage(fc.check(law(sound), { numRuns: runs })) ?? "holds"

/** Whether a law fails under a bug by an assertion of its own. */
const catches = (law: Law, world: World): boolean => {
  const { failed, errorInstance } = fc.check(law(world), { numRuns: runs, endOnFailure: true })
  if (failed && !(errorInstance instanceof Error && errorInstance.name === "AssertionError")) throw errorInstance
  return failed
}

describe("who is one person with whom", () => {
  it("is the same whatever the order in which it was said, and so is what was refused (I1)", () => {
    expect(check(sameInAnyOrder)).toBe("holds")
    for (const because of ["limit", "blocked", "kept-apart", "shared", "claim", "joined"])
      expect(counted[because]).toBeGreaterThan(runs / 10)
  })

  it("does not change when a word is said again (I2)", () => {
    expect(check(onceIsEnough)).toBe("holds")
  })

  it("is as if a link had never been said, once it is taken back, also in what was refused (I3)", () => {
    expect(check(undoIsExact)).toBe("holds")
  })

  it("keeps every limit; blocked, shared and foreign places join nobody (I4)", () => {
    expect(check(rulesAreKept)).toBe("holds")
  })

  it("is known word by word as it is known from the whole (I5)", () => {
    expect(check(indexIsWhole)).toBe("holds")
  })

  it("puts every stream into exactly one customer, whose name is one of its own and leads to itself (I6)", () => {
    expect(check(everybodyIsOne)).toBe("holds")
  })

  it("stays so where places know more links than they remember (I1, I2, I5)", () => {
    let forgotten = 0
    fc.assert(
      fc.property(crowdedLogs, fc.infiniteStream(fc.nat()), (list, chance) => {
        const log = worded(list)
        const order = log.map((word) => [chance.next().value, word] as const).sort(([one], [two]) => one - two)
        const index = createIdentityIndex(rules)
        for (const word of log) index.apply(word)
        const whole = shown(sound.whole(log))
        forgotten += whole.refused.filter(([, because]) => because === "too-many").length
        expect(shown(sound.whole([...order.map(([, word]) => word), ...log]))).toEqual(whole)
        expect(shown(index.resolution()).refused).toEqual(whole.refused)
      }),
      { numRuns: runs / 30, endOnFailure: true },
    )
    expect(forgotten).toBeGreaterThan(runs / 30)
  })

  const arrived = (log: readonly Word[]): readonly Word[] =>
    log.map((word, number) => (word.says === "linked" ? { ...word, at: number } : word))
  const known = (log: readonly Word[], word: Word, number: number) =>
    log.slice(0, number).some((each) => each.says !== "retracted" && each.id === word.id)
  const generous = {
    ...rules,
    of: (scheme: string) => ({ ...rules.of(scheme), limit: { count: Infinity, window: Infinity } }),
  }
  const firm = (log: readonly Word[]): readonly Word[] =>
    log.map((word) => (word.says === "linked" && word.trust === "claimed" ? { ...word, trust: "stated" } : word))

  it.for<{ readonly world: World; readonly law: Law }>([
    {
      world: { ...sound, name: "the first to arrive wins", whole: (log) => sound.whole(arrived(log)) },
      law: sameInAnyOrder,
    },
    {
      world: {
        ...sound,
        name: "a retraction that comes first is forgotten",
        whole: (log) =>
          sound.whole(log.filter((word, number) => word.says !== "retracted" || known(log, word, number))),
      },
      law: undoIsExact,
    },
    {
      world: {
        ...sound,
        name: "what is said again is another word",
        whole: (log) =>
          sound.whole(
            log.map((word, number) =>
              known(log, word, number) && word.says !== "retracted" ? { ...word, id: `${word.id} again` } : word,
            ),
          ),
      },
      law: onceIsEnough,
    },
    {
      world: { ...sound, name: "limits are forgotten", whole: (log) => resolve(folded(log), generous) },
      law: rulesAreKept,
    },
    { world: { ...sound, name: "a claim is believed", whole: (log) => sound.whole(firm(log)) }, law: rulesAreKept },
    {
      world: {
        ...sound,
        name: "the index does not look again at what was refused",
        index: () => {
          const index = createIdentityIndex(rules)
          return {
            ...index,
            customerOf: index.customerOf,
            apply: (word) => {
              if (word.says !== "retracted" || index.refusedBecause(word.id) === undefined) index.apply(word)
            },
          }
        },
      },
      law: indexIsWhole,
    },
    {
      world: {
        ...sound,
        name: "a customer is named by another stream",
        whole: (log) => {
          const { customers, refused } = sound.whole(log)
          const newest = new Map(
            [...Map.groupBy(customers.keys(), (stream) => customers.get(stream) ?? stream)].map(([name, streams]) => [
              name,
              streams.toSorted().at(-1) ?? name,
            ]),
          )
          return {
            refused,
            customers: new Map([...customers].map(([stream, name]) => [stream, newest.get(name) ?? name])),
          }
        },
      },
      law: everybodyIsOne,
    },
  ])("is noticed when it goes wrong: $world.name", ({ world, law }) => {
    expect(catches(law, world)).toBe(true)
  })
})
