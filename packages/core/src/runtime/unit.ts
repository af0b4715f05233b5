import {
  type CustomerId,
  type Endpoint,
  type EntryId,
  type Identifier,
  type InputId,
  isStream,
  type StreamId,
} from "../kernel/ids.ts"
import { isInstant } from "../kernel/time.ts"
import type { Decision, InputBase, Rejection } from "../timeline/decision.ts"
import type { Draft, Entry } from "../timeline/entry.ts"
import type { Job } from "../timeline/job.ts"
import type { Count, Passage, Row, States, StreamRow, Unit } from "../timeline/store.ts"
import { liftedShadows, shadowsOn } from "./shadow.ts"
import { type House, type Situation, type Tying, type Whole, wholeOf as wholeOfStreams } from "./house.ts"
import { reachOf } from "./reach.ts"
import { isRenewed } from "./revision.ts"
import { createFollowing } from "./standing.ts"

/** The streams of each customer that was loaded. */
export type Members<State> = ReadonlyMap<CustomerId, ReadonlyMap<StreamId, StreamRow<State>>>

/** What became of one input inside a unit that is being built. */
export type Taken = { readonly entries: readonly Entry[] } | Rejection

/** Builds the unit of one customer, input by input. */
export interface UnitBuilder<State, Input> {
  take(input: Input): Taken
  /** The unit to commit; `undefined` where nothing was taken in. */
  finish(): Unit<State> | undefined
}

/** How deep rules may call each other before an input is refused. */
const deepest = 8

const rowKey = (row: Pick<Row, "projection" | "key">) => `${row.projection}\n${row.key}`

/** Remembers the rows of a state object, so that those of the turn before need not be made again to be compared. */
export const createRowMemory = <State extends object, Input extends InputBase>(house: House<State, Input>) => {
  const made = new WeakMap<object, { readonly customer: CustomerId; readonly rows: readonly Row[] }>()
  return (customer: Whole<State>): readonly Row[] => {
    const known = made.get(customer.state)
    if (known?.customer === customer.id) return known.rows
    const rows = house.rows(customer)
    if (rows.length > 0) made.set(customer.state, { customer: customer.id, rows })
    return rows
  }
}

/** What a builder works on. Times and fresh ids are given, so that building is pure. */
export interface UnitSetting<State, Input extends InputBase> {
  readonly house: House<State, Input>
  readonly rowsOf: (customer: Whole<State>) => readonly Row[]
  readonly loaded: States<State>
  readonly members: Members<State>
  readonly received: number
  /** A new stream, for the place that gets it. */
  readonly fresh: (place: Endpoint) => StreamId
}

/** Streams by the customers that they belong to, while both change. */
const createCircles = <State extends object>(house: Pick<House<State, InputBase>, "merge">) => {
  const streams = new Map<StreamId, StreamRow<State>>()
  const circles = new Map<CustomerId, Set<StreamId>>()
  const wholes = new Map<CustomerId, Whole<State>>()
  const put = (stream: StreamId, row: StreamRow<State>): void => {
    const before = streams.get(stream)?.customer
    streams.set(stream, row)
    if (before === row.customer) return
    if (before !== undefined) circles.get(before)?.delete(stream)
    const circle = circles.get(row.customer)
    if (circle) circle.add(stream)
    else circles.set(row.customer, new Set<StreamId>().add(stream))
  }
  const wholeOf = (stream: StreamId): Whole<State> => {
    const id = streams.get(stream)?.customer ?? stream
    const known = wholes.get(id)
    if (known) return known
    const own = new Map<StreamId, StreamRow<State>>()
    for (const member of circles.get(id) ?? []) {
      const row = streams.get(member)
      if (row) own.set(member, row)
    }
    const whole = wholeOfStreams(house, id, own)
    wholes.set(id, whole)
    return whole
  }
  /** Whoever is asked for again is merged anew. */
  const forget = (customer: CustomerId): void => void wholes.delete(customer)
  return { streams, put, wholeOf, forget }
}

