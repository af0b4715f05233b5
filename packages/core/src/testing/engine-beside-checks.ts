import type { Attempt } from "../timeline/engine.ts"
import { expectSame, expectThat } from "./expectation.ts"
import { memoryStore } from "../runtime/store-memory.ts"
import { inputId } from "../kernel/ids.ts"
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
import { aStream, aWrite, feedOf, type Noted } from "./store-builders.ts"

const second = 1_000

/** What several processes on one store do, in the order in which it happened. */
const createSight = () => {
  const began: string[] = [],
    ended: string[] = []
  const active = new Map<string, number>()
  const most = { ofOneKey: 0 }
  const behave = async ({ id, key }: Attempt): Promise<void> => {
    began.push(id)
    active.set(key, (active.get(key) ?? 0) + 1)
    most.ofOneKey = Math.max(most.ofOneKey, active.get(key) ?? 0)
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    active.set(key, (active.get(key) ?? 0) - 1)
    ended.push(id)
  }
  return { began, ended, most, behave, firsts: () => [...new Set(began)] }
}

/** A check of engines for several processes; of others there is nothing to be proved. */
const besideCheck = (
  name: string,
  prove: (subject: EngineUnderTest & Required<Pick<EngineUnderTest, "beside">>) => Promise<void>,
): EngineCheck =>
  engineCheck(name, async ({ beside, ...subject }) => (beside ? prove({ ...subject, beside }) : undefined))

