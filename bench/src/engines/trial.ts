import { BenchError } from "../bench-error.ts"
import { startPartner } from "../ingest/process.ts"
import type { Contestant, Places, Producer } from "./contestant.ts"
import { type Message, messagesOf, moment } from "./message.ts"
import { startWorkers, type WorkerProcess } from "./processes.ts"
import { type Report, reportOf } from "./report.ts"
import type { SinkAnswer, SinkQuestion } from "./sink.ts"
import { usageOf } from "./usage.ts"

/** How much is done. */
export interface Sizes {
  readonly burst: number
  readonly customers: number
  /** Messages at a steady pace, and how many milliseconds lie between two. */
  readonly paced: number
  readonly pause: number
  readonly kill: number
  /** So many have arrived when a process is killed. */
  readonly killAfter: number
  /** Messages of one customer. */
  readonly hot: number
  /** After so many milliseconds without an arrival nothing more is waited for. */
  readonly patience: number
}

/** What one contestant came to. */
export interface Trial {
  /** Messages a second, from the first send to the last arrival. */
  readonly throughput: number
  readonly p50: number
  readonly p99: number
  readonly stallMs: number
  /** Messages that were acknowledged and never came, in all stages. */
  readonly lost: number
  readonly duplicated: number
  readonly orderViolations: number
  /** Messages of one customer a second. */
  readonly hot: number
  /** Milliseconds of CPU per message: the processes, and the servers. */
  readonly cpuMs: number
  readonly serverCpuMs: number
  /** Megabytes: the most that the processes had together, and what the servers had. */
  readonly peakMb: number
  readonly serverMb: number
}

/** What a trial runs on. */
export interface Ground {
  readonly places: Places
  readonly servers: readonly number[]
  readonly sizes: Sizes
  readonly progress: (line: string) => void
}

const inFlight = 32

/** Messages before the first that counts. */
export const warmUp = 300

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

interface Stage {
  readonly name: string
  readonly contestant: Contestant
  readonly ground: Ground
  readonly producer: Producer
  readonly workers: readonly WorkerProcess[]
  readonly ask: (question: SinkQuestion) => Promise<SinkAnswer>
}

