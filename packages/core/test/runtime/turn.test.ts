import { describe, expect, it } from "vitest"
import { BusyError, InputError, StoreError } from "../../src/kernel/errors.ts"
import { inputId } from "../../src/kernel/ids.ts"
import { aSaying, aTurn, toyHouse } from "./toy-house.ts"

const [ana, ben] = ["tel:ana", "tel:ben"] as const

describe("a turn", () => {
  it("commits what arrived together at once, a unit for each customer, in the order in which they said it", async () => {
    const { postAll, commits, textsOf } = aTurn()
    const done = ["committed", "committed", "committed"]
    expect(await postAll(aSaying(ana, "one"), aSaying(ben, "two"), aSaying(ana, "three"))).toEqual(done)
    expect(commits).toEqual([2])
    expect(await textsOf(ana)).toEqual(["one", "three"])
    expect(await textsOf(ben)).toEqual(["two"])
  })

  it("puts those whom one input ties together into one unit", async () => {
    const { postAll, commits } = aTurn()
    await postAll(aSaying(ana, "one"), aSaying(ben, "two"), aSaying("tel:eva", "three", { with: [ana, ben] }))
    expect(commits).toEqual([1])
  })

  it("takes twins inside of one batch once: the others are duplicates", async () => {
    const { postAll, textsOf } = aTurn()
    const twins = Array.from({ length: 20 }, () => aSaying(ana, "one"))
    expect((await postAll(...twins)).sort()).toEqual(["committed", ...Array(19).fill("duplicate")].sort())
    expect(await textsOf(ana)).toEqual(["one"])
  })

  it("calls what was taken before a duplicate, even where it would be refused today", async () => {
    const { postAll, commits } = aTurn()
    await postAll(aSaying(ana, "one"))
    const retry = aSaying(ana, "refused", { id: inputId("one") })
    expect(await postAll(retry)).toEqual(["duplicate"])
    expect(commits).toEqual([1])
  })

  it("remembers an input that made no fact, so that its retry is a duplicate", async () => {
    const { postAll, store } = aTurn()
    expect(await postAll(aSaying(ana, "silence"))).toEqual(["committed"])
    expect(await postAll(aSaying(ana, "silence"))).toEqual(["duplicate"])
    expect((await store.size()).streams).toBe(0)
  })

  it("refuses what is invalid by its field; the rest goes on", async () => {
    const { postAll, textsOf } = aTurn()
    const [one, refused, two] = await postAll(aSaying(ana, "one"), aSaying(ana, "refused"), aSaying(ana, "two"))
    expect([one, two]).toEqual(["committed", "committed"])
    expect(refused).toBeInstanceOf(InputError)
    expect(refused).toMatchObject({ reason: "invalid", field: "text", message: "text: say something else" })
    expect(await textsOf(ana)).toEqual(["one", "two"])
  })

  it("refuses what is invalid as such, however often it came at once", async () => {
    const { postAll } = aTurn({ limits: { inputs: 100, waiting: 100, attempts: 3 } })
    const twins = Array.from({ length: 10 }, () => aSaying(ana, "refused"))
    for (const refused of await postAll(...twins)) expect(refused).toBeInstanceOf(InputError)
  })

  it("takes no more than its limit at once, and keeps the order of what waits", async () => {
    const { postAll, textsOf } = aTurn({ limits: { inputs: 2, waiting: 100, attempts: 3 } })
    const texts = Array.from({ length: 7 }, (_, number) => `text ${number}`)
    await postAll(...texts.map((text) => aSaying(ana, text)))
    expect(await textsOf(ana)).toEqual(texts)
  })

  it("hands over what a unit posted after its commit, and nothing of one that was not committed", async () => {
    const { postAll, handed, port, store } = aTurn({ limits: { inputs: 9, waiting: 9, attempts: 1 } })
    port.commit = async (units) => {
      expect(handed).toEqual([])
      const [first] = units
      return [
        ...(first ? await store.commit([first]) : []),
        ...units.slice(1).map(() => ({ status: "fenced" }) as const),
      ]
    }
    await postAll(aSaying(ana, "one"), aSaying(ben, "two"))
    expect(handed.map(({ posts }) => posts.map(({ id }) => id))).toEqual([["job:one"]])
  })

  it("is idle when nothing waits, and not before", async () => {
    const { turn, textsOf } = aTurn()
    await turn.idle()
    const posted = turn.post(aSaying(ana, "one"))
    await turn.idle()
    expect(await textsOf(ana)).toEqual(["one"])
    await posted
  })
})

