import { openCase } from "../../action/case.ts"
import { closeConversation, waitingIn } from "../../conversation/conversation.ts"
import type { AnyDraft } from "../entries.ts"
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

const close: Decide<"close"> = ({ reason, by }, { customer }) => {
  if (reason.trim() === "") return refuse("reason", "say why no answer is needed")
  return facts(
    [...customer.streams]
      .filter(([, { state }]) => waitingIn(state.conversation) !== null)
      .flatMap(([stream, { state }]) =>
        closeConversation(state.conversation, reason, by).map((draft) => ({ ...draft, streams: [stream] })),
      ),
  )
}

const notify: Decide<"notify"> = ({ to, text, because }) =>
  facts([{ kind: "team-notified", data: { to, text, because } }])

/** How what we do for a customer is decided: cases, owners, closings, and telling a colleague. */
export const caring = { "open-case": open, "assign-case": assignCase, "close-case": closeCase, assign, close, notify }
