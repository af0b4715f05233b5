import { type CompiledRule, fire } from "../action/rule.ts"
import { createNeighbours } from "../profile/identity/reach.ts"
import { resolve } from "../profile/identity/resolve.ts"
import { type House, nothing, type Situation } from "../runtime/house.ts"
import type { Decision, Rejection } from "../timeline/decision.ts"
import { readEntry } from "../timeline/entry.ts"
import { createProject } from "../timeline/fold.ts"
import { countsOf } from "./counts.ts"
import { caring } from "./decide/care.ts"
import { consenting } from "./decide/consent.ts"
import { gesturing } from "./decide/gesture.ts"
import { hearing } from "./decide/hear.ts"
import { tiesOf, tying } from "./decide/identity.ts"
import { redeeming } from "./decide/incentive.ts"
import { ingesting } from "./decide/ingest.ts"
import { knowing } from "./decide/know.ts"
import { noticing } from "./decide/noticed.ts"
import { guardErased } from "./decide/erased.ts"
import { requesting } from "./decide/data-request.ts"
import { type Decide, facts, refuse, type Setting } from "./decide/setting.ts"
import { belonging } from "./decide/subject.ts"
import { asking } from "./decide/survey.ts"
import { offering } from "./decide/survey-offer.ts"
import { writing } from "./decide/write.ts"
import { type AnyDraft, type AnyEntry, definitions, folds, foldsRevision, type State } from "./entries.ts"
import { factsOf } from "./facts.ts"
import type { Input } from "./inputs.ts"
import { suggestionRows } from "./identity/rows.ts"
import { memberRows } from "./members.ts"
import { responseLines } from "./insight/response-rows.ts"
import { known } from "./reader.ts"
import { rowsOf } from "./rows.ts"
import { buyerRows } from "./value/purchases.ts"
import { createStanding } from "./segment/standing.ts"
import { isBackfill, segmentRows } from "./segment/view.ts"
import { momentAt } from "./survey/anonymous.ts"
import { campaignRows } from "./survey/campaign.ts"

type Deciders = { readonly [Kind in Input["kind"]]: Decide<Kind> }

const passageOf = (entry: AnyEntry): string | undefined => {
  if (entry.kind === "message-received") return entry.data.text
  if (entry.kind === "traits-set") {
    const { name } = entry.data.traits // people are looked for by what they are called
    return typeof name === "string" ? name : undefined
  }
  return entry.kind === "message-written" ? entry.data.content.text : undefined
}

const kinds = new Map<string, (typeof definitions)[number]>(
  definitions.map((definition) => [definition.kind, definition]),
)

const decidersOf = (setting: Setting): Deciders => ({
  ...hearing(setting),
  ...noticing(setting),
  ...writing(setting),
  ...asking(setting),
  ...redeeming(setting),
  ...offering(setting),
  ...knowing(setting),
  ...tying(setting),
  ...consenting(setting),
  ...belonging,
  ...gesturing,
  review: () => facts([]),
  // the work of somebody who was erased meanwhile is not taken up again
  "put-off": ({ job }, { customer }) => ({ ...facts([]), ...(customer.streams.size > 0 && { posts: [job] }) }),
  ...caring,
  ...ingesting,
  ...requesting(setting),
})

/** Closes the unions of the rooms: what this house decides, how it remembers, which lists it keeps. Pure. */
export const createHouse = (setting: Setting, rules: readonly CompiledRule[]): House<State, Input> => {
  const deciders = decidersOf(setting)
  const neighboursOf = createNeighbours(setting.identifiers)
  const byKind = Map.groupBy(rules, ({ on }) => on)
  return {
    ...createProject(folds),
    revision: foldsRevision,
    schema: (kind) => kinds.get(kind)?.version ?? 0,
    read: (entry) => readEntry(kinds.get(entry.kind), entry),
    decide: (situation, input) => {
      const decide = deciders[input.kind] as
        ((input: Input, situation: Situation<State>) => Decision<AnyDraft> | Rejection) | undefined // the kind picks its own
      return decide
        ? guardErased(decide(input, situation), input, situation)
        : refuse("kind", "no input of this kind exists", "unknown")
    },
    react: (entry, customer, input) => {
      const listening = byKind.get(entry.kind)
      if (!listening || isBackfill(known(entry))) return nothing
      return fire(listening, {
        entry,
        facts: () => factsOf(known(entry), customer, setting),
        last: customer.state.fired,
        now: entry.occurredAt,
        historic: input.historic ?? false,
        depth: input.depth ?? 0,
      })
    },
    ties: tiesOf,
    neighbours: (stream, { identity }, looking) => neighboursOf(stream, identity, looking),
    customers: (streams) =>
      resolve(new Map([...streams].map(([stream, { identity }]) => [stream, identity])), setting.identifiers).customers,
    standing: createStanding(setting),
    rows: (customer) => [
      ...rowsOf(customer),
      ...memberRows(customer),
      ...suggestionRows(customer),
      ...buyerRows(setting.value, customer),
      ...segmentRows(customer),
      ...campaignRows(customer),
    ],
    lines: (entry, _, after) => responseLines(known(entry), after),
    receivedAt: momentAt,
    counts: (entry, before, after) => countsOf(known(entry), before, after),
    passage: (entry) => passageOf(known(entry)),
  }
}
