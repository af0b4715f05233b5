import { ConformanceError, expectSame, expectThat } from "./expectation.ts"
import {
  aJob,
  createGate,
  engineCheck,
  type EngineCheck,
  type EngineUnderTest,
  someJobs,
  until,
  watch,
} from "./engine-check.ts"

const aWhile = 5_000

/** Posts one job after the other until one is refused: the ids that were taken, and why the next was not. */
const fill = async (
  { engine }: EngineUnderTest,
  most: number,
): Promise<{ readonly taken: readonly string[]; readonly refusal: unknown }> => {
  const taken: string[] = []
  for (let place = 0; place < most; place++) {
    const refusal: unknown = await engine.post([aJob(place, `${place}`)]).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (refusal !== undefined) return { taken, refusal }
    taken.push(`${place}`)
  }
  throw new ConformanceError("posts are refused above the high-water mark", `${most} were taken`)
}

/** What an engine does when there is much to do, what it says of it, and how it ends. */
export const enginePressureChecks: readonly EngineCheck[] = [
  engineCheck(
    "refuses posts above its high-water mark, and says when to try again",
    async (subject) => {
      const { taken, refusal } = await fill(subject, 1_000)
      const [tag, retryable, retryAfter] = ["_tag", "retryable", "retryAfter"].map(
        (field): unknown => Object(refusal)[field],
      )
      expectSame("the refusal is a BusyError", [tag, retryable], ["BusyError", true])
      expectThat("it says when", typeof retryAfter === "number" && retryAfter > 0)
      expectThat("not before its mark", taken.length >= 10)
      const watched = await watch(subject)
      expectThat("what was taken runs", await until(subject, () => taken.every((id) => watched.ended.includes(id))))
      await subject.engine.post([aJob(1, "after")])
      expectThat("then there is room again", await until(subject, () => watched.ended.includes("after")))
    },
    { highWater: 10 },
  ),
  engineCheck("says what it has in hand", async (subject) => {
    const gate = createGate()
    const watched = await watch(
      subject,
      ({ id }) => (id === "dead" ? Promise.reject(new RangeError("meant to fail")) : gate.passed),
      { concurrency: 1, attempts: 1 },
    )
    await subject.engine.post([aJob(1, "dead")])
    expectThat("one dies", await until(subject, async () => (await subject.engine.stats()).dead === 1))
    await subject.engine.post([...someJobs(2, 3), aJob(4, "later", { at: subject.clock.now() + 3_600_000 })])
    expectThat(
      "one runs",
      await until(subject, async () => watched.times("2-0") > 0 && (await subject.engine.stats()).ready === 2),
    )
    await subject.clock.advance(aWhile)
    const { ready, delayed, running, dead, oldestReady } = await subject.engine.stats()
    expectSame("each is counted where it is", { ready, delayed, dead }, { ready: 2, delayed: 1, dead: 1 })
    expectThat("and so is what runs", running === 1 || (running > 1 && subject.repeats === "at once"))
    expectThat("the oldest has waited since it was there", oldestReady >= aWhile && oldestReady < aWhile * 2)
    gate.open()
  }),
  engineCheck("says that it has nothing in hand", async (subject) => {
    const watched = await watch(subject)
    await subject.engine.post(someJobs(1, 10))
    expectThat(
      "everything runs",
      await until(subject, async () => watched.firsts().length === 10 && (await subject.engine.stats()).delayed === 0),
    )
    await watched.settled()
    expectSame("nothing is left", await subject.engine.stats(), {
      ready: 0,
      delayed: 0,
      running: 0,
      dead: 0,
      oldestReady: 0,
    })
  }),
  engineCheck("is settled when nothing is ready and nothing runs, whatever is delayed", async (subject) => {
    const gate = createGate()
    const watched = await watch(subject, () => gate.passed)
    await subject.engine.post([...someJobs(1, 3), aJob(2, "later", { at: subject.clock.now() + 30 * 86_400_000 })])
    expectThat("the first runs", await until(subject, () => watched.seen.length > 0))
    let isSettled = false
    const settled = watched.running.settled().finally(() => {
      isSettled = true
    })
    await subject.clock.advance(aWhile)
    expectSame("it is not settled while a job runs", isSettled, false)
    gate.open()
    expectThat("it is when all is done", await until(subject, () => isSettled))
    await settled
    if (subject.repeats === "never") expectSame("all is done", watched.ended, ["1-0", "1-1", "1-2"])
    expectSame("but for what is due later", watched.times("later"), 0)
  }),
  engineCheck("finishes what runs when it is drained, and begins nothing", async (subject) => {
    const gate = createGate()
    const watched = await watch(subject, () => gate.passed, { concurrency: 2, attempts: 3 })
    await subject.engine.post([
      ...someJobs(1, 2),
      ...someJobs(2, 2),
      aJob(3, "later", { at: subject.clock.now() + 20_000 }),
    ])
    expectThat("two run", await until(subject, () => watched.firsts().length === 2))
    let isDrained = false
    const drained = watched.running.drain().finally(() => {
      isDrained = true
    })
    await subject.clock.advance(500)
    expectSame("it waits for what runs", isDrained, false)
    await subject.engine.post([aJob(4, "new")])
    gate.open()
    expectThat("then it is drained", await until(subject, () => isDrained))
    await drained
    expectSame("what ran has ended", [...new Set(watched.ended)].sort(), ["1-0", "2-0"])
    await subject.clock.advance(subject.clock.isReal ? aWhile : 60_000)
    expectSame("nothing else has begun", [...watched.firsts()].sort(), ["1-0", "2-0"])
  }),
]
