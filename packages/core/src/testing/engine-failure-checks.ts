import { aStream } from "./store-builders.ts"
import { expectRejection, expectSame, expectThat } from "./expectation.ts"
import { aJob, engineCheck, type EngineCheck, someJobs, until, usualLimits, watch } from "./engine-check.ts"

/** How the handlers of these checks fail; what an engine does must not depend on it. */
class PlannedFailure extends Error {
  readonly _tag = "PlannedFailure"
  readonly reason = "planned"
  readonly retryable = true
}

const fail = (): Promise<void> => Promise.reject(new PlannedFailure("this attempt was meant to fail"))
const { attempts } = usualLimits

/** What becomes of a job whose attempts fail. */
export const engineFailureChecks: readonly EngineCheck[] = [
  engineCheck("tries a failed job again, and counts its attempts", async (subject) => {
    const watched = await watch(subject, ({ attempt }) => (attempt < attempts ? fail() : Promise.resolve()))
    await subject.engine.post([aJob(1, "stubborn", { ref: "entry-7" })])
    expectThat("it ends well in the end", await until(subject, () => watched.ended.length > 0))
    expectSame(
      "its attempts are counted from 1",
      watched.seen.slice(0, attempts).map(({ attempt }) => attempt.attempt),
      [1, 2, 3],
    )
    expectThat(
      "each is handed over whole",
      watched.seen.every(({ attempt }) => attempt.ref === "entry-7" && attempt.id === "stubborn"),
    )
  }),
  engineCheck("lets the pauses grow between the attempts of a job", async (subject) => {
    if (subject.repeats === "at once") return
    const watched = await watch(subject, fail)
    await subject.engine.post([aJob(1, "failing")])
    expectThat("it comes to its last attempt", await until(subject, () => watched.seen.length === attempts))
    const [one = 0, two = 0, three = 0] = watched.seen.map(({ at }) => at)
    expectThat("the first pause is one", two > one)
    expectThat("the second is longer", three - two > two - one)
  }),
  engineCheck("gives a job up after its last attempt, and lets its key go on", async (subject) => {
    const watched = await watch(subject, ({ id }) => (id === "poison" ? fail() : Promise.resolve()))
    await subject.engine.post([aJob(1, "poison"), aJob(1, "behind"), aJob(2, "beside")])
    expectThat(
      "its key goes on",
      await until(subject, () => watched.ended.includes("behind") && watched.ended.includes("beside")),
    )
    expectThat("it is dead", await until(subject, async () => (await subject.engine.stats()).dead === 1))
    await subject.clock.advance(subject.clock.isReal ? 5_000 : 86_400_000)
    if (subject.repeats === "at once") expectThat("it had its attempts", watched.times("poison") >= attempts)
    else expectSame("it had its attempts, and no more", watched.times("poison"), attempts)
    await subject.engine.post([aJob(1, "poison"), aJob(1, "later")])
    expectThat("its key takes more", await until(subject, () => watched.ended.includes("later")))
    expectSame("a post of its id is ignored", (await subject.engine.stats()).dead, 1)
  }),
  engineCheck("lets nobody of its key overtake a job that will be tried again", async (subject) => {
    const watched = await watch(subject, ({ id, attempt }) =>
      id === "1-0" && attempt === 1 ? fail() : Promise.resolve(),
    )
    await subject.engine.post(someJobs(1, 3))
    expectThat(
      "all of them run",
      await until(subject, () => watched.ended.length >= 3 && watched.firsts().length === 3),
    )
    expectSame("in their order", [...new Set(watched.ended)], ["1-0", "1-1", "1-2"])
  }),
  engineCheck("runs other keys while a job pauses", async (subject) => {
    const watched = await watch(subject, ({ id }) => (id === "failing" ? fail() : Promise.resolve()), {
      concurrency: 1,
      attempts: 3,
    })
    await subject.engine.post([aJob(1, "failing"), ...someJobs(2, 3)])
    expectThat("they end", await until(subject, () => watched.ended.length >= 3))
    expectThat("before the other is given up", watched.times("failing") < attempts)
  }),
  engineCheck(
    "never gives a job up that fails by no fault of its own, and lets nobody overtake it",
    async (subject) => {
      const isPassing = (failure: unknown) => failure instanceof PlannedFailure
      let isHealed = false
      const watched = await watch(subject, ({ id }) => (id === "held up" && !isHealed ? fail() : Promise.resolve()), {
        concurrency: 8,
        attempts: 1,
        isPassing,
      })
      await subject.engine.post([aJob(1, "held up"), aJob(1, "behind")])
      expectThat("it is tried again", await until(subject, () => watched.times("held up") >= 3))
      expectSame("it is not dead", (await subject.engine.stats()).dead, 0)
      isHealed = true
      expectThat("it ends well when it can", await until(subject, () => watched.ended.includes("behind")))
      expectSame("before those behind it", [...new Set(watched.ended)], ["held up", "behind"])
    },
  ),
  engineCheck("gives a dead job another round when it is asked to", async (subject) => {
    let isHealed = false
    const watched = await watch(subject, () => (isHealed ? Promise.resolve() : fail()))
    await subject.engine.post([aJob(1, "ill")])
    const dies = () => until(subject, async () => (await subject.engine.stats()).dead === 1)
    expectThat("it dies", await dies())
    const { dead } = subject.engine
    if (dead)
      expectSame(
        "it is named among the dead",
        (await dead(10)).map(({ id, key }) => [id, key]),
        [["ill", aStream(1)]],
      )
    const first = watched.seen.length
    await subject.engine.redrive("ill")
    expectThat("another round begins", await until(subject, () => watched.seen.length > first))
    expectThat("it can die again", await dies())
    expectThat("after as many attempts", watched.seen.length >= first + attempts)
    isHealed = true
    await subject.engine.redrive("ill")
    expectThat("it ends well", await until(subject, () => watched.ended.length > 0))
    expectSame("nothing is dead", (await subject.engine.stats()).dead, 0)
  }),
  engineCheck("refuses to revive what is not dead", async (subject) => {
    await subject.engine.post([aJob(1, "alive", { at: subject.clock.now() + 3_600_000 })])
    for (const id of ["alive", "nobody"])
      await expectRejection("there is no dead job of this id", () => subject.engine.redrive(id), "InputError", {
        reason: "unknown",
        retryable: false,
      })
  }),
]
