import { compile } from "../../kernel/condition.ts"
import { hasBit } from "../../kernel/condition-columns.ts"
import { createConditionIndex } from "../../kernel/condition-index.ts"
import { isTimed, nextMoment, turnedAt } from "../../kernel/condition-time.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { lastTurn, segmentsIn, sinceIn } from "../../profile/segment.ts"
import type { Conclusion, Standing, Whole } from "../../runtime/house.ts"
import type { AnyDraft, AnyEntry, State } from "../entries.ts"
import { customerFacts } from "../facts.ts"
import type { Input } from "../inputs.ts"
import { createStages } from "./stage.ts"
import { createNextTurn } from "./timer.ts"
import { type CompiledSegment, rootsOf, type StandingSide } from "./setting.ts"

/** The kinds of entries that can change a fact; what is not named here, any entry may change. */
const kindsOf: { readonly [root: string]: readonly AnyEntry["kind"][] } = {
  traits: ["traits-set", "traits-rectified"],
  events: ["event-tracked"],
  lifecycle: ["event-tracked"],
  mood: ["mood-changed"],
  openCases: ["case-opened", "case-closed"],
  memberships: ["membership-changed"],
}

/** Which kinds of entries can change where anybody stands; `any` where one that is not foreseen may. */
const touchingKinds = ({ segments, lifecycle, computed }: StandingSide): ReadonlySet<string> | "any" | undefined => {
  const roots = segments.flatMap(({ condition }) => rootsOf(condition))
  if (roots.length === 0 && !lifecycle && segments.length === 0) return undefined
  const kinds = new Set<string>(["identities-linked", "identities-unlinked", "identities-kept-apart"])
  if (lifecycle) kinds.add("event-tracked")
  for (const [root, name] of roots) {
    const known = Object.hasOwn(kindsOf, root) ? kindsOf[root] : undefined
    const computedBy = root === "traits" ? computed.find((each) => each.name === name) : undefined
    if (!known || computedBy?.event === null) return "any"
    for (const kind of known) kinds.add(kind)
    if (computedBy) kinds.add("event-tracked")
  }
  return kinds
}

/** Up to so many segments it costs less to ask all of them than to find out which to ask. */
const fewSegments = 200

/** Whether it is the same person, of whom something was known before. */
const isSame = (before: Whole<State>, after: Whole<State>): boolean =>
  before.id === after.id &&
  before.streams.size === after.streams.size &&
  [...before.streams].every(([stream, { version }]) => version > 0 && after.streams.has(stream)) // one may have come for another

/** Asks which segments hold now, those alone that a change can have turned where there are many. */
const createAsking = (setting: StandingSide, few: number) => {
  const { segments, computed } = setting
  const index = createConditionIndex(segments.map(({ condition }) => condition))
  // what is computed over a window changes with the day: nothing that was written says so
  const windowed = new Set(computed.filter(({ days }) => days !== null).map(({ name }) => name))
  const isMany =
    segments.length > few &&
    !segments.some(({ condition }) => rootsOf(condition).some(([, name]) => name !== undefined && windowed.has(name)))
  return (before: Whole<State> | undefined, customer: Whole<State>, stage: string | null, now: number) => {
    const facts = { ...customerFacts(customer, setting, now), lifecycle: stage ?? undefined }
    if (!isMany || !before) return index.membership(facts, now)
    const bits = new Uint32Array((segments.length + 31) >>> 5)
    for (const [place, { name }] of segments.entries())
      if (sinceIn(before.state.segments, name) !== undefined)
        bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
    const old = customerFacts(before, setting, now)
    index.tick(bits, old, now)
    index.compare(bits, old, facts, now)
    return bits
  }
}

/** When and by which streams somebody comes or goes. */
interface Turn {
  readonly customer: Whole<State>
  readonly home: StreamId
  readonly at: number
  /** Where they stand between new and lost. */
  readonly stage: string | null
  readonly isBackfill: boolean
}

