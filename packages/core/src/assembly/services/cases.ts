import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Case } from "../../action/case.ts"
import { deadline } from "../../action/service-level.ts"
import { endpointOf } from "../../kernel/ids.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import { idFor, type Loop } from "../loop.ts"
import type { CaseRequest } from "../rule.ts"
import type { ByOptions } from "./conversations.ts"
import { attempt, type ServiceError } from "./failure.ts"

/** A case as the list of open ones gives it. */
export type ListedCase = Case & { readonly id: string; readonly customer: string; readonly openedAt: number }

/** What people have to do for customers. */
export interface CasesService {
  /** Opens a case with an owner; `id` in the options makes a retry the same case. */
  readonly open: (
    customer: string,
    request: CaseRequest,
    options?: { readonly id?: string },
  ) => Effect.Effect<{ readonly status: Outcome["status"]; readonly id: string }, ServiceError>
  readonly assign: (
    customer: string,
    caseId: string,
    owner: string,
    options?: ByOptions,
  ) => Effect.Effect<Outcome["status"], ServiceError>
  readonly close: (
    customer: string,
    caseId: string,
    reason: string,
    options?: ByOptions,
  ) => Effect.Effect<Outcome["status"], ServiceError>
  /** Open cases, the first due first. */
  readonly list: (
    filter?: { readonly owner?: string; readonly kind?: string },
    page?: Partial<PageRequest>,
  ) => Effect.Effect<Page<ListedCase>, ServiceError>
}

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
    attempt(
      async () =>
        (
          await loop.post({
            kind: "assign-case",
            id: idFor("assign-case", id, loop),
            on: endpointOf(customer),
            case: caseId,
            owner,
            by,
          })
        ).status,
    ),
  close: (customer, caseId, reason, { id, by = "team" } = {}) =>
    attempt(
      async () =>
        (
          await loop.post({
            kind: "close-case",
            id: idFor("close-case", id, loop),
            on: endpointOf(customer),
            case: caseId,
            reason,
            by,
          })
        ).status,
    ),
  list: (filter = {}, page) =>
    attempt(async () => {
      await loop.ready()
      const { items, next } = await loop.store.query("case", { ...filter }, { limit: 50, ...page })
      return { items: items.map(({ data }) => JSON.parse(data) as ListedCase), ...(next !== undefined && { next }) } // rowsOf wrote it
    }),
})
