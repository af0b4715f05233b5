import type { Attempt, EngineLimits, Job } from "@escucha/core/engine"
import { createClock } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { createDeliveries, LaterError } from "../../src/restate/delivery.ts"
import type { Begun } from "../../src/restate/mailbox.ts"
import type { Token } from "../../src/restate/server.ts"

const never = new AbortController().signal
const job = (id: string): Job => ({ key: "s_1", id, type: "check" })

/** Deliveries of one key over a mailbox in memory. */
const someDeliveries = (
  jobs: readonly string[],
  handle: (attempt: Attempt) => Promise<void>,
  limits: EngineLimits = { concurrency: 8, attempts: 3 },
  deaths: { readonly [id: string]: number } = {},
) => {
  const clock = createClock("2026-03-01T12:00Z")
  const waiting = jobs.map((id, place) => ({ seq: place + 1, job: job(id), attempts: 0, state: "waits" }))
  const said: string[] = [],
    reported: unknown[] = []
  const report = (failure: unknown): void => void reported.push(failure)
  const state = { isAway: false, ended: (): void => {} }
  const find = ({ seq }: Begun) => waiting.find((one) => one.seq === seq)
  const beginUpTo = async (most: number): Promise<Begun | undefined> => {
    if (state.isAway) throw new RangeError("the database is away")
    const next = waiting.find((one) => one.state === "waits" && (one.seq <= most || one.attempts > 0))
    if (!next) return undefined
    next.attempts++
    return { seq: next.seq, job: next.job, attempts: next.attempts, deaths: deaths[next.job.id] ?? 0 }
  }
  const end = async (begun: Begun): Promise<void> => {
    const one = find(begun)
    if (one) one.state = "ended"
    said.push(`${begun.job.id} ended`)
    state.ended()
  }
  const mailbox = {
    begin: (_: string, { seq }: Token) => beginUpTo(seq),
    end,
    endAndBegin: (begun: Begun) => end(begun).then(() => beginUpTo(Infinity)),
    pause: async (begun: Begun, until: number) => void said.push(`${begun.job.id} waits ${until > clock.now()}`),
    bury: async (begun: Begun) => {
      const one = find(begun)
      if (one) one.state = "dead"
      said.push(`${begun.job.id} is dead`)
    },
    isBusy: async () => waiting.some(({ state: of }) => of === "waits"),
  }
  const deliveries = createDeliveries({ mailbox, clock, random: () => 0.5, handle, limits, report })
  const deliver = (seq: number, signal = never) => deliveries.deliver("s_1", { job: jobs[seq - 1] ?? "", seq }, signal)
  return { clock, said, reported, state, deliveries, deliver, waiting }
}

