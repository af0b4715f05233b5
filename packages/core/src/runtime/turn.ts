import { BusyError, InputError, StoreError } from "../kernel/errors.ts"
import { type Endpoint, type Identifier, type InputId, isStream, type StreamId } from "../kernel/ids.ts"
import type { InputBase } from "../timeline/decision.ts"
import type { Entry } from "../timeline/entry.ts"
import type { Job } from "../timeline/job.ts"
import type { States, Store, StreamRow, Unit } from "../timeline/store.ts"
import type { House } from "./house.ts"
import { loadReach, reachOf, startsOf } from "./reach.ts"
import { createRowMemory, createUnit } from "./unit.ts"

/** What became of an input; `entries` are the facts that it made. A duplicate was committed before, and changed nothing now. */
export type Outcome =
  { readonly status: "committed"; readonly entries: readonly Entry[] } | { readonly status: "duplicate" }

interface Pending<Input> {
  readonly input: Input
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

interface Decided<Input> {
  readonly pending: Pending<Input>
  readonly entries: readonly Entry[]
}

/** The inputs of an attempt that are not settled by it. */
interface Attempted<Input> {
  readonly twins: readonly Pending<Input>[]
  readonly overtaken: readonly Pending<Input>[]
}

/** How much a turn may hold. */
export interface TurnLimits {
  /** Inputs of one turn. */
  readonly inputs: number
  /** Inputs that may wait; more are refused with `BusyError`. */
  readonly waiting: number
  /** How often a fenced input is decided again. */
  readonly attempts: number
}

/** Milliseconds: who was overtaken twice waits, by chance, up to this, twice as long each time, and no longer than that. */
const [firstPause, longestPause] = [4, 100]

/** Lets others go first: several processes that write to one customer would overtake each other again and again. */
const stepBack = async (tries: number, random: () => number): Promise<void> => {
  if (tries < 2) return
  const pause = random() * Math.min(firstPause * 2 ** (tries - 2), longestPause)
  await new Promise<void>((resolve) => void setTimeout(resolve, pause))
}

/** What a turn needs; `now` and `fresh` are given, so that tests own time and chance. */
export interface TurnOptions<State, Input extends InputBase> {
  readonly house: House<State, Input>
  readonly store: Pick<Store<State>, "load" | "commit">
  readonly now: () => number
  readonly fresh: (place: Endpoint) => StreamId
  /** Gives numbers in [0, 1): those who were overtaken do not come back together. */
  readonly random?: () => number
  /** Called after each commit with what it posted and took back. */
  readonly handOver: (posts: readonly Job[], cancels: readonly string[]) => void
  readonly limits?: TurnLimits
  /** Stands around every attempt at so many inputs. */
  readonly around?: <Result>(inputs: number, run: () => Promise<Result>) => Promise<Result>
}

/** The loop: collect → load → decide and project → commit → hand over. */
export interface Turn<Input> {
  /** Posts an input; resolves after its commit. Rejects with `InputError`, `StoreError` or `BusyError`. */
  post(input: Input): Promise<Outcome>
  /** Resolves when nothing waits. */
  idle(): Promise<void>
  /** How many inputs wait. */
  waiting(): number
}

const usualLimits: TurnLimits = { inputs: 1_000, waiting: 50_000, attempts: 20 }

// One event-loop turn collects what arrived together. Where there is no setImmediate (edge runtimes), a timer of 0 does the same.
const soon: (run: () => void) => void = globalThis.setImmediate ?? ((run: () => void) => setTimeout(run, 0))

/** Inputs that touch one customer, or that tie several together, are decided in one unit. */
const groupByCustomer = <State, Input extends InputBase>(
  house: House<State, Input>,
  batch: readonly Pending<Input>[],
  loaded: States<State>,
): Iterable<readonly Pending<Input>[]> => {
  const parent = new Map<string, string>()
  const root = (key: string): string => {
    let top = key
    for (let above = parent.get(top); above !== undefined; above = parent.get(top)) top = above
    for (let at = key; at !== top;) {
      const above = parent.get(at) ?? top
      parent.set(at, top) // the way is short the next time: many may come in at one place
      at = above
    }
    return top
  }
  const keyOf = (endpoint: Endpoint): string => {
    const stream = isStream(endpoint) ? endpoint : loaded.bound.get(endpoint)
    return stream === undefined ? endpoint : (loaded.streams.get(stream)?.customer ?? stream)
  }
  for (const { input } of batch) {
    const looking = house.ties?.(input)
    if (!input.with && !looking) continue
    const one = root(keyOf(input.on))
    const tie = (endpoint: Endpoint) => {
      const two = root(keyOf(endpoint))
      if (one !== two) parent.set(two, one)
    }
    input.with?.forEach(tie)
    // whoever has a say in who is who is decided with them; a shared place has none, and its many users stay apart
    if (looking)
      for (const stream of reachOf(house, { streams: startsOf(input, loaded), looking }, (each) =>
        loaded.streams.get(each),
      ))
        if (house.neighbours?.(stream, loaded.streams.get(stream)?.state ?? house.initial, "through").length)
          tie(stream)
  }
  return Map.groupBy(batch, ({ input }) => root(keyOf(input.on))).values()
}

const needOf = <Input extends InputBase>(batch: readonly Pending<Input>[]) => {
  const streams = new Set<StreamId>(),
    identifiers = new Set<Identifier>()
  const need = (endpoint: Endpoint): void => {
    if (isStream(endpoint)) streams.add(endpoint)
    else identifiers.add(endpoint)
  }
  for (const { input } of batch) {
    need(input.on)
    input.with?.forEach(need)
  }
  return { inputs: batch.map(({ input }) => input.id), identifiers: [...identifiers], streams: [...streams] }
}

/** Sorts out what was seen before and twins inside the batch; a twin is tried again after the first of them. */
const sortOut = <State, Input extends InputBase>(batch: readonly Pending<Input>[], loaded: States<State>) => {
  const taken = new Set<InputId>()
  const first: Pending<Input>[] = [],
    twins: Pending<Input>[] = []
  for (const pending of batch) {
    const { id } = pending.input
    if (loaded.seen.has(id)) pending.resolve({ status: "duplicate" })
    else if (taken.has(id)) twins.push(pending)
    else {
      taken.add(id)
      first.push(pending)
    }
  }
  return { first, twins }
}

const membersOf = <State>(loaded: States<State>) => {
  const members = new Map<StreamId, Map<StreamId, StreamRow<State>>>()
  for (const [stream, row] of loaded.streams) {
    const circle = members.get(row.customer)
    if (circle) circle.set(stream, row)
    else members.set(row.customer, new Map<StreamId, StreamRow<State>>().set(stream, row))
  }
  return members
}

const createDecide = <State extends object, Input extends InputBase>({
  house,
  now,
  fresh,
}: TurnOptions<State, Input>) => {
  const rowsOf = createRowMemory(house)
  return (batch: readonly Pending<Input>[], loaded: States<State>) => {
    const setting = { house, rowsOf, loaded, members: membersOf(loaded), received: now(), fresh }
    const { first, twins: again } = sortOut(batch, loaded)
    const units: { readonly unit: Unit<State>; readonly of: readonly Decided<Input>[] }[] = []
    const decideGroup = (group: readonly Pending<Input>[]): void => {
      const builder = createUnit(setting)
      const of: Decided<Input>[] = []
      for (const pending of group) {
        try {
          const taken = builder.take(pending.input)
          if ("entries" in taken) of.push({ pending, entries: taken.entries })
          else
            pending.reject(new InputError(taken.invalid.reason ?? "invalid", taken.invalid.field, taken.invalid.remedy))
        } catch (defect) {
          // a bug in a pure function: it harms this input alone, the others of the unit are decided again without it
          pending.reject(defect)
          return decideGroup(group.filter((other) => other !== pending))
        }
      }
      try {
        const unit = builder.finish()
        if (unit) units.push({ unit, of })
      } catch (defect) {
        for (const { pending } of of) pending.reject(defect) // a bug in a list of this customer
      }
    }
    for (const group of groupByCustomer(house, first, loaded)) decideGroup(group)
    return { units, again }
  }
}

const straight = <Result>(_inputs: number, run: () => Promise<Result>): Promise<Result> => run()

/** One attempt for some inputs; twins that wait for the first of them, and those that others were quicker than, come back. */
const createAttempt = <State extends object, Input extends InputBase>(options: TurnOptions<State, Input>) => {
  const { house, store, handOver, random = () => 0.5 } = options
  const decide = createDecide(options)
  return async (batch: readonly Pending<Input>[], tries: number): Promise<Attempted<Input>> => {
    await stepBack(tries, random)
    const inputs = batch.map(({ input }) => input)
    const loaded = await loadReach(house, store, inputs, await store.load(needOf(batch)))
    const { units, again: twins } = decide(batch, loaded)
    const overtaken: Pending<Input>[] = []
    const results = units.length === 0 ? [] : await store.commit(units.map(({ unit }) => unit))
    for (const [index, { unit, of }] of units.entries()) {
      const result = results[index]
      if (result?.status === "committed") {
        if (unit.posts.length > 0 || unit.cancels.length > 0) handOver(unit.posts, unit.cancels)
        for (const { pending, entries } of of) pending.resolve({ status: "committed", entries })
      } else if (result?.status === "invalid") {
        for (const { pending } of of) pending.reject(new InputError("invalid", pending.input.kind, result.reason))
      } else overtaken.push(...of.map(({ pending }) => pending)) // fenced or duplicate: load and decide again
    }
    return { twins, overtaken }
  }
}

/** Creates the loop over a house and a store. */
export const createTurn = <State extends object, Input extends InputBase>(
  options: TurnOptions<State, Input>,
): Turn<Input> => {
  const { limits = usualLimits, around = straight } = options
  const attempt = createAttempt(options)
  let waiting: Pending<Input>[] = []
  let busy = false
  let whenIdle: (() => void)[] = []

  const take = async (): Promise<void> => {
    let batch: readonly Pending<Input>[] = waiting.length <= limits.inputs ? waiting : waiting.slice(0, limits.inputs)
    waiting = waiting.length <= limits.inputs ? [] : waiting.slice(limits.inputs)
    try {
      for (let tries = 0; batch.length > 0 && tries < limits.attempts;) {
        const { twins, overtaken } = await around(batch.length, attempt.bind(undefined, batch, tries))
        if (overtaken.length > 0) tries++ // a twin has lost nothing: it had only to wait for the first of them
        batch = [...twins, ...overtaken]
      }
      for (const pending of batch) pending.reject(new StoreError("contended"))
    } catch (cause) {
      const error = cause instanceof StoreError ? cause : new StoreError("failed", { cause })
      for (const pending of batch) pending.reject(error) // what was settled before ignores it
    }
    if (waiting.length > 0) return void soon(() => void take())
    busy = false
    const idle = whenIdle
    whenIdle = []
    for (const resolve of idle) resolve()
  }

  return {
    post: (input) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= limits.waiting) return reject(new BusyError(1_000))
        waiting.push({ input, resolve, reject })
        if (!busy) {
          busy = true
          soon(() => void take())
        }
      }),
    waiting: () => waiting.length,
    idle: () => (busy ? new Promise((resolve) => whenIdle.push(resolve)) : Promise.resolve()),
  }
}
