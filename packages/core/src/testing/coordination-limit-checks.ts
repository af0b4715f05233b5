import type { Budget, Coordination, Reservation, Spending } from "../timeline/coordination.ts"
import { asking, type CoordinationCheck, coordinationCheck, type Gathering, long } from "./coordination-check.ts"
import { expectSame, expectThat } from "./expectation.ts"
import { createRandom } from "./random.ts"

/** A moment that somebody got: as early and as late as it may be, because the answer was under way for a while. */
interface Given {
  readonly earliest: number
  readonly latest: number
}

const reserveAt = async ({ now, reserve }: Coordination, asked: readonly Reservation[]): Promise<readonly Given[]> => {
  const before = await now()
  const given = await reserve(asked)
  const after = await now()
  return given.map(({ wait }) => ({ earliest: before + wait, latest: after + wait }))
}

const waitsOf = async ({ reserve }: Coordination, asked: readonly Reservation[]): Promise<readonly number[]> =>
  (await reserve(asked)).map(({ wait }) => wait)

const coordinations = ({ processes }: Gathering): readonly Coordination[] =>
  processes.map(({ coordination }) => coordination)

const oneOf = (gathering: Gathering, place: number): Coordination => {
  const all = coordinations(gathering)
  return all[place % all.length] as Coordination // there are three
}

/** Whether any stretch of time has more moments than it may. */
const isKept = (given: readonly Given[], count: number, per: number): boolean => {
  const sorted = [...given].sort((one, two) => one.earliest - two.earliest)
  return sorted.every(({ earliest }, place) => {
    const next = sorted[place + count]
    return next === undefined || next.latest >= earliest + per
  })
}

const limitChecks: readonly CoordinationCheck[] = [
  coordinationCheck(
    "no stretch of time has more moments than a limit says, whichever processes ask",
    async (gathering) => {
      const [count, per] = [3, long]
      const random = createRandom(11)
      const asked = asking({ limits: [{ name: "limit:check", count, per }] })
      const given: Given[] = []
      const rounds = Array.from({ length: 12 }, (_, place) => place)
      await Promise.all(
        rounds.map(async (place) => {
          const many = Array.from({ length: 1 + Math.floor(random() * 3) }, () => asked)
          given.push(...(await reserveAt(oneOf(gathering, place), many)))
        }),
      )
      expectThat("no stretch has more than the limit says", isKept(given, count, per))
      const last = Math.max(...given.map(({ latest }) => latest)) - Math.min(...given.map(({ earliest }) => earliest))
      expectThat("no moment is left out", last < Math.ceil(given.length / count) * per)
    },
  ),
  coordinationCheck("who asks in one call gets their moments in the order in which they ask", async (gathering) => {
    const asked = asking({ limits: [{ name: "limit:order", count: 2, per: long }] })
    const waits = await waitsOf(oneOf(gathering, 0), [asked, asked, asked, asked])
    expectSame("the moments are in order", waits, [0, 0, long, long])
  }),
  coordinationCheck("the moment of somebody is one that all of their limits leave free", async (gathering) => {
    const [rare, often] = [
      { name: "limit:rare", count: 1, per: 2 * long },
      { name: "limit:often", count: 2, per: long },
    ]
    const waits = await waitsOf(oneOf(gathering, 1), [
      asking({ limits: [rare, often] }),
      asking({ limits: [rare, often] }),
      asking({ limits: [often, rare] }),
    ])
    expectSame("the rarer limit decides", waits, [0, 2 * long, 4 * long])
  }),
  coordinationCheck("nobody who waits for one address keeps others from going", async (gathering) => {
    const limits = [{ name: "limit:account", count: 2, per: long }]
    const to = (address: string) => asking({ limits, near: [{ name: `limit:${address}`, count: 1, per: long }] })
    const given = await oneOf(gathering, 0).reserve([to("one"), to("one"), to("two")])
    expectSame(
      "only who goes takes a moment",
      given.map(({ wait, isTaken }) => [wait, isTaken]),
      [
        [0, true],
        [long, false],
        [0, true],
      ],
    )
  }),
  coordinationCheck("an address takes no more than it may, whichever processes ask", async (gathering) => {
    const asked = asking({ near: [{ name: "limit:address", count: 2, per: long }] })
    const given = await Promise.all([0, 1, 2, 3, 4, 5].map((place) => oneOf(gathering, place).reserve([asked])))
    const going = given.flat().filter(({ wait }) => wait === 0)
    expectSame("two of them go", going.length, 2)
  }),
  coordinationCheck("who asks for later gets no moment before", async (gathering) => {
    const limits = [{ name: "limit:later", count: 1, per: long }]
    const waits = await waitsOf(oneOf(gathering, 2), [asking({ after: long, limits }), asking({ after: long, limits })])
    expectSame("the first is then, the second a while after it", waits, [long, 2 * long])
  }),
]