describe("what Restate delivers", () => {
  it("runs behind everything of its key that was committed before, and takes along what was committed meanwhile", async () => {
    const ran: string[] = []
    const { deliver, said } = someDeliveries(["a", "b", "c"], async ({ id }) => void ran.push(id))
    await deliver(2)
    expect(ran).toEqual(["a", "b", "c"])
    await deliver(1)
    await deliver(3)
    expect(said).toEqual(["a ended", "b ended", "c ended"])
  })

  it("is dead where twelve processes have ended while it ran, and those behind it run", async () => {
    const ran: string[] = []
    const run = async ({ id }: Attempt) => void ran.push(id)
    const deaths = { suspect: 11, deadly: 12 }
    const { deliver, said, reported } = someDeliveries(["suspect", "deadly", "behind"], run, undefined, deaths)
    await deliver(3)
    expect(ran).toEqual(["suspect", "behind"])
    expect(said).toEqual(["suspect ended", "deadly is dead", "behind ended"])
    expect(reported).toMatchObject([{ _tag: "DeadlyJobError", message: expect.stringContaining('"check"') }])
  })

  it("lets others have its turn after a while, and has begun nothing that it does not run", async () => {
    const ran: string[] = []
    const { clock, deliver, waiting } = someDeliveries(["a", "b", "c"], async ({ id }) => {
      ran.push(id)
      await clock.advance(9_000)
    })
    await expect(deliver(2)).rejects.toMatchObject({ _tag: "LaterError", retryAfter: 1 })
    await deliver(2)
    expect(ran).toEqual(["a", "b"]) // the next has a delivery of its own
    expect(waiting.map(({ attempts }) => attempts)).toEqual([1, 1, 0])
    await deliver(3)
    expect(ran).toEqual(["a", "b", "c"])
  })

  it("comes again after a pause when it has failed, and holds up those behind it", async () => {
    const ran: string[] = []
    const { deliver, said } = someDeliveries(["a", "b"], async ({ id, attempt }) => {
      ran.push(`${id}${attempt}`)
      if (id === "a" && attempt === 1) throw new RangeError("once")
    })
    await expect(deliver(2)).rejects.toMatchObject({ _tag: "LaterError", retryAfter: 1_000 })
    await deliver(2)
    expect(ran).toEqual(["a1", "a2", "b1"])
    expect(said).toEqual(["a waits true", "a ended", "b ended"])
  })

  it("comes again by the delivery that took it along, before anything else of its key", async () => {
    const ran: string[] = []
    const { deliver } = someDeliveries(["a", "b", "c"], async ({ id, attempt }) => {
      ran.push(`${id}${attempt}`)
      if (id === "b" && attempt === 1) throw new RangeError("once")
    })
    await expect(deliver(1)).rejects.toMatchObject({ _tag: "LaterError", retryAfter: 1_000 })
    await deliver(1)
    expect(ran).toEqual(["a1", "b1", "b2", "c1"])
  })

  it("is dead after its last attempt, and lets its key go on", async () => {
    const fails = ({ id }: Attempt) => (id === "a" ? Promise.reject(new RangeError("always")) : Promise.resolve())
    const { deliver, said } = someDeliveries(["a", "b"], fails, { concurrency: 1, attempts: 1 })
    await deliver(2)
    expect(said).toEqual(["a is dead", "b ended"])
  })

  it("never dies of what is not its fault", async () => {
    const limits = { concurrency: 1, attempts: 1, isPassing: () => true }
    const { deliver, said } = someDeliveries(["a"], () => Promise.reject(new RangeError("full")), limits)
    for (let time = 0; time < 10; time++) await expect(deliver(1)).rejects.toBeInstanceOf(LaterError)
    expect(new Set(said)).toEqual(new Set(["a waits true"]))
  })

  it("comes again when the database is away, and tells Restate nothing of why", async () => {
    const { deliver, state } = someDeliveries(["a"], async () => {})
    state.isAway = true
    const refusal = await deliver(1).catch((failure: unknown) => failure)
    expect(refusal).toBeInstanceOf(LaterError)
    expect(String(refusal)).not.toContain("database")
    expect(Object(refusal).stack).toBe("this delivery comes again")
  })

  it("tells an attempt when Restate gives it up", async () => {
    const given = new AbortController()
    let seen: AbortSignal | undefined
    const { deliver } = someDeliveries(["a"], ({ signal }) => {
      seen = signal
      given.abort()
      return Promise.resolve()
    })
    await deliver(1, given.signal)
    expect(seen?.aborted).toBe(true)
  })

  it("waits for room, and comes again where there is none for long", async () => {
    let open = (): void => {}
    const gate = new Promise<void>((resolve) => (open = resolve))
    const { clock, deliveries } = someDeliveries(["a"], () => gate, { concurrency: 1, attempts: 1 })
    const first = deliveries.deliver("s_1", { job: "a", seq: 1 }, never)
    const second = deliveries.deliver("s_2", { job: "b", seq: 1 }, never).catch((failure: unknown) => failure)
    await clock.advance(6_000)
    expect(await second).toBeInstanceOf(LaterError)
    open()
    await first
  })

  it("begins nothing more when its process leaves, and what runs ends", async () => {
    let open = (): void => {}
    const gate = new Promise<void>((resolve) => (open = resolve))
    const { clock, deliver, deliveries, said } = someDeliveries(["a", "b"], () => gate)
    const running = deliver(2).catch((failure: unknown) => failure)
    await clock.advance(1)
    const drained = deliveries.drain()
    await expect(deliver(2)).rejects.toBeInstanceOf(LaterError)
    open()
    await drained
    expect(await running).toBeInstanceOf(LaterError) // for b, which somebody else runs
    expect(said).toEqual(["a ended"])
    expect(deliveries.isOver()).toBe(true)
  })

  it("has begun nothing that it does not run, also where its process leaves in the very moment in which it is begun", async () => {
    const ran: string[] = []
    const { deliver, deliveries, state, waiting } = someDeliveries(["a", "b", "c"], async ({ id }) => void ran.push(id))
    state.ended = () => void deliveries.drain()
    await expect(deliver(3)).rejects.toBeInstanceOf(LaterError)
    expect(ran).toEqual(["a", "b"])
    expect(waiting.map(({ attempts }) => attempts)).toEqual([1, 1, 0])
  })

  it("is given up by a process that leaves and cannot wait any longer", async () => {
    let seen: AbortSignal | undefined
    const { clock, deliver, deliveries } = someDeliveries(["a"], ({ signal }) => {
      seen = signal
      return new Promise(() => {})
    })
    void deliver(1)
    await clock.advance(1)
    const drained = deliveries.drain()
    await clock.advance(10_000)
    expect(seen?.aborted).toBe(true)
    await clock.advance(1_000)
    await drained
  })
})