/** What an engine for several processes promises beside everything else; passed without a proof where it is for one. */
export const engineBesideChecks: readonly EngineCheck[] = [
  besideCheck("runs a job in one process, whichever posted it", async (subject) => {
    const sight = createSight()
    const other = await subject.beside()
    await watch(subject, sight.behave)
    await watch({ ...subject, engine: other }, sight.behave)
    const keys = Array.from({ length: 12 }, (_, key) => someJobs(key, 10))
    for (let place = 0; place < 10; place++) {
      const jobs = keys.flatMap((of) => of.slice(place, place + 1))
      await (place % 2 === 0 ? subject.engine : other).post(jobs)
    }
    expectThat("all of them run", await until(subject, () => sight.firsts().length === 120))
    if (subject.repeats === "never") expectSame("each once", sight.began.length, 120)
    for (const jobs of keys) {
      const ids = jobs.map(({ id }) => id)
      const first = sight.firsts().filter((id) => ids.includes(id))
      expectSame("in the order of their posts", first, ids)
    }
    expectThat("one of a key at a time", sight.most.ofOneKey === 1 || subject.repeats === "at once")
  }),
  besideCheck("keeps the order of a key while processes come and go", async (subject) => {
    const sight = createSight()
    const keys = Array.from({ length: 8 }, (_, key) => someJobs(key, 30))
    const part = (from: number) => keys.flatMap((jobs) => jobs.slice(from, from + 10))
    const first = await watch(subject, sight.behave)
    await subject.engine.post(part(0))
    const other = await subject.beside()
    const last = await watch({ ...subject, engine: other }, sight.behave)
    await other.post(part(10))
    await first.running.drain()
    await other.post(part(20))
    expectThat("all of them run", await until(subject, () => new Set(sight.ended).size === 240))
    for (const jobs of keys) {
      const ids = jobs.map(({ id }) => id)
      const inOrder = sight.firsts().filter((id) => ids.includes(id))
      expectSame("in the order of their posts", inOrder, ids)
    }
    expectThat("one of a key at a time", sight.most.ofOneKey === 1 || subject.repeats === "at once")
    await last.running.drain()
  }),
  besideCheck("leaves to the others what a drained process had not begun, and what is due later", async (subject) => {
    const sight = createSight()
    const first = await watch(subject)
    const at = subject.clock.now() + 6 * second
    const later = Array.from({ length: 50 }, (_, key) => aJob(key, `later ${key}`, { at }))
    await subject.engine.post(later)
    const other = await subject.beside() // the new code beside the old
    await watch({ ...subject, engine: other }, sight.behave)
    await first.running.drain()
    await other.post([aJob(1, "now")])
    expectThat("what is for now runs", await until(subject, () => sight.ended.includes("now")))
    expectThat("all of the rest runs", await until(subject, () => new Set(sight.ended).size === 51))
    expectSame("nothing of it in the old process", first.seen.length, 0)
    if (subject.repeats === "never") expectSame("each once", sight.began.length, 51)
  }),
  besideCheck("holds what one process took back from the others too", async (subject) => {
    const sight = createSight()
    const other = await subject.beside()
    await watch(subject, sight.behave)
    await watch({ ...subject, engine: other }, sight.behave)
    const jobs = Array.from({ length: 40 }, (_, key) => aJob(key, `${key}`, { at: subject.clock.now() + 10 * second }))
    await subject.engine.post(jobs)
    await subject.clock.advance(2 * second)
    const ids = jobs.map(({ id }) => id)
    await other.cancel(ids.filter((_, place) => place % 2 === 1))
    expectThat("the others run", await until(subject, () => sight.firsts().length >= 20))
    await subject.clock.advance(5 * second)
    const kept = ids.filter((_, place) => place % 2 === 0)
    expectSame("only the others run", [...sight.firsts()].sort(), [...kept].sort())
  }),
  besideCheck("gives a dead job another round, whichever process is asked", async (subject) => {
    let isHealed = false
    const sight = createSight()
    const behave = (attempt: Attempt) => (isHealed ? sight.behave(attempt) : Promise.reject(new RangeError("ill")))
    const other = await subject.beside()
    const limits = { concurrency: 8, attempts: 1 }
    await watch(subject, behave, limits)
    await watch({ ...subject, engine: other }, behave, limits)
    const jobs = Array.from({ length: 6 }, (_, key) => aJob(key, `${key}`))
    await subject.engine.post(jobs)
    expectThat("all die", await until(subject, async () => (await other.stats()).dead === 6))
    isHealed = true
    for (const { id } of jobs) await other.redrive(id)
    expectThat("all end well", await until(subject, () => new Set(sight.ended).size === 6))
    expectSame("nothing is dead", (await subject.engine.stats()).dead, 0)
  }),
  besideCheck(
    "begins a job again whose attempt outlives its process, and takes one append of the two",
    async (subject) => {
      const store = memoryStore<Noted>()
      const gate = createGate()
      const sight = createSight()
      const said: string[] = []
      const append = async (by: string, after: number): Promise<void> => {
        const [result] = await store.commit([aWrite(aStream(1), { after, inputs: [inputId(by)] })])
        said.push(`${by} ${result?.status ?? "not answered"}`)
      }
      const read = async (): Promise<number> =>
        (await store.load({ inputs: [], identifiers: [], streams: [aStream(1)] })).streams.get(aStream(1))?.version ?? 0
      let isGivenUp = false
      const first = await watch(subject, async ({ signal }) => {
        const after = await read()
        signal.addEventListener("abort", () => (isGivenUp = true), { once: true })
        await gate.passed // it hears its signal, and does not obey
        await append("late", after)
      })
      const other = await subject.beside()
      await subject.engine.post([aJob(1, "slow")])
      expectThat("it runs", await until(subject, () => first.seen.length === 1))
      const drained = first.running.drain()
      await watch({ ...subject, engine: other }, async (attempt) => {
        await append("quick", await read())
        await sight.behave(attempt)
      })
      expectThat("it runs again", await until(subject, () => sight.ended.length === 1))
      await drained
      expectThat("its first attempt was told before", isGivenUp && first.ended.length === 0)
      gate.open()
      expectThat("that one ends, too", await until(subject, () => said.length === 2))
      expectSame("too late", said, ["quick committed", "late fenced"])
      expectSame("there is one append", (await feedOf(store)).length, 1)
    },
  ),
]
