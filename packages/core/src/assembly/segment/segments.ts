import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { type Condition, refusedNames } from "../../kernel/condition.ts"
import { type Fields, fields } from "../../kernel/condition-fields.ts"
import { parseCondition } from "../../kernel/condition-parser.ts"
import { parseDuration } from "../../kernel/duration.ts"
import { ConfigurationError } from "../../kernel/errors.ts"
import type { Schemas } from "../../kernel/standard-schema.ts"
import type { Computations } from "../../profile/computed.ts"
import {
  type LifecycleFacts,
  type LifecycleOptions,
  lifecycleStages,
  usualInterval,
  usualStages,
} from "../../profile/lifecycle.ts"
import type { Survey } from "../../survey/definition.ts"
import type { App, Channels } from "../app.ts"
import type { CustomerOf } from "../rule.ts"
import type { CompiledLifecycle, CompiledSegment, StandingSetting } from "./setting.ts"

/** What the condition of a segment can ask: what a rule knows of the customer, but for the segments themselves. */
export type SegmentFacts<A extends App = App> = Omit<CustomerOf<A>, "segments">

/** A group of customers by what is known of them: whoever fits is in it, and leaves when they do not. */
export interface Segment<A extends App = App> {
  readonly name: string
  readonly when: (customer: Fields<SegmentFacts<A>>) => Condition
}

/** What an application declares by which segments are typed. */
interface Described {
  readonly traits?: Schemas
  readonly events?: Schemas
  readonly computed?: Computations
}

interface AppDescribed<D extends Described> extends App {
  readonly traits: D["traits"] extends Schemas ? D["traits"] : Record<never, never>
  readonly events: D["events"] extends Schemas ? D["events"] : Record<never, never>
  readonly computed: D["computed"] extends Computations ? D["computed"] : Record<never, never>
  readonly channels: Channels
  readonly surveys: readonly Survey[]
}

/**
 * A segment that stands by itself, in a file of its own. Give it the type of what you declare, and a trait or an event that is not
 * declared does not compile; inside `createEscucha`, `{ name, when }` says the same and is typed by itself.
 *
 * @example
 * const declared = { traits: { plan: z.enum(["free", "pro"]) } }
 * const professionals = defineSegment<typeof declared>("professionals", ({ traits }) => traits.plan.is("pro"))
 * const escucha = createEscucha({ ...declared, segments: [professionals] })
 */
export const defineSegment = <const D extends Described = Described>(
  name: string,
  when: (customer: Fields<SegmentFacts<AppDescribed<D>>>) => Condition,
): Segment<AppDescribed<D>> => ({ name, when })

/** A short hash of whatever JSON can say. */
export const versionOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(JSON.stringify(value)))).slice(0, 16)

const checked = (option: string, condition: Condition): Condition => {
  const read = parseCondition(condition)
  if ("problem" in read) throw new ConfigurationError(option, `${read.problem.field} ${read.problem.message}`)
  return read.value
}

const isName = (name: unknown): name is string =>
  typeof name === "string" && /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,63}$/u.test(name) && !refusedNames.has(name)

const compiledSegment = ({ name, when }: Segment): CompiledSegment => {
  if (!isName(name))
    throw new ConfigurationError(
      "segments",
      "begin the name of a segment with a letter or a digit, then also spaces, hyphens, dots and underscores, 64 at most",
    )
  const option = `segments.${name}`
  const condition = checked(option, when(fields<SegmentFacts>()))
  return { name, condition, version: versionOf(condition) }
}

const compiledLifecycle = ({ event, usual, stages }: LifecycleOptions, events: Schemas): CompiledLifecycle => {
  if (!Object.hasOwn(events, event)) throw new ConfigurationError("lifecycle.event", "declare this event under events")
  const span = usual === undefined ? { value: usualInterval } : parseDuration(usual, "lifecycle.usual")
  if ("problem" in span) throw new ConfigurationError(span.problem.field, span.problem.message)
  if (!stages) return { event, usual: span.value, stages: usualStages }
  const known: ReadonlySet<string> = new Set(lifecycleStages)
  const strange = stages.find(
    ({ stage }, index) => !known.has(stage) || stages.findIndex((s) => s.stage === stage) !== index,
  )
  if (strange || stages.length === 0)
    throw new ConfigurationError("lifecycle.stages", `name each stage once, of ${lifecycleStages.join(", ")}`)
  return {
    event,
    usual: span.value,
    stages: stages.map(({ stage, when }) => ({
      stage,
      when: checked(`lifecycle.stages.${stage}`, when(fields<LifecycleFacts>())),
    })),
  }
}

/** What the setting says of segments and stages. Throws `ConfigurationError`, which names the option. */
export const standingSettingOf = ({
  segments = [],
  lifecycle,
  events = {},
}: {
  readonly segments?: readonly Segment[]
  readonly lifecycle?: LifecycleOptions
  readonly events?: Schemas
}): StandingSetting => {
  const compiled = segments.map(compiledSegment)
  const twice = compiled.find(({ name }, index) => compiled.findIndex((other) => other.name === name) !== index)
  if (twice)
    throw new ConfigurationError("segments", `${JSON.stringify(twice.name)} is there twice; give each its own name`)
  return { segments: compiled, ...(lifecycle && { lifecycle: compiledLifecycle(lifecycle, events) }) }
}