/** Sends all, so many at the same time; a customer's next one only after the one before is acknowledged. */
const sendAll = async (producer: Producer, messages: readonly Message[]): Promise<readonly string[]> => {
  const acknowledged: string[] = []
  const tails = new Map<string, Promise<void>>()
  const left = messages.values() // shared: each lane takes the next one
  const lane = async (): Promise<void> => {
    for (const message of left) {
      const before = tails.get(message.customer)
      const sending = (async () => {
        await before
        await producer.send({ ...message, sent: moment() })
        acknowledged.push(message.id)
      })()
      tails.set(message.customer, sending)
      await sending
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  return acknowledged
}

/** No stage goes on for longer, however slow an engine is. */
const longest = 180_000

/** Waits until all have arrived, or nothing has for so long. */
const arrivalsOf = async (stage: Stage, run: string, count: number): Promise<SinkAnswer> => {
  let before = 0
  let since = moment()
  const start = since
  for (;;) {
    const { messages } = await stage.ask({ run, all: false })
    if (messages > before) [before, since] = [messages, moment()]
    const isOver = moment() - since > stage.ground.sizes.patience || moment() - start > longest
    if (messages >= count || isOver) return stage.ask({ run, all: true })
    await pause(20)
  }
}

const check = async ({ name, contestant, ground }: Stage, run: string, count: number): Promise<void> => {
  const deadline = moment() + 5_000
  for (;;) {
    const kept = await contestant.kept(ground.places, run)
    if (kept === count) return
    if (moment() > deadline) throw new BenchError(`${name}: ${kept} of ${count} messages of ${run} are in the memory`)
    await pause(50)
  }
}

type Burst = Pick<Trial, "throughput" | "cpuMs" | "serverCpuMs" | "serverMb" | "lost">

const burst = async (stage: Stage, run: string, count: number): Promise<Burst> => {
  const { ground, workers } = stage
  const pids = workers.map(({ pid }) => pid)
  const before = [usageOf(pids), usageOf(ground.servers)] as const
  const start = moment()
  const acknowledged = await sendAll(stage.producer, messagesOf(run, count, ground.sizes.customers))
  const { last, messages, arrivals } = await arrivalsOf(stage, run, count)
  const after = [usageOf(pids), usageOf(ground.servers)] as const
  await check(stage, run, count)
  return {
    throughput: (messages / (last - start)) * 1000,
    lost: reportOf(acknowledged, arrivals).lost,
    cpuMs: (after[0].cpu - before[0].cpu) / count,
    serverCpuMs: (after[1].cpu - before[1].cpu) / count,
    serverMb: after[1].memory,
  }
}

const paced = async (stage: Stage, run: string, sizes: Sizes): Promise<Pick<Trial, "p50" | "p99" | "lost">> => {
  const sending: Promise<void>[] = []
  const messages = messagesOf(run, sizes.paced, sizes.customers)
  for (const message of messages) {
    sending.push(stage.producer.send({ ...message, sent: moment() }))
    await pause(sizes.pause)
  }
  await Promise.all(sending)
  const { arrivals } = await arrivalsOf(stage, run, messages.length)
  const sent = messages.map(({ id }) => id)
  const { p50, p99, lost } = reportOf(sent, arrivals)
  return { p50, p99, lost }
}

const hot = async (stage: Stage, run: string, count: number): Promise<Pick<Trial, "hot" | "lost">> => {
  const start = moment()
  const acknowledged = await sendAll(stage.producer, messagesOf(run, count, 1))
  const { last, messages, arrivals } = await arrivalsOf(stage, run, count)
  return { hot: (messages / (last - start)) * 1000, lost: reportOf(acknowledged, arrivals).lost }
}

/** One process is killed in the middle of everything, and nobody starts it again. */
const kill = async (stage: Stage, run: string, sizes: Sizes): Promise<Report> => {
  const sending = sendAll(stage.producer, messagesOf(run, sizes.kill, sizes.customers))
  while ((await stage.ask({ run, all: false })).messages < sizes.killAfter) await pause(5)
  stage.workers[0]?.kill()
  const killed = moment()
  const acknowledged = await sending
  await arrivalsOf(stage, run, sizes.kill)
  await pause(1_000) // what comes twice may come late
  const { arrivals } = await stage.ask({ run, all: true })
  return reportOf(acknowledged, arrivals, killed)
}

const stagesOf = async (stage: Stage): Promise<Trial> => {
  const { ground, name, workers } = stage
  const { sizes, progress } = ground
  const word = name.replaceAll(/[^A-Za-z]/g, "").toLowerCase()
  await sendAll(stage.producer, messagesOf(`${word}-warm`, warmUp, sizes.customers))
  await arrivalsOf(stage, `${word}-warm`, warmUp)
  progress(`${name}: ${sizes.burst} messages at once`)
  const full = await burst(stage, `${word}-burst`, sizes.burst)
  progress(`${name}: ${Math.round(full.throughput)}/s; at a steady pace`)
  const steady = await paced(stage, `${word}-pace`, sizes)
  progress(`${name}: one customer`)
  const one = await hot(stage, `${word}-hot`, sizes.hot)
  progress(`${name}: kill -9 of one process`)
  const peak = workers.reduce((sum, worker) => sum + worker.peak(), 0)
  const { duplicated, orderViolations, stall, ...killed } = await kill(stage, `${word}-kill`, sizes)
  const lost = [full, steady, one, killed].reduce((sum, each) => sum + each.lost, 0)
  return { ...full, ...steady, ...one, stallMs: stall, lost, duplicated, orderViolations, peakMb: peak }
}

/** All stages of one contestant: at once, at a steady pace, one customer alone, and with a kill. */
export const trialOf = async (
  name: string,
  contestant: Contestant,
  ground: Omit<Ground, "places"> & { readonly places: Omit<Places, "sink"> },
): Promise<Trial> => {
  const sink = await startPartner<SinkQuestion, SinkAnswer>(new URL("sink.ts", import.meta.url))
  const places: Places = { ...ground.places, sink: Number(sink.greeting) }
  await contestant.prepare(places)
  const workers = await startWorkers(name, places)
  try {
    const greetings = workers.map(({ greeting }) => greeting)
    await contestant.connect?.(places, greetings)
    const producer = await contestant.produce(places, greetings)
    try {
      return await stagesOf({ name, contestant, ground: { ...ground, places }, producer, workers, ask: sink.ask })
    } finally {
      await Promise.race([producer.close(), pause(2_000)])
    }
  } finally {
    for (const worker of workers) worker.kill()
    await sink.end()
  }
}
