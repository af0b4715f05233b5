import type { StreamId } from "../kernel/ids.ts"
import { inputId } from "../kernel/ids.ts"
import { memoryStore } from "../runtime/store-memory.ts"
import type { Attempt } from "../timeline/engine.ts"
import { aJob, createGate, engineCheck, type EngineCheck, until, watch } from "./engine-check.ts"
import { expectSame, expectThat } from "./expectation.ts"
import { aStream, aWrite, feedOf, type Noted } from "./store-builders.ts"

const second = 1_000

/** Streams on which whoever comes first writes, and who comes later finds it written. */
const createDecisions = () => {
  const store = memoryStore<Noted>()
  const winners = new Map<StreamId, string>(),
    fenced: string[] = []
  /** Reads, waits for what holds it up, and writes where nobody has. */
  const decide = async ({ id, key }: Attempt, heldUp: Promise<void> | undefined): Promise<void> => {
    const read = await store.load({ inputs: [], identifiers: [], streams: [key] })
    await heldUp
    if ((read.streams.get(key)?.version ?? 0) > 0) return
    const [result] = await store.commit([aWrite(key, { inputs: [inputId(id)] })])
    if (result?.status === "committed") winners.set(key, id)
    if (result?.status === "fenced") fenced.push(id)
  }
  return { winners, fenced, decide, count: async () => (await feedOf(store)).length }
}

/** What a house builds on the order of a key: to wait for an answer, with a limit. */
export const engineDecisionChecks: readonly EngineCheck[] = [
  engineCheck("decides once between a reply and its time limit, whichever comes first", async (subject) => {
    const { engine, clock } = subject
    const { winners, fenced, decide, count } = createDecisions()
    const gate = createGate()
    const due = clock.now() + 5 * second
    const numbers = Array.from({ length: 15 }, (_, place) => place)
    // of the first five the reply comes long before its limit, and takes it back; of the next it is being decided when the limit comes;
    // of the last the limit is being decided when the reply comes
    const [early, meanwhile, late] = [numbers.slice(0, 5), numbers.slice(5, 10), numbers.slice(10)]
    const held = new Set([...meanwhile.map((key) => `reply ${key}`), ...late.map((key) => `limit ${key}`)])
    const limits = { concurrency: 64, attempts: 3 }
    const watched = await watch(
      subject,
      (attempt) => decide(attempt, held.has(attempt.id) ? gate.passed : undefined),
      limits,
    )
    const begin = (ids: readonly string[]) => until(subject, () => ids.every((id) => watched.times(id) > 0))
    const replies = numbers.map((key) => aJob(key, `reply ${key}`))
    await engine.post(numbers.map((key) => aJob(key, `limit ${key}`, { at: due })))
    await engine.post(replies.slice(0, 10))
    expectThat("replies before the limit are decided", await begin(replies.slice(0, 10).map(({ id }) => id)))
    await engine.cancel(early.map((key) => `limit ${key}`))
    await clock.advance(Math.max(0, due - clock.now()))
    expectThat("the limits of the others come", await begin(late.map((key) => `limit ${key}`)))
    await engine.post(replies.slice(10))
    await clock.advance(second) // so that whoever does not wait for its turn has begun
    gate.open()
    const rest = [...meanwhile, ...late].flatMap((key) => [`limit ${key}`, `reply ${key}`])
    expectThat("each comes to its turn", await until(subject, () => rest.every((id) => watched.ended.includes(id))))
    const expected = numbers.map((key) => [aStream(key), `${key < 10 ? "reply" : "limit"} ${key}`])
    expectSame(
      "who came first has won",
      numbers.map((key) => [aStream(key), winners.get(aStream(key))]),
      expected,
    )
    expectSame("each is decided once", await count(), numbers.length)
    if (subject.repeats !== "at once") expectSame("the second saw it, and did not even try", fenced, [])
  }),
]
