import { expectSame, expectThat } from "./expectation.ts"
import type { Job } from "../timeline/job.ts"
import {
  aJob,
  createGate,
  engineCheck,
  type EngineCheck,
  type EngineUnderTest,
  someJobs,
  until,
  watch,
  type Watched,
} from "./engine-check.ts"

const second = 1_000,
  day = 86_400_000

/**
 * How long after its time the first attempt of a job began, and how long after its turn. The turn comes when the job is due; an
 * engine that repeats may be trying one before it in its key again, which nobody overtakes: then it comes after that attempt.
 */
const latenessOf =
  ({ repeats }: EngineUnderTest, { seen }: Watched) =>
  ({ id, key, at = 0 }: Job): { readonly afterDue: number; readonly afterTurn: number } => {
    const place = seen.findIndex(({ attempt }) => attempt.id === id)
    const began = seen[place]?.at ?? Infinity
    const before = seen.slice(0, place).findLast(({ attempt }) => attempt.key === key)
    const turn = repeats === "never" || !before ? at : Math.max(at, before.at)
    return { afterDue: began - at, afterTurn: began - turn }
  }

/** Long enough for what must not come. */
const aWhileOf = ({ clock }: EngineUnderTest): number => (clock.isReal ? 5 : 60) * second

/** What `at` and `cancel` promise. Each timer is set so far ahead that it has reached an engine elsewhere before it is due. */
export const engineTimeChecks: readonly EngineCheck[] = [
  engineCheck("runs a job for later when it is due: never before, and within a second after", async (subject) => {
    const start = subject.clock.now() + 5 * second
    const watched = await watch(subject, undefined, { concurrency: 64, attempts: 3 })
    const jobs = Array.from({ length: 200 }, (_, place) =>
      aJob(place % 40, `${place}`, { at: start + ((place * 37) % 200) * 20 }),
    )
    await subject.engine.post(jobs)
    await subject.clock.advance(11 * second)
    expectThat("each of them runs", await until(subject, () => watched.firsts().length === jobs.length))
    const late = jobs.map(latenessOf(subject, watched))
    expectThat(
      "none is early",
      late.every(({ afterDue }) => afterDue >= 0),
    )
    expectThat(
      "none is late",
      late.every(({ afterTurn }) => afterTurn <= second),
    )
  }),
  engineCheck("keeps the order of the posts among jobs of a key that are due at one time", async (subject) => {
    const watched = await watch(subject)
    const jobs = someJobs(1, 20, { at: subject.clock.now() + 5 * second })
    await subject.engine.post(jobs)
    expectThat("all of them run", await until(subject, () => watched.firsts().length === 20))
    expectSame(
      "in the order of the posts",
      watched.firsts(),
      jobs.map(({ id }) => id),
    )
  }),
  engineCheck("runs jobs for later in the order in which they are due", async (subject) => {
    const now = subject.clock.now()
    const watched = await watch(subject)
    await subject.engine.post([9, 6, 7, 5, 8].map((after) => aJob(1, `${after}`, { at: now + after * second })))
    expectThat("all of them run", await until(subject, () => watched.firsts().length === 5))
    expectSame("the earliest first", watched.firsts(), ["5", "6", "7", "8", "9"])
  }),
  engineCheck("lets a job for later hold up nobody", async (subject) => {
    const watched = await watch(subject)
    await subject.engine.post([aJob(1, "later", { at: subject.clock.now() + 3600 * second }), aJob(1, "now")])
    await subject.clock.advance(5 * second)
    expectSame("what is due runs", watched.firsts(), ["now"])
  }),
  engineCheck("runs a job at once that was due long ago", async (subject) => {
    const watched = await watch(subject)
    await subject.engine.post([aJob(1, "overdue", { at: subject.clock.now() - 90 * day })])
    await subject.clock.advance(5 * second)
    expectSame("it has run", watched.firsts(), ["overdue"])
  }),
  engineCheck("waits 400 days for a job, and then runs it", async (subject) => {
    const watched = await watch(subject)
    const at = subject.clock.now() + 400 * day
    await subject.engine.post([aJob(1, "far", { at })])
    await subject.clock.advance(5 * second)
    expectSame("it is delayed", (await subject.engine.stats()).delayed, 1)
    if (subject.clock.isReal) return expectSame("it does not run now", watched.seen.length, 0)
    for (const days of [24, 1, 25, 300]) await subject.clock.advance(days * day)
    await subject.clock.advance(at - subject.clock.now() - 1)
    expectSame("it does not run before", watched.seen.length, 0)
    await subject.clock.advance(second)
    expectSame("it runs then", watched.firsts(), ["far"])
  }),
  engineCheck("does not run what was cancelled before it was due", async (subject) => {
    const watched = await watch(subject)
    const jobs = someJobs(1, 40, { at: subject.clock.now() + 20 * second })
    await subject.engine.post(jobs)
    await subject.engine.cancel(jobs.filter((_, place) => place % 2 === 1).map(({ id }) => id))
    const kept = jobs.filter((_, place) => place % 2 === 0).map(({ id }) => id)
    await subject.clock.advance(25 * second)
    expectThat("the others run", await until(subject, () => watched.firsts().length >= kept.length))
    await subject.clock.advance(aWhileOf(subject))
    expectSame("only the others run", watched.firsts(), kept)
  }),
  engineCheck("does not run what was cancelled while it waited for its turn", async (subject) => {
    const gate = createGate()
    const watched = await watch(subject, ({ id }) => (id === "1-0" ? gate.passed : Promise.resolve()))
    await subject.engine.post(someJobs(1, 4))
    expectThat("the first runs", await until(subject, () => watched.seen.length > 0))
    await subject.engine.cancel(["1-1", "1-3"])
    await subject.clock.advance(5 * second)
    gate.open()
    expectThat("what stayed runs", await until(subject, () => watched.ended.includes("1-2")))
    await subject.clock.advance(aWhileOf(subject))
    expectSame("and nothing else", watched.firsts(), ["1-0", "1-2"])
  }),
  engineCheck("takes a cancel that comes too late, and one of nothing", async (subject) => {
    const gate = createGate()
    const watched = await watch(subject, ({ id }) => (id === "1-0" ? gate.passed : Promise.resolve()))
    await subject.engine.post(someJobs(1, 2))
    expectThat("the first runs", await until(subject, () => watched.seen.length > 0))
    await subject.engine.cancel(["1-0", "nobody"])
    await subject.clock.advance(5 * second)
    gate.open()
    expectThat(
      "it ends, and its key goes on",
      await until(subject, () => watched.ended.includes("1-0") && watched.ended.includes("1-1")),
    )
    await subject.engine.cancel(["1-0", "1-1"])
    await subject.engine.post([aJob(1, "after")])
    expectThat("so it does after its end", await until(subject, () => watched.ended.includes("after")))
  }),
  engineCheck("takes the id of a cancelled job for another time", async (subject) => {
    const watched = await watch(subject)
    const at = subject.clock.now() + 30 * second
    await subject.engine.post([aJob(1, "moved", { at: at - 15 * second })])
    await subject.engine.cancel(["moved"])
    await subject.clock.advance(5 * second)
    await subject.engine.post([aJob(1, "moved", { at })])
    expectThat("it runs", await until(subject, () => watched.seen.length > 0))
    expectThat("at its new time", (watched.seen[0]?.at ?? 0) >= at)
  }),
]
