import * as Context from "effect/Context"
import { deadline } from "../../action/service-level.ts"
import { endpointOf } from "../../kernel/ids.ts"
import { idFor, type Loop } from "../loop.ts"
import { attempt } from "./failure.ts"
import { listOf } from "./list.ts"
import { outcomeOf } from "./outcome.ts"
import type { CasesDoor, ListedCase } from "../doors/cases.ts"
import type { Effectful } from "./effectful.ts"

/** What people have to do for customers. */
export interface CasesService extends Effectful<CasesDoor> {}

/** Cases as a service of Effect. */
export class Cases extends Context.Service<Cases, CasesService>()("@escucha/Cases") {}

/** The service over a loop. */
export const makeCases = (loop: Loop): CasesService => ({
  open: (customer, { kind: what, owner, within, because = "opened by hand" }, { id: given } = {}) =>
    attempt(async () => {
      const id = idFor("case", given, loop)
      const due = within === undefined ? null : deadline(loop.clock.now(), within, loop.setting.calendar)
      const { status } = await loop.post({
        kind: "open-case",
        id,
        on: endpointOf(customer),
        what,
        owner,
        because,
        due: due !== null && Number.isFinite(due) ? due : null,
      })
      return { status, id }
    }),
  assign: (customer, caseId, owner, { id, by = "team" } = {}) =>
    outcomeOf(loop, () => ({
      kind: "assign-case",
      id: idFor("assign-case", id, loop),
      on: endpointOf(customer),
      case: caseId,
      owner,
      by,
    })),
  close: (customer, caseId, reason, { id, by = "team" } = {}) =>
    outcomeOf(loop, () => ({
      kind: "close-case",
      id: idFor("close-case", id, loop),
      on: endpointOf(customer),
      case: caseId,
      reason,
      by,
    })),
  list: (filter = {}, page) =>
    attempt(() => listOf(loop, "case", { filter: { ...filter }, page }, ({ data }) => JSON.parse(data) as ListedCase)), // rowsOf wrote it
})