/** When a segment that changes with time alone was what it is now: an order of last year made somebody silent some time after it. */
const createMoments = (setting: StandingSide) => {
  const timed = new Map(
    setting.segments
      .filter(({ condition }) => isTimed(condition))
      .map(({ name, condition }) => [name, { holds: compile(condition), next: nextMoment(condition) }]),
  )
  return (name: string, { customer, at: from, stage }: Turn, until: number): number => {
    const segment = timed.get(name)
    if (!segment || from >= until) return from
    const facts = { ...customerFacts(customer, setting, until), lifecycle: stage ?? undefined }
    const [valueAt, next] = [(at: number) => segment.holds(facts, at), (at: number) => segment.next(facts, at)]
    return turnedAt(valueAt, next, { from, until })
  }
}

const turned = ({ name, version }: Pick<CompiledSegment, "name" | "version">, isIn: boolean, turn: Turn): AnyDraft => {
  const { customer, home, at, isBackfill } = turn
  const data = { segment: name, version, ...(isBackfill && { backfill: true as const }) }
  const moment = Math.max(at, lastTurn(customer.state.segments, name))
  if (isIn) return { kind: "segment-entered", data, streams: [home], at: moment }
  const holding = [...customer.streams].filter(([, { state }]) => sinceIn(state.segments, name) !== undefined)
  return { kind: "segment-left", data, streams: holding.map(([stream]) => stream), at: moment }
}

/** Where customers stand: their segments and their stage, by the definitions of an application. Pure. */
export const createStanding = (setting: StandingSide, few = fewSegments): Standing<State, Input> => {
  const { segments, lifecycle } = setting
  const kinds = touchingKinds(setting)
  const names = new Set(segments.map(({ name }) => name))
  const stages = lifecycle && createStages(lifecycle)
  const ask = createAsking(setting, few)
  const next = createNextTurn(setting, stages)
  const momentOf = createMoments(setting)
  const concludeOne = (customer: Whole<State>, { input, before, stream, received }: Conclusion<State, Input>) => {
    const isBackfill = input.kind === "review" && input.backfill === true
    const was = input.kind !== "review" && isSame(before, customer) ? before : undefined
    const home = customer.streams.has(stream) ? stream : customer.id
    const at = Math.min(input.occurredAt ?? received, received)
    const because = input.kind === "review" ? "time" : (lifecycle?.event ?? "")
    const { drafts, stage } = stages?.turns({
      before: was,
      customer,
      home,
      at,
      now: received,
      because,
      isBackfill,
    }) ?? {
      drafts: [],
      stage: null,
    }
    const turn: Turn = { customer, home, at, stage, isBackfill }
    const bits = ask(was, customer, stage, received)
    const changed = segments.flatMap((segment, place) => {
      const isIn = hasBit(bits, place)
      return isIn === (sinceIn(customer.state.segments, segment.name) !== undefined)
        ? []
        : [turned(segment, isIn, { ...turn, at: momentOf(segment.name, turn, received) })]
    })
    // what is declared no more is left in silence
    const gone = isBackfill ? segmentsIn(customer.state.segments).filter((name) => !names.has(name)) : []
    return [...drafts, ...changed, ...gone.map((name) => turned({ name, version: "" }, false, turn))]
  }
  return {
    concerns: (input, entries) => {
      if (input.kind === "review") return "review"
      if (!kinds || entries.length === 0) return undefined
      // of whom nothing was known a moment ago, nobody has asked where they stand
      const touches = kinds === "any" || entries.some(({ kind, position }) => position === 1 || kinds.has(kind))
      return touches ? "change" : undefined
    },
    conclude: (conclusion) => ({
      entries: conclusion.customers.flatMap((customer) => concludeOne(customer, conclusion)),
    }),
    timers: (customer, now) => {
      const at = next(customer, now)
      return at === undefined ? [] : [{ key: customer.id, id: `standing:${customer.id}:${at}`, type: "standing", at }]
    },
  }
}
