import type { Case } from "../../action/case.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { CaseRequest } from "../rule.ts"
import type { ByOptions } from "./conversations.ts"

/** A case as the list of open ones gives it. */
export type ListedCase = Case & { readonly id: string; readonly customer: string; readonly openedAt: number }

/** What people have to do for customers. */
export interface CasesDoor {
  /** Opens a case with an owner; `id` in the options makes a retry the same case. */
  readonly open: (
    customer: string,
    request: CaseRequest,
    options?: { readonly id?: string },
  ) => Promise<{ readonly status: Outcome["status"]; readonly id: string }>
  /** Gives a case to another owner: a group or a colleague. */
  readonly assign: (customer: string, caseId: string, owner: string, options?: ByOptions) => Promise<Outcome["status"]>
  /** Closes a case, and says why. */
  readonly close: (customer: string, caseId: string, reason: string, options?: ByOptions) => Promise<Outcome["status"]>
  /** Open cases, the first due first. */
  readonly list: (
    filter?: { readonly owner?: string; readonly kind?: string },
    page?: Partial<PageRequest>,
  ) => Promise<Page<ListedCase>>
}