/** The working copies of the streams that a unit touches: what later inputs of the same unit see. */
const createDesk = <State extends object, Input extends InputBase>({
  house,
  loaded,
  members,
  fresh,
}: UnitSetting<State, Input>) => {
  const { streams, put, wholeOf, forget } = createCircles(house)
  const binds = new Map<Identifier, StreamId>()
  const streamOf = (endpoint: Endpoint): StreamId => {
    const known = isStream(endpoint) ? endpoint : (loaded.bound.get(endpoint) ?? binds.get(endpoint))
    const stream = known ?? fresh(endpoint)
    if (known === undefined && !isStream(endpoint)) binds.set(endpoint, stream)
    if (streams.has(stream)) return stream
    const row = loaded.streams.get(stream)
    if (row) for (const [sibling, its] of members.get(row.customer) ?? []) put(sibling, its)
    else if (!isStream(endpoint))
      put(stream, { customer: stream, identifier: endpoint, version: 0, state: house.initial })
    return stream
  }
  const set = (stream: StreamId, row: StreamRow<State>) => {
    put(stream, row)
    forget(row.customer)
  }
  /** Says again whose these streams are: all of them that are known, where nobody says which have a say in it. */
  const regroup = (concerned: Iterable<StreamId> = streams.keys()) => {
    const states = new Map<StreamId, State>()
    for (const stream of concerned) {
      const row = streams.get(stream)
      if (row) states.set(stream, row.state)
    }
    for (const [stream, customer] of house.customers(states)) {
      const row = streams.get(stream)
      if (!row) continue
      forget(row.customer)
      forget(customer)
      if (row.customer !== customer) put(stream, { ...row, customer })
    }
  }
  /** Takes in everything that has a say in who is who, from where an input comes in. */
  const reach = (starts: readonly StreamId[], looking: Tying): ReadonlySet<StreamId> =>
    reachOf(house, { streams: starts, looking }, (stream) => {
      if (!streams.has(stream) && loaded.streams.has(stream)) streamOf(stream)
      return streams.get(stream)
    })
  return { streams, binds, streamOf, wholeOf, set, regroup, reach }
}

/** Which lines of lists change between what was loaded and what the unit leaves. */
const compareRows = <State extends object, Input extends InputBase>(
  { house, rowsOf, loaded, members }: UnitSetting<State, Input>,
  desk: ReturnType<typeof createDesk<State, Input>>,
) => {
  const before = new Map<string, Row>()
  const customers = new Set<CustomerId>() // who lost, gained or changed a stream; of the others, who were only looked at, no line changes
  for (const [stream, row] of desk.streams) {
    const was = loaded.streams.get(stream)
    if (was === row && !isRenewed(row.state)) continue
    customers.add(row.customer)
    if (was) customers.add(was.customer)
  }
  let isOld = false // written by other code than this: what is listed of them may be of its kind too
  for (const id of customers) {
    const own = members.get(id)
    if (own) for (const { state } of own.values()) isOld ||= isRenewed(state)
    if (own) for (const row of rowsOf(wholeOfStreams(house, id, own))) before.set(rowKey(row), row)
  }
  const puts: Row[] = []
  for (const id of customers) {
    for (const row of desk.streams.get(id)?.customer === id ? rowsOf(desk.wholeOf(id)) : []) {
      const key = rowKey(row)
      const old = before.get(key)
      before.delete(key)
      if (isOld || !old || old.at !== row.at || old.data !== row.data) puts.push(row)
    }
  }
  return { puts, drops: [...before.values()] }
}

/** What a unit has come to so far. */
interface Gathered {
  readonly inputs: InputId[]
  readonly entries: Entry[]
  readonly passages: Passage[]
  readonly counts: Count[]
  /** The last line of each key that entries left. */
  readonly lines: Map<string, Row>
  readonly posts: Job[]
  readonly cancels: string[]
  readonly acks: string[]
}

const createGathered = (): Gathered => ({
  inputs: [],
  entries: [],
  passages: [],
  counts: [],
  lines: new Map(),
  posts: [],
  cancels: [],
  acks: [],
})

/** Gathers what an entry leaves beside itself: by what it is counted, listed and found. */
const gathering =
  <State extends object, Input extends InputBase>(
    { house }: Pick<UnitSetting<State, Input>, "house">,
    { counts, lines, passages }: Gathered,
  ) =>
  (entry: Entry, before: State, after: State): void => {
    counts.push(...house.counts(entry, before, after))
    for (const line of house.lines?.(entry, before, after) ?? []) lines.set(rowKey(line), line)
    const text = house.passage(entry)
    if (text !== undefined && text !== "") passages.push({ stream: entry.stream, position: entry.position, text })
  }

/** Writes drafts: each is projected as soon as it is decided, so that what comes next sees it. */
const createWriter = <State extends object, Input extends InputBase>(
  { house, received }: UnitSetting<State, Input>,
  desk: ReturnType<typeof createDesk<State, Input>>,
  gathered: Gathered,
) => {
  const gather = gathering({ house }, gathered)
  const append = (draft: Draft, id: EntryId, stream: StreamId, occurredAt: number): Entry | undefined => {
    const row = desk.streams.get(stream)
    if (!row) return undefined
    const entry: Entry = {
      id,
      stream,
      position: row.version + 1,
      kind: draft.kind,
      schema: house.schema(draft.kind),
      occurredAt,
      receivedAt: house.receivedAt?.(row.identifier, received) ?? received,
      data: draft.data,
    }
    const state = house.project(row.state, entry)
    desk.set(stream, { ...row, version: entry.position, state })
    gathered.entries.push(entry)
    gather(entry, row.state, state)
    return entry
  }
  const command = (decision: Decision) => {
    if (decision.posts) gathered.posts.push(...decision.posts)
    if (decision.cancels) gathered.cancels.push(...decision.cancels)
  }
  return (
    input: Input,
    decision: Decision,
    { stream, others: named, now }: Pick<Situation<State>, "stream" | "others" | "now">,
    before: ReadonlySet<StreamId> | undefined,
    first = 0,
  ): number => {
    command(decision)
    const queue = [...decision.entries]
    let joins = false
    for (const [ordinal, draft] of queue.entries()) {
      // the queue grows while it is walked: reactions are taken in turn
      const [home = stream, ...others] = draft.streams ?? []
      joins ||= others.length > 0
      const id: EntryId = `${input.id}#${first + ordinal}`
      const occurredAt = draft.at ?? input.occurredAt ?? now
      const entry = append(draft, id, home, occurredAt)
      for (const other of others) append(draft, id, other, occurredAt)
      if (!entry) continue
      const reaction = house.react(entry, desk.wholeOf(entry.stream), input)
      command(reaction)
      queue.push(...reaction.entries)
    }
    if (joins && !house.ties) desk.regroup()
    // what had a say before, and what has one now
    else if (joins && before)
      desk.regroup(new Set([...before, ...desk.reach([stream, ...named.map((other) => other.stream)], "joining")]))
    return queue.length
  }
}

