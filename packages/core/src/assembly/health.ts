import { milliseconds } from "../kernel/duration.ts"
import { StoreError } from "../kernel/errors.ts"
import { withinTime } from "../runtime/time-limit.ts"
import type { EngineStats } from "../timeline/engine.ts"
import type { Loop } from "./loop.ts"

/** Why a process cannot take work now: it has not started, it is about to end, its store or its engine does not answer, too much waits. */
export type NotReady = "starting" | "draining" | "closed" | "store" | "engine" | "busy"

/** What somebody should look at, though work goes on: dead jobs, late ones, a connection that is not open, a clock that differs. */
export type Notice = "dead-jobs" | "late-jobs" | "connection" | "clock"

/** How a process does. Nothing of it names a person, an address or a secret. */
export interface Health {
  readonly ready: boolean
  /** Why not; empty where it is ready. */
  readonly reasons: readonly NotReady[]
  /** What is worth a look though it is ready. */
  readonly notices: readonly Notice[]
  /** Whether the store answers, after how many milliseconds, and otherwise why not. */
  readonly store: {
    readonly reachable: boolean
    readonly answeredIn?: number
    readonly failure?: StoreError["reason"] | "too-slow"
  }
  /** What the engine has in hand: `oldestReady` is the lag in milliseconds. Left out where it does not answer. */
  readonly jobs?: EngineStats
  /** Inputs that wait for their turn. */
  readonly waiting: number
  /** Channels that keep a connection, and whether it is open. */
  readonly connections: { readonly [channel: string]: "open" | "closed" }
}

const patience = "2 seconds"
/** Whoever asks more often gets the same answer: a probe must not be a load on the store. */
const keptFor = milliseconds("1 second")
const late = milliseconds("1 minute")
/** Entries are received by the clock of whoever wrote them: one from the future says that two clocks differ. */
const apart = milliseconds("5 minutes")

const calm = new AbortController().signal

const within = <Value>({ clock }: Loop, what: string, work: () => Promise<Value>): Promise<Value> =>
  withinTime({ clock, limit: patience, signal: calm, what }, work)

interface StoreAnswer {
  readonly store: Health["store"]
  /** How far ahead of this clock the newest entry was received. */
  readonly ahead: number
}

const askStore = async (loop: Loop): Promise<StoreAnswer> => {
  const { store, clock } = loop
  const began = clock.now()
  try {
    const head = await within(loop, "the store", () => store.head())
    const answeredIn = clock.now() - began
    for await (const { entry } of store.feed(Math.max(0, head - 1)))
      return { store: { reachable: true, answeredIn }, ahead: entry.receivedAt - clock.now() }
    return { store: { reachable: true, answeredIn }, ahead: 0 }
  } catch (failure) {
    const reason = failure instanceof StoreError ? failure.reason : "too-slow"
    return { store: { reachable: false, failure: reason }, ahead: 0 }
  }
}

const askEngine = (loop: Loop): Promise<EngineStats | undefined> =>
  within(loop, "the engine", () => loop.engine.stats()).catch((failure: unknown) => {
    loop.report(failure)
    return undefined
  })

const connectionsOf = ({ setting, connections }: Loop): Health["connections"] =>
  Object.fromEntries(
    Object.entries(setting.channels)
      .filter(([, { shape }]) => shape === "connection")
      .map(([name]) => [name, connections.has(name) ? "open" : "closed"]),
  )

/** What was true before anything was asked: how far this process is. */
const stageOf = (loop: Loop): readonly NotReady[] => {
  const { phase } = loop.life()
  if (phase === "closed") return ["closed"]
  if (loop.draining.stage() !== "serving") return ["draining"]
  return phase === "new" ? ["starting"] : []
}

const look = async (loop: Loop, mostWaiting: number): Promise<Health> => {
  const stage = stageOf(loop)
  const connections = connectionsOf(loop)
  const waiting = loop.waiting()
  if (stage[0] === "closed")
    return {
      ready: false,
      reasons: stage,
      notices: [],
      store: { reachable: false, failure: "closed" },
      waiting,
      connections,
    }
  const [{ store, ahead }, jobs] = await Promise.all([askStore(loop), askEngine(loop)])
  const reasons: readonly NotReady[] = [
    ...stage,
    ...(store.reachable ? [] : (["store"] as const)),
    ...(jobs ? [] : (["engine"] as const)),
    ...(waiting >= mostWaiting ? (["busy"] as const) : []),
  ]
  const isCut = stage.length === 0 && Object.values(connections).includes("closed")
  const notices: readonly Notice[] = [
    ...(jobs && jobs.dead > 0 ? (["dead-jobs"] as const) : []),
    ...(jobs && jobs.oldestReady > late ? (["late-jobs"] as const) : []),
    ...(isCut ? (["connection"] as const) : []),
    ...(ahead > apart ? (["clock"] as const) : []),
  ]
  return { ready: reasons.length === 0, reasons, notices, store, ...(jobs && { jobs }), waiting, connections }
}

/** Opens a house that nobody opened yet, or whose store was not there: who asks whether it is ready wants it to be. */
const begin = async (loop: Loop): Promise<void> => {
  const { phase, failure } = loop.life()
  const isWorthIt = failure === undefined || (failure instanceof StoreError && failure.retryable)
  if (phase !== "new" || !isWorthIt || loop.draining.stage() !== "serving") return
  await within(loop, "the start", loop.ready).catch(() => {}) // `look` says why: it asks the store itself
}

/** Tells how a process does, at most once a second; so many inputs may wait before it says that it is busy. */
export const createHealth = (loop: Loop, mostWaiting = 50_000): (() => Promise<Health>) => {
  let last: { readonly at: number; readonly stage: string; readonly health: Promise<Health> } | undefined
  return () => {
    const at = loop.clock.now()
    const stage = stageOf(loop).join(" ")
    if (last && last.stage === stage && at - last.at < keptFor && at >= last.at) return last.health
    const health = begin(loop).then(() => look(loop, mostWaiting))
    last = { at, stage, health }
    return health
  }
}
