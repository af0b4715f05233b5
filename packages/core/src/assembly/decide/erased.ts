import type { Endpoint } from "../../kernel/ids.ts"
import { chained } from "../../profile/consent-chain.ts"
import type { Situation } from "../../runtime/house.ts"
import type { Decision, Rejection } from "../../timeline/decision.ts"
import type { Shadow } from "../../timeline/shadow.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { Input } from "../inputs.ts"
import { refuse } from "./setting.ts"

/** The field that a refusal names where somebody was erased. */
export const erasedField = "customer"

const erased = refuse(
  erasedField,
  "they were erased, so nothing is taken in under this name until they write themselves, or you call customers.readmit",
  "conflict",
)

/** What a person does themselves, or wants to be left alone with: that brings them back, or at least their wish. */
const isTheirs = (input: Input): boolean =>
  (input.kind === "message" && !input.historic) ||
  input.kind === "readmit" ||
  (input.kind === "opt" && input.out) ||
  (input.kind === "wish" && input.wish === "stop")

/** A stop from before the erasure, said anew on the new timeline; not where this very input is a wish of theirs. */
const stopAgain = ({ optedOut }: Shadow, entries: readonly AnyDraft[]): readonly AnyDraft[] =>
  optedOut && !entries.some(({ kind }) => kind === "opted-out" || kind === "opted-in")
    ? [{ kind: "opted-out", data: { by: "list" } }]
    : []

/** What they had said no to before the erasure, in the ledger of the new timeline. The shadow's key salts it: it goes with this. */
const noesAgain = (
  { key, refused }: Shadow,
  { id, occurredAt }: Input,
  { stream, own, now }: Situation<State>,
): readonly AnyDraft[] => {
  let head = own.consents.head
  return refused.map(([purpose, channel], index): AnyDraft => {
    const record = {
      id: `${id}/no/${index}`,
      purpose,
      channel,
      decision: "deny" as const,
      basis: "consent" as const,
      method: "import" as const,
      evidence: { note: "said before they were erased" },
      actor: "list",
      salt: `${key}/${index}`,
    }
    const data = chained(record, head, { stream, occurredAt: occurredAt ?? now, receivedAt: now })
    head = data.hash
    return { kind: "consent-changed", data }
  })
}

/** What a message says beside the names of the erased for which its network vouches: they stay unknown, and the message is kept. */
const withoutErased = (
  entries: readonly AnyDraft[],
  { with: named = [] }: Input,
  { shadows, others }: Situation<State>,
): readonly AnyDraft[] => {
  const isErased = (name: Endpoint | undefined) => name !== undefined && shadows?.has(name) === true
  const gone = new Set(others.flatMap(({ stream }, index) => (isErased(named[index]) ? [stream] : [])))
  return entries.filter(({ streams = [] }) => !streams.some((stream) => gone.has(stream)))
}

/**
 * The decision as it may be taken where somebody was erased: what others say about them is refused; what they say themselves is
 * taken, with the noes that they left. What writes nothing, such as a late receipt, passes.
 */
export const guardErased = (
  decision: Decision<AnyDraft> | Rejection,
  input: Input,
  situation: Situation<State>,
): Decision<AnyDraft> | Rejection => {
  const { shadows } = situation
  if (!shadows || decision.invalid !== undefined || decision.entries.length === 0) return decision
  const own = shadows.get(input.on)
  const isMessage = input.kind === "message"
  if (!own && isMessage) return { ...decision, entries: withoutErased(decision.entries, input, situation) }
  if (!own || (shadows.size > 1 && !isMessage) || !isTheirs(input)) return erased
  const entries = withoutErased(decision.entries, input, situation)
  return { ...decision, entries: [...entries, ...stopAgain(own, entries), ...noesAgain(own, input, situation)] }
}
