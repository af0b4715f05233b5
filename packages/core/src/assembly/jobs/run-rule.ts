import { parseRuleRef } from "../../action/rule.ts"
import { deadline } from "../../action/service-level.ts"
import { inputId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import { withinTime } from "../../runtime/time-limit.ts"
import type { Attempt } from "../../timeline/engine.ts"
import { contentFor } from "../content.ts"
import type { AnyEntry, State } from "../entries.ts"
import { becauseOf, factsOf } from "../facts.ts"
import type { Input } from "../inputs.ts"
import type { Loop } from "../loop.ts"
import { putOff } from "./put-off.ts"
import type { Act, RunnableRule } from "../rule.ts"

export type { RunnableRule }

type Deed = Input extends infer Each
  ? Each extends Input
    ? Omit<Each, "id" | "on" | "occurredAt" | "historic" | "depth">
    : never
  : never

/** What is behind a rule in the same conversation waits for it: it may not wait for ever. */
const longestRun = "60 seconds"

const createAct = (
  attempt: Attempt,
  loop: Loop,
  rule: string,
  entry: AnyEntry,
  customer: Whole<State>,
  { historic, depth, signal }: { readonly historic: boolean; readonly depth: number; readonly signal: AbortSignal },
): Act => {
  let ordinal = 0
  const because = becauseOf(entry)
  const isOfMachine = entry.kind === "message-received" && entry.data.automatic === true
  const deed = async (what: Deed): Promise<void> => {
    const base = {
      id: inputId(`${attempt.id}/${ordinal++}`),
      on: attempt.key,
      depth: depth + 1,
      ...(historic && { historic, occurredAt: entry.occurredAt }),
    }
    await loop.post({ ...what, ...base } as Input) // a deed is an input without what all of them have
  }
  return {
    historic,
    signal,
    reply: (content, { acknowledgement = false } = {}) =>
      deed({
        kind: "write",
        content: contentFor(content, customer),
        purpose: "answer",
        author: `rule:${rule}`,
        substance: !acknowledgement,
        to: attempt.key,
        ...(isOfMachine && { toMachine: true }),
      }),
    ask: (survey, { via } = {}) => deed({ kind: "ask", survey, ...(via && { via }) }),
    openCase: ({ kind: what, owner, within, because: why = because }) => {
      const from = historic ? entry.occurredAt : entry.receivedAt
      const due = within === undefined ? null : deadline(from, within, loop.setting.calendar)
      return deed({
        kind: "open-case",
        what,
        owner,
        because: why,
        due: due !== null && Number.isFinite(due) ? due : null,
      })
    },
    notify: (to, text) => deed({ kind: "notify", to, text, because }),
  }
}

/** Runs what the application wrote under `do`, after the commit. A rule that fails is tried again; what it did already stays done once. */
export const runRule = async (
  attempt: Attempt,
  loop: Loop,
  rules: ReadonlyMap<string, RunnableRule>,
): Promise<void> => {
  const { rule: name, entry: id, stream, historic, depth } = parseRuleRef(attempt.ref ?? "[]")
  const rule = rules.get(name)
  if (!rule && (await putOff(attempt, loop))) return // a rule that only the other version has
  const [entry, customer] = [await loop.read.entry(id, stream), await loop.whole(stream)]
  if (rule && entry && customer) {
    const context = { ...factsOf(entry, customer, loop.setting), because: becauseOf(entry), entry }
    const { clock } = loop
    await withinTime(
      { clock, limit: longestRun, signal: attempt.signal, what: `rule ${JSON.stringify(name)}` },
      (signal) => rule.do(context, createAct(attempt, loop, name, entry, customer, { historic, depth, signal })),
    )
  }
  await loop.post({ kind: "done", id: inputId(`done:${attempt.id}`), on: attempt.key, acks: attempt.id })
}
