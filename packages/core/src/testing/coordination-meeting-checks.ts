import type { Lease } from "../timeline/coordination.ts"
import {
  type CoordinationCheck,
  coordinationCheck,
  type Gathering,
  type ProcessUnderTest,
} from "./coordination-check.ts"
import { expectRejection, expectSame, expectThat } from "./expectation.ts"

const processOf = ({ processes }: Gathering, place: number): ProcessUnderTest => processes[place] as ProcessUnderTest // there are three

/** Waits for a lease that somebody else has. */
const waitFor = ({ coordination }: ProcessUnderTest, name: string) => {
  const waiting = new AbortController()
  const asked: { lease: Lease | undefined } = { lease: undefined }
  const answer = coordination.lease(name, waiting.signal).then((lease) => (asked.lease = lease))
  answer.catch(() => undefined) // whoever gives it up looks at `answer`
  return { lease: () => asked.lease, answer, waiting }
}

const never = new AbortController().signal

const leaseChecks: readonly CoordinationCheck[] = [
  coordinationCheck(
    "one process at a time holds a name, and the next one gets it when it is released",
    async (gathering) => {
      const [one, two, three] = [0, 1, 2].map((place) => processOf(gathering, place).coordination)
      if (!one || !two || !three) return
      const first = await one.lease("name", never)
      const other = await three.lease("another name", never)
      const second = waitFor(processOf(gathering, 1), "name")
      await gathering.clock.advance(500)
      expectThat("who waits has to wait", second.lease() === undefined && !first.lost.aborted)
      await first.release()
      expectThat("what was released is held no more", first.lost.aborted)
      expectThat("the next one gets it", await gathering.until(() => second.lease() !== undefined))
      expectThat("another name is another's", !other.lost.aborted && second.lease()?.lost.aborted === false)
      await second.lease()?.release()
      await other.release()
    },
  ),
  coordinationCheck("the name of a process that died is another's in a while", async (gathering) => {
    const held = await processOf(gathering, 0).coordination.lease("name", never)
    const next = waitFor(processOf(gathering, 1), "name")
    await processOf(gathering, 0).die()
    expectThat("another one gets it", await gathering.until(() => next.lease() !== undefined))
    expectThat("who died has lost it", await gathering.until(() => held.lost.aborted))
    await next.lease()?.release()
  }),
  coordinationCheck("who waits for a name can give it up, and does not get it later", async (gathering) => {
    const held = await processOf(gathering, 0).coordination.lease("name", never)
    const given = waitFor(processOf(gathering, 1), "name")
    const reason = new RangeError("given up")
    given.waiting.abort(reason)
    const failure: unknown = await given.answer.catch((each: unknown) => each)
    expectThat("it rejects with the reason of the signal", failure === reason)
    const next = waitFor(processOf(gathering, 2), "name")
    await held.release()
    expectThat("the next one gets it", await gathering.until(() => next.lease() !== undefined))
    expectThat("who gave it up has nothing", given.lease() === undefined)
    await next.lease()?.release()
  }),
]

const hearingChecks: readonly CoordinationCheck[] = [
  coordinationCheck("every process hears of what another has committed", async (gathering) => {
    const woken = [0, 0, 0]
    const stops = gathering.processes.map(({ coordination }, place) =>
      coordination.watch(() => {
        woken[place] = (woken[place] ?? 0) + 1
      }),
    )
    await processOf(gathering, 1).commit()
    expectThat("all of them are woken", await gathering.until(() => woken.every((times) => times > 0)))
    // those of before may still be on their way
    await gathering.clock.advance(100)
    const before = [...woken]
    await processOf(gathering, 0).commit()
    const isWoken = () => woken.every((times, place) => times > (before[place] ?? 0))
    expectThat("and again", await gathering.until(isWoken))
    for (const stop of stops) stop()
  }),
  coordinationCheck("what one process tells is heard by the others, by its topic", async (gathering) => {
    const heard: (readonly [place: number, topic: string, message: string])[] = []
    const stops = gathering.processes.flatMap(({ coordination }, place) =>
      ["one", "two"].map((topic) => coordination.hear(topic, (message) => heard.push([place, topic, message]))),
    )
    const hasHeard = (place: number) => heard.some(([at]) => at === place)
    const telling = async () => {
      await processOf(gathering, 0).coordination.tell("one", "a word")
      return hasHeard(1) && hasHeard(2)
    }
    expectThat("the others hear it", await gathering.until(telling))
    expectThat("whoever tells hears nothing of it", !hasHeard(0))
    expectThat(
      "it is heard by its topic",
      heard.every(([, topic, message]) => topic === "one" && message === "a word"),
    )
    for (const stop of stops) stop()
    await gathering.clock.advance(1_500)
    const before = heard.length
    await processOf(gathering, 0).coordination.tell("one", "a word")
    await gathering.clock.advance(1_500)
    expectSame("who stopped hears no more", heard.length, before)
  }),
  coordinationCheck("what is too long to be told is refused", async (gathering) => {
    const { coordination } = processOf(gathering, 0)
    await expectRejection("4,001 bytes are refused", () => coordination.tell("one", "x".repeat(4_001)), "InputError", {
      reason: "too-large",
    })
    await coordination.tell("one", "x".repeat(4_000))
  }),
  coordinationCheck("one time holds for all processes, and never goes back", async (gathering) => {
    const seen: number[] = []
    for (let round = 0; round < 3; round++)
      for (const { coordination } of gathering.processes) seen.push(await coordination.now())
    expectThat(
      "it goes on",
      seen.every((now, place) => now >= (seen[place - 1] ?? 0)),
    )
    await gathering.clock.advance(200)
    expectThat("it goes by", (await processOf(gathering, 0).coordination.now()) >= (seen.at(-1) ?? 0) + 150)
  }),
]

/** What processes hear of each other, and what one of them does at a time. */
export const coordinationMeetingChecks: readonly CoordinationCheck[] = [...leaseChecks, ...hearingChecks]