/** What is left of the erased whom an input names, as long as nothing was written for them in this unit. */
const shadowsOf = <State extends object, Input extends InputBase>(
  loaded: States<State>,
  { streams, binds }: ReturnType<typeof createDesk<State, Input>>,
  { on, with: others = [] }: Input,
) =>
  shadowsOn(loaded, [on, ...others], (known) => {
    const its = binds.get(known)
    return its !== undefined && (streams.get(its)?.version ?? 0) > 0
  })

/** Tells an input where it stands. */
const createSituate =
  <State extends object, Input extends InputBase>(
    { house, loaded, received }: UnitSetting<State, Input>,
    desk: ReturnType<typeof createDesk<State, Input>>,
  ) =>
  (input: Input) => {
    const stream = desk.streamOf(input.on)
    const named = (input.with ?? []).map(desk.streamOf)
    const looking = house.ties?.(input)
    const reached = looking && desk.reach([stream, ...named], looking)
    const shadows = shadowsOf(loaded, desk, input)
    const situation = {
      stream,
      own: desk.streams.get(stream)?.state ?? house.initial,
      customer: desk.wholeOf(stream),
      others: named.map((other) => ({ stream: other, customer: desk.wholeOf(other) })),
      ...(reached && { reach: reached.size }),
      now: input.historic ? (input.occurredAt ?? received) : received,
      ...(shadows && { shadows }),
    }
    return { situation, reached }
  }

/** Decides the inputs of one customer in order and gathers what they come to. Pure. */
export const createUnit = <State extends object, Input extends InputBase>(
  setting: UnitSetting<State, Input>,
): UnitBuilder<State, Input> => {
  const { house, loaded } = setting
  const desk = createDesk(setting)
  const gathered = createGathered()
  const write = createWriter(setting, desk, gathered)
  const following = createFollowing(setting, desk)
  const situate = createSituate(setting, desk)
  return {
    take(input) {
      if ((input.depth ?? 0) > deepest)
        return {
          invalid: { field: "depth", remedy: `rules called each other more than ${deepest} times; break the circle` },
        }
      if (input.occurredAt !== undefined && !isInstant(input.occurredAt))
        return { invalid: { field: "at", remedy: "give a moment in milliseconds since 1970" } }
      const { situation, reached } = situate(input)
      const decision = house.decide(situation, input)
      if (decision.invalid !== undefined) return decision
      if (decision.entries.length > 0 && !desk.streams.has(situation.stream))
        return { invalid: { field: "customer", remedy: "nobody has this id", reason: "unknown" } }
      const first = gathered.entries.length
      gathered.inputs.push(input.id)
      if (input.acks !== undefined) gathered.acks.push(input.acks)
      const written = write(input, decision, situation, reached)
      const entries = gathered.entries.slice(first)
      const sequel = following.conclude({ input, situation, entries, reached })
      if (!sequel) return { entries }
      write(input, sequel, situation, undefined, written)
      return { entries: gathered.entries.slice(first) }
    },
    finish() {
      if (gathered.inputs.length === 0) return undefined
      const expects = new Map<StreamId, number>(),
        states = new Map<StreamId, StreamRow<State>>(),
        binds = new Map<Identifier, StreamId>()
      for (const [stream, row] of desk.streams) {
        const before = loaded.streams.get(stream)
        expects.set(stream, before?.version ?? 0)
        if ((row !== before || isRenewed(row.state)) && row.version > 0) states.set(stream, row)
      }
      for (const [identifier, stream] of desk.binds) if (states.has(stream)) binds.set(identifier, stream)
      const { puts, drops } = compareRows(setting, desk)
      const { posts, cancels } = following.timers()
      gathered.posts.push(...posts)
      gathered.cancels.push(...cancels)
      const { lines, ...rest } = gathered
      const written = [...lines.values(), ...puts]
      return { ...rest, binds, expects, states, puts: written, drops: [...drops, ...liftedShadows(loaded, binds)] }
    },
  }
}
