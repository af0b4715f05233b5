import * as z from "zod"
import { InputError, StoreError } from "../../kernel/errors.ts"
import {
  type CustomerId,
  type EntryId,
  type Identifier,
  identifier,
  type InputId,
  inputId,
  partsOf,
  type StreamId,
} from "../../kernel/ids.ts"
import { isInstant } from "../../kernel/time.ts"
import { type House, wholeOf } from "../../runtime/house.ts"
import { packed } from "../../runtime/packed.ts"
import { createShadowKey, shadowsIn } from "../../runtime/shadow.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { Entry } from "../../timeline/entry.ts"
import type { Count, Passage, Row, StreamRow, Unit, UnitResult } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import { documentFormat } from "./export.ts"
import type { Input } from "../inputs.ts"
import type { Loop } from "../loop.ts"

const stream = z.custom<StreamId>((value) => typeof value === "string" && /^s_[0-9a-z]{20}$/.test(value))
const known = z.custom<Identifier>(
  (value) => typeof value === "string" && /^[^:]+:[^]/.test(value) && value.length <= 1_000,
)
const moment = z.number().refine(isInstant)
const written = z.object({
  id: z.custom<EntryId>((value) => typeof value === "string" && /^[^]+#\d+$/.test(value)),
  stream,
  position: z.int().min(1),
  kind: z.string(),
  schema: z.int().min(1),
  occurredAt: moment,
  receivedAt: moment,
  data: z.record(z.string(), z.unknown()),
})
const document = z.object({
  format: z.literal(documentFormat.format),
  version: z.literal(documentFormat.version),
  identifiers: z
    .array(z.object({ stream, identifier: known, entries: z.int().min(1) }))
    .min(1)
    .max(1_000),
  entries: z.array(written).min(1),
})

type Document = z.infer<typeof document>

const refused = (field: string, remedy: string, cause?: unknown) =>
  new InputError("invalid", field, remedy, cause === undefined ? undefined : { cause })

const withoutPrototype = (name: string, value: unknown): unknown => {
  if (name === "__proto__") throw refused("document", "take out __proto__: it is no name for anything")
  return value
}

const parse = (text: string): Document => {
  let value: unknown
  try {
    value = JSON.parse(text, withoutPrototype)
  } catch (failure) {
    // without the failure as its cause: the words of a parser repeat what was given
    if (failure instanceof SyntaxError) throw refused("document", "give the JSON document of an export, whole")
    if (failure instanceof RangeError) throw refused("document", "it is nested deeper than any export", failure)
    throw failure
  }
  const read = document.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw refused(["document", ...(issue?.path ?? [])].join("."), "give the JSON document of an export, unchanged")
}

/** The entries of each stream in their order. Throws `InputError` where one is missing or there twice. */
const lanesOf = ({ identifiers, entries }: Document): ReadonlyMap<StreamId, readonly Entry[]> => {
  const lanes = new Map<StreamId, Entry[]>(identifiers.map((each) => [each.stream, []]))
  if (lanes.size !== identifiers.length) throw refused("document.identifiers", "name each stream once")
  if (new Set(identifiers.map((each) => each.identifier)).size !== identifiers.length)
    throw refused("document.identifiers", "name each identifier once")
  for (const [place, entry] of entries.entries()) {
    const lane = lanes.get(entry.stream)
    if (!lane) throw refused(`document.entries.${place}.stream`, "an entry lies in a stream that has no identifier")
    lane.push(entry)
  }
  for (const each of identifiers) {
    const lane = lanes.get(each.stream) ?? []
    lane.sort((one, two) => one.position - two.position)
    if (lane.length !== each.entries || lane.some(({ position }, place) => position !== place + 1))
      throw refused("document.entries", "an entry is missing or there twice; give the document whole")
  }
  return lanes
}

interface Folded {
  readonly streams: Map<StreamId, StreamRow<State>>
  readonly counts: Count[]
  readonly lines: Map<string, Row>
  readonly passages: Passage[]
}

const checkKind = (house: House<State, Input>, { kind, schema }: Entry): void => {
  const newest = house.schema(kind)
  if (newest === 0) throw refused("document.entries", `no entry of the kind ${JSON.stringify(kind)} exists here`)
  if (schema > newest) throw refused("document.entries", `${kind} was written by a newer version; update the package`)
}

/** Folds each stream as the house would have: the same pure steps as live and in a rebuild. */
const fold = (
  house: House<State, Input>,
  { identifiers }: Document,
  lanes: ReadonlyMap<StreamId, readonly Entry[]>,
): Folded => {
  const folded: Folded = { streams: new Map(), counts: [], lines: new Map(), passages: [] }
  for (const each of identifiers) {
    const { scheme, value } = partsOf(each.identifier)
    if (identifier(scheme, value) !== each.identifier)
      throw refused("document.identifiers", "write identifiers as the export has them")
    let state = house.initial
    const lane = lanes.get(each.stream) ?? []
    for (const entry of lane) {
      checkKind(house, entry)
      const today = house.read(entry)
      const before = state
      state = house.project(before, today)
      folded.counts.push(...house.counts(today, before, state))
      for (const line of house.lines?.(today, before, state) ?? [])
        folded.lines.set(`${line.projection}\n${line.key}`, line)
      const text = house.passage(today)
      if (text !== undefined && text !== "")
        folded.passages.push({ stream: entry.stream, position: entry.position, text })
    }
    const row = { customer: each.stream, identifier: each.identifier, version: lane.length, state }
    folded.streams.set(each.stream, row)
  }
  return folded
}

const rowsOf = (house: House<State, Input>, streams: ReadonlyMap<StreamId, StreamRow<State>>): readonly Row[] => {
  const circles = Map.groupBy(streams, ([, { customer }]) => customer)
  return [...circles].flatMap(([id, members]) => house.rows(wholeOf(house, id, new Map(members))))
}

/** The input that made an entry: seen in this house too, so that a provider's retry of it changes nothing. */
const inputOf = ({ id }: Pick<Entry, "id">): InputId => inputId(id.slice(0, id.lastIndexOf("#")))

/** The input by which a stream is taken in, once. */
const takenIn = (each: Pick<Entry, "stream">): InputId => inputId(`import:${each.stream}`)

/** The unit that puts a customer into a house as they were. */
const unitOf = (house: House<State, Input>, given: Document): Unit<State> => {
  const lanes = lanesOf(given)
  const { streams, counts, lines, passages } = fold(house, given, lanes)
  const names: ReadonlyMap<StreamId, CustomerId> = house.customers(
    new Map([...streams].map(([each, { state }]) => [each, state])),
  )
  for (const [each, row] of streams) streams.set(each, { ...row, customer: names.get(each) ?? each })
  return {
    inputs: [...new Set([...given.identifiers.map(takenIn), ...given.entries.map(inputOf)])],
    expects: new Map([...streams.keys()].map((each) => [each, 0])),
    binds: new Map(given.identifiers.map((each) => [each.identifier, each.stream])),
    entries: [...lanes.values()].flat(),
    passages,
    states: streams,
    puts: [...lines.values(), ...rowsOf(house, streams)],
    drops: [],
    counts,
    posts: [],
    cancels: [],
    acks: [],
  }
}

const safely = (house: House<State, Input>, given: Document): Unit<State> => {
  try {
    return unitOf(house, given)
  } catch (failure) {
    if (failure instanceof InputError) throw failure
    throw refused(
      "document.entries",
      "an entry does not hold what its kind holds; give the document unchanged",
      failure,
    )
  }
}

const conflict = (remedy: string) => new InputError("conflict", "document", remedy)

const refuseErased = async ({ setting: { secret }, store }: Loop, unit: Unit<State>): Promise<void> => {
  if (secret === undefined) return
  const found = await shadowsIn((list, keys) => store.rows(list, keys), createShadowKey(secret), [...unit.binds.keys()])
  if (found.size > 0) throw conflict("they were erased from this house; what was erased is not taken in again")
}

const take = async ({ house, store }: Loop, unit: Unit<State>): Promise<UnitResult> => {
  const [result] = await packed(store, house).commit([unit])
  if (result) return result
  throw new StoreError("failed", { cause: new TypeError("the store gave no result for a unit") })
}

/**
 * Asks where those who were taken in stand by the definitions of this house, as of now, which also sets the timer of what time alone
 * changes. Nobody comes in by something that happened, so no rule is set off. Asked again, it is the same.
 */
const review = async (loop: Loop, { states }: Unit<State>): Promise<void> => {
  const customers = new Set([...states.values()].map(({ customer }) => customer))
  await Promise.all(
    [...customers].map((customer) =>
      loop.post({ kind: "review", id: inputId(`review:import:${customer}`), on: customer, backfill: true }),
    ),
  )
}

/**
 * Takes in the JSON document of an export: the very entries, with their ids and times, in one commit. What was taken in before
 * is a duplicate; somebody whom the house knows already is refused, because two pasts cannot be laid into one stream.
 */
export const importCustomer = async (loop: Loop, text: unknown): Promise<Outcome["status"]> => {
  if (typeof text !== "string") throw refused("document", "give the text of the JSON document of an export")
  await loop.ready()
  const given = parse(text)
  const unit = safely(loop.house, given)
  await refuseErased(loop, unit)
  let result = await take(loop, unit)
  if (result.status === "duplicate") {
    const taken = new Set(result.inputs)
    const before = given.identifiers.filter((each) => taken.has(takenIn(each)))
    if (before.length === given.identifiers.length) {
      await review(loop, unit) // a process that was killed before it could ask
      return "duplicate"
    }
    // an input that wrote to two customers came in with the other one's document
    if (before.length === 0)
      result = await take(loop, { ...unit, inputs: unit.inputs.filter((input) => !taken.has(input)) })
  }
  if (result.status === "invalid") throw refused("document", result.reason)
  if (result.status !== "committed")
    throw conflict("this house knows one of their identifiers already; import into one that does not")
  loop.forget(unit.states.keys(), unit.binds.keys())
  await review(loop, unit)
  return "committed"
}