const doorChecks: readonly CoordinationCheck[] = [
  coordinationCheck(
    "a door that one process has closed is closed for all, and for as long as anybody said",
    async (gathering) => {
      await oneOf(gathering, 0).hold("door:closed", 2 * long)
      await oneOf(gathering, 1).hold("door:closed", long)
      const [wait = 0] = await waitsOf(oneOf(gathering, 2), [asking({ door: "door:closed" })])
      expectThat("the longer span holds", wait > long && wait <= 2 * long)
      const [held = 0, other] = await oneOf(gathering, 1).held(["door:closed", "door:open"])
      expectThat("it says for how long", held > long && held <= 2 * long)
      expectSame("other doors are open", other, 0)
      expectSame(
        "who goes by another door goes",
        await waitsOf(oneOf(gathering, 0), [asking({ door: "door:open" })]),
        [0],
      )
    },
  ),
]

const spending = (id: string, part: Partial<Budget> = {}): Spending => ({
  id,
  budgets: [{ name: "budget:check", count: 1_000, window: long, ...part }],
})

const othersOf = async ({ spend }: Coordination, ...spent: readonly Spending[]): Promise<readonly number[]> =>
  (await spend(spent)).flat()

const budgetChecks: readonly CoordinationCheck[] = [
  coordinationCheck("a budget counts each once, in whichever processes they are spent", async (gathering) => {
    const ids = Array.from({ length: 24 }, (_, place) => `id-${place}`)
    const others = await Promise.all(ids.map((id, place) => othersOf(oneOf(gathering, place), spending(id))))
    const sorted = others.flat().sort((one, two) => one - two)
    const [one, two, three] = [0, 1, 2].map((place) => oneOf(gathering, place))
    if (!one || !two || !three) return
    expectSame(
      "everybody sees those before them",
      sorted,
      ids.map((_, place) => place),
    )
    const { length } = ids
    expectSame("the same once more", await othersOf(two, spending("id-3")), [length - 1])
    await three.giveBack(["id-4", "id-5"].map((id) => ({ name: "budget:check", id })))
    expectSame("what is given back is there again", await othersOf(one, spending("new")), [length - 2])
    expectSame("several at once", await othersOf(one, spending("a"), spending("b"), spending("a")), [
      length - 1,
      length,
      length,
    ])
    expectSame("budgets are apart", await othersOf(two, spending("a", { name: "budget:other" })), [0])
  }),
  coordinationCheck("what finds no room in one of its budgets is counted in none", async (gathering) => {
    const both = (id: string): Spending => ({
      id,
      budgets: [
        { name: "budget:small", count: 2, window: long },
        { name: "budget:large", count: 10, window: long },
      ],
    })
    const ids = Array.from({ length: 6 }, (_, place) => `id-${place}`)
    const others = await Promise.all(ids.map((id, place) => othersOf(oneOf(gathering, place), both(id))))
    const small = others.map(([first = 0]) => first).sort((one, two) => one - two)
    expectSame("two of them find room", small, [0, 1, 2, 2, 2, 2])
    expectSame(
      "the others left theirs",
      await othersOf(oneOf(gathering, 0), spending("x", { name: "budget:large" })),
      [2],
    )
  }),
  coordinationCheck("what was spent before the window counts no more", async (gathering) => {
    const window = { name: "budget:window", window: 100 }
    await othersOf(oneOf(gathering, 0), spending("old", window))
    await gathering.clock.advance(150)
    expectSame("nothing is left of it", await othersOf(oneOf(gathering, 1), spending("new", window)), [0])
  }),
]

/** Limits, doors and budgets that hold for all processes. */
export const coordinationLimitChecks: readonly CoordinationCheck[] = [...limitChecks, ...doorChecks, ...budgetChecks]
