import { expectSame, expectThat } from "./expectation.ts"
import { aJob, createGate, engineCheck, type EngineCheck, someJobs, until, watch } from "./engine-check.ts"

const aWhile = 5_000

/** What the key of a job promises: order and one at a time within it, nothing between keys. And what its id promises. */
export const engineOrderChecks: readonly EngineCheck[] = [
  engineCheck("runs the jobs of a key in the order of their posts", async (subject) => {
    const keys = [1, 2, 3, 4, 5].map((key) => someJobs(key, 20))
    const watched = await watch(subject)
    for (let place = 0; place < 20; place += 2)
      await subject.engine.post(keys.flatMap((jobs) => jobs.slice(place, place + 2)))
    expectThat(
      "every job runs",
      await until(subject, () => watched.ended.length >= 100 && watched.firsts().length === 100),
    )
    for (const jobs of keys) {
      const ids = jobs.map(({ id }) => id)
      expectSame(
        "the first attempts of a key are in the order of the posts",
        watched.firsts().filter((id) => ids.includes(id)),
        ids,
      )
    }
  }),
  engineCheck("hands a job over as it was posted", async (subject) => {
    const job = aJob(1, "whole", { type: "greet", ref: "entry-7" })
    const watched = await watch(subject)
    await subject.engine.post([job])
    expectThat("the job runs", await until(subject, () => watched.seen.length > 0))
    const { key, id, type, ref, at } = watched.seen[0]?.attempt ?? {}
    expectSame("nothing of it changed", { key, id, type, ref, at }, { ...job, at: undefined })
    expectThat(
      "its attempt has a signal that has not fired",
      watched.seen[0]?.attempt.signal.aborted === false || subject.repeats === "at once",
    )
  }),
  engineCheck("runs one job of a key at a time", async (subject) => {
    if (subject.repeats === "at once") return
    const gate = createGate()
    const watched = await watch(subject, ({ id }) => (id === "1-0" ? gate.passed : Promise.resolve()))
    await subject.engine.post(someJobs(1, 3))
    expectThat("the first runs", await until(subject, () => watched.seen.length > 0))
    await subject.clock.advance(aWhile)
    expectSame("nothing else of the key runs beside it", watched.firsts(), ["1-0"])
    gate.open()
    expectThat("the others follow", await until(subject, () => watched.firsts().length === 3))
    expectSame("never were there two", watched.most.ofOneKey, 1)
  }),
  engineCheck("runs one job of a key at a time while keys and posts are many", async (subject) => {
    const watched = await watch(subject, async () => {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    })
    await Promise.all([1, 2, 3, 4].flatMap((key) => someJobs(key, 25).map((job) => subject.engine.post([job]))))
    expectThat("every job runs", await until(subject, () => watched.firsts().length === 100))
    expectThat("never are there two of a key", watched.most.ofOneKey === 1 || subject.repeats === "at once")
  }),
  engineCheck("runs other keys while one is busy", async (subject) => {
    const gate = createGate()
    const watched = await watch(subject, ({ id }) => (id === "busy" ? gate.passed : Promise.resolve()))
    await subject.engine.post([aJob(1, "busy"), ...someJobs(2, 3), aJob(3, "other")])
    const others = ["2-0", "2-1", "2-2", "other"]
    expectThat("the others end meanwhile", await until(subject, () => others.every((id) => watched.ended.includes(id))))
    expectThat("the busy one still runs", !watched.ended.includes("busy"))
    gate.open()
  }),
  engineCheck("runs as many at a time as it may, and no more", async (subject) => {
    if (subject.repeats === "at once") return
    const gate = createGate()
    const watched = await watch(subject, () => gate.passed, { concurrency: 3, attempts: 3 })
    await subject.engine.post(Array.from({ length: 10 }, (_, key) => aJob(key, `${key}`)))
    expectThat("three run", await until(subject, () => watched.seen.length === 3))
    await subject.clock.advance(aWhile)
    expectSame("the others wait", watched.seen.length, 3)
    gate.open()
    expectThat("then they run", await until(subject, () => watched.firsts().length === 10))
    expectSame("never more than three at a time", watched.most.overall, 3)
  }),
  engineCheck("runs a job once, however often it is posted", async (subject) => {
    const gate = createGate()
    const watched = await watch(subject, () => gate.passed)
    await Promise.all(Array.from({ length: 50 }, () => subject.engine.post([aJob(1, "same")])))
    expectThat("it runs", await until(subject, () => watched.seen.length > 0))
    await subject.engine.post([aJob(1, "same"), aJob(1, "next")])
    await subject.clock.advance(aWhile) // an engine elsewhere ignores what arrives while the first is there
    gate.open()
    expectThat("its key goes on", await until(subject, () => watched.ended.includes("next")))
    await subject.clock.advance(aWhile)
    if (subject.repeats === "never") expectSame("one attempt is enough", watched.times("same"), 1)
    if (subject.repeats !== "at once") expectSame("never two attempts at a time", watched.most.ofOneKey, 1)
  }),
  engineCheck("takes an id again after its job has run", async (subject) => {
    const watched = await watch(subject)
    await subject.engine.post([aJob(1, "again")])
    expectThat(
      "it runs",
      await until(subject, async () => watched.ended.length > 0 && (await subject.engine.stats()).delayed === 0),
    )
    await watched.settled()
    const before = watched.times("again")
    await subject.engine.post([aJob(1, "again")])
    expectThat("it runs again", await until(subject, () => watched.times("again") > before))
  }),
  engineCheck("runs every job of a key that has very many", async (subject) => {
    const count = subject.clock.isReal ? 1_000 : 20_000
    const jobs = someJobs(1, count)
    const watched = await watch(subject)
    for (let place = 0; place < count; place += 1_000) await subject.engine.post(jobs.slice(place, place + 1_000))
    expectThat("every job runs", await until(subject, () => watched.firsts().length === count))
    expectThat(
      "in the order of the posts",
      watched.firsts().every((id, place) => id === `1-${place}`),
    )
    if (subject.repeats === "never") expectSame("none runs twice", watched.seen.length, count)
  }),
  engineCheck("keeps what is posted before it runs", async (subject) => {
    await subject.engine.post([...someJobs(1, 3), ...someJobs(2, 3)])
    await subject.clock.advance(aWhile)
    const watched = await watch(subject)
    expectThat("all of it runs", await until(subject, () => watched.firsts().length === 6))
    expectSame("and nothing else", [...watched.firsts()].sort(), ["1-0", "1-1", "1-2", "2-0", "2-1", "2-2"])
  }),
  engineCheck("takes what a handler posts", async (subject) => {
    const { engine } = subject
    const watched = await watch(subject, ({ id }) =>
      id === "first" ? engine.post([aJob(1, "same key"), aJob(2, "other key")]) : Promise.resolve(),
    )
    await engine.post([aJob(1, "first"), aJob(1, "second")])
    expectThat("all of it runs", await until(subject, () => watched.firsts().length === 4))
    expectSame(
      "behind what was there",
      watched.firsts().filter((id) => id !== "other key"),
      ["first", "second", "same key"],
    )
  }),
]