describe("a unit that somebody else was faster than", () => {
  it("is decided again on what is there now; the others of the turn do not wait for it", async () => {
    const { postAll, port, store, commits, textsOf } = aTurn()
    const other = aTurn()
    await postAll(aSaying(ana, "one"))
    const { load } = port
    let raced = false
    port.load = async (need) => {
      const loaded = await load(need)
      if (!raced) {
        raced = true
        other.port.load = store.load
        other.port.commit = store.commit
        await other.postAll(aSaying(ana, "from elsewhere"))
      }
      return loaded
    }
    expect(await postAll(aSaying(ana, "two"), aSaying(ben, "three"))).toEqual(["committed", "committed"])
    expect(commits).toEqual([1, 2, 1])
    expect(await textsOf(ana)).toEqual(["one", "from elsewhere", "two"])
  })

  it("is a duplicate where the other took the same input", async () => {
    const { postAll, port, store, textsOf } = aTurn()
    port.commit = async (units) => {
      port.commit = store.commit
      await store.commit(units)
      return store.commit(units)
    }
    expect(await postAll(aSaying(ana, "one"))).toEqual(["duplicate"])
    expect(await textsOf(ana)).toEqual(["one"])
  })

  it("is given up as contended after its attempts, and nothing of it is written", async () => {
    const { postAll, port, store, textsOf } = aTurn({ limits: { inputs: 9, waiting: 9, attempts: 4 } })
    let attempts = 0
    port.commit = async (units) => {
      attempts++
      const written = await store.commit(units.filter(({ inputs }) => inputs.includes(inputId("two"))))
      return units.map(({ inputs }) => (inputs.includes(inputId("two")) && written[0]) || { status: "fenced" })
    }
    const [contended, committed] = await postAll(aSaying(ana, "one"), aSaying(ben, "two"))
    expect(committed).toBe("committed")
    expect(contended).toBeInstanceOf(StoreError)
    expect(contended).toMatchObject({ reason: "contended", retryable: true })
    expect(attempts).toBe(4)
    expect(await textsOf(ana)).toEqual([])
  })
})

describe("a bug in a pure function", () => {
  const bug = expect.objectContaining({ name: "TypeError" })

  it("of deciding harms its input alone: the others are committed, of the same customer too", async () => {
    const { postAll, textsOf } = aTurn()
    const outcomes = await postAll(aSaying(ana, "one"), aSaying(ana, "bug"), aSaying(ana, "two"), aSaying(ben, "three"))
    expect(outcomes).toEqual(["committed", bug, "committed", "committed"])
    expect(await textsOf(ana)).toEqual(["one", "two"])
    expect(await textsOf(ben)).toEqual(["three"])
  })

  it("harms nobody else however many inputs meet it", async () => {
    const { postAll, textsOf } = aTurn()
    const bugs = Array.from({ length: 50 }, (_, number) => aSaying(ana, "bug", { id: inputId(`bug ${number}`) }))
    const outcomes = await postAll(aSaying(ana, "one"), ...bugs, aSaying(ana, "two"))
    expect(outcomes).toEqual(["committed", ...bugs.map(() => bug), "committed"])
    expect(await textsOf(ana)).toEqual(["one", "two"])
  })

  it("of projecting leaves nothing half written", async () => {
    const project: typeof toyHouse.project = (state, entry) => {
      if (Reflect.get(Object(entry.data), "text") === "poison") throw new TypeError("a bug in project")
      return toyHouse.project(state, entry)
    }
    const { postAll, textsOf } = aTurn({ house: { ...toyHouse, project } })
    expect(await postAll(aSaying(ana, "one"), aSaying(ana, "poison"), aSaying(ben, "two"))).toEqual([
      "committed",
      bug,
      "committed",
    ])
    expect(await textsOf(ana)).toEqual(["one"])
  })

  it("of a list harms its customer alone", async () => {
    const { postAll, textsOf } = aTurn()
    const [broken, committed] = await postAll(aSaying(ana, "bug in a list"), aSaying(ben, "two"))
    expect(committed).toBe("committed")
    expect(broken).toEqual(bug)
    expect([await textsOf(ana), await textsOf(ben)]).toEqual([[], ["two"]])
  })
})

describe("a store that breaks", () => {
  it("is told to everybody in the turn, and the next turn works", async () => {
    const { postAll, port, store, textsOf } = aTurn()
    const full = new StoreError("full")
    port.commit = async () => {
      port.commit = store.commit
      throw full
    }
    expect(await postAll(aSaying(ana, "one"), aSaying(ben, "two"))).toEqual([full, full])
    expect(await postAll(aSaying(ana, "one"))).toEqual(["committed"])
    expect(await textsOf(ana)).toEqual(["one"])
  })

  it("with an error of its own is a StoreError that carries it", async () => {
    const { postAll, port } = aTurn()
    const cause = new RangeError("a driver's own")
    port.load = async () => Promise.reject(cause)
    const [failure] = await postAll(aSaying(ana, "one"))
    expect(failure).toBeInstanceOf(StoreError)
    expect(failure).toMatchObject({ reason: "failed", cause })
  })

  it("by refusing a unit for good refuses its inputs by name", async () => {
    const { postAll, port } = aTurn()
    port.commit = async (units) => units.map(() => ({ status: "invalid", reason: "too many rows" }))
    const [failure] = await postAll(aSaying(ana, "one"))
    expect(failure).toBeInstanceOf(InputError)
    expect(failure).toMatchObject({ field: "said", message: "said: too many rows" })
  })
})

describe("more than may wait", () => {
  it("is refused at once with the pause to make, and what waits is committed", async () => {
    const { postAll } = aTurn({ limits: { inputs: 2, waiting: 3, attempts: 3 } })
    const outcomes = await postAll(...["1", "2", "3", "4", "5"].map((text) => aSaying(ana, text)))
    expect(outcomes.slice(0, 3)).toEqual(["committed", "committed", "committed"])
    for (const refused of outcomes.slice(3)) {
      expect(refused).toBeInstanceOf(BusyError)
      expect(refused).toMatchObject({ retryable: true, retryAfter: 1_000 })
    }
    expect(await postAll(aSaying(ana, "4"))).toEqual(["committed"])
  })
})
