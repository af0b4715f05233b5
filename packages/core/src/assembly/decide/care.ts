import { openCase } from "../../action/case.ts"
import { waitingIn } from "../../conversation/conversation.ts"
import type { StreamId } from "../../kernel/ids.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AnyDraft, State } from "../entries.ts"
import { type Decide, facts, refuse } from "./setting.ts"

const unknownCase = refuse("case", "no open case of this customer has that id", "unknown")

const open: Decide<"open-case"> = ({ id, what, owner, because, due }, { customer }) =>
  owner.trim() === ""
    ? refuse("owner", "name who takes the case on")
    : facts(openCase(customer.state.cases, id, { kind: what, owner, because, due }))

/** The stream that holds a case, so that what happens to it lies beside its opening. */
const homeOf = (id: string, customer: Parameters<Decide<"close-case">>[1]["customer"]) =>
  [...customer.streams].find(([, { state }]) => Object.hasOwn(state.cases, id))?.[0]

const assignCase: Decide<"assign-case"> = ({ case: id, owner, by }, { customer }) => {
  const home = homeOf(id, customer)
  return home ? facts([{ kind: "case-assigned", data: { case: id, owner, by }, streams: [home] }]) : unknownCase
}

const closeCase: Decide<"close-case"> = ({ case: id, reason, by }, { customer }) => {
  if (reason.trim() === "") return refuse("reason", "say why the case is closed")
  const home = homeOf(id, customer)
  return home ? facts([{ kind: "case-closed", data: { case: id, reason, by }, streams: [home] }]) : unknownCase
}

const assign: Decide<"assign"> = ({ owner, by }, { stream, customer }) => {
  const talking = [...customer.streams]
    .filter(([, { state }]) => state.conversation.last !== null)
    .map(([talk]) => talk)
  return facts(
    (talking.length > 0 ? talking : [stream]).map((talk): AnyDraft => ({
      kind: "conversation-assigned",
      data: { owner, by },
      streams: [talk],
    })),
  )
}

/** Where somebody waits; where nobody does, where they spoke last: what a colleague says of it is part of the story. */
const toClose = ({ streams }: Whole<State>): readonly StreamId[] => {
  const talks = [...streams].filter(([, { state }]) => state.conversation.last !== null)
  const waiting = talks.filter(([, { state }]) => waitingIn(state.conversation) !== null)
  const [last] = talks.toSorted(
    ([, one], [, two]) => (two.state.conversation.last?.at ?? 0) - (one.state.conversation.last?.at ?? 0),
  )
  return (waiting.length > 0 ? waiting : last ? [last] : []).map(([stream]) => stream)
}

const close: Decide<"close"> = ({ reason, by }, { customer }) => {
  if (reason.trim() === "") return refuse("reason", "say why no answer is needed")
  const streams = toClose(customer)
  if (streams.length === 0) return refuse("customer", "there is no conversation with this customer to close", "unknown")
  return facts(
    streams.map((stream): AnyDraft => ({ kind: "conversation-closed", data: { reason, by }, streams: [stream] })),
  )
}

const notify: Decide<"notify"> = ({ to, text, because }) =>
  facts([{ kind: "team-notified", data: { to, text, because } }])

/** How what we do for a customer is decided: cases, owners, closings, and telling a colleague. */
export const caring = { "open-case": open, "assign-case": assignCase, "close-case": closeCase, assign, close, notify }
