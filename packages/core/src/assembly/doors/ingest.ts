import type { Page, PageRequest } from "../../timeline/store.ts"
import type { RejectionReason } from "../ingest/rejection.ts"

/** An event that was refused, and why. */
export interface RejectedEventView {
  readonly id: string
  /** Whom it names; `null` where it names nobody. */
  readonly customer: string | null
  /** What the sender called it (`track`, `$identify`); empty where it did not say. */
  readonly type: string
  readonly messageId?: string
  readonly field: string
  readonly reason: RejectionReason
  /** What the sender was told. */
  readonly message: string
  /** When it came in. */
  readonly at: number
  /** The event as JSON, without keys; `null` where it may not be kept, because the person was erased. */
  readonly raw: string | null
}

/** Which refused events are wanted: those that have all of these. */
export interface RejectedFilter {
  readonly customer?: string
  readonly type?: string
  readonly field?: string
  readonly reason?: RejectionReason
}

/** What became of an event that was taken again. */
export type Replayed =
  { readonly status: "taken" } | { readonly status: "rejected"; readonly field: string; readonly message: string }

/** How many events were refused, by reason. */
export type RejectedCounts = { readonly [Reason in RejectionReason]: number }

/** Events that programs and pages send, and what became of those that could not be taken. */
export interface IngestDoor {
  /** Events that were refused, oldest first; an event that was taken after all is not among them, nor is one of 30 days ago. */
  readonly rejected: (page?: Partial<PageRequest>, filter?: RejectedFilter) => Promise<Page<RejectedEventView>>
  /** Takes a refused event again, after its schema was mended; one that is taken leaves the list. Again and again is once. */
  readonly replay: (id: string) => Promise<Replayed>
  /** How many were refused in the last `hours` (48 unless told, 8,784 at most), by reason. */
  readonly counts: (options?: { readonly hours?: number }) => Promise<RejectedCounts>
}
